<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>DecisionDialog</name>
    <message numerus="yes">
        <source>%n scan(s)</source>
        <translation>
            <numerusform>%n scan</numerusform>
            <numerusform>%n scans</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DesignPanel</name>
    <message numerus="yes">
        <source>%n good scan(s)</source>
        <translation>
            <numerusform>%n good scan</numerusform>
            <numerusform>%n good scans</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) left out</source>
        <translation>
            <numerusform>%n place left out</numerusform>
            <numerusform>%n places left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tolerance(s) of a place</source>
        <translation>
            <numerusform>%n tolerance of a place</numerusform>
            <numerusform>%n tolerances of a place</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MapPage</name>
    <message numerus="yes">
        <source>%n scan(s) compared with the design, {0} regions on them. Colours tell how many scans had a region at a place; grey is none.</source>
        <translation>
            <numerusform>%n scan compared with the design, {0} regions on it. Colours tell how many scans had a region at a place; grey is none.</numerusform>
            <numerusform>%n scans compared with the design, {0} regions on them. Colours tell how many scans had a region at a place; grey is none.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NotesButton</name>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n note</numerusform>
            <numerusform>%n notes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecordFileBar</name>
    <message numerus="yes">
        <source>%n inspection(s) written to {0}</source>
        <translation>
            <numerusform>%n inspection written to {0}</numerusform>
            <numerusform>%n inspections written to {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>✓ Sound: %n row(s), last hash {0}</source>
        <translation>
            <numerusform>✓ Sound: %n row, last hash {0}</numerusform>
            <numerusform>✓ Sound: %n rows, last hash {0}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RestoreQuestion</name>
    <message numerus="yes">
        <source>Open the %n scan(s) again, with the wording you used?</source>
        <translation>
            <numerusform>Open the scan again, with the wording you used?</numerusform>
            <numerusform>Open the %n scans again, with the wording you used?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunResults</name>
    <message numerus="yes">
        <source>%n scan(s): {0} failed, {1} passed, {2} not inspected</source>
        <translation>
            <numerusform>%n scan: {0} failed, {1} passed, {2} not inspected</numerusform>
            <numerusform>%n scans: {0} failed, {1} passed, {2} not inspected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StopCommands</name>
    <message numerus="yes">
        <source>%n scan(s) are not inspected yet.</source>
        <translation>
            <numerusform>%n scan is not inspected yet.</numerusform>
            <numerusform>%n scans are not inspected yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WatchWindow</name>
    <message numerus="yes">
        <source>%n scan(s) since the start: {0} failed, {1} passed, {2} without a verdict</source>
        <translation>
            <numerusform>%n scan since the start: {0} failed, {1} passed, {2} without a verdict</numerusform>
            <numerusform>%n scans since the start: {0} failed, {1} passed, {2} without a verdict</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Words</name>
    <message numerus="yes">
        <source>%n scan(s)</source>
        <translation>
            <numerusform>%n scan</numerusform>
            <numerusform>%n scans</numerusform>
        </translation>
    </message>
</context>
</TS>

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
    <name>StopCommands</name>
    <message numerus="yes">
        <source>%n scan(s) are not inspected yet.</source>
        <translation>
            <numerusform>%n scan is not inspected yet.</numerusform>
            <numerusform>%n scans are not inspected yet.</numerusform>
        </translation>
    </message>
</context>
</TS>

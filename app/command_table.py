"""Every command of the window in one table, with its shortcut, icon and tool tip."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

from app.i18n.translation import QT_TRANSLATE_NOOP

StandardKey = QKeySequence.StandardKey


@dataclass(frozen=True)
class Command:
    """One row of the table; ``text`` and ``tip`` are translated when the action is made."""

    name: str
    text: str
    keys: tuple[QKeySequence.StandardKey | str, ...] = ()
    icon: str = ""
    tip: str = ""
    checkable: bool = False

    @property
    def in_view_only(self) -> bool:
        """Whether its keys are plain characters, which mean something else in other places."""
        return any(
            isinstance(key, str) and len(key.removeprefix("Shift+")) == 1 for key in self.keys
        )


COMMANDS = (
    Command(
        "open",
        QT_TRANSLATE_NOOP("Actions", "&Open scan…"),
        (StandardKey.Open,),
        "open",
        QT_TRANSLATE_NOOP("Actions", "Open one or more scans"),
    ),
    Command(
        "open_folder",
        QT_TRANSLATE_NOOP("Actions", "Open &folder…"),
        ("Ctrl+Shift+O",),
        "folder",
        QT_TRANSLATE_NOOP("Actions", "Open all scans in a folder"),
    ),
    Command(
        "check_folder",
        QT_TRANSLATE_NOOP("Actions", "C&heck folder…"),
        ("Ctrl+B",),
        "folder-check",
        QT_TRANSLATE_NOOP("Actions", "Inspect all scans of a folder and keep the results"),
    ),
    Command(
        "open_run",
        QT_TRANSLATE_NOOP("Actions", "Open folder chec&k…"),
        (),
        "",
        QT_TRANSLATE_NOOP("Actions", "Show the results of a folder check that was made before"),
    ),
    Command(
        "watch_folder",
        QT_TRANSLATE_NOOP("Actions", "&Watch folder…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Inspect scans as they come into a folder"),
    ),
    Command(
        "record",
        QT_TRANSLATE_NOOP("Actions", "&Inspection record…"),
        ("Ctrl+R",),
        tip=QT_TRANSLATE_NOOP(
            "Actions", "What was inspected and decided: look up parts, charts over time"
        ),
    ),
    Command(
        "sample",
        QT_TRANSLATE_NOOP("Actions", "Open s&ample scans"),
        (),
        "scan",
        QT_TRANSLATE_NOOP("Actions", "Open the scans that ship with the program"),
    ),
    Command(
        "new_design",
        QT_TRANSLATE_NOOP("Actions", "&New design from the good scans…"),
        tip=QT_TRANSLATE_NOOP(
            "Actions", "Make a reference from good scans that are open, or from a CAD mesh"
        ),
    ),
    Command(
        "open_design",
        QT_TRANSLATE_NOOP("Actions", "&Open design…"),
        tip=QT_TRANSLATE_NOOP("Actions", "Compare scans with a design that was made before"),
    ),
    Command(
        "sample_design",
        QT_TRANSLATE_NOOP("Actions", "Try a &sample with its design"),
        tip=QT_TRANSLATE_NOOP(
            "Actions", "Open sample scans of a part with the design that was made from good ones"
        ),
    ),
    Command(
        "without_design",
        QT_TRANSLATE_NOOP("Actions", "&Without design"),
        tip=QT_TRANSLATE_NOOP("Actions", "Judge scans on their own again"),
    ),
    Command(
        "models",
        QT_TRANSLATE_NOOP("Actions", "&Models…"),
        tip=QT_TRANSLATE_NOOP(
            "Actions", "Which model inspects, and models of others to add from a file"
        ),
    ),
    Command(
        "save_image",
        QT_TRANSLATE_NOOP("Actions", "Save &picture…"),
        ("Ctrl+P",),
        "camera",
        QT_TRANSLATE_NOOP("Actions", "Save what the view shows, with its colour bar"),
    ),
    Command(
        "save_report",
        QT_TRANSLATE_NOOP("Actions", "Save r&eport…"),
        ("Ctrl+Shift+P",),
        tip=QT_TRANSLATE_NOOP(
            "Actions", "Write a page about the scan in view, with part number and operator"
        ),
    ),
    Command(
        "look_again",
        QT_TRANSLATE_NOOP("Actions", "Look again in full &detail"),
        ("D",),
        tip=QT_TRANSLATE_NOOP(
            "Actions",
            "Look at every point of a dense scan, for defects of a few points; takes about two "
            "seconds for each 40,000 points",
        ),
    ),
    Command("close_scan", QT_TRANSLATE_NOOP("Actions", "C&lose scan"), (StandardKey.Close,)),
    Command(
        "settings",
        QT_TRANSLATE_NOOP("Actions", "Se&ttings…"),
        ("Ctrl+,",),
        tip=QT_TRANSLATE_NOOP("Actions", "Appearance, view, heatmap, model"),
    ),
    Command("quit", QT_TRANSLATE_NOOP("Actions", "&Quit"), ("Ctrl+Q",)),
    Command(
        "cancel",
        QT_TRANSLATE_NOOP("Actions", "&Cancel work"),
        (),
        "stop",
        QT_TRANSLATE_NOOP("Actions", "Stop reading and encoding"),
    ),
    Command(
        "close_what_is_open",
        QT_TRANSLATE_NOOP("Actions", "Close what is open"),
        ("Esc",),
        tip=QT_TRANSLATE_NOOP(
            "Actions",
            "Notices, the comparison of wordings, the clipping box; with none of them open it "
            "stops the work, and asks before scans that wait are dropped",
        ),
    ),
    Command(
        "original",
        QT_TRANSLATE_NOOP("Actions", "&Original colours"),
        ("O",),
        "palette",
        QT_TRANSLATE_NOOP("Actions", "Show the scan's own colours instead of the heatmap"),
        checkable=True,
    ),
    Command(
        "types",
        QT_TRANSLATE_NOOP("Actions", "&Defect types"),
        ("T",),
        "types",
        QT_TRANSLATE_NOOP("Actions", "Colour each region by its likeliest type"),
        checkable=True,
    ),
    Command(
        "compare",
        QT_TRANSLATE_NOOP("Actions", "&Compare wordings"),
        ("C",),
        "compare",
        QT_TRANSLATE_NOOP(
            "Actions", "Show the map before the last change of wording, then the difference"
        ),
    ),
    Command(
        "deviation",
        QT_TRANSLATE_NOOP("Actions", "D&eviation"),
        ("E",),
        tip=QT_TRANSLATE_NOOP(
            "Actions", "Colour by the distance from the design's surface, outside and inside"
        ),
        checkable=True,
    ),
    Command(
        "reference",
        QT_TRANSLATE_NOOP("Actions", "Re&ference"),
        ("R",),
        tip=QT_TRANSLATE_NOOP("Actions", "Show the design's surface, as it lies on the scan"),
        checkable=True,
    ),
    Command(
        "fit",
        QT_TRANSLATE_NOOP("Actions", "&Fit to view"),
        ("F",),
        "fit",
        QT_TRANSLATE_NOOP("Actions", "Bring the whole scan into view"),
    ),
    Command("next_scan", QT_TRANSLATE_NOOP("Actions", "&Next scan"), ("PgDown",)),
    Command("previous_scan", QT_TRANSLATE_NOOP("Actions", "Pre&vious scan"), ("PgUp",)),
    Command(
        "next_region",
        QT_TRANSLATE_NOOP("Actions", "Next re&gion"),
        ("N",),
        tip=QT_TRANSLATE_NOOP("Actions", "Fly to the next region of the list"),
    ),
    Command(
        "previous_region",
        QT_TRANSLATE_NOOP("Actions", "Previo&us region"),
        ("Shift+N",),
        tip=QT_TRANSLATE_NOOP("Actions", "Fly to the region before in the list"),
    ),
    Command(
        "show_result",
        QT_TRANSLATE_NOOP("Actions", "&Result"),
        ("Ctrl+1",),
        tip=QT_TRANSLATE_NOOP("Actions", "Verdict, regions, threshold and colours"),
    ),
    Command(
        "show_words",
        QT_TRANSLATE_NOOP("Actions", "&Words"),
        ("Ctrl+2",),
        tip=QT_TRANSLATE_NOOP("Actions", "What is normal and what is defective, in words"),
    ),
    Command("isometric", QT_TRANSLATE_NOOP("Actions", "&Isometric"), ("0",), "cube"),
    Command("front", QT_TRANSLATE_NOOP("Actions", "F&ront"), ("1",)),
    Command("back", QT_TRANSLATE_NOOP("Actions", "&Back"), ("2",)),
    Command("left", QT_TRANSLATE_NOOP("Actions", "&Left"), ("3",)),
    Command("right", QT_TRANSLATE_NOOP("Actions", "Ri&ght"), ("4",)),
    Command("top", QT_TRANSLATE_NOOP("Actions", "&Top"), ("5",)),
    Command("bottom", QT_TRANSLATE_NOOP("Actions", "Botto&m"), ("6",)),
    Command(
        "parallel", QT_TRANSLATE_NOOP("Actions", "&Parallel projection"), ("P",), checkable=True
    ),
    Command(
        "reduce_moving",
        QT_TRANSLATE_NOOP("Actions", "Fewer points &while moving"),
        tip=QT_TRANSLATE_NOOP(
            "Actions", "Keeps turning smooth; all points are drawn once the view rests"
        ),
        checkable=True,
    ),
    Command(
        "larger_points",
        QT_TRANSLATE_NOOP("Actions", "&Larger points"),
        ("+", "="),
        tip=QT_TRANSLATE_NOOP("Actions", "Draw points a pixel larger, to close gaps"),
    ),
    Command(
        "smaller_points",
        QT_TRANSLATE_NOOP("Actions", "&Smaller points"),
        ("-",),
        tip=QT_TRANSLATE_NOOP("Actions", "Draw points a pixel smaller, to tell them apart"),
    ),
    Command(
        "automatic_points",
        QT_TRANSLATE_NOOP("Actions", "&Automatic point size"),
        ("*",),
        tip=QT_TRANSLATE_NOOP("Actions", "Let points just close the gaps between them"),
    ),
    Command(
        "clip",
        QT_TRANSLATE_NOOP("Actions", "Clipping bo&x"),
        ("B",),
        "clip",
        QT_TRANSLATE_NOOP(
            "Actions",
            "Look inside: drag the handles of a box; what lies outside is hidden. Scores and "
            "verdict stay as they are",
        ),
        checkable=True,
    ),
    Command(
        "reset_clip",
        QT_TRANSLATE_NOOP("Actions", "Re&set clipping box"),
        ("Shift+B",),
        tip=QT_TRANSLATE_NOOP("Actions", "Put the box around the whole scan again"),
    ),
    Command("units_none", QT_TRANSLATE_NOOP("Actions", "&Not told"), checkable=True),
    Command("units_mm", "&mm", checkable=True),
    Command("units_inch", "&inch", checkable=True),
    Command("units_m", "m", checkable=True),
    Command("theme_system", QT_TRANSLATE_NOOP("Actions", "Like the &system"), checkable=True),
    Command("theme_light", QT_TRANSLATE_NOOP("Actions", "&Light"), checkable=True),
    Command("theme_dark", QT_TRANSLATE_NOOP("Actions", "&Dark"), checkable=True),
    Command(
        "guide",
        QT_TRANSLATE_NOOP("Actions", "&User guide"),
        tip=QT_TRANSLATE_NOOP("Actions", "How to read results, check folders and word prompts"),
    ),
    Command("shortcuts", QT_TRANSLATE_NOOP("Actions", "&Keyboard shortcuts"), ("F1",)),
    Command("about", QT_TRANSLATE_NOOP("Actions", "&About BTP Inspect")),
)

"""What the core says, in the language of the window.

The core knows no language but English: its errors and warnings are whole sentences, and the
command line prints them as they are. Those that a user of the window meets are listed here by
their pattern, and translated like any other text; what is not listed stays English.
"""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtCore import QCoreApplication

_PLACE = re.compile(r"\\\{(\d)\\\}")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?]) (?=[A-Z0-9])")


def core_text(text: str) -> str:
    """A text of the core in the user's language, as far as its sentences are known."""
    sentences = _BETWEEN_SENTENCES.split(text)
    translated = [_translated(sentence) for sentence in sentences]
    if None in translated and (whole := _translated(text)) is not None:
        return whole
    return " ".join(new or old for new, old in zip(translated, sentences, strict=True))


def _translated(text: str) -> str | None:
    for source, pattern in _patterns():
        if (found := pattern.fullmatch(text)) is not None:
            return _filled(QCoreApplication.translate("Core", source), found.groupdict())
    return None


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    # Once: a table asks for its notes with every paint.
    return tuple(
        (source, re.compile(_PLACE.sub(r"(?P<p\1>.+)", re.escape(source)), re.DOTALL))
        for source in SENTENCES
    )


def _filled(text: str, values: dict[str, str]) -> str:
    # All at once: a value may itself look like a place.
    return re.sub(r"\{(\d)\}", lambda place: values[f"p{place[1]}"], text)


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark a sentence for the translators; ``{0}`` stands for any text."""
    return text


SENTENCES = (
    # Reading
    QT_TRANSLATE_NOOP("Core", "There is no such file."),
    QT_TRANSLATE_NOOP("Core", "Check the name."),
    QT_TRANSLATE_NOOP("Core", "Files of the kind '{0}' cannot be read."),
    QT_TRANSLATE_NOOP("Core", "Save the scan as one of: {0}."),
    QT_TRANSLATE_NOOP("Core", "Cannot be read ({0})."),
    QT_TRANSLATE_NOOP("Core", "Check the name, the disk and your permission to read the file."),
    QT_TRANSLATE_NOOP("Core", "The file is empty (0 bytes)."),
    QT_TRANSLATE_NOOP("Core", "Export or copy the scan again."),
    QT_TRANSLATE_NOOP("Core", "Cannot be read as a {0} file: {1}"),
    QT_TRANSLATE_NOOP(
        "Core", "Export or copy it again, and check that the extension fits the content."
    ),
    QT_TRANSLATE_NOOP("Core", "Does not fit into the memory."),
    QT_TRANSLATE_NOOP("Core", "Close other programs, or thin the scan."),
    QT_TRANSLATE_NOOP("Core", "Holds {0} points; at most {1} are read."),
    QT_TRANSLATE_NOOP("Core", "Thin or cut the scan, or raise the limit in the settings."),
    # Geometry
    QT_TRANSLATE_NOOP("Core", "Holds no points."),
    QT_TRANSLATE_NOOP("Core", "Export the scan again."),
    QT_TRANSLATE_NOOP("Core", "Only {0} usable points; at least {1} are needed."),
    QT_TRANSLATE_NOOP("Core", "Scan the part at a higher density."),
    QT_TRANSLATE_NOOP("Core", "All points are equal."),
    QT_TRANSLATE_NOOP("Core", "Check the scanner's export; there is no surface."),
    QT_TRANSLATE_NOOP("Core", "All points lie on one line."),
    QT_TRANSLATE_NOOP("Core", "A surface is needed: export the full scan."),
    QT_TRANSLATE_NOOP(
        "Core",
        "{0} of {1} points have no finite coordinates; they are kept, but cannot be checked.",
    ),
    QT_TRANSLATE_NOOP("Core", "{0} of {1} points repeat an earlier point."),
    QT_TRANSLATE_NOOP(
        "Core",
        "Only {0} points; what lies between them cannot be inspected, and defects there are not "
        "seen. A denser scan gives a better answer.",
    ),
    # Folder checks
    QT_TRANSLATE_NOOP("Core", "No scan was found."),
    QT_TRANSLATE_NOOP("Core", "Check the folder and the patterns."),
    QT_TRANSLATE_NOOP("Core", "There is no such folder."),
    QT_TRANSLATE_NOOP("Core", "Is not a folder."),
    QT_TRANSLATE_NOOP("Core", "The folder cannot be read ({0})."),
    QT_TRANSLATE_NOOP("Core", "Check the name and your permission to read it."),
    QT_TRANSLATE_NOOP("Core", "The run file was made with another {0}."),
    QT_TRANSLATE_NOOP("Core", "An HDF5 file, but not a run file."),
    QT_TRANSLATE_NOOP("Core", "Cannot be written ({0})."),
    QT_TRANSLATE_NOOP("Core", "Another run is writing this file."),
    # Verdicts and wordings
    QT_TRANSLATE_NOOP("Core", "The object score {0} reaches the threshold {1}."),
    QT_TRANSLATE_NOOP("Core", "The object score {0} stays below the threshold {1}."),
    QT_TRANSLATE_NOOP("Core", "{0} region(s) of points reach it: have a look."),
    QT_TRANSLATE_NOOP("Core", "No point was inspected."),
    QT_TRANSLATE_NOOP(
        "Core",
        "The normal and the defective sentences are nearly the same to the model (cosine {0}): "
        "the map says little. Use words that differ.",
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "The normal '{0}' and the defective '{1}' are nearly the same to the model (cosine {2}). "
        "Use words that differ.",
    ),
    QT_TRANSLATE_NOOP("Core", "The model reads {0} as it stands: only {object} is replaced."),
    QT_TRANSLATE_NOOP("Core", "The prompt set has no {0} phrase."),
    QT_TRANSLATE_NOOP("Core", "Add at least one phrase."),
    QT_TRANSLATE_NOOP("Core", "No template contains {phrase}."),
    QT_TRANSLATE_NOOP("Core", "Use '{phrase}' as a template."),
    # Models
    QT_TRANSLATE_NOOP(
        "Core",
        "It needs the backbone {0} ({1}, sha256 {2}...), which is not beside it.",
    ),
    QT_TRANSLATE_NOOP("Core", "Put that file beside it, or name it by --backbone."),
    QT_TRANSLATE_NOOP(
        "Core",
        "The model {0} knows its stock sentences only without its text tower {1} ({2} wide).",
    ),
    QT_TRANSLATE_NOOP("Core", "Name the tower's folder by --tower."),
    QT_TRANSLATE_NOOP("Core", "{0} is {1} wide, but the text tower {2} is {3} wide."),
    QT_TRANSLATE_NOOP("Core", "This model has no published backbone to be given."),
    QT_TRANSLATE_NOOP("Core", "Leave out --backbone."),
    # The catalogue of models
    QT_TRANSLATE_NOOP(
        "Core", "Inspection; the bundled default, with the text tower all-MiniLM-L6-v2"
    ),
    QT_TRANSLATE_NOOP("Core", "Apache-2.0; see its card"),
    QT_TRANSLATE_NOOP("Core", "comes with the program"),
    QT_TRANSLATE_NOOP("Core", "Point encoder of the published BTP"),
    QT_TRANSLATE_NOOP("Core", "as the project says of its weights"),
    QT_TRANSLATE_NOOP(
        "Core",
        "the project salesforce/ULIP, pre-trained models, ULIP-2 PointBERT, 10k coloured points",
    ),
    QT_TRANSLATE_NOOP("Core", "Text tower that belongs to ULIP-2 (1280 wide)"),
    QT_TRANSLATE_NOOP(
        "Core", "the model laion/CLIP-ViT-bigG-14-laion2B-39B-b160k, in the layout of transformers"
    ),
)

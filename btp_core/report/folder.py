"""The folder of a report: made ready inside it, then moved in place."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from btp_core.base.errors import OutputError
from btp_core.base.messages import Message
from btp_core.base.opening import parse_json, read_small
from btp_core.report.page import INDEX, PAGES, PDF, PICTURES

MARK = "report.json"
SCHEMA_NAME = "btp-inspect/report"
_STAGING = ".part-report-"
_MAX_MARK_BYTES = 10_000
_OURS = {PAGES: re.compile(r"\d+\.html"), PICTURES: re.compile(r"\d+-[a-z]+\.jpg")}


def check_folder(folder: Path) -> None:
    """Raise :class:`OutputError` unless a report may go there: new, empty, or a report of ours."""
    next_step = "Name a new folder, an empty one, or the folder of an earlier report."
    if folder.is_symlink() and not folder.exists():
        raise OutputError("This is a link that leads nowhere.", path=folder, next_step=next_step)
    if not folder.exists():
        return
    if not folder.is_dir():
        raise OutputError("This is a file, not a folder.", path=folder, next_step=next_step)
    try:
        others = [place for place in folder.iterdir() if not _is_left_behind(place)]
        if others and not _is_report(folder):
            raise OutputError(
                "The folder holds other files and no report.", path=folder, next_step=next_step
            )
    except OSError as error:
        raise _output_error(folder, error) from error
    for name in (PAGES, PICTURES):
        place = folder / name
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            raise OutputError(
                Message("'{name}' in it is not a folder of a report.", name=name),
                path=folder,
                next_step=next_step,
            )


@contextmanager
def report_folder(folder: Path) -> Iterator[Path]:
    """Yield an empty folder inside ``folder``; its files are moved up when the block succeeds.

    The first page is moved last, so that it never shows what is not there. Files of an earlier
    report go; files that are none of ours stay.

    Raises
    ------
    OutputError
        See :func:`check_folder`; or the folder cannot be written.
    """
    check_folder(folder)
    was_there = folder.exists()
    staging: Path | None = None
    try:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for place in folder.iterdir():
                if _is_left_behind(place):
                    shutil.rmtree(place, ignore_errors=True)
            staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=folder))
            yield staging
            (staging / MARK).write_text(json.dumps({"schema": SCHEMA_NAME}) + "\n", "ascii")
            _move(staging, folder)
        except OSError as error:
            raise _output_error(folder, error) from error
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)
        if not was_there and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _is_left_behind(place: Path) -> bool:
    """Whether a report that was killed made it: nobody else's folder holds only what ours do."""
    if not place.name.startswith(_STAGING) or place.is_symlink() or not place.is_dir():
        return False
    ours = {INDEX, PDF, MARK, PAGES, PICTURES}
    return all(inner.name in ours or inner.name.startswith(".part-") for inner in place.iterdir())


def _is_report(folder: Path) -> bool:
    mark = folder / MARK
    try:
        content = parse_json(read_small(mark, _MAX_MARK_BYTES))
    except (OSError, ValueError):
        return False
    return isinstance(content, dict) and content.get("schema") == SCHEMA_NAME


def _move(staging: Path, folder: Path) -> None:
    # Marked first: a folder half written is known for a report and may be written again.
    (staging / MARK).replace(folder / MARK)
    for name in (INDEX, PDF):
        (folder / name).unlink(missing_ok=True)
    for name, pattern in _OURS.items():
        place = folder / name
        if place.is_dir():
            for old in place.iterdir():
                if pattern.fullmatch(old.name):
                    old.unlink()
        made = list((staging / name).glob("*"))
        if made:
            place.mkdir(exist_ok=True)
            for new in made:
                new.replace(place / new.name)
        elif place.is_dir() and not any(place.iterdir()):
            place.rmdir()
    for name in (PDF, INDEX):
        if (staging / name).exists():
            (staging / name).replace(folder / name)


def _output_error(folder: Path, error: OSError) -> OutputError:
    return OutputError(
        Message("Cannot be written ({reason}).", reason=error.strerror or error),
        path=folder,
        next_step="Choose another folder, or free space on the disk.",
    )

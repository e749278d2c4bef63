"""What watching a folder is asked to do."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from btp_core.batch.jobs import DesignFile
from btp_core.batch.settings import BatchSettings


@dataclass(frozen=True)
class WatchSettings:
    """What to watch, and how to inspect.

    Attributes
    ----------
    batch
        Folder, run file, record and all that belongs to inspecting; ``resume`` does not matter.
    settle
        Seconds in which a file must not have changed.
    patience
        Seconds after which a file that cannot be read is taken to be finished all the same.
    poll
        Seconds between two looks at the folder, at the least.
    report
        Where a report is kept up to date, or None.
    only_new
        Leave alone what is in the folder when the watch begins for the first time.
    """

    batch: BatchSettings
    settle: float = 2.0
    patience: float = 60.0
    poll: float = 0.5
    report: Path | None = None
    only_new: bool = False


def default_run_file(settings: BatchSettings) -> Path:
    """Where a watch keeps its results unless told: on this machine, not on the watched share.

    Each folder has its own, and so have other prompts, thresholds, limits, designs and models.
    """
    design = "" if settings.design is None else DesignFile.of(settings.design).sha256
    limits = [settings.limits.to_text()] if settings.limits else []
    asked = (settings.threshold, settings.detail.value, settings.model, design, *limits)
    folder = settings.folder.absolute()
    text = repr((os.fspath(folder), settings.prompts.to_dict(), *asked))
    name = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:10]
    data = platformdirs.user_data_path("btp-inspect", appauthor=False)
    return data / "watched" / f"{folder.name[:40] or 'folder'}-{name}.h5"

"""``watch`` in a process of its own with workers that need no model: what is killed in tests."""

from __future__ import annotations

import sys
from pathlib import Path

from btp_core.batch.settings import BatchSettings
from btp_core.cli.interrupt import cancel_on_ctrl_c
from btp_core.text.prompts import PromptSet
from btp_core.watch.settings import WatchSettings
from btp_core.watch.watching import watch_folder
from tests.core.watch.fake_workers import FakeWorkers


def main() -> None:
    """The arguments are those of the benchmark."""
    folder, values = sys.argv[1], dict(zip(sys.argv[2::2], sys.argv[3::2], strict=True))
    batch = BatchSettings(
        Path(folder),
        Path(values["-o"]),
        PromptSet.stock(),
        device="cpu",
        record=Path(values["--record"]),
    )
    settings = WatchSettings(
        batch, settle=float(values["--settle"]), patience=float(values["--patience"])
    )
    with cancel_on_ctrl_c() as stop:
        watch_folder(settings, lambda _news: None, stop, FakeWorkers)


if __name__ == "__main__":
    main()

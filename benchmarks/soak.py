"""Long days of the window in short: memory, open files and threads over rounds of use.

    xvfb-run -a -s "-screen 0 1600x1024x24 -noreset" python -m benchmarks.soak --rounds 200

A round opens a scan of another size, asks other words, moves the threshold, flies to a region,
looks at types, and closes the scan; every tenth also checks a folder. A user does that some 25
times an hour, so 200 rounds are eight hours. The table compares fifths of the time after a tenth
to warm up; what grows steadily would end a long day.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
import psutil
from PySide6.QtWidgets import QApplication

from app.launch import prepare_environment
from app.main_window import MainWindow
from benchmarks.window import opened_window, resident_mib, wait_until
from btp_core.lab.synthetic_scan import write_plate

POINTS = (3_000, 50_000, 12_000, 200_000, 30_000, 100_000)
FOLDER_EVERY = 10
WORDINGS = ("{object} with a dent", "scratched {object}", "{object} with a missing piece")
MOST_GROWTH = 0.10
"""Of memory, from the second fifth of the rounds to the last: more is told as growth."""


@dataclass(frozen=True)
class Sample:
    """What the process holds after a round.

    Attributes
    ----------
    memory
        Resident, in MiB.
    handles
        Open file descriptors.
    threads, processes
        Of Python and of the system under it; and children.
    """

    memory: float
    handles: int
    threads: int
    python_threads: int
    processes: int


def main() -> None:
    """Print a table over time; exit status 1 where something grew."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=200)
    asked = parser.parse_args()
    prepare_environment()
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory(prefix="btp-soak-") as place:
        samples = _live(Path(place), asked.rounds)
    application.quit()
    sys.exit(_told(samples[len(samples) // 10 :]))


def _live(root: Path, rounds: int) -> list[Sample]:
    scans = []
    for number, points in enumerate(POINTS):
        scans.append(root / f"{points}.ply")
        write_plate(scans[-1], points, seed=number)
    folder = root / "folder"
    folder.mkdir()
    for number in range(4):
        write_plate(folder / f"{number}.ply", 5_000, seed=number)
    samples = []
    with opened_window(root) as window:
        for number in range(rounds):
            _use(window, scans[number % len(scans)], number)
            if number % FOLDER_EVERY == FOLDER_EVERY - 1:
                _check_folder(window, folder)
            samples.append(_sample())
            if number % 10 == 0:
                print(f"round {number + 1}: {astuple(samples[-1])}", flush=True)
    return samples


def _use(window: MainWindow, scan: Path, number: int) -> None:
    window.open([scan])
    wait_until(lambda: window.idle and len(window.session.open_scans) == 1)
    open_scan = window.session.open_scans.current
    if open_scan is None or open_scan.verdict is None:
        raise RuntimeError(f"round {number + 1}: no verdict for {scan.name}")
    window.prompts.defective.setPlainText(WORDINGS[number % len(WORDINGS)])
    wait_until(lambda: not window.prompts.pending and window.idle)
    window.heatmap.slider.set_value(0.2 + 0.3 * (number % 3))
    wait_until(lambda: window.idle)
    regions = window.result.regions
    if (worst := regions.topLevelItem(0)) is not None:
        regions.setCurrentItem(worst)
    for _ in range(2):
        window.actions_by_name["types"].trigger()
        wait_until(lambda: window.idle)
    window.session.close(open_scan)
    wait_until(lambda: window.idle and not len(window.session.open_scans))


def _check_folder(window: MainWindow, folder: Path) -> None:
    window.actions_by_name["check_folder"].trigger()
    check = window.folder.window
    check.set_folder(folder)
    check.progress.start_button.click()
    wait_until(lambda: check.running)
    wait_until(lambda: not check.running)
    if len(check.results.model.records) != len(list(folder.glob("*.ply"))):
        raise RuntimeError("the folder check lost a scan")
    check.close()
    for run in folder.parent.glob("*.h5"):
        run.unlink()


def _sample() -> Sample:
    process = psutil.Process()
    return Sample(
        round(resident_mib(), 1),
        len(os.listdir("/proc/self/fd")),  # noqa: PTH208 - counted, not used
        process.num_threads(),
        threading.active_count(),
        len(process.children(recursive=True)),
    )


def _told(samples: list[Sample]) -> bool:
    """Whether something grew; prints the medians of each fifth."""
    fifths = np.array_split(np.asarray([astuple(one) for one in samples], dtype=np.float64), 5)
    medians = np.asarray([np.median(fifth, axis=0) for fifth in fifths])
    print(f"{'':<10} {'memory/MiB':>11} {'files':>6} {'threads':>8} {'Python':>7} {'children':>9}")
    for number, row in enumerate(medians, start=1):
        memory, *rest = row
        print(f"fifth {number:<4} {memory:>11.0f} " + " ".join(f"{value:>7.0f}" for value in rest))
    first, last = medians[1], medians[-1]
    grown = last[0] > (1.0 + MOST_GROWTH) * first[0] or bool((last[1:] > first[1:] + 2).any())
    print("grew" if grown else "flat")
    return grown


if __name__ == "__main__":
    main()

"""The record and the watched folder at the size of a year: ``python -m benchmarks.record``.

Prints what recording one inspection costs, how long a search, one inspection, the charts' data and
a verification of 10,000 take, and (with ``--watch``) what becomes of 200 files that are copied
slowly, renamed, half-written and deleted at random while the watch is killed five times.
``--window`` also measures how long the record's window takes; it needs a display.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from btp_core.batch.run_file import read_table
from btp_core.record.entries import Decision, InspectionEntry, text_of, utc_text
from btp_core.record.file import RecordFile
from btp_core.record.search import Query, inspection, search
from btp_core.record.trends import trends
from btp_core.record.verify import verify
from btp_core.text.prompts import PromptSet

COUNT = 10_000
ONE_BY_ONE = 300
START = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
FILES, KILLS = 200, 5
SETTLE, PATIENCE = 0.5, 4.0
PROGRAM = (sys.executable, "main.py", "watch")


def entry(number: int, prompts: str) -> InspectionEntry:
    """An inspection as a design gives it; every twentieth part fails with three regions."""
    rng = np.random.default_rng(number)
    fails = number % 20 == 0
    pose = np.eye(4).tolist()
    region = {
        "n_points": 240,
        "centroid": rng.uniform(0, 60, 3).tolist(),
        "extent": [4.1, 2.2, 0.3],
        "area": 6.61,
        "depth": 0.21,
        "max_score": 0.97,
        "mean_score": 0.81,
        "likely_type": "dent",
        "deviation": -0.31,
        "kind": "surface",
        "place": rng.uniform(0, 60, 3).tolist(),
    }
    alignment = {"refusal": None, "fit": 0.99, "residual": 0.02, "not_scanned": 0.1, "pose": pose}
    return InspectionEntry(
        scan=f"line-2/4711-{number:05d}.ply",
        path=f"/scans/line-2/4711-{number:05d}.ply",
        sha256=f"{number:064x}",
        size=1_200_000 + number,
        verdict="fail" if fails else "pass",
        reason="The object score tells.",
        object_score=float(np.clip(rng.normal(0.8 if fails else 0.12, 0.03), 0, 1)),
        threshold=0.5,
        model="btp-mini",
        model_sha256="ab" * 32,
        prompts=prompts,
        source="watch",
        software_version="1",
        detail="overview",
        device="cpu",
        design="bracket 4711",
        design_version=2,
        design_sha256="cd" * 32,
        units="mm",
        regions=(region,) * (3 if fails else 0),
        alignment=alignment,
        serial=f"4711-{number:05d}",
        seconds=1.4,
        time=utc_text(START + timedelta(minutes=12 * number)),
    )


def fill(path: Path) -> None:
    """Record 10,000, then some more one by one, each opened anew as the program does."""
    prompts = text_of(PromptSet.stock().to_dict())
    with RecordFile(path, create=True) as record:
        record.add_all([entry(number, prompts) for number in range(COUNT)])
        for number in range(0, COUNT, 50):
            record.decide(number + 1, Decision("rework", "Ada", "Dent"))
    spent: list[tuple[float, float]] = []
    for number in range(COUNT, COUNT + ONE_BY_ONE):
        made = entry(number, prompts)
        started = clocks()
        with RecordFile(path, create=True) as record:
            record.add(made)
        spent.append(since(started))
    say("record one inspection", spent)
    print(f"size of the record          {path.stat().st_size / 1e6:8.1f} MB")


def clocks() -> tuple[float, float]:
    """Now, on the wall and in computing time of this process."""
    return time.perf_counter(), time.process_time()


def since(started: tuple[float, float]) -> tuple[float, float]:
    """What has passed since, in milliseconds."""
    wall, cpu = clocks()
    return 1000 * (wall - started[0]), 1000 * (cpu - started[1])


def say(name: str, spent: list[tuple[float, float]]) -> None:
    """Print medians; on a machine that does other things the computing time tells more."""
    wall, cpu = (statistics.median(column) for column in zip(*spent, strict=True))
    print(f"{name:<27} {wall:8.1f} ms, {cpu:8.1f} ms of computing", flush=True)


def timed(name: str, work: Callable[[], object], times: int = 7) -> None:
    """Print the median time of something."""
    spent = []
    for _ in range(times):
        started = clocks()
        work()
        spent.append(since(started))
    say(name, spent)


def look_up(path: Path) -> None:
    """Search as the window does, each time in a record that is opened anew."""

    def opened(work: Callable[[RecordFile], object]) -> Callable[[], object]:
        def run() -> object:
            with RecordFile(path) as record:
                return work(record)

        return run

    timed("list all", opened(lambda record: search(record, Query())))
    timed("search part of a name", opened(lambda record: search(record, Query(text="0382"))))
    timed("look up a serial number", opened(lambda r: search(r, Query(serial="4711-00382"))))
    timed("undecided ones", opened(lambda record: search(record, Query(decision="undecided"))))
    timed("show one", opened(lambda record: inspection(record, 383)))
    timed("data of the charts", opened(lambda record: trends(record, "bracket 4711")))
    timed("verify", lambda: verify(path), times=3)


def show_window(path: Path) -> None:
    """Search and show in the record's window."""
    from PySide6.QtWidgets import QApplication

    from app.background.designs import read_design
    from app.background.runner import Background
    from app.features.record.store import RecordStore
    from app.features.record.window import RecordWindow
    from app.notify import Notifier
    from app.settings import RECORD_FILE, Settings

    application = QApplication.instance() or QApplication(sys.argv[:1])
    settings = Settings(path.with_name("window.ini"))
    settings.set(RECORD_FILE, str(path))
    background, notifier = Background(), Notifier()
    store = RecordStore(background, settings, notifier)
    window = RecordWindow(store, settings, read_design)

    def shown() -> None:
        while store.busy:
            application.processEvents()
        window.repaint()
        application.processEvents()

    window.show()
    shown()

    def searched(text: str) -> Callable[[], object]:
        def run() -> None:
            window.fields.text.setText(text)
            window.refresh()
            shown()

        return run

    timed("window: list all", searched(""))
    timed("window: part of a name", searched("0382"))
    timed("window: all again", searched(""))
    window.stop()
    window.close()
    background.shutdown()


@dataclass(frozen=True)
class Kept:
    """What became of the files: see the lines of :meth:`say`."""

    good: int
    stored: int
    once: int
    others: int
    broken: int
    half: int
    sound: bool
    seconds: float

    def say(self) -> None:
        """Print it."""
        print(f"watch: {FILES} files, {KILLS} kills    {self.seconds:8.0f} s")
        print(f"good files                  {self.good:8d}")
        print(f"in the run file             {self.stored:8d}")
        print(f"in the record exactly once  {self.once:8d}")
        print(f"inspections of other files  {self.others:8d}")
        print(f"half-written, told broken   {self.broken:8d} of {self.half}")
        print(f"record sound                {self.sound!s:>8}")


def watch(folder: Path, program: Sequence[str] = PROGRAM) -> Kept:
    """Copy, rename, half-write and delete files while a watch is killed and started again.

    ``program`` is followed by the arguments of ``btp-inspect watch``.
    """
    scans, run, record = folder / "scans", folder / "run.h5", folder / "watched.sqlite"
    scans.mkdir()
    rng = random.Random(7)
    wanted: dict[str, bytes] = {}
    tenth = FILES // 10
    kinds = ["slow"] * 3 * tenth + ["renamed"] * 3 * tenth + ["at once"] * 2 * tenth
    kinds += ["half"] * tenth + ["deleted"] * tenth
    rng.shuffle(kinds)
    commands = [
        *(*program, str(scans), "-o", str(run), "--record", str(record)),
        *("--settle", str(SETTLE), "--patience", str(PATIENCE), "--device", "cpu"),
    ]

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            commands, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )

    feeders = [threading.Thread(target=_feed, args=(scans, kinds, n, wanted)) for n in range(4)]
    started = time.monotonic()
    process = start()
    for feeder in feeders:
        feeder.start()
    for _ in range(KILLS):
        before, end = _finished(run), time.monotonic() + 240
        while _finished(run) < before + FILES // 8 and time.monotonic() < end:
            time.sleep(0.05)
        time.sleep(rng.random())
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process = start()
    for feeder in feeders:
        feeder.join()
    end = time.monotonic() + 900
    # Broken ones are told after the patience; all that shall come has come then.
    while _finished(run) < FILES - kinds.count("deleted") and time.monotonic() < end:
        time.sleep(0.5)
    time.sleep(4 * SETTLE)
    os.killpg(process.pid, signal.SIGINT)
    process.wait()
    return _judge(run, record, wanted, kinds.count("half"), time.monotonic() - started)


def _feed(scans: Path, kinds: list[str], feeder: int, wanted: dict[str, bytes]) -> None:
    rng = random.Random(feeder)
    points = np.random.default_rng(feeder)
    for number in range(feeder, len(kinds), 4):
        name = f"4711-{number:04d}.npy"
        path, kind = scans / name, kinds[number]
        cloud = points.normal(size=(1500, 3))
        cloud /= np.linalg.norm(cloud, axis=1, keepdims=True)
        whole = scans.parent / f"whole-{feeder}.npy"
        np.save(whole, 20 * cloud)
        content = whole.read_bytes()
        if kind in ("slow", "at once", "renamed"):
            wanted[name] = content
        part = path.with_suffix(".part") if kind == "renamed" else path
        pieces = 1 if kind == "at once" else rng.randint(2, 6)
        step = -(-len(content) // pieces)
        with part.open("wb") as file:
            for begin in range(0, len(content), step):
                if kind == "half" and begin + step >= len(content):
                    break
                file.write(content[begin : begin + step])
                file.flush()
                time.sleep(rng.random() * 1.5 * SETTLE if pieces > 1 else 0)
        if kind == "renamed":
            part.rename(path)
        if kind == "deleted":
            path.unlink()
        time.sleep(rng.random() * 0.3)


def _finished(run: Path) -> int:
    return len(read_table(run)[1]) if run.exists() else 0


def _judge(run: Path, record: Path, wanted: dict[str, bytes], half: int, seconds: float) -> Kept:
    rows = {row.name: row for row in read_table(run)[1]}
    with RecordFile(record) as opened:
        recorded = [row for row in search(opened, Query()) if row.verdict != "error"]
        hashes = {row.id: inspection(opened, row.id).facts["sha256"] for row in recorded}
    return Kept(
        good=len(wanted),
        stored=sum(name in rows and rows[name].status == "done" for name in wanted),
        once=sum(
            [hashes[row.id] for row in recorded if row.scan == name]
            == [hashlib.sha256(content).hexdigest()]
            for name, content in wanted.items()
        ),
        others=sum(row.scan not in wanted for row in recorded),
        broken=sum(row.status == "failed" for row in rows.values()),
        half=half,
        sound=verify(record).sound,
        seconds=seconds,
    )


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--watch", action="store_true", help="also the watched folder (minutes)")
    parser.add_argument("--window", action="store_true", help="also the window; needs a display")
    parser.add_argument("--no-record", action="store_true", help="not the 10,000 inspections")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "record.sqlite"
        if not wanted.no_record:
            fill(path)
            look_up(path)
            if wanted.window:
                show_window(path)
        if wanted.watch:
            watch(Path(name)).say()


if __name__ == "__main__":
    main()

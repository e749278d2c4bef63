"""How well `batch` uses the machine, against the same scans one after another in one process.

    python -m benchmarks.batch              all of it, some twenty minutes
    python -m benchmarks.batch --scans 20   quicker, and noisier

Everything in one run, on the same scans: ratios compare, seconds do not.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from btp_core.base.rounding import SAME_FOR_ANY_THREADS, VARIABLE

# As on the command line, and before anything loads MKL.
os.environ.setdefault(VARIABLE, SAME_FOR_ANY_THREADS)

import numpy as np
import psutil

from btp_core.batch.jobs import ScanJob, WorkerSetup
from btp_core.batch.pool import ProcessPool
from btp_core.batch.progress import BatchProgress
from btp_core.batch.rescore import rescore_run
from btp_core.batch.run import run_batch
from btp_core.batch.run_file import read_table
from btp_core.batch.run_writer import RunWriter, create_run_file
from btp_core.batch.scan_inspector import ScanInspector
from btp_core.batch.settings import BatchSettings
from btp_core.inspection.inspector import Inspector
from btp_core.lab.synthetic_scan import write_plate
from btp_core.scans.reading import read_scan
from btp_core.text.prompts import PromptSet

MEBIBYTE = 1024**2


def main() -> None:
    """Print one line per measurement, with the limit where there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scans", type=int, default=100, help="of --points each")
    parser.add_argument("--points", type=int, default=50_000)
    parser.add_argument("--small-scans", type=int, default=1000, help="for the memory; 0: none")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="btp-bench-") as place:
        root = Path(place)
        print(f"{asked.scans} scans of {asked.points:,} points")
        _write_scans(root / "scans", asked.scans, asked.points)
        settings = BatchSettings(root / "scans", root / "run.h5", PromptSet.stock(), device="cpu")
        _throughput(settings, asked.scans)
        _overhead(settings, root / "overhead.h5")
        _workers(settings, root)
        if asked.small_scans:
            _write_scans(root / "small", asked.small_scans, 2000)
            _memory(replace(settings, folder=root / "small", output=root / "small.h5"))


def _write_scans(folder: Path, count: int, points: int) -> None:
    folder.mkdir()
    for number in range(count):
        write_plate(folder / f"{number:05}.ply", points, seed=number)


def _throughput(settings: BatchSettings, count: int) -> None:
    inspector = Inspector.from_pretrained(settings.model, device="cpu")
    files = sorted(settings.folder.iterdir())

    def one_after_another() -> None:
        for path in files:
            field = inspector.score(inspector.encode(read_scan(path)), settings.prompts)
            inspector.judge(field, settings.threshold)

    alone = _seconds(one_after_another)
    together = _seconds(lambda: run_batch(settings))
    _say("one after another through Inspector", f"{alone / count:.2f} s a scan")
    _say("batch", f"{together / count:.2f} s a scan")
    _say("batch / one after another", f"{together / alone:.2f}", "0.75")
    # Sentences that neither the model's file nor the cache has. (With the sides swapped all of a
    # part would be one region, and measuring it would take longer than all else.)
    words = replace(
        settings.prompts, anomaly=(f"worn {{object}} {time.time_ns()}", "{object} with a mark")
    )
    again = _seconds(lambda: rescore_run(settings.output, words, inspector))
    _say("rescore", f"{again / count:.3f} s a scan")
    _say("batch / rescore", f"{together / again:.0f}", "at least 20")
    _say("run file", f"{settings.output.stat().st_size / count / MEBIBYTE:.1f} MiB a scan")


def _overhead(settings: BatchSettings, output: Path) -> None:
    """Time of one worker's inspecting, and of what the engine adds for each scan."""
    inspector = ScanInspector(
        WorkerSetup(settings.model, "cpu", settings.prompts, settings.threshold)
    )
    files = sorted(settings.folder.iterdir())[:10]
    create_run_file(output, read_table(settings.output)[0])
    work = writing = 0.0
    with RunWriter(output) as writer:
        for path in files:
            started = time.perf_counter()
            outcome = inspector.inspect(ScanJob(path.name, str(path)))
            work += outcome.row.seconds
            writer.add(path.name, outcome.image)
            writing += time.perf_counter() - started - outcome.row.seconds
    _say("hashing, packing, writing / inspecting", f"{writing / work:.3f}", "0.05")


def _workers(settings: BatchSettings, root: Path) -> None:
    """Two workers against one, both with one thread, from the first scan on."""
    seconds = {}
    for count in (1, 2):
        ended: list[BatchProgress] = []
        asked = replace(settings, output=root / f"{count}.h5", workers=count)
        run_batch(asked, ended.append, executor=_with_one_thread)
        seconds[count] = ended[-1].seconds
    _say("two workers / one", f"{seconds[1] / seconds[2]:.2f}", "at least 1.8")


def _with_one_thread(setup: WorkerSetup, workers: int) -> ProcessPool:
    return ProcessPool(replace(setup, threads=1), workers)


def _memory(settings: BatchSettings) -> None:
    samples: list[int] = []

    def sample(state: BatchProgress) -> None:
        if state.done % 20 == 0:
            samples.append(_bytes_of_all())

    run_batch(settings, sample)
    # The first fifth fills caches and allocators.
    rest = np.asarray(samples[len(samples) // 5 :], dtype=np.float64) / MEBIBYTE
    quarter = max(1, len(rest) // 4)
    early, late = rest[:quarter].mean(), rest[-quarter:].mean()
    _say("memory of all processes, early and late", f"{early:.0f} and {late:.0f} MiB", "flat")


def _bytes_of_all() -> int:
    """Resident memory of this process and its workers."""
    me = psutil.Process()
    return sum(process.memory_info().rss for process in [me, *me.children(recursive=True)])


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _say(what: str, value: str, limit: str = "") -> None:
    print(f"{what:<42} {value:>20}   {limit and 'limit ' + limit}", flush=True)


if __name__ == "__main__":
    main()

"""Kills a real folder check at random moments and goes on with it, again and again.

    python -m benchmarks.kills --kills 200

``btp-inspect batch`` with two workers and the bundled model inspects 40 scans; all its processes
are killed after a random time, and ``--resume`` goes on, until the asked number of kills is
reached. A check that ends before is begun anew. After each kill the run file must open and hold at
least what it held before; each run that ends must say of every scan what a run without kills says.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from btp_core.base.errors import InspectError
from btp_core.batch.run_file import read_table
from btp_core.lab.synthetic_scan import write_plate

PATIENCE = 1800.0
"""Seconds for a run without kills, start and model included."""


@dataclass
class Outcome:
    """What was seen."""

    kills: int = 0
    runs: int = 0
    lost: int = 0
    unreadable: int = 0
    different: int = 0


def main() -> None:
    """Print what was seen, and each loss as it happens; exit status 1 after any."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--scans", type=int, default=40)
    parser.add_argument("--points", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="btp-kills-") as place:
        found = _kill(Path(place), asked)
    print(
        f"{found.kills} kills, {found.runs} runs ended: {found.lost} results lost, "
        f"{found.unreadable} files unreadable, {found.different} results different"
    )
    sys.exit(bool(found.lost or found.unreadable or found.different))


def _kill(root: Path, asked: argparse.Namespace) -> Outcome:
    scans = root / "scans"
    scans.mkdir()
    for number in range(asked.scans):
        write_plate(scans / f"{number:05}.ply", asked.points, seed=number)
    started = time.monotonic()
    _start(scans, root / "whole.h5").wait(PATIENCE)
    whole_seconds = time.monotonic() - started
    expected = _results(root / "whole.h5")
    if len(expected) != asked.scans:
        raise RuntimeError(f"the run without kills has {len(expected)} of {asked.scans} results")
    rng = random.Random(asked.seed)
    found = Outcome()
    while found.kills < asked.kills:
        run = root / f"{found.runs}.h5"
        before: dict[str, tuple[object, ...]] = {}
        while found.kills < asked.kills:
            process = _start(scans, run)
            if _ended_within(process, rng.uniform(0.0, 1.2 * whole_seconds)):
                break
            _kill_all(process)
            found.kills += 1
            if not run.exists():
                continue
            try:
                now = _results(run)
            except InspectError as error:
                print(f"kill {found.kills}: {error}", flush=True)
                found.unreadable += 1
                break
            gone = [name for name, result in before.items() if now.get(name) != result]
            found.lost += len(gone)
            if gone:
                print(f"kill {found.kills}: lost {gone}", flush=True)
            before = now
        else:
            # Killed for the last time: does it still come to its end?
            _start(scans, run).wait(PATIENCE)
        found.runs += 1
        differing = set(_results(run).items()) ^ set(expected.items())
        found.different += len({name for name, _ in differing})
        if differing:
            print(f"run {found.runs}: differs in {sorted(differing)[:4]}", flush=True)
        run.unlink()
    return found


def _start(scans: Path, run: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "main.py", "batch", str(scans), "--output", str(run)]
    command += ["--workers", "2", *(("--resume",) if run.exists() else ())]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def _ended_within(process: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _kill_all(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _results(run: Path) -> dict[str, tuple[object, ...]]:
    """By scan, what a run says of it."""
    return {
        record.name: (record.sha256, record.status, record.verdict, record.object_score)
        for record in read_table(run)[1]
    }


if __name__ == "__main__":
    main()

"""Damaged files by the thousand: whether each ends in a result or a typed error, soon and small.

``python -m benchmarks.fuzz --inputs 20000`` mutates the valid files of the tests and reads them as
the program does, each format for itself; ``--format ply`` one of them. Scans are read by a reader
process; run files and designs, which this process would open, by processes forked for some hundred
inputs each. A row a format: inputs a minute, and what became of them. What is neither a result nor
a typed error within 5 s and 2 GB is a violation; its file is kept in ``--keep``. Exit code 1 then.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from benchmarks.mutations import mutated
from btp_core.base.errors import InspectError, LimitExceededError
from btp_core.scans.reader.process import READERS
from btp_core.scans.reader.serve import limit_resources
from btp_core.scans.reading import read_scan

MAX_SECONDS = 5.0
MAX_BYTES = 2 << 30
FORKED = 300
"""Inputs of a forked process."""
_MEMORY_EVERY = 50

Input = tuple[str, bytes]
"""The ending of a file's name, and its content."""
Seeds = dict[str, bytes]
"""Contents of valid files, by a name whose ending tells the format."""


@dataclass
class Figures:
    """What became of the inputs of one format."""

    kinds: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)
    seconds: float = 0.0
    slowest: float = 0.0
    most_bytes: int = 0

    @property
    def inputs(self) -> int:
        """How many there were."""
        return sum(self.kinds.values())

    def row(self, name: str) -> str:
        """One line of the table."""
        kinds = ", ".join(f"{kind} {count:,}" for kind, count in self.kinds.most_common())
        rate = 60 * self.inputs / max(self.seconds, 1e-9)
        return (
            f"{name:8} {self.inputs:9,} inputs  {rate:8,.0f} a minute  slowest {self.slowest:.1f} s"
            f"  most {self.most_bytes / 2**20:,.0f} MB  violations {len(self.violations)}"
            f"  ({kinds})"
        )


def inputs_of(seeds: Seeds, count: int, seed: int) -> Iterator[Input]:
    """``count`` mutated files, one after the other; the same for the same seed."""
    random_source = random.Random(seed)
    names = sorted(seeds)
    for _ in range(count):
        name = random_source.choice(names)
        other = seeds[random_source.choice(names)]
        yield Path(name).suffix, mutated(random_source, seeds[name], other)


def fuzz_scans(inputs: Iterable[Input], folder: Path, keep: Path | None = None) -> Figures:
    """Read mutated scans as the program does."""
    figures = Figures()
    for number, (suffix, content) in enumerate(inputs):
        path = folder / f"scan{suffix}"
        path.write_bytes(content)
        started = time.monotonic()
        kind = _kind_of(lambda path=path: read_scan(path))  # type: ignore[misc]
        _count(figures, kind, time.monotonic() - started, content, suffix, keep)
        if number % _MEMORY_EVERY == 0:
            figures.most_bytes = max(figures.most_bytes, _most_memory_of_readers())
    return figures


def fuzz_forked(
    inputs: Iterable[Input],
    read: Callable[[Path], object],
    folder: Path,
    keep: Path | None = None,
) -> Figures:
    """Read mutated files that the program opens itself, in forked processes."""
    figures = Figures()
    coming = iter(inputs)
    waiting: list[Input] = []
    while waiting := waiting or list(islice(coming, FORKED)):
        waiting = waiting[_forked(waiting, read, folder, figures, keep) :]
    figures.most_bytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    return figures


def _forked(
    inputs: list[Input],
    read: Callable[[Path], object],
    folder: Path,
    figures: Figures,
    keep: Path | None,
) -> int:
    """Do inputs in one process; returns how many it came through, the last perhaps fatal."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        with os.fdopen(sending, "w") as told:
            for suffix, content in inputs:
                limit_resources(MAX_SECONDS, MAX_BYTES)
                path = folder / f"file{suffix}"
                path.write_bytes(content)
                started = time.monotonic()
                kind = _kind_of(lambda path=path: read(path))  # type: ignore[misc]
                told.write(f"{time.monotonic() - started}\t{kind}\n")
                told.flush()
        os._exit(0)
    os.close(sending)
    done = 0
    with os.fdopen(receiving) as answers:
        for line in answers:
            seconds, _, kind = line.rstrip("\n").partition("\t")
            suffix, content = inputs[done]
            _count(figures, kind, float(seconds), content, suffix, keep)
            done += 1
    _, status = os.waitpid(child, 0)
    if done < len(inputs):
        suffix, content = inputs[done]
        _count(figures, f"!ended by {status}", 0.0, content, suffix, keep)
        done += 1
    return done


def _kind_of(read: Callable[[], object]) -> str:
    try:
        read()
    except LimitExceededError as error:
        return "time limit" if "longer" in error.cause else "limit"
    except InspectError as error:
        if "ended the process" in error.cause:
            return "decoder crashed"
        return type(error).__name__ if str(error).strip() else "!an error without a word"
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return f"!{type(error).__name__}: {str(error)[:80]!r}"
    return "read"


def _count(
    figures: Figures, kind: str, seconds: float, content: bytes, suffix: str, keep: Path | None
) -> None:
    figures.kinds[kind.partition(":")[0]] += 1
    figures.seconds += seconds
    figures.slowest = max(figures.slowest, seconds)
    if not kind.startswith("!") and seconds <= MAX_SECONDS:
        return
    figures.violations.append(f"{kind} after {seconds:.1f} s")
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"violation_{suffix[1:]}_{len(figures.violations)}{suffix}").write_bytes(content)


def _most_memory_of_readers() -> int:
    most = 0
    for process_id in READERS.process_ids:
        status = Path(f"/proc/{process_id}/status")
        for line in status.read_text().splitlines() if status.is_file() else ():
            if line.startswith("VmHWM"):
                most = max(most, int(line.split()[1]) * 1024)
    return most


def seeds_of_scans(folder: Path) -> dict[str, Seeds]:
    """The tests' valid scans, by format."""
    from tests.core.scans.scan_files import VALID_FILES

    seeds: dict[str, Seeds] = {}
    for name, write in VALID_FILES.items():
        suffix = Path(name).suffix
        same = {".laz": "las", ".tiff": "tif", ".xyz": "text", ".npz": "npy"}
        content = write(folder / name).read_bytes()
        seeds.setdefault(same.get(suffix, suffix[1:]), {})[name] = content
    return seeds


def seeds_of_files(folder: Path) -> dict[str, Seeds]:
    """A run file and a design, as the tests make them."""
    from btp_core.batch.run_writer import RunWriter, create_run_file
    from tests.core.batch.runs_for_tests import header, image_of
    from tests.core.design_parts import bracket_design

    create_run_file(folder / "run.h5", header())
    with RunWriter(folder / "run.h5") as writer:
        for name in ("a.ply", "sub/b.ply"):
            writer.add(name, image_of(name, 40))
    bracket_design(folder / "bracket.design")
    return {
        "run": {"run.h5": (folder / "run.h5").read_bytes()},
        "design": {"a.design": (folder / "bracket.design").read_bytes()},
    }


def read_run_whole(path: Path) -> None:
    """Everything of a run file that a report or an export looks at."""
    from btp_core.batch.export import table_text
    from btp_core.batch.run_file import RunFile, read_table

    table_text(read_table(path)[1])
    with RunFile(path) as run:
        for row in list(run.rows()):
            run.scores(row.name)
            run.points(row.name)
            run.deviation(row.name)


def read_design_whole(path: Path) -> None:
    """A design."""
    from btp_core.designs.design import Design

    Design.load(path)


FORKED_READERS: dict[str, Callable[[Path], object]] = {
    "run": read_run_whole,
    "design": read_design_whole,
}


def main() -> int:
    """Fuzz the formats asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--format", action="append", help="ply, pcd, ...; all unless given")
    parser.add_argument("--inputs", type=int, default=2000, help="of each format")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="folder for files of violations")
    options = parser.parse_args()
    n_violations = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seeds = seeds_of_scans(folder) | seeds_of_files(folder)
        for kind in options.format or sorted(seeds):
            inputs = inputs_of(seeds[kind], options.inputs, options.seed)
            read = FORKED_READERS.get(kind)
            if read is None:
                figures = fuzz_scans(inputs, folder, options.keep)
            else:
                figures = fuzz_forked(inputs, read, folder, options.keep)
            print(figures.row(kind), flush=True)
            for violation in figures.violations[:10]:
                print("   ", violation)
            n_violations += len(figures.violations)
    return 1 if n_violations else 0


if __name__ == "__main__":
    sys.exit(main())

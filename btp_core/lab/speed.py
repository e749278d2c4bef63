"""Times of one scan, stage by stage, against a floor measured in the same run.

The floor is what no program of this kind can do without: reading the file, and lifting working
scores to all points from their three nearest working points, in the fastest way known: a plain
one or the program's own. Their ratio says more than seconds, which depend on the machine and on
what else runs there.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import Float64Array
from btp_core.lab.synthetic_scan import write_plate

if TYPE_CHECKING:
    from btp_core import EncodedScan, Inspector
    from btp_core.lab.published_pipeline import PublishedTiming
    from btp_core.scans.scan import Scan

_T = TypeVar("_T")

LIFT_NEIGHBOURS = 3
WARM_UP_POINTS = 20_000


@dataclass(frozen=True)
class Timing:
    """Times of one scan in seconds.

    Attributes
    ----------
    n_points, n_working_points
        Of the scan, and of those the model worked on.
    read, encode, score, rescore, judge
        The stages; ``rescore`` is with other prompts than ``score``.
    stages
        The parts of ``encode``.
    file_to_scores
        ``read + encode + score``.
    processor
        Processor time of the same in this process (the one that reads is another), all threads:
        what to compare on a machine with other work.
    lift
        One 3-nearest-neighbour lift of working scores to all points, by SciPy's k-d tree in
        double precision or by the program's own way, whichever was faster.
    ratio
        ``file_to_scores / (read + lift)``.
    peak_memory_mb
        Highest memory of the process so far, in MiB.
    published
        Of the published pipeline's steps on the same points; None unless asked for.
    """

    n_points: int
    n_working_points: int
    read: float
    encode: float
    stages: dict[str, float]
    score: float
    rescore: float
    judge: float
    file_to_scores: float
    processor: float
    lift: float
    ratio: float
    peak_memory_mb: float | None
    published: PublishedTiming | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


def measure(
    inspector: Inspector,
    sizes: Sequence[int],
    *,
    seed: int = 0,
    published: bool = False,
    report: Callable[[Timing], None] | None = None,
) -> list[Timing]:
    """Time synthetic scans of several sizes, smallest first, with the model warm.

    Parameters
    ----------
    inspector
        Loaded model.
    sizes
        Numbers of points.
    seed
        Of the scans.
    published
        Time the published pipeline, too: about a minute at a million points.
    report
        Called after each size.
    """
    timings = []
    with tempfile.TemporaryDirectory(prefix="btp-bench-") as folder:
        path = Path(folder) / "plate.ply"
        write_plate(path, min(WARM_UP_POINTS, *sizes), seed=seed)
        time_scan(inspector, path)
        # Smallest first: the peak of memory never goes down again.
        for size in sorted(sizes):
            write_plate(path, size, seed=seed)
            timing = time_scan(inspector, path, published=published)
            timings.append(timing)
            if report is not None:
                report(timing)
    return timings


def time_scan(inspector: Inspector, path: Path, *, published: bool = False) -> Timing:
    """Time one file from reading to verdict, and once more with other prompts."""
    from btp_core import PromptSet, read_scan
    from btp_core.lab.published_pipeline import time_published_pipeline

    stock = PromptSet.stock()
    # New words each time, so that no store of known sentences answers.
    new_words = PromptSet(
        normal=("smooth {object}",), anomaly=(f"broken {{object}} {time.time_ns()}",), name="bench"
    )
    before = time.process_time()
    read, scan = _timed(lambda: read_scan(path))
    encode, encoded = _timed(lambda: inspector.encode(scan))
    score, field = _timed(lambda: inspector.score(encoded, stock))
    processor = time.process_time() - before
    judge, _ = _timed(lambda: inspector.judge(field, threshold=0.5))
    rescore, _ = _timed(lambda: inspector.score(encoded, new_words))
    # Before the floor, whose own memory is not the program's.
    peak = peak_memory_mb()
    lift = min(time_plain_lift(scan, encoded.n_working_points), _time_own_lift(encoded))
    total = read + encode + score
    return Timing(
        n_points=scan.n_points,
        n_working_points=encoded.n_working_points,
        read=read,
        encode=encode,
        stages=dict(encoded.stage_seconds),
        score=score,
        rescore=rescore,
        judge=judge,
        file_to_scores=total,
        processor=processor,
        lift=lift,
        ratio=total / (read + lift),
        peak_memory_mb=peak,
        published=time_published_pipeline(scan.points[scan.finite_mask()]) if published else None,
    )


def _time_own_lift(encoded: EncodedScan) -> float:
    """Seconds that finding the neighbours took, and carrying one value over them takes."""
    scores = np.ones(encoded.n_working_points, dtype=np.float32)
    return encoded.stage_seconds["lift"] + _timed(lambda: encoded.lift(scores))[0]


def time_plain_lift(scan: Scan, n_working: int, *, seed: int = 0) -> float:
    """Seconds of one inverse-distance lift from ``n_working`` random points to all points."""
    generator = np.random.default_rng(seed)
    points = scan.points[scan.finite_mask()]
    chosen = generator.permutation(len(points))[: max(n_working, LIFT_NEIGHBOURS)]
    scores = generator.random(len(chosen))

    def lift() -> Float64Array:
        distance, index = cKDTree(points[chosen]).query(points, k=LIFT_NEIGHBOURS)
        weight = 1 / np.maximum(distance, 1e-12)
        lifted: Float64Array = (scores[index] * weight).sum(axis=1) / weight.sum(axis=1)
        return lifted

    return _timed(lift)[0]


def peak_memory_mb() -> float | None:
    """Highest resident memory of this process so far in MiB; None where nobody tells."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts in KiB, macOS in bytes.
    return peak / (1024**2 if sys.platform == "darwin" else 1024)


def _timed(work: Callable[[], _T]) -> tuple[float, _T]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result

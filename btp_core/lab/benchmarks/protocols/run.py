"""Run a protocol: train each round with each seed, test each category, keep what is found."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from btp_core.base.errors import DataError
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.lab.benchmarks.datasets.entry import BenchmarkEntry
from btp_core.lab.benchmarks.datasets.names import DatasetKind
from btp_core.lab.benchmarks.protocols.choices import MetricsKind, ObjectScore, Protocol
from btp_core.lab.benchmarks.protocols.measure import measure_category, with_object_score
from btp_core.lab.benchmarks.protocols.results_file import Outcome, ResultsFile
from btp_core.lab.benchmarks.protocols.rounds import Round
from btp_core.lab.benchmarks.protocols.trainer import Trainer, Training
from btp_core.lab.evaluation.evaluate import ScoreFunction


@dataclass(frozen=True)
class Question:
    """What is asked of a trainer.

    Attributes
    ----------
    protocol
        How the data is used; ``rounds`` follow from it.
    dataset
        Which one, for the results.
    rounds
        What is trained on, and tested.
    seeds
        Each round is run with each of them.
    metrics, object_score
        How it is measured.
    """

    protocol: Protocol
    dataset: DatasetKind
    rounds: tuple[Round, ...]
    seeds: tuple[int, ...]
    metrics: MetricsKind = MetricsKind.EXACT
    object_score: ObjectScore = ObjectScore.TOP20


def run_protocol(
    question: Question,
    trainer: Trainer,
    output: Path,
    progress: ProgressCallback = no_progress,
    cancel: CancelToken | None = None,
) -> list[Outcome]:
    """Answer a question, or resume an earlier run.

    Parameters
    ----------
    question, trainer
        What is run.
    output
        Folder for ``results-<dataset>.json`` and the trainings' folders.
    progress, cancel
        Reported and checked between steps and scans.

    Returns
    -------
    list of Outcome
        One a round, seed and category, in that order.

    Raises
    ------
    DataError
        The output holds results of another setup, or they are damaged.
    InspectError
        A scan cannot be read, or the training fails; what was measured before is kept.
    CancelledError
        If cancelled; the same call resumes.
    """
    results = ResultsFile(output / f"results-{question.dataset}.json", _setup(question, trainer))
    jobs = [(item, seed) for item in question.rounds for seed in question.seeds]
    found = []
    for number, (item, seed) in enumerate(jobs):
        run = output / "runs" / question.dataset / item.trained_on / f"seed-{seed}"
        part = _part(progress, number, len(jobs))
        training = Training(item.train, seed, run, _part(part, 0, 2), cancel)
        score: ScoreFunction | None = None
        for place, category in enumerate(item.test):
            outcome = results.find(item.trained_on, seed, category.name)
            if outcome is None:
                score = score or with_object_score(trainer.train(training), question.object_score)
                testing = _part(_part(part, 1, 2), place, len(item.test))
                started = time.perf_counter()
                outcome = Outcome(
                    trained_on=item.trained_on,
                    seed=seed,
                    category=category.name,
                    n_scans=len(category.test),
                    n_defective=sum(entry.defect is not None for entry in category.test),
                    metrics=measure_category(
                        category.test, score, question.metrics, testing, cancel
                    ),
                    seconds=time.perf_counter() - started,
                )
                results.add(outcome)
            found.append(outcome)
    progress("Done", 1.0)
    return found


def _setup(question: Question, trainer: Trainer) -> dict[str, object]:
    entries = [
        entry
        for item in question.rounds
        for part in (item.train, *(category.test for category in item.test))
        for entry in part
    ]
    return {
        "protocol": question.protocol.value,
        "dataset": question.dataset.value,
        "data": _data_digest(list(dict.fromkeys(entries))),
        "metrics": question.metrics.value,
        "object_score": question.object_score.value,
        "trainer": trainer.describe(),
    }


def _data_digest(entries: Sequence[BenchmarkEntry]) -> str:
    """Changes with the names and sizes of the files, which costs no reading."""
    found = hashlib.sha256()
    for entry in entries:
        try:
            sizes = [path.stat().st_size for path in entry.sources]
        except OSError as error:
            raise DataError(
                f"Cannot be read ({error.strerror or error}).",
                path=entry.path,
                next_step="Check the name, the disk and your permission to read the file.",
            ) from error
        found.update(f"{entry.name} {sizes}\n".encode("utf-8", "surrogateescape"))
    return found.hexdigest()


def _part(progress: ProgressCallback, number: int, count: int) -> ProgressCallback:
    """Progress of one of ``count`` equal parts of a whole."""
    return lambda stage, fraction: progress(stage, (number + fraction) / count)

"""Which scans are trained on and which are tested, for each protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from btp_core.base.errors import DataError
from btp_core.lab.benchmarks.datasets.benchmark import BenchmarkDataset, Category
from btp_core.lab.benchmarks.datasets.entry import BenchmarkEntry

NOTHING = "nothing"
"""What a round is trained on where a finished model is tested."""


@dataclass(frozen=True)
class Round:
    """One training and what it is tested on.

    Attributes
    ----------
    trained_on
        Name of the category or the dataset, or :data:`NOTHING`.
    train
        Labelled scans: those of the ``test`` folders, good and defective. The prototypes in
        ``train`` are left out: they are whole objects where scans are seen from one side, and a
        model would learn to tell the files apart.
    test
        The categories tested; none of them is trained on.
    """

    trained_on: str
    train: tuple[BenchmarkEntry, ...]
    test: tuple[Category, ...]


def zero_shot(dataset: BenchmarkDataset) -> tuple[Round, ...]:
    """One round without training."""
    return (Round(NOTHING, (), dataset.categories),)


def one_vs_rest(dataset: BenchmarkDataset, train_on: Sequence[str] = ()) -> tuple[Round, ...]:
    """One round a category, or only for the categories named.

    Raises
    ------
    DataError
        There is only one category, or none of a name.
    """
    if len(dataset.categories) < 2:
        raise DataError(
            "One category leaves none to be tested on.",
            path=dataset.folder,
            next_step="Place more categories, or use the protocol zero-shot.",
        )
    chosen = dataset.named(train_on) if train_on else dataset.categories
    return tuple(
        Round(
            trained.name,
            trained.test,
            tuple(other for other in dataset.categories if other is not trained),
        )
        for trained in chosen
    )


def cross_dataset(dataset: BenchmarkDataset, source: BenchmarkDataset) -> tuple[Round, ...]:
    """One round: train on all of ``source``, test on all of ``dataset``.

    Raises
    ------
    DataError
        Both are the same.
    """
    if source.kind is dataset.kind:
        raise DataError(
            f"Both datasets are {dataset.kind.full_name}.",
            path=source.folder,
            next_step="Name another dataset by --train-on, or use the protocol one-vs-rest.",
        )
    train = tuple(entry for category in source.categories for entry in category.test)
    return (Round(source.kind.value, train, dataset.categories),)

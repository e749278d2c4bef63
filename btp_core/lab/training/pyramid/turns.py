"""Which scan trains when: one by one, or a good and a defective scan of a design together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from btp_core.base.errors import DataError
from btp_core.lab.training.pyramid.prepare import PreparedScan


class Turns:
    """The order of the scans of a run, the same for any number of processes and after a stop.

    Parameters
    ----------
    training
        Scans that train.
    seed
        Of the order.
    pairs
        Whether turns ``2 i`` and ``2 i + 1`` are a defective and a good scan of one design.

    Raises
    ------
    DataError
        Pairs are wanted and no design has both.
    """

    def __init__(self, training: Sequence[PreparedScan], seed: int, pairs: bool) -> None:
        self._entries, self._seed, self._pairs = list(training), seed, pairs
        self._good: dict[tuple[Path, int], list[PreparedScan]] = defaultdict(list)
        if not pairs:
            return
        for entry in training:
            if not entry.defective:
                self._good[_design(entry)].append(entry)
        self._entries = [e for e in training if e.defective and _design(e) in self._good]
        if not self._entries:
            raise DataError(
                "No part has a good and a defective scan to compare.",
                next_step="Set pair_weight to 0, or synthesize parts with both.",
            )

    def entry(self, turn: int) -> PreparedScan:
        """The scan of a turn; each pass over the scans has an order of its own."""
        if not self._pairs:
            return self._of_pass(turn)
        pair, second = divmod(turn, 2)
        defective = self._of_pass(pair)
        if not second:
            return defective
        good = self._good[_design(defective)]
        return good[int(np.random.default_rng([self._seed, pair, 2]).integers(len(good)))]

    def _of_pass(self, turn: int) -> PreparedScan:
        epoch, position = divmod(turn, len(self._entries))
        order = np.random.default_rng([self._seed, epoch, 1]).permutation(len(self._entries))
        return self._entries[int(order[position])]


def _design(entry: PreparedScan) -> tuple[Path, int]:
    return entry.path.parent, entry.part

"""Which of a benchmark's training scans choose and calibrate the weights instead."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from btp_core.base.errors import DataError


def choose_held_out(defective: Mapping[str, bool], share: float, seed: int) -> set[str]:
    """A share of the good and of the defective scans, at least one of each.

    Parameters
    ----------
    defective
        For each scan whether it is.
    share
        Of either side, in [0, 1).
    seed
        Fixes the choice.

    Raises
    ------
    DataError
        A side has fewer than two scans.
    """
    chosen: set[str] = set()
    for wanted in (False, True):
        side = [name for name, flawed in defective.items() if flawed is wanted]
        if len(side) < 2:
            what = "defective" if wanted else "good"
            raise DataError(
                f"{len(side)} {what} scans are too few to train and to validate on.",
                next_step="Train on a category with more scans, or on a whole dataset.",
            )
        count = min(len(side) - 1, max(1, round(share * len(side))))
        order = np.random.default_rng([seed, wanted]).permutation(len(side))
        chosen |= {side[place] for place in order[:count]}
    return chosen

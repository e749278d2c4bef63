"""Weights of tolerance and fusion; :mod:`btp_core.lab.evaluation.design_fit` says how.

The weights of features and words: fitted with three good parts, 74 scans of 15 auxiliary designs
of ``synthesize_designs`` (seed 14, shapes from ``train_meshes``), words with ``btp-mini`` 2a8cd227
and the stock prompts on 11 of them. The tolerances and shifts of one good part and of CAD meshes:
chosen on 39 and 34 scans of 8 and 7 of these designs, see ``docs/decisions/designs.md``. Never
fitted on scans that designs are measured on.
"""

from __future__ import annotations

from dataclasses import replace

from btp_core.designs.weights import FittedWeights, ReferenceKind

_SEVERAL = FittedWeights(
    spread=(
        (1.17, 0.0076, 0.0, 0.02, 0.00011, 0.0),
        (1.17, 0.0027, 0.0, 0.02, 0.00004, 0.0),
        (1.17, 0.0012, 0.0, 0.02, 0.000018, 0.0),
        (1.17, 0.0007, 0.0, 0.02, 0.00001, 0.0),
    ),
    noise=(1.0, 0.35, 0.17, 0.11),
    geometry=((1.4517, 1.7801, 0.3065, 2.6677, 0.0, 0.2052, 0.4262, 8.5633, 2.0551), -8.0949),
    with_words=(
        (
            *(0.86, 1.6162, 0.0468, 2.4263, 0.0, 0.0739, 0.232, 7.3553, 1.3353),
            *(0.4034, 0.2837, 0.0, 0.0),
        ),
        -6.2032,
    ),
    whole=((0.0, 0.5425, 0.0515, 0.2683), -2.8481),
)
_ONE = replace(
    _SEVERAL,
    # One part does not show how far the next one differs: its surface's shape has to say it.
    spread=(
        (1.17, 0.061, 0.0, 0.5, 0.0011, 0.1),
        (1.17, 0.022, 0.0, 0.3, 0.0004, 0.06),
        (1.17, 0.0096, 0.0, 0.2, 0.00018, 0.04),
        (1.17, 0.0056, 0.0, 0.15, 0.0001, 0.03),
    ),
    whole=((0.0, 0.5425, 0.0515, 0.2683), -2.35),
)
_CAD = replace(
    _SEVERAL,
    # A mesh has no noise and no gaps, but neither does it show how parts differ.
    spread=(
        (1.17, 0.023, 0.0, 0.3, 0.00033, 0.0),
        (1.17, 0.0081, 0.0, 0.18, 0.00012, 0.0),
        (1.17, 0.0036, 0.0, 0.12, 0.000054, 0.0),
        (1.17, 0.0021, 0.0, 0.09, 0.00003, 0.0),
    ),
    whole=((0.0, 0.5425, 0.0515, 0.2683), -1.65),
)
FITTED: dict[ReferenceKind, FittedWeights] = {"one": _ONE, "cad": _CAD, "several": _SEVERAL}

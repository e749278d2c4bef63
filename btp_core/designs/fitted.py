"""Weights of tolerance and fusion, as fitted; written by ``python -m benchmarks.designs fit``."""

from __future__ import annotations

from btp_core.designs.weights import FittedWeights, ReferenceKind

_OLD = FittedWeights(
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
FITTED: dict[ReferenceKind, FittedWeights] = {"one": _OLD, "cad": _OLD, "several": _OLD}

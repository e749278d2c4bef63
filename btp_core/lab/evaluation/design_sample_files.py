"""Samples of auxiliary designs kept in files, so that a fit goes on where it was stopped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from btp_core.base.files import atomic_path
from btp_core.designs.evidence import Evidence
from btp_core.designs.fusion import ZeroShot
from btp_core.designs.weights import ReferenceKind
from btp_core.inspection.inspector import Inspector
from btp_core.lab.evaluation.design_samples import FitSample, auxiliary_samples
from btp_core.text.prompts import PromptSet

_NUMBERS = ("offset", "terms", "rest", "neighbours", "defective")
_EVIDENCE = ("ratios", "silent", "unexpected", "missing")
_ZERO = ("logit", "good", "novelty")


def kept_samples(
    path: Path,
    folder: Path,
    kinds: Sequence[ReferenceKind],
    inspector: Inspector | None,
    prompts: PromptSet,
) -> dict[ReferenceKind, list[FitSample]]:
    """The samples of one auxiliary design, from its file if there is one; made and kept if not.

    Parameters
    ----------
    path
        The file (npz).
    folder, kinds, inspector, prompts
        As for :func:`auxiliary_samples`.
    """
    if not path.exists():
        found = auxiliary_samples(folder, kinds, inspector, prompts)
        arrays: dict[str, Any] = {}
        for kind, samples in found.items():
            for number, sample in enumerate(samples):
                arrays |= _arrays(sample, f"{kind}/{number}/")
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_path(path) as temporary, temporary.open("wb") as file:
            np.savez(file, **arrays)
    with np.load(path) as stored:
        return {kind: _samples(stored, kind) for kind in kinds}


def _arrays(sample: FitSample, prefix: str) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(sample, name) for name in _NUMBERS}
    values |= {name: getattr(sample.evidence, name) for name in _EVIDENCE}
    if sample.zero is not None:
        values |= {name: getattr(sample.zero, name) for name in _ZERO}
    values["facts"] = np.asarray([sample.design, sample.size], dtype=np.float64)
    return {prefix + name: _small(value) for name, value in values.items()}


def _small(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return values.astype(np.float32) if values.dtype == np.float64 and values.ndim > 1 else values


def _samples(stored: Any, kind: ReferenceKind) -> list[FitSample]:
    numbers = {int(name.split("/")[1]) for name in stored.files if name.startswith(f"{kind}/")}
    found = []
    for number in sorted(numbers):
        prefix = f"{kind}/{number}/"
        worded = prefix + "logit" in stored.files
        design, size = stored[prefix + "facts"]
        found.append(
            FitSample(
                design=int(design),
                size=float(size),
                evidence=Evidence(*(_wide(stored[prefix + name]) for name in _EVIDENCE)),
                zero=ZeroShot(*(_wide(stored[prefix + name]) for name in _ZERO))
                if worded
                else None,
                **{name: stored[prefix + name] for name in _NUMBERS},
            )
        )
    return found


def _wide(values: np.ndarray[Any, Any]) -> Any:
    return values.astype(np.float64) if values.dtype == np.float32 else values

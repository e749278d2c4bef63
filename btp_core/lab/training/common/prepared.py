"""Prepared scans on disk: half precision, and one error for a damaged file."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from btp_core.base.errors import DataError

HALF_LIMIT = 6e4
"""Half precision ends at 65,504; what lies beyond would become infinite."""


def compact(tensor: Tensor, integers: torch.dtype) -> Tensor:
    """A tensor as it is stored: floating point in half precision, the rest as ``integers``."""
    if not tensor.is_floating_point():
        return tensor.to(integers)
    return tensor.clamp(-HALF_LIMIT, HALF_LIMIT).half().contiguous()


def damaged(path: Path, error: Exception) -> DataError:
    """The error for a prepared scan that cannot be read."""
    return DataError(
        f"A prepared scan cannot be read ({error}).",
        path=path,
        next_step="Delete it; it is prepared again.",
    )

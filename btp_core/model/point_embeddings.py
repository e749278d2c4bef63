"""Embeddings of many points, told along few axes and rounded once.

The last layer of a network that ends in a linear one writes all its embeddings into one subspace
of the joint space. Coordinates along orthonormal axes of that subspace say the same in a third of
the numbers, and in whole steps they can be kept, and scored again, to the last bit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

STEP = 2.0**-14
"""Of coordinates: what rounding adds to a cosine is 1.4e-5, as with embeddings in float16."""
LEAST_SHARE = 1e-6
"""A vector that adds less than this share of its length to those before it adds no axis."""


@dataclass(frozen=True, eq=False)
class PointEmbeddings:
    """Unit vectors of points (or patches) in the joint space of points and sentences.

    Attributes
    ----------
    values
        ``(P, C)`` int16, in steps along ``axes``; without axes ``(P, D)`` float16, the vectors
        themselves. On the CPU.
    axes
        ``(C, D)`` float32, orthonormal rows, or None. On the CPU.
    """

    values: Tensor
    axes: Tensor | None = None

    @classmethod
    def rounded(cls, vectors: Tensor, axes: Tensor | None = None) -> PointEmbeddings:
        """From unit vectors: ``(P, C)`` along ``axes``, or ``(P, D)`` without."""
        if axes is None:
            return cls(vectors.half().cpu())
        return cls(torch.round(vectors.float() / STEP).to(torch.int16).cpu(), axes)

    @classmethod
    def joined(cls, parts: Sequence[PointEmbeddings]) -> PointEmbeddings:
        """One after the other; all have the same axes."""
        return cls(torch.cat([part.values for part in parts]), parts[0].axes)

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, index: Tensor | slice) -> PointEmbeddings:
        return PointEmbeddings(self.values[index], self.axes)

    @property
    def width(self) -> int:
        """``D``, of the joint space."""
        return int((self.values if self.axes is None else self.axes).shape[1])

    def numbers(self) -> Tensor:
        """``(P, C)`` or, without axes, ``(P, D)`` float32: what products are taken of."""
        values = self.values.float()
        return values if self.axes is None else values * STEP

    def blocks(self, rows: int) -> Iterator[Tensor]:
        """:meth:`numbers` of so many points at a time."""
        for start in range(0, len(self), rows):
            yield self[start : start + rows].numbers()

    def along(self, directions: Tensor) -> Tensor:
        """Directions ``(..., D)`` as products with :meth:`numbers` need them, ``(..., C)``."""
        if self.axes is None:
            return directions
        # Matrices, also of a single column: products with a vector round differently with
        # another number of threads.
        columns = self.axes.to(directions) @ directions.reshape(-1, directions.shape[-1]).T
        return columns.T.reshape(*directions.shape[:-1], -1)

    def vectors(self) -> Tensor:
        """``(P, D)`` float32: the embeddings themselves."""
        return self.numbers() if self.axes is None else self.numbers() @ self.axes


def axes_of(layer: nn.Linear) -> tuple[Tensor, nn.Linear]:
    """Axes of all that a linear layer can say, and the layer that says it along them.

    Parameters
    ----------
    layer
        From ``(..., H)`` to ``(..., D)``, with a bias.

    Returns
    -------
    axes
        ``(C, D)`` float32, orthonormal rows; ``C`` is at most ``H + 1`` and at most ``D``. On the
        CPU.
    along
        From ``(..., H)`` to ``(..., C)``, on the layer's device: ``along(x) @ axes`` is
        ``layer(x)``.
    """
    with torch.no_grad():
        columns = torch.cat([layer.weight, layer.bias[:, None]], dim=1).double().cpu().numpy()
        axes = _orthonormal(columns.T)
        inner = np.einsum("cd,dh->ch", axes, columns)
        along = nn.Linear(layer.in_features, len(axes)).to(layer.weight)
        along.weight.copy_(torch.from_numpy(inner[:, :-1]))
        along.bias.copy_(torch.from_numpy(inner[:, -1]))
    return torch.from_numpy(axes.astype(np.float32)), along.requires_grad_(False)


def _orthonormal(vectors: np.ndarray) -> np.ndarray:
    """Orthonormal rows that span the rows ``(n, D)``, float64, the same with any threads.

    Gram and Schmidt's way, twice over: einsum adds in one order, which LAPACK does not promise.
    """
    rows = np.zeros((min(vectors.shape), vectors.shape[1]))
    count = 0
    for vector in vectors:
        length = np.sqrt(np.einsum("d,d->", vector, vector))
        rest, known = vector, rows[:count]
        for _ in range(2):
            rest = rest - np.einsum("cd,c->d", known, np.einsum("cd,d->c", known, rest))
        left = np.sqrt(np.einsum("d,d->", rest, rest))
        if count < len(rows) and left > LEAST_SHARE * length:
            rows[count] = rest / left
            count += 1
    return rows[:count]

"""From logits to probabilities with one meaning across scans (Platt scaling).

Training balances rare defective points against many normal ones, so raw logits overstate
defects. Two numbers each, fitted on validation scans, undo that (Platt, 1999).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor

from btp_core.base.errors import ModelError
from btp_core.base.messages import Message


@dataclass(frozen=True)
class Calibration:
    """``sigmoid(scale * logit + shift)`` for points and for objects."""

    point_scale: float = 1.0
    point_shift: float = 0.0
    object_scale: float = 1.0
    object_shift: float = 0.0

    def points(self, logits: Tensor) -> Tensor:
        """Probabilities of the same shape."""
        return torch.sigmoid(self.point_scale * logits + self.point_shift)

    def whole(self, logit: Tensor) -> Tensor:
        """Probability that the object is defective."""
        return torch.sigmoid(self.object_scale * logit + self.object_shift)

    def to_dict(self) -> dict[str, float]:
        """Plain values for the weights' metadata."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Calibration:
        """The inverse of :meth:`to_dict`; raises :class:`ModelError`."""
        try:
            values = {key: float(value) for key, value in data.items()}
            calibration = cls(**values)
        except (TypeError, ValueError) as error:
            raise ModelError(
                Message("The model's calibration is malformed ({reason}).", reason=error)
            ) from error
        if not all(torch.isfinite(torch.tensor(value)) for value in values.values()):
            raise ModelError("The model's calibration is not finite.")
        return calibration


def fit_platt(
    logits: Tensor, positive: Tensor, weights: Tensor | None = None
) -> tuple[float, float]:
    """Scale and shift that minimise the cross-entropy of ``sigmoid(scale * logit + shift)``.

    Parameters
    ----------
    logits, positive
        ``(N,)``.
    weights
        ``(N,)``: how much each sample counts; all the same unless given.
    """
    x, y = logits.double(), positive.double()
    parameters = torch.tensor([1.0, 0.0], dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([parameters], max_iter=100, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimiser.zero_grad()
        z = parameters[0] * x + parameters[1]
        loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y, weight=weights)
        # A light pull keeps few or separable samples finite.
        loss = loss + 1e-4 * (parameters[0] - 1.0) ** 2
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    scale, shift = parameters.detach().tolist()
    return float(max(scale, 1e-3)), float(shift)

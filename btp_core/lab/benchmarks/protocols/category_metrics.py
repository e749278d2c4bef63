"""The metrics of a benchmark's table, and their mean and deviation."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np

from btp_core.lab.evaluation.metrics import Metrics
from btp_core.lab.output import without_nan

HEADINGS = ("O-AUROC", "O-AP", "P-AUROC", "P-AP", "AU-PRO")


@dataclass(frozen=True)
class CategoryMetrics(Metrics):
    """Metrics of one category or a mean of several, in the order of :data:`HEADINGS`.

    Attributes
    ----------
    o_auroc, o_ap
        Over the category's objects.
    p_auroc, p_ap, au_pro
        Over the points of all its scans in one ranking, as the benchmarks are published.
    """

    o_auroc: float
    o_ap: float
    p_auroc: float
    p_ap: float
    au_pro: float

    @classmethod
    def deviation(cls, items: Sequence[CategoryMetrics]) -> CategoryMetrics:
        """Field-wise sample deviation (over ``n - 1``); NaN where fewer than two are defined."""
        return cls(*(_deviation(column) for column in cls.columns(items)))

    def to_dict(self) -> dict[str, float | None]:
        """Plain values for JSON; undefined metrics become None."""
        plain: dict[str, float | None] = without_nan(asdict(self))
        return plain

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> CategoryMetrics:
        """The inverse of :meth:`to_dict`; raises ``ValueError`` on anything else."""
        names = {item.name for item in fields(cls)}
        if set(content) != names:
            raise ValueError(f"metrics {sorted(names ^ set(content))} are missing or unknown")
        values = {}
        for name, value in content.items():
            # A bool is a number to Python; a metric outside [0, 1] was not measured.
            if value is None:
                values[name] = float("nan")
            elif type(value) in (int, float) and 0.0 <= value <= 1.0:
                values[name] = float(value)
            else:
                raise ValueError(f"{name} is {value!r}")
        return cls(**values)


def _deviation(values: Sequence[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return float(np.std(known, ddof=1)) if len(known) > 1 else float("nan")

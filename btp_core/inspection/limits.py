"""How large a defect may be: smaller ones are told, and fail no part."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from btp_core.base.opening import parse_json
from btp_core.inspection.results import Region


@dataclass(frozen=True)
class Limits:
    """Sizes up to which a place fails no part, in the units of the scan; 0 sets no limit.

    A place fails the part if it is longer, deeper (with a design: further off its surface) or
    larger than a limit that is set. A size that is not known counts as too large.

    Attributes
    ----------
    length, depth, area
        As of a :class:`~btp_core.inspection.results.Region`; not negative.

    Raises
    ------
    ValueError
        A limit is negative or not finite.
    """

    length: float = 0.0
    depth: float = 0.0
    area: float = 0.0

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if not (math.isfinite(value) and value >= 0):
                raise ValueError(f"{name} must be 0 or more, not {value}")

    def __bool__(self) -> bool:
        return any(asdict(self).values())

    def exceeded_by(self, region: Region) -> bool:
        """Whether a place is too large; without any limit every place is."""
        if not self:
            return True
        depth = region.depth if region.deviation is None else abs(region.deviation)
        sizes = (
            (self.length, region.extent[0]),
            (self.depth, depth),
            (self.area, region.area),
        )
        return any(limit > 0 and not size <= limit for limit, size in sizes)

    def to_text(self) -> str:
        """For a file: JSON, or nothing without limits."""
        return json.dumps(asdict(self)) if self else ""

    @classmethod
    def of_text(cls, text: str) -> Limits:
        """The inverse of :meth:`to_text`; raises ``ValueError`` for anything else."""
        if not text:
            return cls()
        values: Any = parse_json(text)
        if not isinstance(values, Mapping) or set(values) - set(asdict(cls())):
            raise ValueError("not limits")
        try:
            return cls(**{str(name): float(value) for name, value in values.items()})
        except TypeError as error:
            raise ValueError("not limits") from error


NO_LIMITS = Limits()

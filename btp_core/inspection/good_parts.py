"""A threshold from parts known to be good: what `btp-inspect calibrate` finds and keeps.

Scores mean the same on every scan, but designs differ in how much they worry the model: ribs
and lettering look more like defects than a plain tube does. Good scans of the same design say
where its own scores end.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path

import tomli_w

from btp_core.base.errors import DataError
from btp_core.base.files import write_atomically
from btp_core.base.messages import Message
from btp_core.base.opening import parse_toml, read_small, reason_of
from btp_core.designs.conformal import threshold_from_good
from btp_core.text.prompts import MAX_FILE_BYTES, PromptSet

__all__ = ["GoodParts", "threshold_from_good"]

FORMAT = "btp-inspect good parts"
VERSION = 1


@dataclass(frozen=True)
class GoodParts:
    """A threshold and where it comes from.

    Attributes
    ----------
    threshold
        In [0, 1], for scans of the same design.
    expected_false_alarms
        Share of further good scans that will fail, on average.
    n_scans, lowest, highest
        How many good scans it was taken from, and the range of their object scores.
    model_name, model_sha256, prompts, detail, software_version, created
        What the scores were made with; another model or other prompts need another threshold.
    """

    threshold: float
    expected_false_alarms: float
    n_scans: int
    lowest: float
    highest: float
    model_name: str
    model_sha256: str
    prompts: PromptSet
    detail: str
    software_version: str
    created: str

    def save(self, path: Path) -> None:
        """Write as TOML, whole or not at all; raises :class:`OutputError`."""
        content = asdict(self) | {"prompts": self.prompts.to_dict()}
        head = {"format": FORMAT, "version": VERSION}
        write_atomically(path, tomli_w.dumps(head | content).encode("utf-8"))

    @classmethod
    def load(cls, path: Path) -> GoodParts:
        """Read what :meth:`save` wrote.

        Raises
        ------
        DataError
            The file is missing, too large, or something else.
        """
        next_step = "Name a number, or a file written by `btp-inspect calibrate`."
        try:
            data = parse_toml(read_small(path, MAX_FILE_BYTES))
            if (data.pop("format"), data.pop("version")) != (FORMAT, VERSION):
                raise ValueError("of another kind")
            found = cls(**{**data, "prompts": PromptSet.from_dict(data["prompts"])})
            if not 0.0 <= float(found.threshold) <= 1.0:
                raise ValueError(f"its threshold is {found.threshold}")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DataError(
                Message("No threshold can be read from it ({reason}).", reason=reason_of(error)),
                path=path,
                next_step=next_step,
            ) from error
        return replace(found, threshold=float(found.threshold))

    def mismatches(self, model_sha256: str, prompts: PromptSet, detail: str) -> list[str]:
        """One sentence for each way in which scores made with these do not compare."""
        asked = [
            ("weights", self.model_sha256, model_sha256),
            ("prompts", self.prompts, prompts),
            ("detail", self.detail, detail),
        ]
        return [
            f"The threshold was taken from good parts with other {what}: it does not apply."
            for what, ours, theirs in asked
            if ours != theirs
        ]

"""A threshold on the command line: a number, or a file with one found from good parts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from btp_core.base.decision import DEFAULT_THRESHOLD

if TYPE_CHECKING:
    from btp_core.designs.design import Design
    from btp_core.inspection.good_parts import GoodParts
    from btp_core.text.prompts import PromptSet


@dataclass(frozen=True)
class Threshold:
    """A threshold in [0, 1], and the good parts it was taken from, if it was.

    ``given`` tells one that the user asked for from the one that holds otherwise.
    """

    value: float
    good_parts: GoodParts | None = None
    given: bool = True

    def with_design(self, design: Design | None) -> float:
        """The value, or the design's own where the user did not ask for one."""
        return self.value if design is None or self.given else design.threshold

    def warnings(
        self, model_sha256: str, prompts: PromptSet, detail: str, design: Design | None = None
    ) -> list[str]:
        """Why it may not apply to scores made with these, one sentence each."""
        if self.good_parts is None:
            return []
        found = self.good_parts.mismatches(model_sha256, prompts, detail)
        if design is not None:
            found.append(
                "The threshold was taken from good parts without a design: it does not apply. "
                "The design has its own, which is in force without --threshold."
            )
        return found


NOT_GIVEN = Threshold(DEFAULT_THRESHOLD, given=False)


def parse_threshold(text: str | Threshold) -> Threshold:
    """A number from 0 to 1, or the path of a file written by ``btp-inspect calibrate``.

    Raises
    ------
    typer.BadParameter
        It is neither.
    DataError
        The file cannot be read.
    """
    if isinstance(text, Threshold):  # the default passes through here too
        return text
    try:
        value = float(text)
    except ValueError:
        from btp_core.inspection.good_parts import GoodParts

        good_parts = GoodParts.load(Path(text))
        return Threshold(good_parts.threshold, good_parts)
    if not 0.0 <= value <= 1.0:
        raise typer.BadParameter(f"{text} is not between 0 and 1.")
    return Threshold(value)

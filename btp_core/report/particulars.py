"""What the operator adds to the report of a scan."""

from __future__ import annotations

from dataclasses import dataclass

from btp_core.base.shown_text import shown_text


@dataclass(frozen=True)
class Particulars:
    """What the operator adds; empty entries are left out."""

    operator: str = ""
    part_number: str = ""
    note: str = ""

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Pairs of name and text, fit to be shown."""
        named = (
            ("Part number", self.part_number),
            ("Operator", self.operator),
            ("Remark", self.note),
        )
        return tuple((name, shown_text(text.strip())) for name, text in named if text.strip())

"""Which model inspects: its file, and what it stands between."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from btp_core.inspection.inspector import Inspector

BUNDLED_NAME = "btp-mini"


@dataclass(frozen=True)
class ModelChoice:
    """A model by name or file.

    Attributes
    ----------
    model
        Name of bundled weights, or a weights file.
    backbone, tower
        As for ``Inspector.from_pretrained``.
    """

    model: str = BUNDLED_NAME
    backbone: Path | None = None
    tower: Path | None = None

    @property
    def title(self) -> str:
        """Name of the weights, or of their file."""
        return Path(self.model).name

    def load(self, device: str) -> Inspector:
        """Load the model; raises ``ModelError``."""
        # Imports torch, which takes a second or two.
        from btp_core.inspection.inspector import Inspector

        return Inspector.from_pretrained(
            self.model, device=device, backbone=self.backbone, tower=self.tower
        )


BUNDLED = ModelChoice()
"""What comes with the program."""

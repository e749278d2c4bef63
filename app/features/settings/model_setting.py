"""Which model inspects, in the settings."""

from __future__ import annotations

from pathlib import Path

from app import settings as keys
from app.settings import Settings
from btp_core.inspection.model_choice import BUNDLED_NAME, ModelChoice


def kept_choice(settings: Settings) -> ModelChoice:
    """The model of the last time; the bundled one where none was chosen."""
    backbone, tower = settings.get(keys.BACKBONE), settings.get(keys.TOWER)
    return ModelChoice(
        settings.get(keys.MODEL) or BUNDLED_NAME,
        Path(backbone) if backbone else None,
        Path(tower) if tower else None,
    )


def keep_choice(settings: Settings, choice: ModelChoice) -> None:
    """Begin with this model from now on."""
    settings.set(keys.MODEL, choice.model)
    settings.set(keys.BACKBONE, str(choice.backbone or ""))
    settings.set(keys.TOWER, str(choice.tower or ""))

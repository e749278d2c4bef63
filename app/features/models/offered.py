"""Backbone and text tower that are ready on this machine, for a model that needs them."""

from __future__ import annotations

from collections.abc import Sequence

from btp_core.inspection.model_choice import ModelChoice
from btp_core.model.catalogue import Kind, KnownModel
from btp_core.model.store import ModelStore, Status


def ready_parts(store: ModelStore, models: Sequence[KnownModel]) -> ModelChoice:
    """The first backbone and the first tower of the catalogue that are whole."""
    ready = [model for model in models if store.status(model) is Status.READY]
    backbones = [store.path(model) for model in ready if model.kind is Kind.CHECKPOINT]
    towers = [store.path(model) for model in ready if model.kind is Kind.FOLDER]
    return ModelChoice(
        backbone=backbones[0] if backbones else None, tower=towers[0] if towers else None
    )

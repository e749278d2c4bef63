"""The stages that the core and the worker report, in words for the user."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def stage_text(stage: str) -> str:
    """What the worker is doing; a stage that is not known is shown as it is."""
    texts = {
        "reading": _tr("Reading"),
        "preparing the view": _tr("Preparing the view"),
        "loading the model": _tr("Loading the model"),
        "sampling": _tr("Sampling"),
        "normals": _tr("Estimating normals"),
        "working points": _tr("Choosing points to work on"),
        "local geometry": _tr("Describing the surface"),
        "links": _tr("Linking neighbours"),
        "embedding": _tr("Running the model"),
        "lifting": _tr("Carrying results to all points"),
        "tiles": _tr("Looking at tiles"),
        "scoring": _tr("Scoring"),
        "pictures": _tr("Drawing pictures"),
        "pages": _tr("Laying out pages"),
        "done": _tr("Finishing"),
    }
    return texts.get(stage, stage)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Stages", text)

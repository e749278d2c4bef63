"""The stages that the core and the worker report, in words for the user."""

from __future__ import annotations

from app.i18n.translation import translate


def stage_text(stage: str) -> str:
    """What the worker is doing; a stage that is not known is shown as it is."""
    texts = {
        "reading": translate("Stages", "Reading"),
        "preparing the view": translate("Stages", "Preparing the view"),
        "loading the model": translate("Stages", "Loading the model"),
        "preparing the computations (once)": translate(
            "Stages", "Preparing the computations (only once)"
        ),
        "sampling": translate("Stages", "Sampling"),
        "normals": translate("Stages", "Estimating normals"),
        "working points": translate("Stages", "Choosing points to work on"),
        "local geometry": translate("Stages", "Describing the surface"),
        "links": translate("Stages", "Linking neighbours"),
        "embedding": translate("Stages", "Running the model"),
        "lifting": translate("Stages", "Carrying results to all points"),
        "tiles": translate("Stages", "Looking at tiles"),
        "scoring": translate("Stages", "Scoring"),
        "pictures": translate("Stages", "Drawing pictures"),
        "pages": translate("Stages", "Laying out pages"),
        "thinning": translate("Stages", "Thinning the scan"),
        "aligning": translate("Stages", "Laying the scan on the design"),
        "comparing": translate("Stages", "Comparing with the design"),
        "looking for missing material": translate("Stages", "Looking for missing material"),
        "aligning the good parts": translate("Stages", "Laying the good parts on each other"),
        "looking for symmetries": translate("Stages", "Looking for symmetries"),
        "encoding the good parts": translate("Stages", "Encoding the good parts"),
        "scoring the good parts": translate("Stages", "Scoring the good parts"),
        "done": translate("Stages", "Finishing"),
    }
    return texts.get(stage, stage)

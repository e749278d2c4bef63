"""What a design and an alignment are, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n.core_messages import core_text
from app.i18n.numbers import column_texts, count_text, decimal_text
from app.i18n.translation import translate
from app.session.open_scan import OpenScan, Stage

if TYPE_CHECKING:
    from btp_core.designs.alignment import Alignment
    from btp_core.designs.design import Design

LIES_WELL = 0.95
LIES = 0.88


def design_text(design: Design, good: str) -> str:
    """Version, part number, sources, threshold and wording of a design.

    ``good`` says how many good scans it was made from.
    """
    parts = [translate("Designs", "version {0}").format(design.version)]
    if design.part_number:
        parts.append(design.part_number)
    if design.n_good:
        parts.append(good)
    if design.has_cad:
        parts.append(translate("Designs", "CAD model"))
    parts.append(translate("Designs", "threshold {0}").format(decimal_text(design.threshold, 2)))
    if design.prompts is not None:
        parts.append(translate("Designs", "wording {0}").format(design.prompts.name))
    return " · ".join(parts)


def scan_text(open_scan: OpenScan | None, units: str) -> str:
    """How the scan in view lies on the design in force, or why that is not known."""
    if open_scan is None:
        return translate("Designs", "Open a scan to compare it with this design.")
    if open_scan.without_design:
        return translate("Designs", "This scan is judged on its own, without the design.")
    scores = open_scan.scores
    if scores is not None and scores.design is not None and not open_scan.outdated:
        if scores.shown.alignment is not None:
            return alignment_text(scores.shown.alignment, units)
        if scores.shown.refusal is not None:
            cause = core_text(scores.shown.refusal.message)
            return translate("Designs", "Does not lie on the design. {0}").format(cause)
    return _not_compared_text(open_scan)


def _not_compared_text(open_scan: OpenScan) -> str:
    if open_scan.stored is not None:
        return translate("Designs", "This stored map was made before; it stays as it is.")
    if open_scan.stage in (Stage.FAILED, Stage.CANCELLED):
        return translate("Designs", "Not compared.")
    return translate("Designs", "Being compared…")


def alignment_text(alignment: Alignment, units: str) -> str:
    """The quality of an alignment, and what to mind."""
    fit = alignment.fit
    if fit >= LIES_WELL:
        how = translate("Designs", "Lies well")
    elif fit >= LIES:
        how = translate("Designs", "Lies fairly well")
    else:
        how = translate("Designs", "Lies just well enough")
    within = column_texts([alignment.registration.tolerance], digits=2)[0]
    text = translate(
        "Designs", "{0}: {1} % of the scan within {2} {3}; {4} % of the reference seen."
    ).format(
        how,
        count_text(round(100 * fit)),
        within,
        units,
        count_text(round(100 * (1.0 - alignment.not_scanned))),
    )
    return " ".join([text, *(core_text(warning) for warning in alignment.warnings)])

"""BTP Inspect's core: from a scan file to anomaly scores, without any screen.

>>> from btp_core import Inspector, PromptSet, read_scan

Names are looked up when first used: reading a file or showing ``--help`` does not wait for torch.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from btp_core.base.errors import InspectError
    from btp_core.base.progress import CancelToken
    from btp_core.designs.alignment import Alignment
    from btp_core.designs.design import Design
    from btp_core.inspection.encoded import EncodedScan
    from btp_core.inspection.inspector import Inspector
    from btp_core.inspection.limits import Limits
    from btp_core.inspection.results import Provenance, Region, ScoreField, Verdict
    from btp_core.scans.limits import ReadLimits
    from btp_core.scans.reading import read_scan
    from btp_core.scans.scan import Scan
    from btp_core.text.prompts import DefectType, PromptSet

_HOMES = {
    "Alignment": "designs.alignment",
    "CancelToken": "base.progress",
    "DefectType": "text.prompts",
    "Design": "designs.design",
    "EncodedScan": "inspection.encoded",
    "InspectError": "base.errors",
    "Inspector": "inspection.inspector",
    "Limits": "inspection.limits",
    "PromptSet": "text.prompts",
    "Provenance": "inspection.results",
    "ReadLimits": "scans.limits",
    "Region": "inspection.results",
    "Scan": "scans.scan",
    "ScoreField": "inspection.results",
    "Verdict": "inspection.results",
    "read_scan": "scans.reading",
}

__all__ = [
    "Alignment",
    "CancelToken",
    "DefectType",
    "Design",
    "EncodedScan",
    "InspectError",
    "Inspector",
    "Limits",
    "PromptSet",
    "Provenance",
    "ReadLimits",
    "Region",
    "Scan",
    "ScoreField",
    "Verdict",
    "read_scan",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"btp_core.{_HOMES[name]}"), name)

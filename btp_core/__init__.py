"""BTP Inspect's core: from a scan file to anomaly scores, without any screen.

>>> from btp_core import Inspector, PromptSet, read_scan

Names are looked up when first used: reading a file or showing ``--help`` does not wait for torch.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from btp_core.encoded import EncodedScan
    from btp_core.errors import InspectError
    from btp_core.inspector import Inspector
    from btp_core.progress import CancelToken
    from btp_core.prompts import DefectType, PromptSet
    from btp_core.readers import ReadLimits, read_scan
    from btp_core.results import Provenance, Region, ScoreField, Verdict
    from btp_core.scan import Scan

_HOMES = {
    "CancelToken": "progress",
    "DefectType": "prompts",
    "EncodedScan": "encoded",
    "InspectError": "errors",
    "Inspector": "inspector",
    "PromptSet": "prompts",
    "Provenance": "results",
    "ReadLimits": "readers",
    "Region": "results",
    "Scan": "scan",
    "ScoreField": "results",
    "Verdict": "results",
    "read_scan": "readers",
}

__all__ = [
    "CancelToken",
    "DefectType",
    "EncodedScan",
    "InspectError",
    "Inspector",
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

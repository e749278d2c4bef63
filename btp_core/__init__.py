"""BTP Inspect's core: from a scan file to anomaly scores, without any screen.

>>> from btp_core import Inspector, PromptSet, read_scan
"""

from btp_core.encoded import EncodedScan
from btp_core.errors import InspectError
from btp_core.inspector import Inspector
from btp_core.progress import CancelToken
from btp_core.prompts import DefectType, PromptSet
from btp_core.readers import ReadLimits, read_scan
from btp_core.results import Provenance, Region, ScoreField, Verdict
from btp_core.scan import Scan

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

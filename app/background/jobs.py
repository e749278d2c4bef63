"""Jobs for the worker, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from btp_core.base.progress import CancelToken
from btp_core.inspection.model_choice import ModelChoice
from btp_core.inspection.results import ScoreField
from btp_core.scans.scan import Scan
from btp_core.text.prompts import PromptSet

if TYPE_CHECKING:
    from btp_core.inspection.encoded import EncodedScan


@dataclass(frozen=True)
class ScoreRequest:
    """How scans are to be scored and judged at the moment.

    ``revision`` rises with every edit of the wording, so that results of an older wording
    can be told from those of the newest.
    """

    prompts: PromptSet
    threshold: float
    revision: int = 0


@dataclass(frozen=True, eq=False)
class Job:
    """What all jobs share: an id of its own, and a token to cancel it."""

    job_id: int
    token: CancelToken = field(default_factory=CancelToken, kw_only=True)


@dataclass(frozen=True, eq=False)
class LoadModelJob(Job):
    """Load the model ahead of the first scan."""


@dataclass(frozen=True, eq=False)
class ChooseModelJob(Job):
    """Inspect with another model from now on."""

    choice: ModelChoice


@dataclass(frozen=True, eq=False)
class FindScansJob(Job):
    """Look for scan files in what the user dropped: files as they are, folders walked."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, eq=False)
class OpenJob(Job):
    """Read, encode, score and judge one file."""

    scan_id: int
    path: Path
    detail: str = "overview"


@dataclass(frozen=True, eq=False)
class EncodeJob(Job):
    """Encode, score and judge a scan again, in another detail."""

    scan_id: int
    scan: Scan
    detail: str


@dataclass(frozen=True, eq=False)
class OpenStoredJob(Job):
    """Read the stored map of a scan from a run file.

    ``adopt``: the wording and the threshold of the run are to be put in force.
    """

    scan_id: int
    run: Path
    name: str
    adopt: bool


@dataclass(frozen=True, eq=False)
class ScoreJob(Job):
    """Score and judge an encoded scan again, because the wording changed."""

    scan_id: int
    encoded: EncodedScan
    request: ScoreRequest


@dataclass(frozen=True, eq=False)
class JudgeJob(Job):
    """Judge a scored scan again, because the threshold changed."""

    scan_id: int
    scores: ScoreField
    threshold: float
    revision: int


@dataclass(frozen=True, eq=False)
class ExplainJob(Job):
    """Tell what each phrase says about one point of an encoded scan."""

    scan_id: int
    encoded: EncodedScan
    prompts: PromptSet
    point: int
    number: int

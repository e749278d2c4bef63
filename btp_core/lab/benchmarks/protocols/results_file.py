"""What a protocol has measured so far, in one JSON file that a stop at any moment leaves whole.

A file belongs to one setup: protocol, data, metrics, object score and trainer. Seeds and categories
are added to it one by one, and what is there is not computed again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from btp_core.base.errors import DataError
from btp_core.base.files import write_atomically
from btp_core.base.opening import parse_json, read_small
from btp_core.base.version import software_version
from btp_core.lab.benchmarks.protocols.category_metrics import CategoryMetrics
from btp_core.lab.training.common.earlier_names import with_config

SCHEMA = "btp-inspect/protocol"
SCHEMA_VERSION = 1
MAX_BYTES = 2**26
_METRICS = "figures"
"""What layout 1 of the file calls the metrics."""
_NEXT = "Choose another output folder, or take the file away to measure again."


@dataclass(frozen=True)
class Outcome:
    """One category tested by one training.

    Attributes
    ----------
    trained_on, seed
        Which training.
    category
        What was tested, with ``n_scans`` scans of which ``n_defective`` are defective.
    metrics
        What was found.
    seconds
        Spent reading and scoring.
    """

    trained_on: str
    seed: int
    category: str
    n_scans: int
    n_defective: int
    metrics: CategoryMetrics
    seconds: float

    @property
    def key(self) -> tuple[str, int, str]:
        """What there is only one outcome for."""
        return self.trained_on, self.seed, self.category


class ResultsFile:
    """The outcomes of one setup.

    Parameters
    ----------
    path
        The file; made with the first outcome.
    setup
        Plain values that decide the metrics.

    Raises
    ------
    DataError
        The file is of another setup, damaged, or no file of this kind.
    """

    def __init__(self, path: Path, setup: Mapping[str, Any]) -> None:
        self.path = Path(path)
        self._setup = json.loads(json.dumps(setup))
        self._outcomes: dict[tuple[str, int, str], Outcome] = {}
        if self.path.exists():
            self._read()

    def find(self, trained_on: str, seed: int, category: str) -> Outcome | None:
        """The outcome if it is known."""
        return self._outcomes.get((trained_on, seed, category))

    def add(self, outcome: Outcome) -> None:
        """Keep an outcome; raises :class:`~btp_core.base.errors.OutputError`."""
        self._outcomes[outcome.key] = outcome
        content = {
            "schema": SCHEMA,
            "schema_version": SCHEMA_VERSION,
            "software_version": software_version(),
            "setup": self._setup,
            "outcomes": [_as_stored(item) for item in self._outcomes.values()],
        }
        text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
        write_atomically(self.path, text.encode("utf-8", "backslashreplace"))

    def _read(self) -> None:
        try:
            content = parse_json(read_small(self.path, MAX_BYTES))
            if (content["schema"], content["schema_version"]) != (SCHEMA, SCHEMA_VERSION):
                raise ValueError(f"layout {content['schema']!r} {content['schema_version']!r}")
            found = content["setup"]
            found["trainer"] = with_config(found["trainer"])
            outcomes = [_outcome(item) for item in content["outcomes"]]
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise DataError(
                f"The results cannot be read ({error}).", path=self.path, next_step=_NEXT
            ) from error
        if found != self._setup:
            raise DataError(
                f"The results are of another setup: {_difference(found, self._setup)}.",
                path=self.path,
                next_step=_NEXT,
            )
        self._outcomes = {outcome.key: outcome for outcome in outcomes}


def _as_stored(outcome: Outcome) -> dict[str, Any]:
    content = asdict(outcome)
    del content["metrics"]
    return {**content, _METRICS: outcome.metrics.to_dict()}


def _outcome(content: dict[str, Any]) -> Outcome:
    facts = {key: value for key, value in content.items() if key != _METRICS}
    outcome = Outcome(**facts, metrics=CategoryMetrics.from_dict(content[_METRICS]))
    numbers = (outcome.seed, outcome.n_scans, outcome.n_defective)
    if not all(type(number) is int and number >= 0 for number in numbers):
        raise ValueError(f"counts {numbers}")
    if not (isinstance(outcome.trained_on, str) and isinstance(outcome.category, str)):
        raise ValueError("a name that is no text")
    return outcome


def _difference(found: object, wanted: object, name: str = "setup") -> str:
    """The first thing that differs, by name."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        for key in sorted({*found, *wanted}, key=str):
            if found.get(key) != wanted.get(key):
                return _difference(found.get(key), wanted.get(key), str(key))
    return f"{name} was {found!r} and is {wanted!r}"

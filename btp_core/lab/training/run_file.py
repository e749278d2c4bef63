"""A training run as one TOML file: data, what to train over, where, and the config.

The table of the config may also be called ``[recipe]``, as in files of earlier versions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from btp_core.base.errors import SettingsError
from btp_core.base.opening import parse_toml, read_small, reason_of
from btp_core.lab.training.common.earlier_names import CONFIG, with_config
from btp_core.lab.training.common.tables import from_table
from btp_core.lab.training.published.config import PublishedTrainingConfig
from btp_core.lab.training.pyramid.config import PyramidTrainingConfig

MAX_BYTES = 1_000_000
_PATHS = ("output", "run", "cache", "weights", "tower")
"""Keys of the file that name a file or folder."""
_FOLDERS = ("data", "validation")
"""Keys that list folders."""
_NEXT = "See docs/training.md for the layout."

TrainingConfig = PyramidTrainingConfig | PublishedTrainingConfig


class BackboneKind(StrEnum):
    """What is trained over.

    ``pyramid``: nothing, our own encoder is trained too. ``ulip2``: a backbone's file, such as
    converted published weights. ``untrained``: a small encoder with random weights, for trials.
    """

    PYRAMID = "pyramid"
    ULIP2 = "ulip2"
    UNTRAINED = "untrained"


class TowerPrecision(StrEnum):
    """In which numbers a CLIP text tower computes."""

    FLOAT32 = "float32"
    FLOAT16 = "float16"
    BFLOAT16 = "bfloat16"


@dataclass(frozen=True)
class RunPlan:
    """A whole training run; the names are the keys of its file.

    Attributes
    ----------
    data
        Folders of labelled scans.
    validation
        Folders whose scans only validate; without one, shapes of ``data`` are held out.
    output
        The model file to write.
    run
        Folder for checkpoint and history; ``runs/<name of the output>`` unless given.
    cache
        Folder for prepared scans over a backbone, or None for one in ``run``.
    backbone, weights
        What is trained over, and its file.
    tower, tower_precision
        Folder of a CLIP text tower, or None for the bundled one.
    device, workers
        Where to train, and with how many processes.
    finish
        Take no more steps: make weights of the best that the run has reached.
    config
        Everything else that decides the result.
    """

    data: tuple[Path, ...] = ()
    validation: tuple[Path, ...] = ()
    output: Path = Path()
    run: Path = Path()
    cache: Path | None = None
    backbone: BackboneKind = BackboneKind.PYRAMID
    weights: Path | None = None
    tower: Path | None = None
    tower_precision: TowerPrecision = TowerPrecision.FLOAT32
    device: str = "auto"
    workers: int = 2
    finish: bool = False
    config: TrainingConfig = field(default_factory=PyramidTrainingConfig)


def read_plan(path: Path, changes: Mapping[str, Any] | None = None) -> RunPlan:
    """Read a run's file; paths in it are relative to its folder.

    Parameters
    ----------
    path
        The TOML file.
    changes
        Entries that replace the file's, of ``config`` one by one; paths as they are.

    Raises
    ------
    SettingsError
        Missing, too large, not TOML, or with keys or values that make no run.
    """
    try:
        table = parse_toml(read_small(path, MAX_BYTES))
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"Cannot be read ({reason_of(error)}).", path=path, next_step=_NEXT
        ) from error
    try:
        return plan_from(_merged(_placed(with_config(table), path.parent), changes or {}))
    except SettingsError as error:
        raise SettingsError(error.cause, path=path, next_step=error.next_step or _NEXT) from error


def plan_from(table: Mapping[str, Any]) -> RunPlan:
    """A run from its entries; raises :class:`SettingsError` as :func:`read_plan`."""
    # A text that is empty counts as not given.
    rest = {key: value for key, value in table.items() if key != CONFIG and value != ""}
    plan = from_table(RunPlan, rest, "run")
    if not plan.data or "" in rest["data"]:
        raise SettingsError("A run needs data: folders of labelled scans.")
    if plan.output.suffix != ".safetensors":
        raise SettingsError("A run needs an output that ends in .safetensors.")
    if plan.workers < 1:
        raise SettingsError("'run.workers' must be 1 or more.")
    if (plan.backbone is BackboneKind.ULIP2) != (plan.weights is not None):
        raise SettingsError(
            "The backbone 'ulip2', and no other, needs its weights.",
            next_step="Convert the published checkpoint by `btp-inspect convert ulip2`, and name "
            "the result by weights.",
        )
    own = plan.backbone is BackboneKind.PYRAMID
    if own and (plan.tower or plan.cache):
        raise SettingsError("Our own encoder trains with the bundled text tower and no cache.")
    if plan.validation and not own:
        raise SettingsError("Only our own encoder validates on folders of their own.")
    kind: type[TrainingConfig] = PyramidTrainingConfig if own else PublishedTrainingConfig
    return replace(
        plan,
        run=plan.run if "run" in rest else Path("runs") / plan.output.stem,
        config=from_table(kind, table.get(CONFIG, {}), CONFIG),
    )


def _placed(table: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The entries with their paths seen from here; anything odd is left to be refused later."""
    placed = dict(table)
    for key in _PATHS:
        if isinstance(placed.get(key), str) and placed[key]:
            placed[key] = str(folder / placed[key])
    for key in _FOLDERS:
        if isinstance(placed.get(key), list):
            placed[key] = [
                str(folder / item) if isinstance(item, str) and item else item
                for item in placed[key]
            ]
    return placed


def _merged(table: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    config = table.get(CONFIG, {})
    if isinstance(config, dict):
        config = config | changes.get(CONFIG, {})
    return {**table, **changes, CONFIG: config}

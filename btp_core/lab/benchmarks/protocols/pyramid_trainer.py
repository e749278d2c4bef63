"""Trains our pyramid BTP on a benchmark's scans."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from btp_core.base.errors import DataError
from btp_core.base.files import atomic_path, write_atomically
from btp_core.inspection.inspector import Inspector
from btp_core.lab.benchmarks.protocols.trainer import Training, choose_held_out
from btp_core.lab.evaluation.dataset import LabelledScan, ScanEntry
from btp_core.lab.evaluation.evaluate import ScoreFunction
from btp_core.lab.evaluation.inspector_scorer import InspectorScorer
from btp_core.lab.training.common.earlier_names import with_config
from btp_core.lab.training.pyramid.config import PyramidTrainingConfig
from btp_core.lab.training.pyramid.export import export
from btp_core.lab.training.pyramid.prepare import PreparedScan, prepare_folder
from btp_core.lab.training.pyramid.train import train_pyramid
from btp_core.model.pyramid.weights import load_pyramid
from btp_core.text.prompts import DEFECT_TYPES, PromptSet

WEIGHTS = "weights.safetensors"
SCANS = "scans"
SMALL_CONFIG = PyramidTrainingConfig(steps=1_000, validate_every=100, held_out=0.2)
"""For the hundred scans of a category; more steps only repeat them."""
_PREPARING = 0.3
_SAME_TYPE = {"sink": "dent", "concavity": "dent", "broken": "missing piece"}
_UNNAMED = "dent"
"""What a defect counts as whose name is none of our types; a defect without any type is none."""


class PyramidTrainer:
    """Prepare, train, calibrate; a finished run is loaded instead.

    Prepared scans lie beside the run's folder, since all seeds share them. A share of the good and
    of the defective scans is held out to choose the weights and to calibrate them.

    Parameters
    ----------
    config
        Settings; their seed is not looked at.
    prompts
        The words that score.
    device
        Where training and scoring run.
    workers
        Processes that prepare scans and, on a CPU, train; 0 does all in this one.
    """

    def __init__(
        self,
        config: PyramidTrainingConfig = SMALL_CONFIG,
        prompts: PromptSet | None = None,
        device: str = "cpu",
        workers: int = 2,
    ) -> None:
        self._config = config
        self._prompts = prompts if prompts is not None else PromptSet.stock()
        self._device = device
        self._workers = workers

    def describe(self) -> dict[str, Any]:
        """The config without its seed, and the prompts."""
        config = {key: value for key, value in self._config.to_dict().items() if key != "seed"}
        return {"name": "pyramid BTP", "config": config, "prompts": self._prompts.to_dict()}

    def train(self, training: Training) -> ScoreFunction:
        """See :class:`~btp_core.lab.benchmarks.protocols.trainer.Trainer`.

        Raises
        ------
        DataError
            There are too few good or defective scans, or the folder holds another training.
        """
        config = replace(self._config, seed=training.seed)
        run, progress = training.run, training.progress
        folder = run.parent / SCANS
        rows = _write_scans(training.scans, folder)
        facts = _plain({"config": config.to_dict(), "scans": sorted(rows)})
        weights = run / WEIGHTS
        if not weights.exists():
            entries = prepare_folder(
                folder,
                folder / "prepared",
                config.model.pyramid,
                workers=self._workers,
                progress=lambda stage, fraction: progress(stage, _PREPARING * fraction),
                cancel=training.cancel,
            )
            trained = train_pyramid(
                entries,
                run,
                config,
                device=self._device,
                processes=max(1, self._workers),
                held_out=_held_out(entries, rows, config),
                progress=lambda stage, part: progress(stage, _PREPARING + (1 - _PREPARING) * part),
                cancel=training.cancel,
            )
            export(trained, weights, "pyramid BTP", facts)
        file = load_pyramid(weights)
        made = with_config(file.training)
        if {key: made.get(key) for key in facts} != facts:
            raise DataError(
                "The weights are of another training.",
                path=weights,
                next_step="Choose another output folder, or take them away to train again.",
            )
        return InspectorScorer(Inspector(file, self._device), self._prompts)


def _write_scans(scans: Sequence[ScanEntry], folder: Path) -> dict[str, bool]:
    """Write scans as ``prepare_folder`` reads them; each one's stem and whether it is defective.

    Stems follow from the content: what was prepared under a stem never belongs to other points.
    """
    rows: dict[str, bool] = {}
    index = []
    for part, entry in enumerate(scans):
        scan = entry.load()
        types = _types_of(scan)
        content = hashlib.sha256(scan.points.tobytes() + types.tobytes())
        stem = content.hexdigest()[:24]
        if stem in rows:
            continue  # the same scan under another name would be trained on and held out
        rows[stem] = scan.defective
        if not (folder / f"{stem}.npz").exists():
            with atomic_path(folder / f"{stem}.npz") as temporary:
                np.savez_compressed(temporary, points=scan.points, types=types)
        index.append({"file": f"{stem}.npz", "family": scan.source or scan.name, "part": part})
    write_atomically(folder / "index.json", json.dumps(index).encode("utf-8"))
    return rows


def _types_of(scan: LabelledScan) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """``(N,)``: 0 on normal points, on the others the id of the type the scan is named after."""
    name = scan.kinds[0] if scan.kinds else _UNNAMED
    name = _SAME_TYPE.get(name, name)
    number = DEFECT_TYPES.index(name if name in DEFECT_TYPES else _UNNAMED) + 1
    return np.where(scan.labels, number, 0).astype(np.uint8)


def _held_out(
    entries: Sequence[PreparedScan], rows: dict[str, bool], config: PyramidTrainingConfig
) -> list[PreparedScan]:
    stems = {entry.path.stem: rows[entry.path.stem] for entry in entries}
    chosen = choose_held_out(stems, config.held_out, config.seed)
    return [entry for entry in entries if entry.path.stem in chosen]


def _plain(content: dict[str, Any]) -> dict[str, Any]:
    """As it comes back from a file."""
    plain: dict[str, Any] = json.loads(json.dumps(content))
    return plain

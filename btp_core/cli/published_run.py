"""What the command ``train`` does over a published backbone."""

from __future__ import annotations

from pathlib import Path

from btp_core.base.device import choose_device
from btp_core.cli.terminal import log_to_terminal, progress_bar
from btp_core.lab.evaluation.dataset import read_labelled_folder
from btp_core.lab.training.plan import RunPlan
from btp_core.lab.training.published_recipe import PublishedRecipe
from btp_core.lab.training.published_train import train_published
from btp_core.model.pointbert.files import BackboneFile, load_backbone
from btp_core.model.pointbert.untrained import untrained_backbone
from btp_core.text.cached_tower import bundled_tower, clip_tower
from btp_core.text.tower import TextTower


def run_published(plan: RunPlan, recipe: PublishedRecipe) -> None:
    """Train BTP's modules as ``plan`` says and write its output; see the command's help.

    Raises
    ------
    InspectError
        Of the data, the backbone, the tower, the device, or writing the files.
    """
    console = log_to_terminal()
    device = choose_device(plan.device)
    # The cheap things that can go wrong come before the slow ones.
    scans = [entry for folder in plan.data for entry in read_labelled_folder(folder)]
    backbone, tower = _backbone(plan.weights, recipe.seed), _tower(plan, device)
    with progress_bar(plan.output.stem) as progress:
        result = train_published(
            scans,
            plan.run,
            recipe,
            backbone,
            plan.output,
            backbone_path=plan.weights,
            tower=tower,
            cache=plan.cache,
            device=device,
            progress=progress,
        )
    for name, value in result.file.training["validation"].items():
        console.print(f"{name:>14} on held-out clouds: {value:.3f}")
    console.print(
        f"{plan.output} written, calibration {result.file.calibration.to_dict()}", markup=False
    )


def _backbone(weights: Path | None, seed: int) -> BackboneFile:
    return untrained_backbone(seed) if weights is None else load_backbone(weights)


def _tower(plan: RunPlan, device: str) -> TextTower:
    if plan.tower is None:
        return bundled_tower()
    return clip_tower(plan.tower, precision=plan.tower_precision.value, device=device)

"""What the command ``train`` does: prepare, train, export, draw the curves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from btp_core.base.device import choose_device
from btp_core.base.version import software_version
from btp_core.cli.terminal import log_to_terminal, progress_bar
from btp_core.lab.training.curves import draw_curves
from btp_core.lab.training.export import export
from btp_core.lab.training.prepare import Entry, prepare_folder
from btp_core.lab.training.recipe import Recipe
from btp_core.lab.training.train import train
from btp_core.model.pyramid.weights import load_pyramid


def run_training(
    folders: Sequence[Path], output: Path, run: Path, recipe: Recipe, workers: int, device: str
) -> None:
    """Train on the scans of ``folders`` and write ``output``; see the command's help.

    Raises
    ------
    InspectError
        Of the data, the device, or writing the files.
    """
    console = log_to_terminal()
    device = choose_device(device)
    start = load_pyramid(recipe.start_from) if recipe.start_from else None
    with progress_bar(output.stem) as progress:
        entries: list[Entry] = []
        for folder in folders:
            entries += prepare_folder(
                folder,
                folder / "prepared",
                recipe.model.pyramid,
                workers=workers,
                progress=progress,
            )
        trained = train(entries, run, recipe, device=device, processes=workers, progress=progress)
    training = {
        "recipe": recipe.to_dict() | {"start_from": start.name if start else ""},
        "started_from_sha256": start.sha256 if start else "",
        "scans": len(entries),
        "shapes": sorted({entry.source for entry in entries}),
        "steps_done": int(trained.history[-1]["step"]) if trained.history else 0,
        "software_version": software_version(),
        "device": device,
    }
    file = export(trained, output, output.stem, training)
    draw_curves(trained.history, run / "curves.png")
    for name, value in trained.validation.figures().items():
        console.print(f"{name:>14} on held-out shapes: {value:.3f}")
    console.print(f"{output} written, calibration {file.calibration.to_dict()}", markup=False)

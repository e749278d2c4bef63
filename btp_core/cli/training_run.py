"""What the command ``train`` does: prepare, train, export, draw the curves."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.logging import RichHandler
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from btp_core.device import choose_device
from btp_core.training.curves import draw_curves
from btp_core.training.export import export
from btp_core.training.prepare import Entry, prepare_folder
from btp_core.training.recipe import Recipe
from btp_core.training.train import train
from btp_core.version import software_version


def run_training(
    folders: Sequence[Path], output: Path, run: Path, recipe: Recipe, workers: int, device: str
) -> None:
    """Train on the scans of ``folders`` and write ``output``; see the command's help.

    Raises
    ------
    InspectError
        Of the data, the device, or writing the files.
    """
    console = Console(stderr=True)
    logging.basicConfig(
        level=logging.INFO, format="%(message)s", handlers=[RichHandler(console=console)]
    )
    device = choose_device(device)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:.1f} %"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("preparing scans", total=1.0)

        def show(stage: str, fraction: float) -> None:
            bar.update(task, description=stage, completed=fraction)

        entries: list[Entry] = []
        for folder in folders:
            cache = folder / "prepared"
            entries += prepare_folder(
                folder, cache, recipe.model.pyramid, workers=workers, progress=show
            )
        bar.reset(task)
        trained = train(entries, run, recipe, device=device, progress=show)
    training = {
        "recipe": recipe.to_dict(),
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

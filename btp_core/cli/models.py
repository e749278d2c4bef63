"""The commands ``models ...``: published weights, which of them are here, and placing them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from btp_core.base.errors import ModelError
from btp_core.cli.exit_codes import ExitCode
from btp_core.cli.options import JsonOption
from btp_core.cli.terminal import progress_bar
from btp_core.model.catalogue import KnownModel, find_model, load_catalogue
from btp_core.model.store import ModelStore, Status

NameArgument = Annotated[str, typer.Argument(help="As `btp-inspect models list` says it.")]


def register(app: typer.Typer) -> None:
    """Add the group ``models``."""
    group = typer.Typer(no_args_is_help=True, help="Weights: what there is, and what is here.")
    app.add_typer(group, name="models")

    @group.command("list")
    def list_models(as_json: JsonOption = False) -> None:
        """Known models and their state: missing, damaged or ready."""
        store = ModelStore()
        rows = [(model, store.status(model)) for model in load_catalogue()]
        if as_json:
            document = [vars(model) | {"status": status} for model, status in rows]
            sys.stdout.write(json.dumps(document, indent=2) + "\n")
            return
        _print_table([(model, status.value) for model, status in rows])

    @group.command()
    def verify(
        name: Annotated[str | None, typer.Argument(help="All unless named.")] = None,
    ) -> None:
        """Read every byte and compare checksums; exit code 1 if something is damaged."""
        store = ModelStore()
        models = [find_model(name, load_catalogue())] if name else list(load_catalogue())
        with progress_bar("Verifying") as progress:
            rows = [(model, store.verify(model, progress)) for model in models]
        _print_table([(model, status.value) for model, status in rows])
        if any(status is Status.DAMAGED for _, status in rows):
            raise typer.Exit(ExitCode.FAILED)

    @group.command()
    def path(name: NameArgument) -> None:
        """Print where the model is, for use in other commands; exit code 2 if it is not ready."""
        model, store = find_model(name, load_catalogue()), ModelStore()
        if (status := store.status(model)) is not Status.READY:
            raise ModelError(
                f"{model.title} is {status.value}.", next_step=f"Get it: {model.source}."
            )
        typer.echo(str(store.path(model)))

    @group.command()
    def add(
        name: NameArgument,
        source: Annotated[Path, typer.Argument(help="File or folder; left as it is.")],
        sha256: Annotated[str, typer.Option(help="Checksum that the file must have.")] = "",
    ) -> None:
        """Place a model that is on this machine; a checkpoint is converted, nothing in it runs."""
        model = find_model(name, load_catalogue())
        ModelStore().add(model, source, sha256.lower())
        typer.echo(f"{model.name} is ready: {ModelStore().path(model)}")

    @group.command()
    def remove(name: NameArgument) -> None:
        """Delete what is here of a model."""
        ModelStore().remove(find_model(name, load_catalogue()))


def _print_table(rows: list[tuple[KnownModel, str]]) -> None:
    from rich.console import Console
    from rich.filesize import decimal
    from rich.table import Table
    from rich.text import Text

    styles = {"ready": "green", "damaged": "bold red"}
    table = Table("model", "state", "size", "what for", box=None)
    table.columns[0].no_wrap = True
    for model, status in rows:
        state = Text(status, style=styles.get(status, ""))
        table.add_row(model.name, state, decimal(model.size), model.purpose)
    console = Console(highlight=False, markup=False)
    console.print(table)
    for model, status in rows:
        if status != "ready":
            console.print(
                f"\n{model.name}: {model.source} ({model.licence}). Once you have it: "
                f"btp-inspect models add {model.name} PATH"
            )

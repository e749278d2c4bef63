"""Folders of base meshes: which files may serve, and from which source each one comes."""

from __future__ import annotations

import csv
from collections.abc import Collection
from pathlib import Path

from btp_core.base.errors import DataError

EXTENSIONS = (".stl", ".obj", ".ply", ".off", ".npz")
INDEX = "INDEX.csv"
COARSE = 0.15
"""Meshes with a larger share of coarse facets on what should be round are left out: the network
would learn that facets are normal."""


def find_meshes(
    folder: Path, *, only: Collection[str] = (), without: Collection[str] = ()
) -> list[Path]:
    """Return the mesh files below ``folder``, sorted.

    Parameters
    ----------
    folder
        Searched to any depth. An ``INDEX.csv`` in it with columns ``file`` and ``facet_share``
        tells which meshes are too coarse.
    only, without
        Sources to keep (all, if empty) and to leave out; see :func:`source_of`.

    Raises
    ------
    DataError
        There is no mesh, a source is not there, or the index cannot be read.
    """
    folder = Path(folder)
    coarse = _coarse(folder / INDEX)
    found = sorted(p for p in folder.rglob("*") if p.suffix.lower() in EXTENSIONS)
    sources = {source_of(path, folder) for path in found}
    if unknown := sorted({*only, *without} - sources):
        raise DataError(
            f"The folder has no source {', '.join(unknown)}.",
            path=folder,
            next_step="Sources are the names of its subfolders.",
        )
    kept = [
        path
        for path in found
        if path.relative_to(folder).as_posix() not in coarse
        and (not only or source_of(path, folder) in only)
        and source_of(path, folder) not in without
    ]
    if not kept:
        raise DataError(
            "No mesh was found.",
            path=folder,
            next_step=f"Choose a folder with {', '.join(EXTENSIONS)} files.",
        )
    return kept


def source_of(path: Path, folder: Path) -> str:
    """The first folder below ``folder`` on the way to ``path``; empty for a file beside it.

    Meshes of one source look alike, so a source validates or trains as a whole.
    """
    parts = path.relative_to(folder).parts
    return parts[0] if len(parts) > 1 else ""


def mesh_name(path: Path, folder: Path) -> str:
    """What a record calls a base mesh: ``mesh:SOURCE/FILE``, or ``mesh:FILE`` without a source."""
    source = source_of(path, folder)
    return f"mesh:{source}/{path.name}" if source else f"mesh:{path.name}"


def _coarse(index: Path) -> set[str]:
    if not index.exists():
        return set()
    try:
        with index.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return {row["file"] for row in rows if float(row["facet_share"]) > COARSE}
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        raise DataError(
            f"The folder's index cannot be read ({error}).",
            path=index,
            next_step="Remove it, or give it columns file and facet_share.",
        ) from error

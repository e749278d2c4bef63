"""The sample scans that ship with the program, and the design of one of the parts."""

from __future__ import annotations

from pathlib import Path

from btp_core.base.assets import asset_path

SAMPLE_EXTENSIONS = (".ply", ".npz", ".stl", ".pcd")
# What the window opens with: a part with visible defects, which fails.
FIRST_SAMPLE = "housing_scratch_bulge"


def is_sample(path: Path) -> bool:
    """Whether a scan is one of the bundled ones."""
    return path.parent.resolve() == asset_path("samples")


def sample_scans() -> list[Path]:
    """The bundled scans in name order; empty when there are none."""
    folder = asset_path("samples")
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix in SAMPLE_EXTENSIONS)


def first_sample() -> Path | None:
    """The scan a first start shows, or ``None`` when no sample is there."""
    samples = sample_scans()
    named = [path for path in samples if path.stem == FIRST_SAMPLE]
    return next(iter(named or samples), None)


def sample_with_design() -> list[Path]:
    """A bundled design and the bundled scans of its part, a defective one first; empty if none.

    The scans of a part begin with the name of its design: ``flange.design``, ``flange_dent.npz``.
    """
    designs = sorted(asset_path("samples").glob("*.design"))
    if not designs:
        return []
    design = designs[0]
    scans = [path for path in sample_scans() if path.stem.startswith(f"{design.stem}_")]
    scans.sort(key=lambda path: path.stem.endswith("_good"))
    return [design, *scans]

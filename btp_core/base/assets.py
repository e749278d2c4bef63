"""Where the files that ship with the program are."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
# Installed or bundled, `assets` lies in the package; in the checkout beside it.
ASSETS_ROOT = next(
    (path for path in (_PACKAGE / "assets",) if path.is_dir()), _PACKAGE.parent / "assets"
)


def asset_path(*parts: str) -> Path:
    """Path of a bundled file, e.g. ``asset_path("weights", "btp-mini.safetensors")``."""
    return ASSETS_ROOT.joinpath(*parts)


def guide_path() -> Path:
    """The user guide, a Markdown file with its pictures beside its folder."""
    # Below `docs` in the checkout; the wheel has it among the assets.
    bundled = ASSETS_ROOT / "docs" / "user-guide" / "README.md"
    return bundled if bundled.is_file() else ASSETS_ROOT.parent / bundled.relative_to(ASSETS_ROOT)

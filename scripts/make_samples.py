"""Make the samples in assets/samples from the project's own parts, defects and scanner.

    .venv/bin/python scripts/make_samples.py                  all of them
    .venv/bin/python scripts/make_samples.py --designs-only   after a change of what designs hold

Seeded; needs nothing but the project. Each scan holds ``points`` (mm), ``labels`` (1 = defective)
and ``types`` (position in ``DEFECT_KINDS`` plus one). A design is made of two more good scans of
its part, in other poses and with other noise than the sample scans.
"""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path

import numpy as np

from btp_core import Design, Inspector
from btp_core.base.assets import asset_path
from btp_core.base.files import write_atomically
from btp_core.geometry.canonical import random_rotation
from btp_core.lab.synth.defects import DEFECT_KINDS, DefectFailedError, apply_defects, sound
from btp_core.lab.synth.scanner import simulate_scan, visible_seeds
from btp_core.lab.synth.scanner_settings import ScannerSettings
from btp_core.lab.synth.shapes import make_part
from btp_core.lab.synth.visibility import MeshScene
from btp_core.scans.scan import Scan

POINTS = 40_000
MIN_LABELLED = 60
SAMPLES = (
    # name, family, seed of the part, defects
    ("flange_good", "flange", 5, ()),
    ("flange_dent", "flange", 5, ("dent",)),
    ("bracket_good", "bracket", 11, ()),
    ("bracket_crack", "bracket", 11, ("crack",)),
    ("knob_chip", "knob", 3, ("chip",)),
    ("housing_scratch_bulge", "housing", 8, ("scratch", "bulge")),
)
DESIGNS = (
    # name, family, seed of the part
    ("flange", "flange", 5),
)
GOOD_SCANS = 2
GOOD_POINTS = 14_000


def make_sample(family: str, seed: int, kinds: tuple[str, ...]) -> dict[str, np.ndarray]:
    """One scan of a part, all round, with a little noise; tries until the defects show."""
    mesh = make_part(np.random.default_rng(seed), family).mesh
    for attempt in range(50):
        rng = np.random.default_rng([seed, attempt])
        settings = ScannerSettings(n_points=POINTS, noise_mm=0.02, one_sided=False)
        if not kinds:
            scan = simulate_scan(sound(mesh), settings, rng)
        else:
            scene = MeshScene(mesh)
            seeds = visible_seeds(mesh, scene, settings, rng)
            try:
                defective = apply_defects(mesh, kinds, rng, seeds=seeds, scene=scene)
            except DefectFailedError:
                continue
            scan = simulate_scan(defective, settings, rng)
            shown = [int((scan.types == DEFECT_KINDS.index(k) + 1).sum()) for k in kinds]
            if min(shown) < MIN_LABELLED:
                continue
        return {
            "points": scan.points.astype(np.float32),
            "labels": (scan.types > 0).astype(np.uint8),
            "types": scan.types.astype(np.uint8),
        }
    raise SystemExit(f"no {kinds} could be placed on {family} {seed}")


def good_scans(family: str, seed: int) -> list[Scan]:
    """Good scans of a part for its design: other poses, cameras and noise than the samples'."""
    mesh = make_part(np.random.default_rng(seed), family).mesh
    scans = []
    for number in range(GOOD_SCANS):
        rng = np.random.default_rng([seed, 1000 + number])
        settings = ScannerSettings(
            n_points=GOOD_POINTS, noise_mm=0.02 + 0.01 * number, cameras=22, view_seed=number + 1
        )
        points = simulate_scan(sound(mesh), settings, rng).points.astype(np.float64)
        points = points @ random_rotation(rng).T + rng.uniform(-80.0, 80.0, 3)
        scans.append(Scan(points=points, path=Path(f"{family}_good_{number + 1}.npz")))
    return scans


def make_design(name: str, family: str, seed: int) -> Design:
    """The design of a sample part, with the embeddings of the bundled model."""
    inspector = Inspector.from_pretrained(device="cpu")
    return Design.create(
        inspector,
        good_scans(family, seed),
        name=f"Sample {name}",
        notes="Made of simulated scans of good parts.",
    )


def main() -> None:
    """Write all samples and their index."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=asset_path("samples"))
    parser.add_argument("--designs-only", action="store_true")
    asked = parser.parse_args()
    if not asked.designs_only:
        write_scans(asked.output)
    for name, family, seed in DESIGNS:
        path = asked.output / f"{name}.design"
        make_design(name, family, seed).save(path)
        print(f"{path.name}: {path.stat().st_size:,} bytes")


def write_scans(folder: Path) -> None:
    """The sample scans and their index."""
    index = []
    for name, family, seed, kinds in SAMPLES:
        arrays = make_sample(family, seed, kinds)
        buffer = io.BytesIO()
        np.savez_compressed(buffer, **arrays)
        write_atomically(folder / f"{name}.npz", buffer.getvalue())
        count = len(arrays["points"])
        index.append(
            {
                "file": f"{name}.npz",
                "family": family,
                "kinds": list(kinds),
                "n": count,
                "frac": round(float(arrays["labels"].mean()), 6),
            }
        )
        print(f"{name}: {count} points, {int(arrays['labels'].sum())} defective")
    write_atomically(folder / "index.json", json.dumps(index, indent=1).encode())


if __name__ == "__main__":
    main()

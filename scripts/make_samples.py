"""Make the sample scans in assets/samples from the project's own parts, defects and scanner.

    .venv/bin/python scripts/make_samples.py

Seeded; needs nothing but the project. Each file holds ``points`` (mm), ``labels`` (1 = defective)
and ``types`` (position in ``DEFECT_KINDS`` plus one).
"""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path

import numpy as np

from btp_core.base.assets import asset_path
from btp_core.base.files import write_atomically
from btp_core.lab.synth.defects import DEFECT_KINDS, DefectFailedError, apply_defects, sound
from btp_core.lab.synth.scanner import simulate_scan, visible_seeds
from btp_core.lab.synth.scanner_settings import ScannerSettings
from btp_core.lab.synth.shapes import make_part
from btp_core.lab.synth.visibility import MeshScene

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


def main() -> None:
    """Write all samples and their index."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=asset_path("samples"))
    folder = parser.parse_args().output
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

"""How a part is scanned: cameras, noise, density, and the faults of real scanners."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from btp_core.lab.synth.defects.vectors import log_uniform


@dataclass(frozen=True)
class ScannerSettings:
    """How a part is scanned.

    Attributes
    ----------
    n_points
        Points wanted; the scan has about this many, never more.
    noise_mm
        Standard deviation of the range noise along the view ray, mm.
    one_sided
        True for a few cameras on one side, False for cameras all round.
    cameras
        Number of cameras.
    view_seed
        Seed of the camera places.
    max_incidence_degrees
        Steepest view at which a surface still gives points.
    even
        Thinned to an even spacing; otherwise points fall at random.
    density_contrast
        0 for the same density everywhere, 1 for strong variation.
    slow_error_mm
        Amplitude of a smooth error over the part, as calibration leaves it, mm.
    cut_rims
        Drop points beside jumps of depth (a few cameras only).
    dropouts
        Number of spots without points.
    rim_mm
        Width of the sound rim beside broken surface that counts as defective, mm.
    correlated_mm, correlated_wave_mm
        Height and wave length of noise that neighbouring points share, mm.
    range_step_mm
        Steps of the range, as stereo has them, mm; 0 for none.
    smoothed
        Neighbours over which fused scans were smoothed; 0 for none.
    """

    n_points: int = 50_000
    noise_mm: float = 0.03
    one_sided: bool = False
    cameras: int = 20
    view_seed: int = 0
    max_incidence_degrees: float = 77.0
    even: bool = True
    density_contrast: float = 0.0
    slow_error_mm: float = 0.0
    cut_rims: bool = False
    dropouts: int = 0
    rim_mm: float = 0.35
    correlated_mm: float = 0.0
    correlated_wave_mm: float = 2.0
    range_step_mm: float = 0.0
    smoothed: int = 0

    @classmethod
    def random(cls, rng: np.random.Generator, points: int = 50_000) -> ScannerSettings:
        """Draw the settings of one scan with about ``points`` points (at times 0.3 to 2 x)."""
        one_sided = bool(rng.random() < 0.35)
        share = 1.0 if rng.random() < 0.75 else float(np.exp(rng.uniform(np.log(0.3), np.log(2.0))))
        noise = 0.0 if rng.random() < 0.2 else float(rng.uniform(0.005, 0.08))
        even = bool(rng.random() < 0.7)
        return cls(
            n_points=int(points * share),
            noise_mm=noise,
            one_sided=one_sided,
            cameras=int(rng.integers(1, 4)) if one_sided else int(rng.integers(12, 25)),
            view_seed=int(rng.integers(2**31)),
            max_incidence_degrees=float(rng.uniform(72.0, 82.0)),
            even=even,
            density_contrast=float(rng.uniform(0.2, 1.0)) if rng.random() < 0.3 else 0.0,
            slow_error_mm=float(rng.uniform(0.01, 0.05)) if rng.random() < 0.25 else 0.0,
            cut_rims=bool(one_sided and rng.random() < 0.5),
            dropouts=int(rng.integers(1, 6)) if rng.random() < 0.12 else 0,
            correlated_mm=log_uniform(rng, 0.01, 0.06) if rng.random() < 0.2 else 0.0,
            correlated_wave_mm=log_uniform(rng, 0.8, 6.0),
            range_step_mm=log_uniform(rng, 0.03, 0.15) if rng.random() < 0.08 else 0.0,
            smoothed=int(rng.integers(8, 25)) if rng.random() < 0.2 else 0,
        )

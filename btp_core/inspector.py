"""The public face of the core: encode once, score many times, judge for free."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import torch
from scipy.spatial import cKDTree

from btp_core.device import choose_device
from btp_core.encoded import EncodedScan
from btp_core.errors import ModelError, ScanGeometryError
from btp_core.geometry.neighbours import inverse_distance_weights, nearest
from btp_core.geometry.pyramid import MIN_POINTS, build_pyramid
from btp_core.judge import judge
from btp_core.model.weights import ModelFile, load_model
from btp_core.progress import CancelToken, ProgressCallback, no_progress
from btp_core.prompts import PromptSet
from btp_core.results import Provenance, ScoreField, Verdict
from btp_core.scan import Scan
from btp_core.scoring import score_encoded
from btp_core.text.sentences import SentenceEmbedder
from btp_core.version import software_version

LIFT_NEIGHBOURS = 3
FEW_POINTS = 4000
"""Below this the model sees an object far coarser than any it was trained on."""
PYRAMID_SHARE = 0.6
NETWORK_SHARE = 0.25


class Inspector:
    """A model ready to inspect scans. Not for use from two threads at once.

    Examples
    --------
    >>> inspector = Inspector.from_pretrained("btp-mini")        # doctest: +SKIP
    >>> encoded = inspector.encode(read_scan("part.ply"))         # doctest: +SKIP
    >>> field = inspector.score(encoded, PromptSet.stock())       # doctest: +SKIP
    >>> inspector.judge(field, threshold=0.5).status              # doctest: +SKIP
    'fail'
    """

    def __init__(self, file: ModelFile, device: str = "auto") -> None:
        self.device = choose_device(device)
        self.file = file
        self.model = file.model.to(self.device).eval()
        self.sentences = SentenceEmbedder(file)

    @classmethod
    def from_pretrained(
        cls, name_or_path: str | Path = "btp-mini", device: str = "auto"
    ) -> Inspector:
        """Load a bundled model by name or a ``.safetensors`` file by path.

        Parameters
        ----------
        name_or_path
            ``"btp-mini"`` or a file.
        device
            ``"cpu"``, ``"cuda"``, ``"mps"``, or ``"auto"`` for the best there is.

        Raises
        ------
        ModelError
            The weights are missing, damaged or do not fit; the device is not there.
        """
        return cls(load_model(name_or_path), device)

    @property
    def model_name(self) -> str:
        """Name of the weights."""
        return self.file.name

    def encode(
        self,
        scan: Scan,
        progress: ProgressCallback = no_progress,
        cancel: CancelToken | None = None,
    ) -> EncodedScan:
        """Do everything that depends on geometry only; seconds.

        Parameters
        ----------
        scan
            Any cloud or mesh; a mesh is inspected at its vertices.
        progress, cancel
            Reported to and checked between stages.

        Raises
        ------
        ScanGeometryError
            Too few usable points, all equal, or all on one line.
        CancelledError
            If cancelled.
        """
        cancel = cancel or CancelToken()
        start = time.perf_counter()
        stages: dict[str, float] = {}

        def lap(stage: str) -> None:
            stages[stage] = time.perf_counter() - start - sum(stages.values())

        valid = scan.finite_mask()
        points = scan.points[valid] if not valid.all() else scan.points
        if len(points) < MIN_POINTS:
            raise ScanGeometryError(
                f"Only {len(points)} usable points; at least {MIN_POINTS} are needed.",
                path=scan.path,
                next_step="Scan the part at a higher density.",
            )
        try:
            pyramid = build_pyramid(
                points,
                self.model.config.pyramid,
                lambda stage, fraction: progress(stage, PYRAMID_SHARE * fraction),
                cancel,
            )
        except ScanGeometryError as error:
            raise ScanGeometryError(
                error.cause, path=scan.path, next_step=error.next_step
            ) from error
        lap("geometry")
        cancel.raise_if_cancelled()
        progress("embedding", PYRAMID_SHARE)
        with torch.inference_mode():
            embeddings = self.model.embed(pyramid.to(self.device))
        lap("network")
        cancel.raise_if_cancelled()
        progress("lifting", PYRAMID_SHARE + NETWORK_SHARE)
        chosen = pyramid.working_index.numpy()
        centred = np.asarray((points - points.mean(axis=0)) / pyramid.spacing, dtype=np.float32)
        distance, index = nearest(cKDTree(centred[chosen]), centred, LIFT_NEIGHBOURS)
        lap("lift")
        progress("done", 1.0)
        return EncodedScan(
            scan=scan,
            valid=valid,
            working_index=np.flatnonzero(valid)[chosen],
            embeddings=embeddings.points.half().cpu(),
            whole=embeddings.whole.float().cpu(),
            lift_index=index,
            lift_weights=inverse_distance_weights(distance),
            spacing=pyramid.spacing,
            model_sha256=self.file.sha256,
            seconds=time.perf_counter() - start,
            stage_seconds=stages,
            warnings=_warnings(scan, int((~valid).sum())),
        )

    def score(self, encoded: EncodedScan, prompts: PromptSet) -> ScoreField:
        """Compare an encoding with the sentences of a prompt set; milliseconds.

        The first prompt that is not among the stock ones loads the text tower (seconds, once).

        Raises
        ------
        ModelError
            The encoding was made by another model, or the text tower cannot be loaded.
        """
        if encoded.model_sha256 != self.file.sha256:
            raise ModelError("The scan was encoded by another model.", next_step="Encode it again.")
        return score_encoded(self.file, self.sentences, encoded, prompts, self._provenance(prompts))

    def judge(self, field: ScoreField, threshold: float = 0.5) -> Verdict:
        """Regions and verdict at a threshold, see :func:`btp_core.judge.judge`."""
        return judge(field, threshold)

    def _provenance(self, prompts: PromptSet) -> Provenance:
        return Provenance(
            software_version=software_version(),
            model_name=self.file.name,
            model_sha256=self.file.sha256,
            device=self.device,
            seed=0,
            prompts=prompts,
        )


def _warnings(scan: Scan, invalid: int) -> tuple[str, ...]:
    warnings = list(scan.warnings)
    if invalid and not any("finite" in warning for warning in warnings):
        warnings.append(f"{invalid} points are not finite and were not checked.")
    usable = scan.n_points - invalid
    if usable < FEW_POINTS:
        where = (
            "vertices; the faces between them" if scan.is_mesh else "points; what lies between them"
        )
        warnings.append(
            f"Only {usable:,} {where} cannot be inspected, and defects there are not seen. "
            "A denser scan gives a better answer."
        )
    return tuple(warnings)

"""The public face of the core: encode once, score many times, judge for free."""

from __future__ import annotations

from pathlib import Path

import torch

from btp_core.base.device import choose_device
from btp_core.base.errors import ModelError
from btp_core.base.messages import Message
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.base.version import software_version
from btp_core.designs.alignment import Alignment
from btp_core.designs.design import Design
from btp_core.inspection.design_scoring import score_with_design
from btp_core.inspection.encoded import EncodedScan
from btp_core.inspection.encoding import ScanEncoder
from btp_core.inspection.explain import PhraseStrength, phrase_strengths
from btp_core.inspection.judge import judge
from btp_core.inspection.limits import NO_LIMITS, Limits
from btp_core.inspection.results import Provenance, ScoreField, Verdict
from btp_core.inspection.scoring import score_encoded
from btp_core.model.detail import Detail
from btp_core.model.file import ModelFile
from btp_core.model.load import load_model
from btp_core.model.network import Network
from btp_core.model.sentences import SentenceEmbedder
from btp_core.scans.scan import Scan
from btp_core.text.cached_tower import clip_tower_like
from btp_core.text.prompts import PromptSet
from btp_core.text.tower import TextTower


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

    def __init__(
        self, file: ModelFile[Network], device: str = "auto", tower: TextTower | None = None
    ) -> None:
        self.device = choose_device(device)
        self.file = file
        self.model = file.model.to(self.device).eval()
        self.sentences = SentenceEmbedder(file, tower)
        self._encoder = ScanEncoder(file.encoder(self.device), file.sha256)

    @classmethod
    def from_pretrained(
        cls,
        name_or_path: str | Path = "btp-mini",
        device: str = "auto",
        *,
        backbone: Path | None = None,
        tower: TextTower | Path | None = None,
    ) -> Inspector:
        """Load a bundled model by name or a ``.safetensors`` file by path.

        Parameters
        ----------
        name_or_path
            ``"btp-mini"`` or a file.
        device
            ``"cpu"``, ``"cuda"``, ``"mps"``, or ``"auto"`` for the best there is.
        backbone
            The converted backbone of a model that does not hold its own; looked for beside the
            model unless given.
        tower
            The text tower, or its folder, of a model that was not trained with the bundled one.
            Without it, only the stock prompts can be used.

        Raises
        ------
        ModelError
            The weights are missing, damaged or do not fit backbone or tower; the device is not
            there.
        """
        file = load_model(name_or_path, backbone)
        if isinstance(tower, Path):
            known = file.tower.sha256 if file.tower is not None else ""
            tower = clip_tower_like(tower, known, choose_device(device))
        return cls(file, device, tower)

    @property
    def model_name(self) -> str:
        """Name of the weights."""
        return self.file.name

    @property
    def knows_new_words(self) -> bool:
        """Whether its text tower is at hand, so that any words can be used."""
        return self.sentences.has_tower

    def load_words(self) -> None:
        """Load the text tower, which the first prompt that is not a stock one needs; seconds.

        Raises
        ------
        ModelError
            The tower is missing or damaged.
        """
        self.sentences.load()

    def check_words(self, prompts: PromptSet) -> None:
        """Find out before the first scan whether these words need a tower that is not there.

        Raises
        ------
        ModelError
            They do; see ``from_pretrained``.
        """
        phrases = [phrase for defect in prompts.types for phrase in prompts.expand(defect.phrases)]
        self.sentences.check([*prompts.normal_sentences, *prompts.anomaly_sentences, *phrases])

    def encode(
        self,
        scan: Scan,
        progress: ProgressCallback = no_progress,
        cancel: CancelToken | None = None,
        detail: Detail | str = Detail.OVERVIEW,
    ) -> EncodedScan:
        """Do everything that depends on geometry only; seconds.

        Parameters
        ----------
        scan
            Any cloud or mesh; a mesh with large faces is divided into smaller ones, see
            :attr:`EncodedScan.divided <btp_core.inspection.encoded.EncodedScan>`.
        progress, cancel
            Reported to and checked between stages.
        detail
            ``"overview"`` thins a dense scan before it is looked at. ``"fine"`` looks at it
            again in tiles that keep every point, for defects too small for the overview: about
            two seconds for each 40,000 points. Small scans are the same in both. A model over a
            published backbone sees the scan in tiles in both, thinned to 16,384 points first in
            the overview; ``"points-2048"`` shows it 2,048 points of the whole, as published.

        Raises
        ------
        ValueError
            There is no such ``detail``.
        ModelError
            The detail ``"points-2048"`` is asked of a model that has no published backbone.
        ScanGeometryError
            Too few usable points, all equal, or all on one line.
        CancelledError
            If cancelled.
        """
        detail = Detail(detail)
        if detail not in self.file.details:
            raise ModelError(
                Message(
                    "The model {name} always reads more than 2,048 points.", name=self.file.name
                ),
                next_step="Use the detail 'overview' or 'fine'.",
            )
        return self._encoder.encode(scan, detail, progress, cancel or CancelToken())

    @property
    def model_sha256(self) -> str:
        """Of the weights."""
        return self.file.sha256

    def align(
        self,
        encoded: EncodedScan,
        design: Design,
        progress: ProgressCallback = no_progress,
        cancel: CancelToken | None = None,
    ) -> Alignment:
        """Align an encoded scan with a design; about a second, once, and known to ``score`` then.

        Raises
        ------
        AlignmentError
            The scan is not to be checked with this design. ``score`` says so in its field.
        CancelledError
            If cancelled.
        """
        alignment = design.align(
            encoded.shown.scan, progress, cancel, workers=torch.get_num_threads()
        )
        if design.embeddings is not None and design.embeddings.model_sha256 == self.file.sha256:
            design.compare(alignment, encoded.shown)
        return alignment

    def score(
        self, encoded: EncodedScan, prompts: PromptSet, *, design: Design | None = None
    ) -> ScoreField:
        """Compare an encoding with the sentences of a prompt set; milliseconds.

        The first prompt that is not among the stock ones loads the text tower (seconds, once).

        Parameters
        ----------
        encoded
            Of :meth:`encode`.
        prompts
            The words.
        design
            The part's design: its deviation speaks as well. The scan is aligned with it, unless
            :meth:`align` has done so; one that cannot be is told in ``field.refusal``.

        Raises
        ------
        ModelError
            The encoding was made by another model, or the text tower cannot be loaded.
        """
        if encoded.model_sha256 != self.file.sha256:
            raise ModelError("The scan was encoded by another model.", next_step="Encode it again.")
        field = score_encoded(
            self.file, self.sentences, encoded, prompts, self._provenance(prompts)
        )
        if design is None:
            return field
        return score_with_design(self.file, self.sentences, field, prompts, design)

    def judge(
        self,
        field: ScoreField,
        threshold: float | None = None,
        cancel: CancelToken | None = None,
        limits: Limits = NO_LIMITS,
    ) -> Verdict:
        """Regions and verdict at a threshold, the design's own unless given.

        See :func:`btp_core.inspection.judge.judge`.
        """
        return judge(field, threshold, cancel, limits)

    def explain(
        self, encoded: EncodedScan, prompts: PromptSet, point: int
    ) -> tuple[PhraseStrength, ...]:
        """What each phrase says about one point, see :mod:`btp_core.inspection.explain`."""
        return phrase_strengths(self.sentences, encoded, prompts, point)

    def _provenance(self, prompts: PromptSet) -> Provenance:
        return Provenance(
            software_version=software_version(),
            model_name=self.file.name,
            model_sha256=self.file.sha256,
            device=self.device,
            seed=0,
            prompts=prompts,
        )

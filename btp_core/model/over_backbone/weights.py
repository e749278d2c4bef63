"""Model files of BTP over a published backbone: its own tensors, and which backbone and tower."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor

from btp_core.base.errors import ModelError
from btp_core.base.messages import Message
from btp_core.base.opening import parse_json
from btp_core.base.tensor_files import TensorFile
from btp_core.base.version import software_version
from btp_core.model.cloud_encoder import CloudEncoder
from btp_core.model.detail import Detail
from btp_core.model.file import (
    SENTENCES,
    BackboneFacts,
    Header,
    ModelFile,
    TowerFacts,
    take_sentences,
)
from btp_core.model.header import (
    MODEL_MALFORMED,
    SHA256_DIGITS,
    of_file,
    reading,
    save_tensors,
)
from btp_core.model.matching import matching_tensors
from btp_core.model.over_backbone.cloud_encoder import PatchCloudEncoder
from btp_core.model.over_backbone.config import PublishedConfig
from btp_core.model.over_backbone.model import BACKBONE, PublishedBTP
from btp_core.model.pointbert.files import BackboneFile, build_from, load_backbone
from btp_core.model.pointbert.pointbert import PointBert

FORMAT = "btp-inspect model on a backbone"
"""Also the name of the header's entry in the file."""
_OWN = "own."
_NEXT = "Use a file written by `btp-inspect train`."


@dataclass(eq=False, kw_only=True)
class PublishedFile(ModelFile[PublishedBTP]):
    """A model over a published backbone."""

    details = tuple(Detail)

    backbone: BackboneFacts
    tower: TowerFacts

    def encoder(self, device: str) -> CloudEncoder:
        """See :class:`~btp_core.model.file.ModelFile`."""
        return PatchCloudEncoder(self.model, device)


def backbone_facts(backbone: BackboneFile, path: Path | None, included: bool) -> BackboneFacts:
    """What a model's file says about its backbone; ``path`` is where that was read from."""
    file = path.name if path is not None else ""
    return BackboneFacts(backbone.name, file, backbone.sha256, backbone.source_sha256, included)


def save_published(file: PublishedFile, path: Path) -> None:
    """Write a model, whole or not at all; raises :class:`OutputError` if that fails."""
    tensors = {_OWN + name: tensor for name, tensor in file.model.own_state().items()}
    if file.backbone.included:
        state = file.model.backbone.state_dict()
        tensors |= {BACKBONE + name: tensor for name, tensor in state.items()}
    if file.sentences:
        tensors[SENTENCES] = torch.stack(list(file.sentences.values()))
    header = file.header() | {
        "backbone": asdict(file.backbone),
        "tower": asdict(file.tower),
        "software_version": software_version(),
    }
    save_tensors(tensors, path, FORMAT, header)


def assemble_published(read: TensorFile, path: Path, backbone: Path | None = None) -> PublishedFile:
    """Build a model from what its file holds.

    Parameters
    ----------
    read, path
        The model's file.
    backbone
        The converted backbone, where the model's file does not hold it; looked for beside that
        unless given.

    Raises
    ------
    ModelError
        The file is damaged or lies; its backbone is missing or another one than it was trained
        over (both checksums are named).
    """
    with of_file(path, _NEXT):
        with reading(MODEL_MALFORMED):
            header = Header.of(parse_json(read.metadata[FORMAT]))
            facts = BackboneFacts(**header.entries["backbone"])
            tower = TowerFacts(**header.entries["tower"])
        config = PublishedConfig.from_dict(header.config)
        _check_facts(facts, tower, config)
        tensors = dict(read.tensors)
        sentences = take_sentences(tensors, header.sentences, config.text_width)
        inner = {k.removeprefix(BACKBONE): v for k, v in tensors.items() if k.startswith(BACKBONE)}
        own = {k.removeprefix(_OWN): v for k, v in tensors.items() if not k.startswith(BACKBONE)}
        if facts.included != bool(inner):
            raise ModelError("The model's header and its tensors disagree about the backbone.")
        model = _with_own_tensors(config, own)
        if facts.included:
            model.backbone = build_from(config.backbone, inner)
    if not facts.included:
        model.backbone = _referenced(facts, config, path, backbone)
    model.eval().requires_grad_(False)
    return PublishedFile(
        header.name,
        model,
        header.calibration,
        sentences,
        header.training,
        read.sha256,
        backbone=facts,
        tower=tower,
    )


def _with_own_tensors(config: PublishedConfig, own: dict[str, Tensor]) -> PublishedBTP:
    # On the meta device nothing is allocated for sizes that the tensors do not bear out.
    with torch.device("meta"):
        model = PublishedBTP(config, PointBert(config.backbone))
    model.load_state_dict(matching_tensors(model.own_state(), own), strict=False, assign=True)
    return model


def _referenced(
    facts: BackboneFacts, config: PublishedConfig, path: Path, given: Path | None
) -> PointBert:
    place = given or path.parent / facts.file
    if given is None and not place.is_file():
        raise ModelError(
            Message(
                "It needs the backbone {name} ({file}, sha256 {sha256}...), which is not "
                "beside it.",
                name=facts.name,
                file=facts.file,
                sha256=facts.sha256[:12],
            ),
            path=path,
            next_step="Put that file beside it, or name it by --backbone.",
        )
    file = load_backbone(place)
    if file.sha256 != facts.sha256 or file.model.config != config.backbone:
        raise ModelError(
            Message(
                "Its sha256 is {sha256}..., but the model {name} was trained over one with "
                "{trained}....",
                sha256=file.sha256[:12],
                name=path.name,
                trained=facts.sha256[:12],
            ),
            path=place,
            next_step=Message(
                "Use the file {file} that the model was trained with.", file=facts.file
            ),
        )
    return file.model


def _check_facts(facts: BackboneFacts, tower: TowerFacts, config: PublishedConfig) -> None:
    texts = (facts.name, facts.file, facts.sha256, facts.source_sha256, tower.name, tower.sha256)
    if not all(isinstance(text, str) for text in texts) or type(facts.included) is not bool:
        raise ModelError("The model's header is malformed: odd facts about backbone or tower.")
    # A name, not a path: only the model's own folder is looked through.
    if facts.file and (Path(facts.file).name != facts.file or not facts.file.isprintable()):
        raise ModelError("The model's header names its backbone by more than a file name.")
    if not facts.included and (not facts.file or len(facts.sha256) != SHA256_DIGITS):
        raise ModelError("The model neither holds nor names its backbone.")
    if (tower.width, tower.context_width) != (config.text_width, config.context_width):
        raise ModelError(
            Message(
                "The backbone is {width} wide with a context of {context}, but the "
                "text tower {name} is {tower_width} wide with {tower_context}.",
                width=config.text_width,
                context=config.context_width,
                name=tower.name,
                tower_width=tower.width,
                tower_context=tower.context_width,
            )
        )

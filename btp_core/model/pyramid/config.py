"""Sizes of a model; stored with its weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from btp_core.base.errors import ModelError
from btp_core.base.messages import Message
from btp_core.geometry.evidence import EVIDENCE
from btp_core.geometry.pyramid import PyramidSettings
from btp_core.model.header import StoredConfig


@dataclass(frozen=True)
class ModelConfig(StoredConfig):
    """Widths and depths of a BTP model.

    Attributes
    ----------
    fine, working, local, patches
        Points per level, see :class:`~btp_core.geometry.pyramid.PyramidSettings`.
    working_width, local_width, patch_width, gfcm_width
        Channels of the working points, local centres, patch tokens and GFCM features.
    text_width
        ``D``, the width of the text embeddings and so of the joint space.
    blocks, heads
        Of the patch transformer.
    taps
        After which blocks (1-based) MGFEM reads patch tokens.
    context_tokens
        Learnable context vectors in front of every sentence.
    evidence
        Channels of evidence (self-comparison, open rims) that MGFEM reads; 0 for none, as in
        weights made before there was any.
    """

    fine: int = 65_536
    working: int = 16_384
    local: int = 4_096
    patches: int = 512
    working_width: int = 48
    local_width: int = 96
    patch_width: int = 192
    gfcm_width: int = 48
    text_width: int = 384
    blocks: int = 3
    heads: int = 4
    taps: tuple[int, ...] = (1, 2, 3)
    context_tokens: int = 4
    evidence: int = 0

    @property
    def pyramid(self) -> PyramidSettings:
        """The levels this model reads."""
        return PyramidSettings(
            fine=self.fine,
            working=self.working,
            local=self.local,
            patches=self.patches,
            evidence=self.evidence > 0,
        )

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> ModelConfig:
        """The inverse of ``to_dict``; raises :class:`ModelError` on unknown or bad entries."""
        data = {"evidence": 0, **data}
        cls.check_names(
            data, Message("The model's configuration does not fit this version: {odd}.")
        )
        taps = data["taps"]
        if not isinstance(taps, list | tuple) or not all(type(tap) is int for tap in taps):
            raise ModelError("The model's 'taps' must be whole numbers.")
        for name, value in data.items():
            if name in ("taps", "evidence"):
                continue
            if type(value) is not int or not 0 < value <= 2**24:
                raise ModelError(
                    Message("The model's '{name}' must be a positive whole number.", name=name)
                )
        if type(data["evidence"]) is not int or data["evidence"] not in (0, len(EVIDENCE)):
            raise ModelError(
                Message(
                    "The model reads {count} channels of evidence; this program gathers {ours}.",
                    count=data["evidence"],
                    ours=len(EVIDENCE),
                )
            )
        config = cls(**{**data, "taps": tuple(taps)})
        if not config.taps or not all(0 < tap <= config.blocks for tap in config.taps):
            raise ModelError("The model's taps lie outside its blocks.")
        return config

"""Sizes of a PointBERT; stored with its weights."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from btp_core.base.errors import ModelError
from btp_core.base.messages import Message
from btp_core.model.header import StoredConfig

# Far above every published model; a header that claims more lies.
_LARGEST = {"blocks": 256, "patches": 65_536, "patch_points": 4096}
_LARGEST_WIDTH = 16_384


@dataclass(frozen=True)
class PointBertConfig(StoredConfig):
    """Sizes of a PointBERT; the defaults are ULIP-2's (Xue et al., CVPR 2024, arXiv 2305.08275).

    Attributes
    ----------
    patches, patch_points
        Patches per cloud and points per patch.
    point_channels
        Of the input: 6, coordinates and colour.
    first_width, first_out, second_width, patch_width
        Channels of the mini PointNet: hidden and output of its first stage (output ``first_out``),
        hidden and output of its second.
    position_width
        Hidden channels of the position embedding.
    width, blocks, heads, mlp_ratio
        Of the transformer.
    embedding_width
        ``D`` of the joint space with text.
    taps
        After which blocks (1-based) patch tokens are handed out.
    """

    patches: int = 512
    patch_points: int = 32
    point_channels: int = 6
    first_width: int = 128
    first_out: int = 256
    second_width: int = 512
    patch_width: int = 256
    position_width: int = 128
    width: int = 384
    blocks: int = 18
    heads: int = 6
    mlp_ratio: int = 4
    embedding_width: int = 1280
    taps: tuple[int, ...] = (2, 5, 8, 11)

    def __post_init__(self) -> None:
        """Raise :class:`ModelError` for sizes that make no network."""
        for field in fields(self):
            value = getattr(self, field.name)
            values = value if field.name == "taps" else (value,)
            largest = _LARGEST.get(field.name, _LARGEST_WIDTH)
            if not all(type(v) is int and 0 < v <= largest for v in values):
                raise ModelError(
                    Message("The backbone's '{name}' is {value!r}.", name=field.name, value=value)
                )
        if self.width % self.heads:
            raise ModelError("The backbone's width is no multiple of its heads.")
        if not self.taps or max(self.taps) > self.blocks:
            raise ModelError("The backbone's taps lie outside its blocks.")
        if self.point_channels not in (3, 6):
            raise ModelError("The backbone reads neither 3 nor 6 channels a point.")

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> PointBertConfig:
        """The inverse of ``to_dict``; raises :class:`ModelError` on unknown or bad entries."""
        cls.check_names(
            data, Message("The backbone's configuration does not fit this version: {odd}.")
        )
        if not isinstance(data["taps"], list | tuple):
            raise ModelError("The backbone's 'taps' are no list.")
        return cls(**{**data, "taps": tuple(data["taps"])})


ULIP2 = PointBertConfig()
"""The published ULIP-2 PointBERT over coloured clouds, 1280 wide like OpenCLIP ViT-bigG-14."""

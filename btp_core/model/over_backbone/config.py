"""Sizes of BTP's modules over a published backbone; stored with their weights."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from btp_core.base.errors import ModelError
from btp_core.base.messages import Message
from btp_core.model.header import StoredConfig
from btp_core.model.pointbert.config import PointBertConfig

_LARGEST = 16_384


class ObjectRule(StrEnum):
    """What of the patches' logits speaks for the object, beside the global embedding.

    ``top20``: the mean of the highest fifth, the authors' update. ``max``: the highest, the paper.
    """

    TOP = "top20"
    MAX = "max"


@dataclass(frozen=True)
class PublishedConfig(StoredConfig):
    """Sizes of what is trained; those of the backbone are its own.

    Attributes
    ----------
    backbone
        Of the frozen encoder.
    gfcm_width, hidden_width
        Channels of the GFCM features and inside MGFEM.
    context_tokens, context_width
        Learnable context vectors in front of every sentence, as wide as the tower's words.
    object_rule
        How the object is scored.
    """

    backbone: PointBertConfig
    gfcm_width: int = 48
    hidden_width: int = 512
    context_tokens: int = 4
    context_width: int = 384
    object_rule: ObjectRule = ObjectRule.TOP

    def __post_init__(self) -> None:
        """Raise :class:`ModelError` for sizes that make no network."""
        for name in ("gfcm_width", "hidden_width", "context_tokens", "context_width"):
            value = getattr(self, name)
            if type(value) is not int or not 0 < value <= _LARGEST:
                raise ModelError(
                    Message("The model's '{name}' is {value!r}.", name=name, value=value)
                )

    @property
    def text_width(self) -> int:
        """``D`` of the joint space: the backbone's."""
        return self.backbone.embedding_width

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> PublishedConfig:
        """The inverse of ``to_dict``; raises :class:`ModelError` on unknown or bad entries."""
        cls.check_names(
            data, Message("The model's configuration does not fit this version: {odd}.")
        )
        if not isinstance(data["backbone"], dict):
            raise ModelError("The model's 'backbone' is no table.")
        backbone = PointBertConfig.from_dict(data["backbone"])
        return cls(
            **{**data, "backbone": backbone, "object_rule": object_rule(data["object_rule"])}
        )


def object_rule(name: object) -> ObjectRule:
    """The rule of that name; raises :class:`ModelError` for any other."""
    try:
        return ObjectRule(str(name))
    except ValueError as error:
        known = ", ".join(ObjectRule)
        raise ModelError(
            Message("There is no object rule {name!r}; there are {known}.", name=name, known=known)
        ) from error

"""Prompt sets: the words for a normal and a defective surface, as data.

A prompt set is what a user edits. It knows nothing of a text tower; expanding templates
gives the plain sentences that :mod:`btp_core.text` turns into embeddings.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli_w

from btp_core.base.assets import asset_path
from btp_core.base.errors import PromptError
from btp_core.base.files import write_atomically
from btp_core.base.messages import Message
from btp_core.base.opening import parse_toml, read_small, reason_of

DEFECT_TYPES = (
    "bulge",
    "dent",
    "scratch",
    "crack",
    "chip",
    "missing piece",
    "hole",
    "pitting",
    "burr",
)
"""A type's id in labels is its position here plus one; 0 is a normal surface."""


MAX_SENTENCES = 2000
MAX_PHRASE_CHARACTERS = 300
MAX_FILE_BYTES = 1_000_000


@dataclass(frozen=True)
class DefectType:
    """A named kind of defect with phrases of its own and a colour (``#rrggbb``)."""

    name: str
    phrases: tuple[str, ...]
    color: str = "#d62728"


@dataclass(frozen=True)
class PromptSet:
    """Phrases for normal and defective surfaces, and named defect types.

    Phrases may contain ``{object}``; each is put into every template at ``{phrase}``.

    Attributes
    ----------
    normal, anomaly
        Phrases such as ``"flawless {object}"`` and ``"damaged {object}"``.
    object_name
        What ``{object}`` becomes, ``"part"`` unless told.
    templates
        Such as ``"a 3D scan of a {phrase}"``.
    types
        Named defect types; may be empty.
    name
        Shown to the user.
    """

    normal: tuple[str, ...]
    anomaly: tuple[str, ...]
    object_name: str = "part"
    templates: tuple[str, ...] = ("{phrase}",)
    types: tuple[DefectType, ...] = field(default=())
    name: str = "custom"

    def __post_init__(self) -> None:
        for what, phrases in [("normal", self.normal), ("anomaly", self.anomaly)]:
            if not any(phrase.strip() for phrase in phrases):
                raise PromptError(
                    Message("The prompt set has no {side} phrase.", side=what),
                    next_step="Add at least one phrase.",
                )
        if not any("{phrase}" in template for template in self.templates):
            raise PromptError(
                "No template contains {phrase}.", next_step="Use '{phrase}' as a template."
            )
        names = [defect.name for defect in self.types]
        if len(set(names)) != len(names):
            raise PromptError(
                "Two defect types have the same name.", next_step="Rename one of them."
            )
        everything = [*self.normal, *self.anomaly, *self.templates, self.object_name]
        everything += [phrase for defect in self.types for phrase in defect.phrases]
        if any(len(phrase) > MAX_PHRASE_CHARACTERS for phrase in everything):
            raise PromptError(
                Message(
                    "A phrase is longer than {most} characters.",
                    most=MAX_PHRASE_CHARACTERS,
                ),
                next_step="Shorten it: the text tower reads about 250 words at most.",
            )
        if len(everything) * len(self.templates) > MAX_SENTENCES:
            raise PromptError(
                Message(
                    "Phrases times templates exceed {most:,} sentences.",
                    most=MAX_SENTENCES,
                ),
                next_step="Use fewer templates or phrases.",
            )

    def expand(self, phrases: tuple[str, ...]) -> tuple[str, ...]:
        """Sentences: every non-empty phrase in every template, with the object's name."""
        sentences = []
        for phrase in phrases:
            if not phrase.strip():
                continue
            for template in self.templates:
                sentence = template.replace("{phrase}", phrase.strip())
                sentences.append(sentence.replace("{object}", self.object_name))
        return tuple(dict.fromkeys(sentences))

    @property
    def normal_sentences(self) -> tuple[str, ...]:
        """All sentences that describe a normal surface."""
        return self.expand(self.normal)

    @property
    def anomaly_sentences(self) -> tuple[str, ...]:
        """All sentences that describe a defective surface, types not counted."""
        return self.expand(self.anomaly)

    @classmethod
    def stock(cls, name: str = "general") -> PromptSet:
        """A prompt set that ships with the program: ``"general"`` or ``"typed"``."""
        return cls.load(asset_path("prompts", f"{name}.toml"))

    @classmethod
    def load(cls, path: Path | str) -> PromptSet:
        """Read a prompt set from a TOML file.

        Raises
        ------
        PromptError
            The file is missing, too large, not TOML or not a prompt set.
        """
        path = Path(path)
        next_step = "Save one from the program to see the layout."
        try:
            data = parse_toml(read_small(path, MAX_FILE_BYTES))
        except (OSError, ValueError) as error:
            raise PromptError(
                Message("The prompt file cannot be read ({reason}).", reason=reason_of(error)),
                path=path,
                next_step=next_step,
            ) from error
        try:
            return cls.from_dict(data)
        except PromptError as error:
            raise PromptError(error.cause, path=path, next_step=error.next_step) from error

    def save(self, path: Path | str) -> None:
        """Write the prompt set as TOML; the file appears whole or not at all."""
        write_atomically(Path(path), tomli_w.dumps(self.to_dict()).encode("utf-8"))

    def to_dict(self) -> dict[str, Any]:
        """Plain values, the layout of the TOML file and of provenance in results."""
        return {
            "name": self.name,
            "object_name": self.object_name,
            "templates": list(self.templates),
            "normal": list(self.normal),
            "anomaly": list(self.anomaly),
            "types": [
                {"name": t.name, "color": t.color, "phrases": list(t.phrases)} for t in self.types
            ],
        }

    @classmethod
    def from_dict(cls, data: Any) -> PromptSet:
        """The inverse of :meth:`to_dict`; raises :class:`PromptError` on anything else."""
        if not isinstance(data, dict):
            raise PromptError("A prompt set must be a table.")
        types = data.get("types", [])
        if not isinstance(types, list) or not all(isinstance(entry, dict) for entry in types):
            raise PromptError("'types' must be a list of tables.")
        return cls(
            normal=_strings(data, "normal"),
            anomaly=_strings(data, "anomaly"),
            object_name=_string(data, "object_name", "part"),
            templates=_strings(data, "templates", ("{phrase}",)),
            types=tuple(
                DefectType(
                    _string(t, "name"), _strings(t, "phrases"), _string(t, "color", "#d62728")
                )
                for t in types
            ),
            name=_string(data, "name", "custom"),
        )


def _string(data: dict[str, Any], key: str, default: str | None = None) -> str:
    value = data.get(key, default)
    if not isinstance(value, str) or not value.strip():
        raise PromptError(Message("'{key}' must be a text that is not empty.", key=key))
    return value


def _strings(
    data: dict[str, Any], key: str, default: tuple[str, ...] | None = None
) -> tuple[str, ...]:
    value = data.get(key, default)
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise PromptError(Message("'{key}' must be a list of texts.", key=key))
    return tuple(value)

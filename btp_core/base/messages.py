"""Sentences that remember how they were made, so that a front-end can say them in its language.

A :class:`Message` is English text, and can be used as such everywhere. Beside the text it keeps
its template, which is the code that translations are found by, and the arguments put into it.
Plain text is a message without arguments: its template is the text itself.
"""

from __future__ import annotations

import numbers
from collections.abc import Mapping
from typing import Any

from btp_core.base.shown_text import shortened

Argument = int | float | str

MAX_MESSAGE = 1500
"""Characters of a message inside another one, and of a cause without arguments."""
MAX_ARGUMENT = 500
"""Characters of any other text in a message."""
SENTENCES = "{first} {then}"
"""Joins two messages; it needs no translation."""


class Message(str):
    """An English sentence, its template and its arguments.

    Parameters
    ----------
    template
        English text with named places, as for :meth:`str.format`:
        ``Message("Only {count:,} usable points.", count=7)``. It is taken as it stands if there
        are no arguments.
    **arguments
        Numbers and text, which may be messages again. Of an error its message is taken; anything
        else is turned into text.

    Attributes
    ----------
    template
        As given.
    arguments
        By the name of their place; ``int``, ``float`` and ``str`` (or :class:`Message`) only.
    """

    __slots__ = ("arguments", "template")

    template: str
    arguments: Mapping[str, Argument]

    def __new__(cls, template: str, /, **arguments: object) -> Message:
        plain = {name: _argument(value) for name, value in arguments.items()}
        return cls._made(template.format(**plain) if plain else template, template, plain)

    @classmethod
    def _made(cls, text: str, template: str, arguments: Mapping[str, Argument]) -> Message:
        new = super().__new__(cls, text)
        new.template = template
        new.arguments = arguments
        return new

    def __reduce__(self) -> tuple[Any, ...]:
        return Message._made, (str(self), str(self.template), dict(self.arguments))


def sentences(first: str, then: str) -> str:
    """Two messages as one; either may be empty."""
    return Message(SENTENCES, first=first, then=then) if first and then else first or then


def to_json(text: str) -> Any:
    """Plain values that :func:`of_json` makes the message of again; None for plain text."""
    if not isinstance(text, Message):
        return None
    values = {
        name: [value, to_json(value) if isinstance(value, str) else None]
        for name, value in text.arguments.items()
    }
    return {"template": text.template, "arguments": values}


def of_json(text: str, stored: Any) -> str:
    """The message with the given text; the text alone if what is stored makes no sense.

    The template is not filled here: a file from elsewhere could ask for gigabytes of blanks.
    """
    try:
        arguments = {
            str(name): of_json(value, inner) if isinstance(value, str) else _argument(value)
            for name, (value, inner) in stored["arguments"].items()
        }
        return Message._made(text, str(stored["template"]), arguments)
    except (AttributeError, KeyError, TypeError, ValueError):
        return text


def _argument(value: object) -> Argument:
    if isinstance(value, BaseException):
        first = value.args[0] if value.args else None
        return _bounded(first if isinstance(first, Message) else str(value))
    if isinstance(value, str):
        return _bounded(value)
    if isinstance(value, numbers.Integral):
        return int(value)
    return float(value) if isinstance(value, numbers.Real) else _bounded(str(value))


def _bounded(text: str) -> str:
    """What somebody has to read: a file can make a reason of any length."""
    return shortened(text, MAX_MESSAGE if isinstance(text, Message) else MAX_ARGUMENT)

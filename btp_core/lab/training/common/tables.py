"""Tables of a TOML file to frozen dataclasses, strictly: every odd key or value is named."""

from __future__ import annotations

import types
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from btp_core.base.errors import DataError, InspectError, SettingsError

_Table = TypeVar("_Table")
_WORDS = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}


def from_table(kind: type[_Table], table: object, where: str) -> _Table:
    """Build ``kind`` from a table; keys that are not given keep their defaults.

    Parameters
    ----------
    kind
        A dataclass of bools, numbers, texts, paths, enums, tuples of these, and such dataclasses.
    table
        As read by ``tomllib``.
    where
        Name of the table, for messages.

    Raises
    ------
    SettingsError
        Unknown keys (all are named, and what there is), or a value of another kind or range.
    """
    if not isinstance(table, dict):
        raise SettingsError(f"[{where}] must be a table.")
    hints = get_type_hints(kind)
    known = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    odd = sorted(str(key) for key in table if key not in known)
    if odd:
        raise SettingsError(
            f"[{where}] knows no {', '.join(map(repr, odd))}.",
            next_step=f"There are: {', '.join(known)}.",
        )
    values = {key: _value(hints[key], value, f"{where}.{key}") for key, value in table.items()}
    try:
        return kind(**values)
    except SettingsError:
        raise
    except InspectError as error:
        raise SettingsError(f"[{where}]: {error.cause}", next_step=error.next_step) from error


def check_ranges(
    config: object,
    *,
    counts: Iterable[str] = (),
    amounts: Iterable[str] = (),
    shares: Iterable[str] = (),
    parts: Iterable[str] = (),
) -> None:
    """Check attributes of ``config`` by their names.

    Parameters
    ----------
    config
        What has them.
    counts, amounts, shares, parts
        Names of those that must be 1 or more, 0 or more and finite, in [0, 1), and in [0, 1].

    Raises
    ------
    DataError
        Names the first that is not.
    """
    for name in counts:
        if getattr(config, name) < 1:
            raise DataError(f"The config's '{name}' must be 1 or more.")
    for name in amounts:
        if not 0 <= getattr(config, name) < float("inf"):
            raise DataError(f"The config's '{name}' must be 0 or more.")
    for name in shares:
        if not 0 <= getattr(config, name) < 1:
            raise DataError(f"The config's '{name}' must lie in [0, 1).")
    for name in parts:
        if not 0 <= getattr(config, name) <= 1:
            raise DataError(f"The config's '{name}' must lie in [0, 1].")


def _value(hint: Any, value: object, where: str) -> Any:
    if is_dataclass(hint) and isinstance(hint, type):
        return from_table(hint, value, where)
    if get_origin(hint) is tuple:
        (inner, *_) = get_args(hint)
        if not isinstance(value, list):
            raise SettingsError(f"'{where}' must be a list.")
        return tuple(_value(inner, item, where) for item in value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        if not isinstance(value, str) or value not in list(hint):
            raise SettingsError(f"'{where}' must be one of: {', '.join(hint)}.")
        return hint(value)
    if isinstance(hint, types.UnionType):
        hint = next(part for part in get_args(hint) if part is not types.NoneType)
    if hint is Path:
        return Path(_value(str, value, where))
    if hint is float and type(value) is int:
        return float(value)
    if type(value) is not hint:
        raise SettingsError(f"'{where}' must be {_WORDS[hint]}, not {value!r}.")
    return value

"""Files of earlier versions: what is a config now was called a recipe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CONFIG = "config"
_EARLIER = "recipe"


def with_config(table: Mapping[str, Any]) -> dict[str, Any]:
    """The table with its entry ``config``, whichever of the two names the file has for it."""
    named = dict(table)
    if _EARLIER in named and CONFIG not in named:
        named[CONFIG] = named.pop(_EARLIER)
    return named

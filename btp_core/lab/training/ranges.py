"""Checks of a recipe's numbers, in one wording."""

from __future__ import annotations

from collections.abc import Iterable

from btp_core.base.errors import DataError


def check_ranges(
    recipe: object,
    *,
    counts: Iterable[str] = (),
    amounts: Iterable[str] = (),
    shares: Iterable[str] = (),
) -> None:
    """Check attributes of ``recipe`` by their names.

    Parameters
    ----------
    recipe
        What has them.
    counts, amounts, shares
        Names of those that must be 1 or more, 0 or more and finite, and in [0, 1).

    Raises
    ------
    DataError
        Names the first that is not.
    """
    for name in counts:
        if getattr(recipe, name) < 1:
            raise DataError(f"The recipe's '{name}' must be 1 or more.")
    for name in amounts:
        if not 0 <= getattr(recipe, name) < float("inf"):
            raise DataError(f"The recipe's '{name}' must be 0 or more.")
    for name in shares:
        if not 0 <= getattr(recipe, name) < 1:
            raise DataError(f"The recipe's '{name}' must lie in [0, 1).")

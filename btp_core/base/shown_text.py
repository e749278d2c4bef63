"""Text from files and their names, fit to be shown: on a terminal, in a report, in a table."""

from __future__ import annotations


def shown_text(text: str) -> str:
    """Text with everything that cannot be seen written out, e.g. a line break as ``\\n``.

    A file name may hold control characters, which move a terminal's cursor or rename its window,
    halves of characters (bytes that are no text), and marks that turn the direction of writing,
    with which it could pose as another name.
    """
    return "".join(
        character
        if character.isprintable()
        else character.encode("unicode_escape", "backslashreplace").decode("ascii")
        for character in text
    )


def shortened(text: str, most: int) -> str:
    """Text of at most ``most`` characters: of a longer one, the middle is left out."""
    if len(text) <= most:
        return text
    end = most // 4
    return f"{text[: most - end - 5]} ... {text[-end:]}"

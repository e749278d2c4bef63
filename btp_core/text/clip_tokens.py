"""The words of a CLIP text tower: its tokenizer from a local folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from btp_core.base.errors import ModelError
from btp_core.base.messages import Message

_NEXT = "Copy vocab.json and merges.txt (or tokenizer.json) of the same CLIP into the folder."
_MAX_BYTES = 64 * 1024**2
# Before a configuration was mended, all of CLIP's said 2; transformers then takes the highest.
_MISSTATED_END = 2


def tokenizer_files(folder: Path) -> list[Path]:
    """The tokenizer's files in a folder; raises ``ModelError`` if one is missing or too large."""
    names = ("tokenizer.json", "vocab.json", "merges.txt", "tokenizer_config.json")
    there = [folder / name for name in names if (folder / name).is_file()]
    found = {path.name for path in there}
    if "tokenizer.json" not in found and not {"vocab.json", "merges.txt"} <= found:
        raise ModelError("The folder holds no tokenizer.", path=folder, next_step=_NEXT)
    large = [path for path in there if path.stat().st_size > _MAX_BYTES]
    if large:
        raise ModelError("The file is too large for a tokenizer.", path=large[0], next_step=_NEXT)
    return there


def load_tokenizer(folder: Path, words: int, end: int) -> Any:
    """Load the tokenizer and check that it is this tower's.

    Parameters
    ----------
    folder
        Local; nothing is fetched and no code of it is run.
    words
        How many tokens the tower knows.
    end
        Its end token, where the tower reads the sentence's embedding.

    Returns
    -------
    transformers.CLIPTokenizer
        Puts a start and an end token around every sentence.

    Raises
    ------
    ModelError
        Malformed, or another tower's.
    """
    from transformers import CLIPTokenizer

    try:
        tokenizer = CLIPTokenizer.from_pretrained(folder, local_files_only=True)
    except Exception as error:
        # The library raises nothing more precise than this for malformed files.
        raise ModelError(
            Message("The tokenizer cannot be read ({reason!r}).", reason=str(error)[:200]),
            path=folder,
            next_step=_NEXT,
        ) from error
    highest = max(tokenizer.get_vocab().values())
    stop = tokenizer.eos_token_id
    # The tower would silently read its embeddings from another place.
    if stop != (highest if end == _MISSTATED_END else end) or highest >= words:
        raise ModelError(
            Message(
                "The tokenizer ends sentences with token {stop} of {count}, but the tower "
                "expects {end} of {words}.",
                stop=stop,
                count=highest + 1,
                end=end,
                words=words,
            ),
            path=folder,
            next_step=_NEXT,
        )
    return tokenizer

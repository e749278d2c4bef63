"""What is free goes back."""

from __future__ import annotations

import sys

import psutil
import pytest

from app.background.memory import give_back_memory

MEBIBYTE = 2**20


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="of glibc")
def test_what_lies_free_between_blocks_goes_back() -> None:
    process = psutil.Process()
    blocks = [bytes(4000) for _ in range(30_000)]
    # The last block holds the heap up; all below is free.
    last = blocks.pop()
    full = process.memory_info().rss
    blocks.clear()
    give_back_memory()
    assert process.memory_info().rss < full - 60 * MEBIBYTE
    del last

from __future__ import annotations

import pytest

from btp_core.text.cached_tower import CachedTower
from btp_core.text.clip import ClipTower
from btp_core.text.embedding_cache import EmbeddingCache
from tests.core.text.small_clip import write_clip


@pytest.fixture(scope="session")
def tower(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clip")
    return CachedTower(ClipTower(write_clip(folder)), EmbeddingCache(folder / "cache.sqlite"))

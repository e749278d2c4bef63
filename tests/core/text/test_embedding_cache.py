from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
import threading

import platformdirs
import pytest
import torch

from btp_core.text.cached_tower import CachedTower, LazyTower
from btp_core.text.embedding_cache import EmbeddingCache, cache_key, default_cache_path


class Counting:
    """A tower that makes embeddings up from the sentences and remembers what it was asked."""

    name = "counting"
    width, context_width = 5, 3
    sha256 = "a" * 64

    def __init__(self):
        self.asked = []

    def __call__(self, sentences, context):
        return self.embed(sentences, context)

    def word_vectors(self, text):
        return torch.full((1, 3), float(len(text)))

    def embed(self, sentences, context):
        self.asked += sentences
        rows = [torch.arange(5.0) + len(s) + context.sum() for s in sentences]
        return torch.stack(rows)


NONE = torch.zeros(0, 3)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "caches" / "embeddings.sqlite"


def keys(count, first=0):
    return [cache_key("tower", NONE, f"sentence {n}") for n in range(first, first + count)]


def test_a_sentence_is_asked_for_once_in_a_life(path):
    tower = Counting()
    first = CachedTower(tower, EmbeddingCache(path)).embed(["aa", "b", "aa"], NONE)
    again = CachedTower(tower, EmbeddingCache(path)).embed(["b", "ccc", "aa"], NONE)
    assert tower.asked == ["aa", "b", "ccc"]
    assert torch.equal(first[0], first[2])
    assert torch.equal(again[[0, 2]], first[[1, 0]])
    assert torch.equal(again, Counting().embed(["b", "ccc", "aa"], NONE))


def test_another_context_or_tower_is_another_embedding(path):
    tower = Counting()
    cached = CachedTower(tower, EmbeddingCache(path))
    contexts = [NONE, torch.zeros(1, 3), torch.zeros(2, 3), torch.ones(1, 3)]
    for context in contexts:
        assert torch.equal(cached.embed(["aa"], context), Counting().embed(["aa"], context))
    tower.sha256 = "b" * 64
    cached.embed(["aa"], NONE)
    assert tower.asked == ["aa"] * 5


def test_a_lazy_tower_stays_unloaded_while_the_cache_knows(path):
    CachedTower(Counting(), EmbeddingCache(path)).embed(["aa"], NONE)
    loaded = []

    def load():
        loaded.append(True)
        return Counting()

    lazy = LazyTower(load, name="lazy", width=5, context_width=3, sha256=Counting.sha256)
    cached = CachedTower(lazy, EmbeddingCache(path))
    assert cached.embed(["aa"], NONE).shape == (1, 5)
    assert cached.embed([], NONE).shape == (0, 5)
    assert not loaded
    cached.embed(["bb"], NONE)
    cached(["cc"], NONE)
    assert torch.equal(cached.word_vectors("abc"), torch.full((1, 3), 3.0))
    assert loaded == [True]


def test_the_oldest_go_when_there_are_too_many(path):
    cache = EmbeddingCache(path, max_entries=10)
    for start in range(0, 25, 5):
        cache.put(dict.fromkeys(keys(5, start), torch.ones(4)))
    assert set(cache.get(keys(25), 4)) == set(keys(10, 15))
    cache.put(dict.fromkeys(keys(30, 100), torch.ones(4)))
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM embeddings").fetchone() == (10,)
    database.close()


def test_more_keys_than_a_statement_takes_are_looked_up(path):
    cache = EmbeddingCache(path)
    cache.put(dict.fromkeys(keys(1200), torch.ones(2)))
    assert len(cache.get(keys(1300), 2)) == 1200


@pytest.mark.parametrize("content", [b"", b"garbage " * 400, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_cache_is_logged_and_replaced(path, caplog, content):
    path.parent.mkdir()
    path.write_bytes(content)
    tower = Counting()
    cached = CachedTower(tower, EmbeddingCache(path))
    with caplog.at_level(logging.WARNING):
        expected = cached.embed(["aa"], NONE)
    assert "cache" in caplog.text
    assert str(path) in caplog.text
    assert torch.equal(expected, Counting().embed(["aa"], NONE))
    assert torch.equal(cached.embed(["aa"], NONE), expected)
    assert tower.asked == ["aa"]


def test_a_cut_cache_gives_right_embeddings_or_none(path):
    cache = EmbeddingCache(path)
    cache.put({key: torch.full((400,), float(n)) for n, key in enumerate(keys(60))})
    whole = path.read_bytes()
    for part in (0.1, 0.3, 0.6, 0.9):
        path.write_bytes(whole[: int(part * len(whole))])
        for n, key in enumerate(keys(60)):
            for vector in cache.get([key], 400).values():
                assert torch.equal(vector, torch.full((400,), float(n)))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE embeddings SET vector = zeroblob(16)",
        "UPDATE embeddings SET vector = zeroblob(8)",
        "UPDATE embeddings SET vector = 'text'",
        "UPDATE embeddings SET checksum = 7",
    ],
)
def test_a_damaged_embedding_is_ignored_with_a_log_line(path, caplog, change):
    cache = EmbeddingCache(path)
    cache.put(dict.fromkeys(keys(1), torch.ones(4)))
    database = sqlite3.connect(path)
    with database:
        database.execute(change)
    database.close()
    with caplog.at_level(logging.WARNING):
        assert cache.get(keys(1), 4) == {}
    assert "damaged embedding" in caplog.text
    cache.put(dict.fromkeys(keys(1), torch.ones(4)))
    assert len(cache.get(keys(1), 4)) == 1


def test_an_embedding_of_another_width_is_not_taken(path):
    cache = EmbeddingCache(path)
    cache.put(dict.fromkeys(keys(1), torch.ones(4)))
    assert cache.get(keys(1), 5) == {}


def test_checksums_are_remembered_while_a_file_stays_the_same(path, tmp_path):
    cache, file = EmbeddingCache(path), tmp_path / "weights"
    file.write_bytes(b"one")
    state = file.stat()
    one = hashlib.sha256(b"one").hexdigest()
    assert cache.file_sha256(file) == one
    # The same size and time: nobody looks into it again.
    file.write_bytes(b"two")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert EmbeddingCache(path).file_sha256(file) == one
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns + 1_000_000_000))
    assert cache.file_sha256(file) == hashlib.sha256(b"two").hexdigest()
    path.write_bytes(b"garbage " * 400)
    assert cache.file_sha256(file) == hashlib.sha256(b"two").hexdigest()


def test_a_place_that_cannot_be_written_costs_only_the_cache(tmp_path, caplog):
    (tmp_path / "taken").write_text("")
    tower = Counting()
    cached = CachedTower(tower, EmbeddingCache(tmp_path / "taken" / "cache.sqlite"))
    with caplog.at_level(logging.WARNING):
        assert cached.embed(["aa"], NONE).shape == (1, 5)
    assert "not cached" in caplog.text


def test_a_cache_of_another_layout_is_left_alone(path, caplog):
    path.parent.mkdir()
    database = sqlite3.connect(path)
    with database:
        database.execute("CREATE TABLE embeddings (something TEXT)")
    database.close()
    before = path.read_bytes()
    with caplog.at_level(logging.WARNING):
        CachedTower(Counting(), EmbeddingCache(path)).embed(["aa"], NONE)
    assert "not cached" in caplog.text
    assert path.read_bytes() == before


def test_threads_share_a_cache(path):
    cache = EmbeddingCache(path)

    def work(first):
        for key in keys(10, first):
            cache.put({key: torch.full((4,), float(first))})

    threads = [threading.Thread(target=work, args=(10 * n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = cache.get(keys(40), 4)
    assert len(found) == 40
    assert all(found[key][0] == 10 * (n // 10) for n, key in enumerate(keys(40)))


def test_the_usual_place_is_the_users_cache_folder():
    folder = platformdirs.user_cache_path("btp-inspect", appauthor=False)
    assert default_cache_path().parent == folder

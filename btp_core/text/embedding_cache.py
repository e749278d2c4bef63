"""Sentence embeddings on disk, so that a sentence met before needs no text tower.

An SQLite file: several processes may use it at once, a crash leaves it whole, and it holds plain
numbers. It is only ever a help: whatever is wrong with it is logged and the tower asked instead.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import numpy as np
import platformdirs
import torch
from torch import Tensor

from btp_core.base.checksums import file_sha256

log = logging.getLogger(__name__)

MAX_ENTRIES = 20_000
"""About 100 MB of embeddings 1280 wide; the oldest go first."""
_CHECK_BYTES = 8
_BATCH = 500  # below SQLite's limit on the parameters of a statement
_SECONDS_TO_WAIT = 2.0
_TABLE = (
    "CREATE TABLE IF NOT EXISTS embeddings"
    " (key BLOB PRIMARY KEY, vector BLOB NOT NULL, checksum BLOB NOT NULL)"
)


def default_cache_path() -> Path:
    """In the user's cache folder; the number changes when the layout does."""
    folder = platformdirs.user_cache_path("btp-inspect", appauthor=False)
    return folder / "sentence-embeddings-1.sqlite"


def cache_key(tower_sha256: str, context: Tensor, sentence: str) -> bytes:
    """32 bytes that stand for a sentence behind a context in a tower."""
    parts = hashlib.sha256(f"{tower_sha256}\n{list(context.shape)}\n".encode())
    parts.update(context.detach().cpu().float().numpy().tobytes())
    parts.update(sentence.encode("utf-8", "surrogatepass"))
    return parts.digest()


class EmbeddingCache:
    """Embeddings by key; bounded, safe against damage and against other processes.

    Parameters
    ----------
    path
        The file; the user's cache folder unless given. Made when something is first stored.
    max_entries
        How many embeddings are kept.
    """

    def __init__(self, path: Path | None = None, *, max_entries: int = MAX_ENTRIES) -> None:
        self.path = path if path is not None else default_cache_path()
        self.max_entries = max_entries

    def get(self, keys: Iterable[bytes], width: int) -> dict[bytes, Tensor]:
        """Those of ``keys`` that are there, each ``(width,)`` float32; damaged ones are not."""
        return {
            key: torch.from_numpy(np.frombuffer(vector, np.float32).copy())
            for key, vector in self._read(keys).items()
            if len(vector) == 4 * width
        }

    def put(self, embeddings: Mapping[bytes, Tensor]) -> None:
        """Store ``(D,)`` embeddings, all or none, and forget the oldest beyond the bound."""
        self._write(
            {key: row.detach().cpu().float().numpy().tobytes() for key, row in embeddings.items()}
        )

    def file_sha256(self, path: Path) -> str:
        """Checksum of a file, remembered while its size and time of change stay the same.

        A tower's checksum is needed to look embeddings up; reading gigabytes for it each time would
        take longer than the tower does. Raises ``OSError`` if the file cannot be read.
        """
        state = path.stat()
        name = f"file\n{path.resolve()}\n{state.st_size}\n{state.st_mtime_ns}"
        key = hashlib.sha256(name.encode("utf-8", "surrogateescape")).digest()
        known = self._read([key]).get(key)
        if known is not None:
            return known.hex()
        digest = file_sha256(path)
        self._write({key: bytes.fromhex(digest)})
        return digest

    def _read(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        wanted = list(dict.fromkeys(keys))
        found: dict[bytes, bytes] = {}
        if not wanted or not self.path.exists():
            return found
        with self._guarded(), self._opened() as database:
            for start in range(0, len(wanted), _BATCH):
                some = wanted[start : start + _BATCH]
                marks = ", ".join("?" * len(some))
                # The marks are question marks only; the keys are bound.
                statement = f"SELECT key, vector, checksum FROM embeddings WHERE key IN ({marks})"
                for key, vector, checksum in database.execute(statement, some):
                    if _is_intact(key, vector, checksum):
                        found[key] = vector
                    else:
                        log.warning("Ignoring a damaged embedding in %s.", self.path)
        return found

    def _write(self, values: Mapping[bytes, bytes]) -> None:
        rows = [(key, value, _checksum(key, value)) for key, value in values.items()]
        with self._guarded():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._opened() as database, database:
                database.execute(_TABLE)
                database.executemany("INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?)", rows)
                database.execute(
                    "DELETE FROM embeddings WHERE rowid <= (SELECT rowid FROM embeddings"
                    " ORDER BY rowid DESC LIMIT 1 OFFSET ?)",
                    (self.max_entries,),
                )

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=_SECONDS_TO_WAIT)) as database:
            # The file may come from anywhere: nothing in its schema is to be trusted.
            database.execute("PRAGMA trusted_schema = OFF")
            yield database

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Log what goes wrong and go on; make room for a new file in place of a damaged one."""
        try:
            yield
        except (sqlite3.OperationalError, OSError) as error:
            # Locked, read-only, full, or of another layout: somebody else's to mend.
            log.warning("Sentence embeddings are not cached: %s (%s).", error, self.path)
        except (sqlite3.Error, TypeError) as error:
            log.warning("Ignoring the damaged cache %s (%s).", self.path, error)
            for name in (self.path, self.path.with_name(f"{self.path.name}-journal")):
                with suppress(OSError):
                    name.unlink(missing_ok=True)


def _checksum(key: bytes, vector: bytes) -> bytes:
    return hashlib.sha256(key + vector).digest()[:_CHECK_BYTES]


def _is_intact(key: object, vector: object, checksum: object) -> bool:
    return (
        isinstance(key, bytes) and isinstance(vector, bytes) and checksum == _checksum(key, vector)
    )

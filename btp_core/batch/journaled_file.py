"""A file for h5py that changes from one sound state to the next, whatever ends the process.

HDF5 writes new data behind the end of the file, and then changes a few kilobytes inside it: links,
indices, and the end of the file in its first block. Killed in between, the file is damaged. Here
the changes inside the file are held back until :meth:`JournaledFile.commit`, which writes them to
a journal beside the file first. A journal with a valid checksum is carried out again by whoever
opens the file next (any number of times: it holds plain bytes and their places); one without is of
a commit that never happened, and the file is as it was before.

Readers hold a lock on the journal, so that nothing changes under them; they are meant to be quick.
"""

from __future__ import annotations

import io
import os
import struct
import zlib
from pathlib import Path

from btp_core.base.errors import OutputError
from btp_core.base.messages import Message
from btp_core.base.opening import check_regular
from btp_core.batch.locks import lock_shared, wait_for_readers

_CLOSED = -1
_PAGE = 4096
_MAGIC = b"BTPJRNL1"
_HEAD = struct.Struct("<8sQQI")  # magic, size of the file, number of entries, checksum
_ENTRY = struct.Struct("<QQ")  # place, length


def journal_path(path: Path) -> Path:
    """The journal of a file."""
    return path.with_name(path.name + ".journal")


class JournaledFile(io.RawIOBase):
    """What h5py needs of a file: seek, read, write, truncate.

    Parameters
    ----------
    path
        An existing file.
    writable
        Whether to carry out a journal that a killed process left, and to allow writing; the
        caller holds the lock. Without it nothing on the disk is changed, and a journal is
        carried out in memory.
    """

    def __init__(self, path: Path, *, writable: bool = False) -> None:
        super().__init__()
        self._path = path
        self._writable = writable
        self._journal = _CLOSED
        self._file = _CLOSED
        # No buffering of Python's in between: what is written must be in the kernel.
        check_regular(path)
        flags = (os.O_RDWR if writable else os.O_RDONLY) | getattr(os, "O_BINARY", 0)
        self._file = os.open(path, flags)
        try:
            self._stream = io.FileIO(self._file, "r", closefd=False)
            self._pages: dict[int, bytearray] = {}
            self._error: OSError | None = None
            self._position = 0
            self._journal = _open_journal(journal_path(path), writable)
            if not writable and self._journal != _CLOSED:
                lock_shared(self._journal)
            self._committed = self._size = os.fstat(self._file).st_size
            self._recover()
        except BaseException:
            self.close()
            raise

    # What h5py calls.

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def writable(self) -> bool:
        """As opened."""
        return self._writable

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """As for any file."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        self._position = start + offset
        return self._position

    @property
    def size(self) -> int:
        """Bytes, changes not yet committed included."""
        return self._size

    def tell(self) -> int:
        """As for any file."""
        return self._position

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read at the present position, changes not yet committed included."""
        target = memoryview(buffer).cast("B")
        start = self._position
        length = max(0, min(len(target), self._size - start))
        done = 0
        while done < length:
            os.lseek(self._file, start + done, os.SEEK_SET)
            # Into the target itself: os.read would copy megabytes of embeddings twice.
            more = self._stream.readinto(target[done:length])
            if not more:
                break
            done += more
        target[done:length] = bytes(length - done)
        if self._pages:
            self._patch(target[:length], start)
        self._position += length
        return length

    def write(self, data: bytes | memoryview) -> int:  # type: ignore[override]
        """Write behind the committed end at once; hold back what lies before it."""
        view = memoryview(data).cast("B")
        start = self._position
        inside = max(0, min(len(view), self._committed - start))
        # An error in here would pass through HDF5 and come out as another: commit tells it.
        if self._error is None:
            try:
                self._hold(view[:inside], start)
                _write_all(self._file, view[inside:], start + inside)
            except OSError as error:
                self._error = error
        self._position += len(view)
        self._size = max(self._size, self._position)
        return len(view)

    def truncate(self, size: int | None = None) -> int:
        """Set the size; inside the committed part, only with the next commit."""
        self._size = self._position if size is None else size
        if self._error is None:
            try:
                os.ftruncate(self._file, max(self._size, self._committed))
            except OSError as error:
                self._error = error
        return self._size

    def flush(self) -> None:
        """Do nothing: :meth:`commit` is what makes changes last."""

    def close(self) -> None:
        """Close without committing."""
        for handle in (self._file, self._journal):
            if handle != _CLOSED:
                os.close(handle)
        self._file = self._journal = _CLOSED
        super().close()

    # What the run file calls.

    def commit(self) -> None:
        """Make everything written so far the state of the file, all of it or nothing.

        Raises
        ------
        OutputError
            The disk is full, or the like: the file stays what it was after the last commit, and
            this object is of no more use.
        """
        if self._error is None:
            try:
                self._commit()
            except OSError as error:
                self._error = error
        if (failure := self._error) is not None:
            raise OutputError(
                Message("Cannot be written ({reason}).", reason=failure.strerror or failure),
                path=self._path,
                next_step="What was finished is in the file. Free space on the disk, then resume "
                "with --resume.",
            ) from failure

    def _commit(self) -> None:
        os.fsync(self._file)
        pages = [(page * _PAGE, bytes(self._pages[page])) for page in sorted(self._pages)]
        journal = self._journal
        with wait_for_readers(journal):
            os.ftruncate(journal, 0)
            _write_all(journal, _packed(pages, self._size), 0)
            os.fsync(journal)
            # From here on the new state is what the next one to open the file sees.
            self._carry_out(pages, self._size)
            os.ftruncate(journal, 0)
        self._pages.clear()
        self._committed = self._size

    def _carry_out(self, pages: list[tuple[int, bytes]], size: int) -> None:
        for place, content in pages:
            _write_all(self._file, memoryview(content), place)
        os.ftruncate(self._file, size)
        os.fsync(self._file)

    def _recover(self) -> None:
        if self._journal == _CLOSED:
            return
        found = _unpacked(_read_at(self._journal, os.fstat(self._journal).st_size, 0))
        if found is None:
            return
        pages, size = found
        if self._writable:
            self._carry_out(pages, size)
            self._committed = self._size = size
            os.ftruncate(self._journal, 0)
            return
        self._size = max(size, self._size)
        for place, content in pages:
            self._pages[place // _PAGE] = bytearray(content)

    def _hold(self, data: memoryview, start: int) -> None:
        done = 0
        while done < len(data):
            number, offset = divmod(start + done, _PAGE)
            page = self._pages.get(number)
            if page is None:
                # Cut at the committed end: what lies behind it is on the disk already.
                length = min(_PAGE, self._committed - number * _PAGE)
                page = bytearray(_read_at(self._file, length, number * _PAGE))
                page.extend(bytes(length - len(page)))
                self._pages[number] = page
            length = min(len(page) - offset, len(data) - done)
            page[offset : offset + length] = data[done : done + length]
            done += length

    def _patch(self, target: memoryview, start: int) -> None:
        end = start + len(target)
        for number in range(start // _PAGE, -(-end // _PAGE)):
            page = self._pages.get(number)
            if page is None:
                continue
            place = number * _PAGE
            first, last = max(start, place), min(end, place + len(page))
            if first < last:
                target[first - start : last - start] = page[first - place : last - place]


def _write_all(handle: int, data: bytes | memoryview, place: int) -> None:
    view = memoryview(data)
    while view:
        # Not pwrite, which Windows lacks; the file has one user at a time.
        os.lseek(handle, place, os.SEEK_SET)
        done = os.write(handle, view)
        view, place = view[done:], place + done


def _read_at(handle: int, length: int, place: int) -> bytes:
    os.lseek(handle, place, os.SEEK_SET)
    return os.read(handle, length)


def _packed(pages: list[tuple[int, bytes]], size: int) -> bytes:
    body = b"".join(_ENTRY.pack(place, len(content)) + content for place, content in pages)
    check = zlib.crc32(body, zlib.crc32(struct.pack("<QQ", size, len(pages))))
    return _HEAD.pack(_MAGIC, size, len(pages), check) + body


def _open_journal(path: Path, writable: bool) -> int:
    binary = getattr(os, "O_BINARY", 0)
    if writable:
        return os.open(path, os.O_RDWR | os.O_CREAT | binary, 0o666)
    try:
        return os.open(path, os.O_RDONLY | binary)
    except FileNotFoundError:  # a run file that was moved, or copied, without it
        return _CLOSED


def _unpacked(content: bytes) -> tuple[list[tuple[int, bytes]], int] | None:
    """Pages and size of the file after them; None where no commit was interrupted."""
    if len(content) < _HEAD.size:
        return None
    magic, size, count, check = _HEAD.unpack_from(content)
    body = content[_HEAD.size :]
    if magic != _MAGIC or check != zlib.crc32(body, zlib.crc32(struct.pack("<QQ", size, count))):
        return None
    pages, place = [], 0
    for _ in range(count):
        start, length = _ENTRY.unpack_from(body, place)
        place += _ENTRY.size
        pages.append((start, body[place : place + length]))
        place += length
    return pages, size

"""One file over HTTP: resumed where it stopped, checked, and moved in place only then."""

from __future__ import annotations

import ipaddress
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urljoin, urlsplit

import requests
from filelock import FileLock, Timeout

from btp_core.base.checksums import file_sha256
from btp_core.base.errors import ModelError, OutputError
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress

CHUNK = 1 << 18
TIMEOUT_SECONDS = (10.0, 30.0)
"""To connect, and between two pieces of the answer."""
ATTEMPTS = 5
PAUSE_SECONDS = 1.0
"""Before the second attempt; doubled each time."""
REDIRECTS = 5
_REDIRECTING = {301, 302, 303, 307, 308}
_NEXT = "Try again later, or place the file by hand: `btp-inspect models add`."


@dataclass(frozen=True)
class Request:
    """What to fetch.

    Attributes
    ----------
    url
        https, or http on this machine.
    target
        Where the file belongs; until it is whole and checked it is ``<target>.part``.
    max_bytes
        No more than that is ever written.
    sha256
        Of the file; empty if it is not known.
    """

    url: str
    target: Path
    max_bytes: int
    sha256: str = ""

    @property
    def part(self) -> Path:
        """The file while it is incomplete."""
        return self.target.with_name(self.target.name + ".part")

    @property
    def tag(self) -> Path:
        """What the server called the version that ``part`` is the beginning of."""
        return self.target.with_name(self.target.name + ".etag")


class _Interrupted(Exception):
    """The connection ended early; what came is kept."""


def download(
    request: Request,
    progress: ProgressCallback = no_progress,
    cancel: CancelToken | None = None,
) -> None:
    """Fetch a file; an earlier part of it is gone on with.

    Parameters
    ----------
    request
        What to fetch.
    progress, cancel
        Reported to and checked with every piece; a cancelled download goes on next time.

    Raises
    ------
    ModelError
        No answer, another answer than a file, more bytes than allowed, or a wrong checksum.
    OutputError
        The file cannot be written, the disk is too small, or somebody else is at it.
    CancelledError
        If cancelled.
    """
    cancel = cancel or CancelToken()
    with _alone(request), _writing(request.target):
        for attempt in range(ATTEMPTS):
            cancel.raise_if_cancelled()
            try:
                _fetch(request, progress, cancel)
                break
            except (requests.RequestException, _Interrupted) as error:
                if attempt == ATTEMPTS - 1:
                    host = _host(request.url)
                    raise ModelError(
                        f"The download from {host} failed {ATTEMPTS} times ({error}).",
                        path=request.target,
                        next_step=_NEXT,
                    ) from error
                _pause(PAUSE_SECONDS * 2**attempt, cancel)
        _check(request)
        request.part.replace(request.target)
        request.tag.unlink(missing_ok=True)


def _fetch(request: Request, progress: ProgressCallback, cancel: CancelToken) -> None:
    """One connection: append to the part until the server has no more to say."""
    start = request.part.stat().st_size if request.part.exists() else 0
    tag = request.tag.read_text(encoding="ascii") if start and request.tag.exists() else ""
    if not tag:
        start = 0  # without a name of the version, nobody knows whether the rest would fit
    headers = {"Accept-Encoding": "identity"}
    if start:
        headers |= {"Range": f"bytes={start}-", "If-Range": tag}
    with _open(request.url, headers) as answer:
        if answer.status_code == requests.codes.requested_range_not_satisfiable:
            _forget(request)
            raise _Interrupted("the beginning that was here did not fit")
        if answer.status_code not in (requests.codes.ok, requests.codes.partial_content):
            _refuse(answer)
        if answer.status_code == requests.codes.ok:
            start = 0
        elif not answer.headers.get("Content-Range", "").startswith(f"bytes {start}-"):
            _forget(request)
            raise _Interrupted("another piece came than was asked for")
        total = _announced(answer, start)
        if total is not None and total > request.max_bytes:
            raise _too_large(request)
        _ensure_space(request, (total or request.max_bytes) - start)
        if start == 0:
            _remember(request, answer.headers.get("ETag", ""))
        with request.part.open("r+b" if start else "wb") as file:
            if start:
                file.seek(start)
                file.truncate()
            done = _copy(answer, file, (start, total), request, progress, cancel)
    if total is not None and done < total:
        raise _Interrupted(f"{done:,} of {total:,} bytes came")


def _copy(
    answer: requests.Response,
    file: BinaryIO,
    span: tuple[int, int | None],
    request: Request,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> int:
    """Write what comes; ``span`` is where it begins and where the file should end."""
    done, total = span
    for piece in answer.iter_content(CHUNK):
        cancel.raise_if_cancelled()
        done += len(piece)
        if done > (request.max_bytes if total is None else total):
            raise _too_large(request)
        file.write(piece)
        progress("downloading", min(1.0, done / (total or request.max_bytes)))
    return done


@contextmanager
def _open(url: str, headers: dict[str, str]) -> Iterator[requests.Response]:
    """The answer after redirections, each of which must lead to a place that is allowed."""
    with requests.Session() as session:
        secure = False
        for _ in range(REDIRECTS + 1):
            _ensure_allowed(url, secure)
            secure = urlsplit(url).scheme == "https"
            answer = session.get(
                url, headers=headers, stream=True, timeout=TIMEOUT_SECONDS, allow_redirects=False
            )
            with answer:
                if answer.status_code not in _REDIRECTING:
                    yield answer
                    return
                url = urljoin(url, answer.headers.get("Location", ""))
    raise ModelError(f"{_host(url)} redirects in a circle.", next_step=_NEXT)


def _ensure_allowed(url: str, secure: bool) -> None:
    """Refuse what is not https; ``secure`` is whether an https address led here."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and not secure and _is_this_machine(parts.hostname or ""):
        return
    raise ModelError(
        f"Only https addresses are used, not {url!r}.", next_step="Name an https address."
    )


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _announced(answer: requests.Response, start: int) -> int | None:
    """Bytes of the whole file as the server says, None if it does not."""
    length = answer.headers.get("Content-Length", "")
    return start + int(length) if length.isdecimal() else None


def _refuse(answer: requests.Response) -> None:
    message = f"{_host(answer.url)} answers {answer.status_code} {answer.reason}."
    if answer.status_code >= requests.codes.internal_server_error:
        raise _Interrupted(message)
    raise ModelError(message, next_step=_NEXT)


def _remember(request: Request, tag: str) -> None:
    # A weak tag names content that is alike, not equal: nothing to go on with.
    if tag.startswith('"') and tag.isascii():
        request.tag.write_text(tag, encoding="ascii")
    else:
        request.tag.unlink(missing_ok=True)


def _forget(request: Request) -> None:
    request.part.unlink(missing_ok=True)
    request.tag.unlink(missing_ok=True)


def _check(request: Request) -> None:
    if request.sha256 and (found := file_sha256(request.part)) != request.sha256:
        _forget(request)
        raise ModelError(
            f"What came is not the file that was asked for: sha256 {found} instead of "
            f"{request.sha256}. It was deleted.",
            path=request.target,
            next_step=_NEXT,
        )


def _ensure_space(request: Request, needed: int) -> None:
    free = shutil.disk_usage(request.target.parent).free
    if needed > free:
        raise OutputError(
            f"{needed:,} bytes are needed and {free:,} are free.",
            path=request.target.parent,
            next_step="Free space on the disk.",
        )


def _too_large(request: Request) -> ModelError:
    _forget(request)
    return ModelError(
        f"{_host(request.url)} sends more than it announced, or than {request.max_bytes:,} bytes.",
        path=request.target,
        next_step=_NEXT,
    )


@contextmanager
def _alone(request: Request) -> Iterator[None]:
    request.target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(request.target.with_name(request.target.name + ".lock"), blocking=False):
            yield
    except Timeout as error:
        raise OutputError(
            "Another process is downloading it.", path=request.target, next_step="Wait for it."
        ) from error


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    try:
        yield
    except requests.RequestException:  # is an OSError too, and not the disk's
        raise
    except OSError as error:
        raise OutputError(
            f"Cannot be written ({error.strerror or error}).",
            path=target,
            next_step="Free space on the disk; the download goes on where it stopped.",
        ) from error


def _pause(seconds: float, cancel: CancelToken) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        cancel.raise_if_cancelled()
        time.sleep(min(0.1, seconds))


def _host(url: str) -> str:
    return urlsplit(url).hostname or url

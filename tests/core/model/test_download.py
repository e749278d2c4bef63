"""Against a real server on this machine that cuts off, lies, stalls and redirects."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from btp_core.base.errors import CancelledError, ModelError, OutputError
from btp_core.base.progress import CancelToken
from btp_core.model import download as module
from btp_core.model.download import Request, download
from tests.core.model.serving import CONTENT, SHA256, Behaviour, serving


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(module, "TIMEOUT_SECONDS", (2.0, 0.5))
    monkeypatch.setattr(module, "CHUNK", 4096)


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Request]:
    def request(url: str, max_bytes: int = 2 * len(CONTENT), sha256: str = SHA256) -> Request:
        return Request(url, tmp_path / "deep" / "model.pt", max_bytes, sha256)

    return request


def left_over(request: Request) -> list[str]:
    return sorted(p.name for p in request.target.parent.iterdir() if p.suffix != ".lock")


def test_a_file_arrives_whole_with_progress(make: Callable[..., Request]) -> None:
    steps: list[float] = []
    with serving(Behaviour()) as url:
        request = make(url)
        download(request, lambda stage, fraction: steps.append(fraction))
    assert request.target.read_bytes() == CONTENT
    assert steps == sorted(steps)
    assert steps[-1] == 1.0
    assert left_over(request) == ["model.pt"]


def test_a_connection_that_breaks_is_gone_on_with(make: Callable[..., Request]) -> None:
    behaviour = Behaviour(cut_after=[100_000, 50_000, None])
    with serving(behaviour) as url:
        request = make(url)
        download(request)
    assert request.target.read_bytes() == CONTENT
    # Less than one piece of what came before the break is asked for again.
    begins = [int(seen["Range"].removeprefix("bytes=")[:-1]) for seen in behaviour.seen[1:]]
    assert 100_000 - 4096 < begins[0] <= 100_000
    assert begins[0] + 50_000 - 4096 < begins[1] <= begins[0] + 50_000


def test_a_server_without_ranges_sends_all_again(make: Callable[..., Request]) -> None:
    with serving(Behaviour(cut_after=[100_000, None], knows_ranges=False)) as url:
        request = make(url)
        download(request)
    assert request.target.read_bytes() == CONTENT


def test_another_version_in_between_is_not_mixed(make: Callable[..., Request]) -> None:
    first = Behaviour(content=b"old" * 50_000, tag='"old"', cut_after=[60_000, 0])
    with serving(first) as url, pytest.raises(ModelError, match="failed 5 times"):
        download(make(url))
    with serving(Behaviour()) as url:
        request = make(url)
        assert request.part.stat().st_size > 0
        download(request)
    assert request.target.read_bytes() == CONTENT


def test_without_a_tag_nothing_is_appended(make: Callable[..., Request]) -> None:
    behaviour = Behaviour(tag="", cut_after=[100_000, None])
    with serving(behaviour) as url:
        request = make(url)
        download(request)
    assert "Range" not in behaviour.seen[1]
    assert request.target.read_bytes() == CONTENT


def test_another_piece_than_asked_for_is_not_appended(make: Callable[..., Request]) -> None:
    behaviour = Behaviour(cut_after=[100_000, None], piece_shift=7)
    with serving(behaviour) as url:
        request = make(url, sha256="")
        download(request)
    assert "Range" in behaviour.seen[1]
    assert "Range" not in behaviour.seen[2]
    assert request.target.read_bytes() == CONTENT


def test_a_part_longer_than_the_file_is_thrown_away(make: Callable[..., Request]) -> None:
    with serving(Behaviour()) as url:
        request = make(url)
        request.target.parent.mkdir()
        request.part.write_bytes(bytes(len(CONTENT) + 10))
        request.tag.write_text('"one"')
        download(request)
    assert request.target.read_bytes() == CONTENT


def test_wrong_bytes_are_deleted(make: Callable[..., Request]) -> None:
    with serving(Behaviour(content=CONTENT[::-1])) as url:
        request = make(url)
        with pytest.raises(ModelError, match="not the file that was asked for"):
            download(request)
    assert left_over(request) == []


@pytest.mark.parametrize(
    ("behaviour", "max_bytes", "said"),
    [
        # The rest of a body that is announced too short is never read by HTTP: a wrong checksum.
        (Behaviour(announced=1000), 2 * len(CONTENT), "not the file"),
        (Behaviour(announced=2 * len(CONTENT)), 3 * len(CONTENT), "failed 5 times"),
        (Behaviour(), 1000, "more than"),
        (Behaviour(statuses=[404]), 10**6, "404"),
        (Behaviour(statuses=[500]), 10**6, "failed 5 times"),
    ],
    ids=["length too short", "length too long", "too large", "missing", "server error"],
)
def test_lies_and_refusals_are_told(
    behaviour: Behaviour, max_bytes: int, said: str, make: Callable[..., Request]
) -> None:
    with serving(behaviour) as url:
        request = make(url, max_bytes)
        with pytest.raises(ModelError, match=said):
            download(request)
    assert not request.target.exists()


def test_a_server_that_recovers_is_enough(make: Callable[..., Request]) -> None:
    with serving(Behaviour(statuses=[503, 502, 200])) as url:
        request = make(url)
        download(request)
    assert request.target.read_bytes() == CONTENT


def test_a_server_that_stalls_is_left(make: Callable[..., Request]) -> None:
    behaviour = Behaviour(cut_after=[100_000], stall=threading.Event())
    with serving(behaviour) as url, pytest.raises(ModelError, match="failed 5 times"):
        download(make(url))
    assert len(behaviour.seen) == 5


def test_redirections_are_followed_but_not_anywhere(make: Callable[..., Request]) -> None:
    with serving(Behaviour()) as url:
        with serving(Behaviour(statuses=[302], location=url)) as first:
            request = make(first)
            download(request)
        assert request.target.read_bytes() == CONTENT
    loop = Behaviour(statuses=[301], location="/model.pt")
    with serving(loop) as url, pytest.raises(ModelError, match="circle"):
        download(make(url))
    for elsewhere in ("file:///etc/passwd", "http://192.0.2.1/x", "ftp://192.0.2.1/x"):
        behaviour = Behaviour(statuses=[302], location=elsewhere)
        with serving(behaviour) as url, pytest.raises(ModelError, match="Only https"):
            download(make(url))
    with pytest.raises(ModelError, match="Only https"):
        download(make("http://example.org/model.pt"))


def test_https_does_not_lead_back_to_http() -> None:
    module._ensure_allowed("https://example.org/x", True)
    module._ensure_allowed("http://127.0.0.1/x", False)
    with pytest.raises(ModelError, match="Only https"):
        module._ensure_allowed("http://127.0.0.1/x", True)


def test_a_cancelled_download_goes_on_next_time(make: Callable[..., Request]) -> None:
    token = CancelToken()

    def cancel_half_way(stage: str, fraction: float) -> None:
        if fraction > 0.5:
            token.cancel()

    behaviour = Behaviour()
    with serving(behaviour) as url:
        request = make(url)
        with pytest.raises(CancelledError):
            download(request, cancel_half_way, token)
        had = request.part.stat().st_size
        assert 0 < had < len(CONTENT)
        download(request)
    assert behaviour.seen[1]["Range"] == f"bytes={had}-"
    assert request.target.read_bytes() == CONTENT


def test_two_at_once_are_refused(make: Callable[..., Request]) -> None:
    request = make("https://example.org/model.pt")
    request.target.parent.mkdir()
    with (
        FileLock(request.target.with_name("model.pt.lock")),
        pytest.raises(OutputError, match="Another process"),
    ):
        download(request)


def test_too_small_a_disk_is_told_before_anything_is_written(
    make: Callable[..., Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module.shutil, "disk_usage", lambda _: type("Disk", (), {"free": 1000})())
    with serving(Behaviour()) as url:
        request = make(url)
        with pytest.raises(OutputError, match="1,000 are free"):
            download(request)
    assert left_over(request) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is full")
def test_a_disk_that_fills_up_is_told(make: Callable[..., Request]) -> None:
    with serving(Behaviour()) as url:
        request = make(url)
        request.target.parent.mkdir()
        request.part.symlink_to("/dev/full")
        with pytest.raises(OutputError, match="No space left"):
            download(request)
    assert not request.target.exists()

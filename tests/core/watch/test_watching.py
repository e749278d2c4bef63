"""A watched folder: each good file once, and nothing bad does harm."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from btp_core.base.errors import DataError, InspectError, OutputError
from btp_core.base.progress import CancelToken
from btp_core.batch.run_file import read_table
from btp_core.batch.settings import BatchSettings
from btp_core.record.file import RecordFile
from btp_core.record.search import Query, search
from btp_core.record.verify import verify
from btp_core.text.prompts import PromptSet
from btp_core.watch.being_written import being_written
from btp_core.watch.news import ScanWatched, WatchNews, WatchState, WatchWarning
from btp_core.watch.settings import WatchSettings, default_run_file
from btp_core.watch.watching import watch_folder
from tests.core.watch.fake_workers import FakeWorkers

SETTLE, PATIENCE = 0.25, 1.2


class Watched:
    """A watch on a thread of its own, and what it told."""

    def __init__(self, settings: WatchSettings) -> None:
        self.settings = settings
        self.news: list[WatchNews] = []
        self.error: InspectError | None = None
        self.stop = CancelToken()
        FakeWorkers.inspected.clear()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            watch_folder(self.settings, self.news.append, self.stop, FakeWorkers)
        except InspectError as error:
            self.error = error

    def until(self, true: Callable[[], bool], seconds: float = 20.0) -> None:
        end = time.monotonic() + seconds
        while not true() and time.monotonic() < end and self._thread.is_alive():
            time.sleep(0.02)
        assert true(), (self.news[-5:], self.error)

    @property
    def told(self) -> list[str]:
        return [one.row.name for one in self.news if isinstance(one, ScanWatched)]

    @property
    def warnings(self) -> list[str]:
        return [one.text for one in self.news if isinstance(one, WatchWarning)]

    def end(self) -> None:
        self.stop.cancel()
        self._thread.join(30)
        assert not self._thread.is_alive()


@pytest.fixture
def settings(tmp_path: Path) -> WatchSettings:
    folder = tmp_path / "scans"
    folder.mkdir()
    batch = BatchSettings(
        folder,
        tmp_path / "run.h5",
        PromptSet.stock(),
        device="cpu",
        record=tmp_path / "r.sqlite",
        serial_pattern=r"\d+",
    )
    return WatchSettings(batch, settle=SETTLE, patience=PATIENCE, poll=0.05)


@pytest.fixture
def watch(settings: WatchSettings) -> Iterator[Callable[[], Watched]]:
    begun: list[Watched] = []

    def begin() -> Watched:
        begun.append(Watched(settings))
        return begun[-1]

    yield begin
    for one in begun:
        one.end()


def good(path: Path, count: int = 100) -> None:
    np.save(path, np.zeros((count, 3)))


def rows_of(settings: WatchSettings) -> dict[str, str]:
    return {row.name: row.verdict or row.status for row in read_table(settings.batch.output)[1]}


def recorded(settings: WatchSettings) -> list[tuple[str, str]]:
    assert settings.batch.record is not None
    with RecordFile(settings.batch.record) as record:
        return sorted((row.scan, row.verdict) for row in search(record, Query()))


def test_new_scans_are_inspected_once_and_recorded(
    settings: WatchSettings, watch: Callable[[], Watched]
) -> None:
    folder = settings.batch.folder
    good(folder / "1.npy")
    running = watch()
    running.until(lambda: running.told == ["1.npy"])
    (folder / "sub").mkdir()
    good(folder / "sub" / "2.npy", 101)
    (folder / "note.txt.bak").write_text("no scan")
    running.until(lambda: len(running.told) == 2)
    time.sleep(4 * SETTLE)
    running.end()
    assert FakeWorkers.inspected == ["1.npy", "sub/2.npy"]
    assert rows_of(settings) == {"1.npy": "pass", "sub/2.npy": "fail"}
    assert recorded(settings) == [("1.npy", "pass"), ("sub/2.npy", "fail")]
    told = [one for one in running.news if isinstance(one, ScanWatched)]
    assert [one.inspection for one in told] == [1, 2]
    assert running.error is None
    assert running.warnings == []


def test_a_new_start_goes_on(settings: WatchSettings, watch: Callable[[], Watched]) -> None:
    folder = settings.batch.folder
    good(folder / "1.npy")
    first = watch()
    first.until(lambda: first.told == ["1.npy"])
    first.end()
    good(folder / "2.npy")
    os.utime(folder / "1.npy")  # another time, the same content
    second = watch()
    second.until(lambda: second.told == ["2.npy"])
    time.sleep(4 * SETTLE)
    assert FakeWorkers.inspected == ["2.npy"]


def test_a_part_that_comes_back_from_rework_is_inspected_again(
    settings: WatchSettings, watch: Callable[[], Watched]
) -> None:
    path = settings.batch.folder / "1.npy"
    good(path, 101)
    running = watch()
    running.until(lambda: len(running.told) == 1)
    good(path, 102)
    running.until(lambda: len(running.told) == 2)
    assert rows_of(settings) == {"1.npy": "pass"}
    assert recorded(settings) == [("1.npy", "fail"), ("1.npy", "pass")]


def test_a_slow_copy_is_waited_for(settings: WatchSettings, watch: Callable[[], Watched]) -> None:
    whole = settings.batch.folder.parent / "whole.npy"
    good(whole, 4000)
    content = whole.read_bytes()
    running = watch()
    with (settings.batch.folder / "slow.npy").open("wb") as file:
        for start in range(0, len(content), len(content) // 10):
            file.write(content[start : start + len(content) // 10])
            file.flush()
            time.sleep(SETTLE / 2)
            assert running.told == []
    running.until(lambda: running.told == ["slow.npy"])
    assert FakeWorkers.inspected == ["slow.npy"]


def test_a_copy_that_pauses_longer_than_files_take_to_settle(
    settings: WatchSettings, watch: Callable[[], Watched]
) -> None:
    """Written by fits and starts by a program that closes the file in between."""
    whole = settings.batch.folder.parent / "whole.npy"
    good(whole, 4000)
    content, path = whole.read_bytes(), settings.batch.folder / "stalled.npy"
    running = watch()
    path.write_bytes(content[:5000])
    running.until(lambda: FakeWorkers.inspected == ["stalled.npy"])
    assert running.told == []
    path.write_bytes(content)
    running.until(lambda: running.told == ["stalled.npy"])
    assert rows_of(settings) == {"stalled.npy": "pass"}
    assert recorded(settings) == [("stalled.npy", "pass")]


def test_a_file_that_is_never_finished_is_told_in_the_end(
    settings: WatchSettings, watch: Callable[[], Watched]
) -> None:
    (settings.batch.folder / "half.npy").write_bytes(b"\x93NUMPY half of it")
    good(settings.batch.folder / "good.npy")
    started = time.monotonic()
    running = watch()
    running.until(lambda: "good.npy" in running.told)
    running.until(lambda: "half.npy" in running.told)
    assert time.monotonic() - started >= PATIENCE
    assert FakeWorkers.inspected.count("half.npy") == 2
    assert recorded(settings) == [("good.npy", "pass"), ("half.npy", "error")]


def test_temporary_names_pipes_links_and_odd_names_do_no_harm(
    settings: WatchSettings, watch: Callable[[], Watched]
) -> None:
    folder = settings.batch.folder
    running = watch()
    os.mkfifo(folder / "pipe.npy")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "self.npy").symlink_to(folder / "self.npy")
    good(folder / ".hidden.npy")
    good(folder / "copy.npy.part.npy")
    (folder / "copy.npy.part.npy").rename(folder / "copy.npy")
    good(folder / "gone.npy")
    (folder / "gone.npy").unlink()
    odd = ['it\'s "odd".npy', "two\nlines.npy", "n" * 251 + ".npy", os.fsdecode(b"\xff.npy")]
    for name in odd:
        good(folder / name)
    wanted = sorted(["copy.npy", *odd])
    running.until(lambda: sorted(running.told) == wanted)
    time.sleep(4 * SETTLE)
    assert sorted(FakeWorkers.inspected) == wanted
    assert running.error is None
    assert settings.batch.record is not None
    assert verify(settings.batch.record).sound


def test_a_folder_may_go_and_come_back(
    settings: WatchSettings, watch: Callable[[], Watched]
) -> None:
    folder, away = settings.batch.folder, settings.batch.folder.with_name("away")
    good(folder / "1.npy")
    running = watch()
    running.until(lambda: running.told == ["1.npy"])
    folder.rename(away)
    running.until(lambda: bool(running.warnings))
    assert WatchState(0, folder_there=False) in running.news
    good(away / "2.npy")
    away.rename(folder)
    running.until(lambda: running.told == ["1.npy", "2.npy"])
    assert len(running.warnings) == 1
    assert FakeWorkers.inspected == ["1.npy", "2.npy"]
    shutil.rmtree(folder)
    running.until(lambda: len(running.warnings) == 2)
    running.end()
    assert running.error is None


def test_what_was_there_before_may_be_left_alone(settings: WatchSettings) -> None:
    folder = settings.batch.folder
    for number in range(5):
        good(folder / f"old-{number}.npy")
    running = Watched(replace(settings, only_new=True))
    try:
        running.until(lambda: bool(running.news))
        time.sleep(2 * SETTLE)
        good(folder / "new.npy")
        running.until(lambda: running.told == ["new.npy"])
        assert FakeWorkers.inspected == ["new.npy"]
    finally:
        running.end()
    good(folder / "while-away.npy")
    again = Watched(replace(settings, only_new=True))
    try:
        again.until(lambda: again.told == ["while-away.npy"])
        assert FakeWorkers.inspected == ["while-away.npy"]
    finally:
        again.end()


def test_ten_thousand_old_files_cost_little(settings: WatchSettings) -> None:
    """They are looked at from time to time, and the new one among them is found."""
    folder = settings.batch.folder
    for number in range(10_000):
        (folder / f"old-{number}.txt").touch()
    running = Watched(replace(settings, only_new=True))
    try:
        running.until(lambda: WatchState(0) in running.news)
        good(folder / "new.npy")
        running.until(lambda: running.told == ["new.npy"])
        used, started = time.process_time(), time.monotonic()
        time.sleep(4.0)
        assert time.process_time() - used < 0.25 * (time.monotonic() - started)
        assert FakeWorkers.inspected == ["new.npy"]
    finally:
        running.end()


def test_a_record_that_is_locked_stops_nothing_and_misses_nothing(
    settings: WatchSettings, watch: Callable[[], Watched], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("btp_core.batch.recording.RETRY_SECONDS", 0.5)
    defaults = RecordFile.__init__.__kwdefaults__
    monkeypatch.setitem(defaults, "busy_seconds", 0.2)
    folder = settings.batch.folder
    assert settings.batch.record is not None
    running = watch()
    good(folder / "1.npy")
    running.until(lambda: running.told == ["1.npy"])
    other = sqlite3.connect(settings.batch.record, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    good(folder / "2.npy")
    running.until(lambda: running.told == ["1.npy", "2.npy"])
    other.execute("ROLLBACK")
    other.close()
    time.sleep(0.6)
    good(folder / "3.npy")
    running.until(lambda: len(running.told) == 3)
    running.end()
    assert recorded(settings) == [(f"{n}.npy", "pass") for n in (1, 2, 3)]
    assert running.warnings == []


def test_what_was_stored_but_not_recorded_is_recorded_at_the_next_start(
    settings: WatchSettings, watch: Callable[[], Watched]
) -> None:
    good(settings.batch.folder / "1.npy")
    first = watch()
    first.until(lambda: first.told == ["1.npy"])
    first.end()
    assert settings.batch.record is not None
    settings.batch.record.unlink()
    second = watch()
    second.until(lambda: bool(second.news))
    second.end()
    assert recorded(settings) == [("1.npy", "pass")]
    assert FakeWorkers.inspected == []


def test_two_watches_do_not_write_one_file(
    settings: WatchSettings, watch: Callable[[], Watched]
) -> None:
    running = watch()
    running.until(lambda: bool(running.news))
    with pytest.raises(OutputError, match="Another run"):
        watch_folder(settings, running.news.append, CancelToken(), FakeWorkers)


def test_a_folder_that_is_not_there_at_the_start_is_told(
    settings: WatchSettings, watch: Callable[[], Watched]
) -> None:
    settings.batch.folder.rmdir()
    with pytest.raises(DataError, match="no such folder"):
        watch_folder(settings, print, CancelToken(), FakeWorkers)


def test_a_file_open_for_writing_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    good(path)
    assert not being_written(path)
    with path.open("ab"):
        assert being_written(path) or os.name == "nt"
    assert not being_written(path)
    with path.open("rb"):
        assert not being_written(path)
    assert not being_written(tmp_path / "missing.npy")


def test_each_folder_and_wording_has_a_run_file_of_its_own(settings: WatchSettings) -> None:
    batch = settings.batch
    names = {
        default_run_file(one)
        for one in (batch, replace(batch, threshold=0.6), replace(batch, folder=batch.folder / "x"))
    }
    assert len(names) == 3
    assert default_run_file(batch) in names

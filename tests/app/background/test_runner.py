"""The runner of work off the GUI thread, with jobs of the tests' own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.background.job import Event, Job, JobCancelled, JobDone, JobFailed, Progress, Turn
from app.background.runner import Background

WAIT = 20_000


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    made = Background()
    yield made
    made.shutdown()


class Told:
    """Keeps what jobs report."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def __call__(self, _job: Job, event: Event) -> None:
        self.events.append(event)

    def last(self, kind: type[Event]) -> bool:
        return bool(self.events) and isinstance(self.events[-1], kind)


def until_cancelled(job: Job) -> None:
    while not job.token.cancelled:
        time.sleep(0.001)
    job.token.raise_if_cancelled()


def test_the_result_and_an_error_come_back_and_the_thread_goes_on(
    qtbot: QtBot, background: Background
) -> None:
    told = Told()

    def fail(_job: Job) -> None:
        raise RuntimeError("broken")

    background.submit(Job("one", fail, told))
    qtbot.waitUntil(lambda: told.last(JobFailed), timeout=WAIT)
    background.submit(Job("one", lambda _job: 42, told))
    qtbot.waitUntil(lambda: told.last(JobDone), timeout=WAIT)
    done: Any = told.events[-1]
    assert done.result == 42
    assert background.unfinished("one") == []


def test_events_arrive_on_the_gui_thread(qtbot: QtBot, background: Background) -> None:
    threads = []
    background.submit(
        Job("one", lambda job: None, lambda _job, _event: threads.append(threading.get_ident()))
    )
    qtbot.waitUntil(lambda: len(threads) == 2, timeout=WAIT)
    assert set(threads) == {threading.get_ident()}


def test_progress_is_thinned_out_but_each_stage_is_told(
    qtbot: QtBot, background: Background
) -> None:
    told = Told()

    def work(job: Job) -> None:
        for stage in ("first", "second"):
            for step in range(1000):
                job.progress(stage, step / 1000)

    background.submit(Job("one", work, told))
    qtbot.waitUntil(lambda: told.last(JobDone), timeout=WAIT)
    stages = [event.stage for event in told.events if isinstance(event, Progress)]
    assert sorted(set(stages)) == ["first", "second"]
    assert len(stages) < 1000


def test_what_waits_is_told_to_be_cancelled_at_once(qtbot: QtBot, background: Background) -> None:
    running, waiting = Told(), Told()
    background.submit(Job("one", until_cancelled, running))
    background.submit(Job("one", until_cancelled, waiting))
    qtbot.waitUntil(lambda: bool(running.events), timeout=WAIT)
    background.cancel_all("one")
    assert waiting.last(JobCancelled)
    qtbot.waitUntil(lambda: running.last(JobCancelled), timeout=WAIT)


def test_a_forgotten_job_tells_nothing_more(qtbot: QtBot, background: Background) -> None:
    told, after = Told(), Told()
    job = Job("one", until_cancelled, told)
    background.submit(job)
    qtbot.waitUntil(lambda: bool(told.events), timeout=WAIT)
    background.forget(job)
    background.submit(Job("one", lambda _job: None, after))
    qtbot.waitUntil(lambda: after.last(JobDone), timeout=WAIT)
    assert len(told.events) == 1


def test_quick_jobs_have_their_turn_between_the_stages_of_a_long_one(
    qtbot: QtBot, background: Background
) -> None:
    order: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def long(job: Job) -> None:
        order.append("first stage")
        begun.set()
        go_on.wait(WAIT / 1000)
        job.progress("second", 0.5)
        order.append("second stage")

    def note(text: str) -> Callable[[Job], None]:
        return lambda _job: order.append(text)

    told = Told()
    background.submit(Job("one", long, Told()))
    assert begun.wait(WAIT / 1000)
    background.submit(Job("one", note("next"), Told(), turn=Turn.NEXT))
    background.submit(Job("one", note("quick"), Told(), turn=Turn.BETWEEN))
    background.submit(Job("one", note("last"), told))
    go_on.set()
    qtbot.waitUntil(lambda: told.last(JobDone), timeout=WAIT)
    assert order == ["first stage", "quick", "second stage", "next", "last"]


def test_an_error_of_a_quick_job_leaves_the_long_one_alone(
    qtbot: QtBot, background: Background
) -> None:
    quick, long = Told(), Told()
    begun, go_on = threading.Event(), threading.Event()

    def work(job: Job) -> str:
        begun.set()
        go_on.wait(WAIT / 1000)
        job.progress("second", 0.5)
        return "whole"

    def fail(_job: Job) -> None:
        raise RuntimeError("broken")

    background.submit(Job("one", work, long))
    assert begun.wait(WAIT / 1000)
    background.submit(Job("one", fail, quick, turn=Turn.BETWEEN))
    go_on.set()
    qtbot.waitUntil(lambda: long.last(JobDone), timeout=WAIT)
    assert quick.last(JobFailed)


def test_closing_cancels_everything_first_and_then_waits_until_one_deadline(
    qtbot: QtBot, background: Background
) -> None:
    begun = [threading.Event() for _ in range(4)]
    release = threading.Event()

    def deaf(event: threading.Event) -> Callable[[Job], None]:
        def work(_job: Job) -> None:
            event.set()
            release.wait(WAIT / 1000)

        return work

    jobs = [Job(f"thread {number}", deaf(event), Told()) for number, event in enumerate(begun)]
    for job, event in zip(jobs, begun, strict=True):
        background.submit(job)
        assert event.wait(WAIT / 1000)
    start = time.monotonic()
    assert not background.shutdown(timeout=0.2)
    # One deadline after the other would be 0.8 s.
    assert time.monotonic() - start < 0.6
    assert all(job.token.cancelled for job in jobs)
    release.set()
    assert background.shutdown()


def test_what_must_be_finished_is_finished_before_the_end(
    qtbot: QtBot, background: Background
) -> None:
    begun, written = threading.Event(), []

    def first(job: Job) -> None:
        begun.set()
        time.sleep(0.05)
        written.append(job.token.cancelled)

    background.submit(Job("pictures", first, Told(), must_finish=True))
    background.submit(Job("pictures", lambda _job: written.append("second"), Told()))
    background.submit(
        Job("pictures", lambda _job: written.append("third"), Told(), must_finish=True)
    )
    assert begun.wait(WAIT / 1000)
    assert background.shutdown()
    assert written == [False, "third"]


def test_what_must_be_finished_holds_the_end_up_no_longer_than_the_deadline(
    qtbot: QtBot, background: Background
) -> None:
    begun, release = threading.Event(), threading.Event()

    def work(_job: Job) -> None:
        begun.set()
        release.wait(WAIT / 1000)

    background.submit(Job("pictures", work, Told(), must_finish=True))
    assert begun.wait(WAIT / 1000)
    start = time.monotonic()
    assert not background.shutdown(timeout=0.1)
    assert time.monotonic() - start < 5
    release.set()


def test_nothing_is_told_or_taken_after_the_end(qtbot: QtBot, background: Background) -> None:
    told = Told()
    background.submit(Job("one", until_cancelled, told))
    assert background.shutdown()
    background.submit(Job("two", until_cancelled, told))
    background.post(told.events.append, "late")
    qtbot.wait(20)
    assert told.events == []
    assert not background.running


def test_the_idle_thread_does_what_it_likes_and_says_farewell(
    qtbot: QtBot, background: Background
) -> None:
    seen: list[str] = []
    background.add_thread(
        "one", idle=lambda: seen.append("idle"), at_end=lambda: seen.append("end")
    )
    told = Told()
    background.submit(Job("one", lambda _job: None, told))
    qtbot.waitUntil(lambda: told.last(JobDone) and bool(seen), timeout=WAIT)
    background.shutdown()
    assert seen == ["idle", "end"]

from __future__ import annotations

import threading
from typing import Any, cast

import pytest

from app.background.job import Job, Turn
from app.background.queue import JobQueue
from app.background.service import JUDGE, SCORE


def nothing(*_arguments: object) -> None:
    pass


def job(number: int, **others: Any) -> Job:
    return Job("thread", nothing, nothing, job_id=number, **others)


def opening(number: int, *, must_finish: bool = False) -> Job:
    return job(number, scan_id=number, must_finish=must_finish)


def scoring(number: int, scan_id: int) -> Job:
    replaces = frozenset({SCORE, JUDGE})
    return job(number, scan_id=scan_id, kind=SCORE, turn=Turn.BETWEEN, replaces=replaces)


def judging(number: int, scan_id: int) -> Job:
    replaces = frozenset({JUDGE})
    return job(number, scan_id=scan_id, kind=JUDGE, turn=Turn.BETWEEN, replaces=replaces)


def ids(queue: JobQueue) -> list[int]:
    return [cast(Any, queue.take()).job_id for _ in range(len(queue))]


def test_first_in_first_out() -> None:
    queue = JobQueue()
    for number in range(4):
        queue.put(opening(number))
    assert ids(queue) == [0, 1, 2, 3]


def test_quick_jobs_go_ahead_of_slow_ones() -> None:
    queue = JobQueue()
    queue.put(opening(1))
    queue.put(scoring(2, scan_id=9))
    queue.put(opening(3))
    queue.put(judging(4, scan_id=8))
    assert ids(queue) == [2, 4, 1, 3]


def test_the_newest_wording_wins_over_waiting_ones_of_the_same_scan() -> None:
    queue = JobQueue()
    for job in (scoring(1, 7), judging(2, 7), scoring(3, 8)):
        assert queue.put(job) == []
    dropped = queue.put(scoring(4, 7))
    assert [job.job_id for job in dropped] == [1, 2]
    assert ids(queue) == [3, 4]


def test_a_new_threshold_replaces_a_waiting_one_but_no_scoring() -> None:
    queue = JobQueue()
    queue.put(scoring(1, 7))
    queue.put(judging(2, 7))
    assert [job.job_id for job in queue.put(judging(3, 7))] == [2]
    assert ids(queue) == [1, 3]


def test_only_what_may_go_between_the_stages_of_another_is_taken_there() -> None:
    queue = JobQueue()
    queue.put(opening(1))
    queue.put(job(2, turn=Turn.NEXT))
    assert queue.take_between() is None
    queue.put(judging(3, 8))
    assert cast(Any, queue.take_between()).job_id == 3
    assert ids(queue) == [2, 1]


class _Told(threading.Condition):
    """Tells when somebody waits."""

    def __init__(self) -> None:
        super().__init__()
        self.waits = threading.Event()

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.set()
        return super().wait(timeout)


def test_closing_wakes_the_thread_and_takes_nothing_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queue, changed = JobQueue(), _Told()
    monkeypatch.setattr(queue, "_changed", changed)
    taken: list[object] = []
    thread = threading.Thread(target=lambda: taken.append(queue.take()), daemon=True)
    thread.start()
    # Closed before, the queue would not have to wake anybody.
    assert changed.waits.wait(10)
    assert queue.close() == []
    thread.join(10)
    assert taken == [None]
    late = opening(1)
    assert queue.put(late) == [late]
    assert queue.take() is None


def test_closing_returns_what_waited_and_keeps_what_must_be_finished() -> None:
    queue = JobQueue()
    left, kept = opening(1), opening(2, must_finish=True)
    queue.put(left)
    queue.put(kept)
    assert queue.close() == [left]
    assert queue.take() is kept
    assert queue.take() is None

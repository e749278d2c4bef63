from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, cast

from app.background.jobs import JudgeJob, OpenJob, ScoreJob, ScoreRequest
from app.background.queue import JobQueue
from btp_core.text.prompts import PromptSet

ENCODED: Any = object()
FIELD: Any = object()
REQUEST = ScoreRequest(PromptSet(("fine",), ("broken",)), 0.5)


def opening(number: int) -> OpenJob:
    return OpenJob(number, number, Path(f"{number}.ply"))


def scoring(number: int, open_scan: int) -> ScoreJob:
    return ScoreJob(number, open_scan, ENCODED, REQUEST)


def judging(number: int, open_scan: int) -> JudgeJob:
    return JudgeJob(number, open_scan, FIELD, 0.5, 0)


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
    queue.put(scoring(2, open_scan=9))
    queue.put(opening(3))
    queue.put(judging(4, open_scan=8))
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


def test_closing_wakes_the_worker_and_returns_what_waited() -> None:
    queue = JobQueue()
    taken: list[object] = []
    thread = threading.Thread(target=lambda: taken.append(queue.take()))
    thread.start()
    assert queue.close() == []
    thread.join(10)
    assert taken == [None]
    job = opening(1)
    assert queue.put(job) == [job]
    assert queue.take() is None

"""Which parts of a scan a frame draws."""

from __future__ import annotations

from app.viewport.refinement import FRAME_SECONDS, Refinement
from app.viewport.scene import PART_POINTS, part_count


def drawn(refinement: Refinement, seconds_per_part: float) -> list[range]:
    frames = [refinement.restart()]
    while True:
        refinement.frame_took(seconds_per_part * len(frames[-1]))
        if refinement.done:
            return frames
        frames.append(refinement.proceed())


def test_every_part_is_drawn_once_and_in_order() -> None:
    refinement = Refinement()
    refinement.begin_scan(100)
    frames = drawn(refinement, 0.01)
    assert [part for frame in frames for part in frame] == list(range(100))
    assert refinement.full_seconds > 0
    assert len(refinement.proceed()) == 0


def test_frames_keep_to_their_time_on_slow_machines_and_join_on_fast_ones() -> None:
    refinement = Refinement()
    refinement.begin_scan(50)
    slow = drawn(refinement, FRAME_SECONDS * 2)
    assert {len(frame) for frame in slow} == {1}
    refinement.begin_scan(50)
    drawn(refinement, 1e-4)
    assert [len(frame) for frame in drawn(refinement, 1e-4)] == [50]


def test_a_picture_can_be_begun_again_or_drawn_at_once() -> None:
    refinement = Refinement()
    refinement.begin_scan(10)
    refinement.restart()
    refinement.frame_took(1.0)
    assert refinement.drawn == 1
    assert refinement.restart() == range(1)
    assert refinement.restart(at_once=True) == range(10)
    refinement.frame_took(1.0)
    assert refinement.done


def test_the_number_of_parts_is_a_prime() -> None:
    assert part_count(PART_POINTS) == 1
    assert part_count(PART_POINTS + 1) == 2
    assert part_count(10 * PART_POINTS) == 11
    assert part_count(100 * PART_POINTS) == 101

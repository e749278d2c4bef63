"""Which files are ready: a clock and a disk that the test moves."""

from __future__ import annotations

from btp_core.watch.settling import FileState, Settling

SMALL, LARGE = FileState(10, 1), FileState(20, 2)


def test_a_file_is_ready_once_it_has_stayed_the_same() -> None:
    settling = Settling(2.0, 60.0)
    assert settling.look({"a": SMALL}, 0.0) == []
    assert settling.look({"a": SMALL}, 1.9) == []
    assert settling.look({"a": LARGE}, 2.1) == []
    assert settling.look({"a": LARGE}, 4.0) == []
    assert settling.look({"a": LARGE}, 4.2) == ["a"]
    settling.finish("a", LARGE)
    assert settling.look({"a": LARGE}, 9.0) == []
    assert settling.n_waiting == 0


def test_a_file_that_changes_later_is_looked_at_again() -> None:
    settling = Settling(2.0, 60.0, {"a": SMALL})
    assert settling.look({"a": SMALL}, 5.0) == []
    assert settling.look({"a": LARGE}, 6.0) == []
    assert settling.look({"a": LARGE}, 8.0) == ["a"]


def test_one_that_cannot_be_read_gets_time_and_one_more_try() -> None:
    settling = Settling(2.0, 60.0)
    settling.look({"a": SMALL}, 0.0)
    assert settling.look({"a": SMALL}, 2.0) == ["a"]
    assert not settling.is_last_try("a")
    settling.try_later("a", SMALL)
    assert settling.look({"a": SMALL}, 59.0) == []
    assert settling.look({"a": SMALL}, 60.0) == ["a"]
    assert settling.is_last_try("a")


def test_one_that_grows_after_a_try_is_tried_like_a_new_one() -> None:
    settling = Settling(2.0, 60.0)
    settling.look({"a": SMALL}, 0.0)
    settling.try_later("a", SMALL)
    assert settling.look({"a": LARGE}, 10.0) == []
    assert settling.look({"a": LARGE}, 12.0) == ["a"]
    assert not settling.is_last_try("a")


def test_the_oldest_come_first_and_what_is_gone_is_forgotten() -> None:
    settling = Settling(1.0, 60.0)
    settling.look({"b": SMALL}, 0.0)
    settling.look({"b": SMALL, "a": SMALL, "c": SMALL}, 0.5)
    assert settling.look({"a": SMALL, "b": SMALL}, 2.0) == ["b", "a"]
    assert settling.n_waiting == 2
    settling.start_over()
    assert settling.look({"a": SMALL, "b": SMALL}, 3.0) == []

from __future__ import annotations

import threading
from contextlib import closing

import pytest
import torch

from btp_core.batch import in_order as module
from btp_core.batch.in_order import in_order


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "cores", lambda: 2)


def test_results_come_in_order_and_two_are_at_work_at_once() -> None:
    both = threading.Barrier(2, timeout=30)

    def work(number: int) -> int:
        both.wait()
        return 10 * number

    assert list(in_order(work, range(8))) == [10 * number for number in range(8)]


def test_an_error_comes_in_its_place_and_ends_the_work() -> None:
    begun: list[int] = []

    def work(number: int) -> int:
        begun.append(number)
        if number == 3:
            raise ValueError("three")
        return number

    found = []
    with pytest.raises(ValueError, match="three"):
        for result in in_order(work, range(1000)):
            found.append(result)
    assert found == [0, 1, 2]
    assert len(begun) < 20


def test_items_are_taken_a_few_ahead_and_torch_is_left_as_it_was() -> None:
    before = torch.get_num_threads()
    taken = []

    def items() -> object:
        for number in range(1000):
            taken.append(number)
            yield number

    with closing(in_order(lambda number: torch.get_num_threads(), items())) as found:  # type: ignore[arg-type,type-var]
        assert next(found) == 1
    assert len(taken) < 10
    assert torch.get_num_threads() == before

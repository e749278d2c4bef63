"""Scans that train in pairs: their order and their loss."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from btp_core.base.errors import DataError
from btp_core.lab.training.common.split import split
from btp_core.lab.training.pyramid.config import PyramidTrainingConfig
from btp_core.lab.training.pyramid.losses import outranked
from btp_core.lab.training.pyramid.prepare import PreparedScan
from btp_core.lab.training.pyramid.turns import Turns


def entries(parts: int, folder: str = "a", source: str = "plate") -> list[PreparedScan]:
    return [
        PreparedScan(Path(folder) / f"{part:06d}_{number}.safetensors", source, part, number > 0)
        for part in range(parts)
        for number in range(3)
    ]


def test_pairs_are_of_one_design_and_all_defective_scans_have_their_turn() -> None:
    training = entries(5) + entries(5, "b")
    turns = Turns(training, seed=3, pairs=True)
    seen = set()
    for pair in range(20):
        defective, good = turns.entry(2 * pair), turns.entry(2 * pair + 1)
        assert defective.defective
        assert not good.defective
        assert (defective.path.parent, defective.part) == (good.path.parent, good.part)
        seen.add(defective.path)
    assert len(seen) == 20
    again = Turns(training, seed=3, pairs=True)
    assert [again.entry(i).path for i in (7, 31)] == [turns.entry(i).path for i in (7, 31)]


def test_scans_one_by_one_all_have_their_turn() -> None:
    turns = Turns(entries(4), seed=0, pairs=False)
    assert len({turns.entry(i).path for i in range(12)}) == 12
    assert [turns.entry(i).path for i in range(12)] != [turns.entry(12 + i).path for i in range(12)]


def test_pairs_need_both_kinds_and_an_even_batch() -> None:
    alone = [entry for entry in entries(3) if entry.defective]
    with pytest.raises(DataError, match="good and a defective"):
        Turns(alone, seed=0, pairs=True)
    with pytest.raises(DataError, match="even batch"):
        PyramidTrainingConfig(batch=3, pair_weight=1.0)


def test_each_side_of_a_pair_learns_its_half_of_the_gradient() -> None:
    good, bad = torch.tensor(0.4, requires_grad=True), torch.tensor(-0.3, requires_grad=True)
    torch.nn.functional.softplus(good - bad).backward()
    whole = good.grad, bad.grad
    good.grad = bad.grad = None
    first, second = outranked(bad, good, defective=True), outranked(good, bad, defective=False)
    assert first.item() == pytest.approx(second.item())
    (first + second).backward()
    assert good.grad == pytest.approx(whole[0])
    assert bad.grad == pytest.approx(whole[1])
    assert good.grad > 0 > bad.grad


def test_a_source_is_wholly_on_one_side() -> None:
    shapes = [
        PreparedScan(Path("a") / f"{part}_0", f"mesh:source{part % 20}/body{part}.npz", part)
        for part in range(200)
    ]
    training, validation = split(shapes, 0.3)
    sources = [{e.source.partition("/")[0] for e in side} for side in (training, validation)]
    assert sources[0].isdisjoint(sources[1])
    assert len(sources[1]) >= 2

"""What is said of a wording that tells the model little."""

from __future__ import annotations

import pytest

from btp_core.inspection.scoring import wording_warnings
from btp_core.model.pyramid.weights import load_pyramid
from btp_core.model.sentences import SentenceEmbedder
from btp_core.text.prompts import PromptSet


@pytest.fixture(scope="module")
def sentences() -> SentenceEmbedder:
    return SentenceEmbedder(load_pyramid("btp-mini"))


@pytest.mark.parametrize("name", ["general", "typed"])
def test_the_stock_sets_need_no_warning(sentences: SentenceEmbedder, name: str) -> None:
    assert wording_warnings(sentences, PromptSet.stock(name)) == ()


def test_one_phrase_on_both_sides_is_named(sentences: SentenceEmbedder) -> None:
    stock = PromptSet.stock("general")
    prompts = PromptSet(normal=stock.normal, anomaly=("normal {object}", "{object} with a dent"))
    (warning,) = wording_warnings(sentences, prompts)
    assert "The normal 'normal {object}' and the defective 'normal {object}'" in warning
    assert "cosine 1.000" in warning


def test_a_full_stop_makes_no_other_meaning(sentences: SentenceEmbedder) -> None:
    prompts = PromptSet(
        normal=("normal {object}", "smooth {object}"), anomaly=("normal {object}.", "broken one")
    )
    (warning,) = wording_warnings(sentences, prompts)
    assert "defective 'normal {object}.'" in warning


def test_sides_that_are_the_same_are_told_once(sentences: SentenceEmbedder) -> None:
    prompts = PromptSet(normal=("good {object}",), anomaly=("good {object}",))
    (warning,) = wording_warnings(sentences, prompts)
    assert "the map says little" in warning


def test_unknown_places_are_told(sentences: SentenceEmbedder) -> None:
    prompts = PromptSet(normal=("good {object}",), anomaly=("broken {part} {objekt}",))
    told = wording_warnings(sentences, prompts)
    assert [warning.split()[3] for warning in told] == ["{objekt}", "{part}"]

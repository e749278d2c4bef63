import pytest

from btp_core.base.errors import PromptError
from btp_core.text.prompts import DefectType, PromptSet


def test_templates_and_object_are_filled_in_once_each():
    prompts = PromptSet(
        normal=("good {object}", " ", "good {object}"),
        anomaly=("bad {object}",),
        object_name="gear",
        templates=("a {phrase}", "scan of a {phrase}"),
    )
    assert prompts.normal_sentences == ("a good gear", "scan of a good gear")


def test_a_saved_set_comes_back(tmp_path):
    prompts = PromptSet(
        normal=("good \u201cpart\u201d",),
        anomaly=('bad "part"\\',),
        types=(DefectType("dent", ("dented {object}",), "#123456"),),
        name="mine",
    )
    path = tmp_path / "new folder" / "prompts.toml"
    prompts.save(path)
    assert PromptSet.load(path) == prompts


@pytest.mark.parametrize("name", ["general", "typed"])
def test_stock_sets_load(name):
    prompts = PromptSet.stock(name)
    assert prompts.name == name
    assert len(prompts.normal_sentences) >= 4
    assert len(prompts.types) == (9 if name == "typed" else 0)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("normal = []\nanomaly = ['bad']", "no normal phrase"),
        ("normal = ['ok']", "anomaly"),
        ("normal = ['ok']\nanomaly = [3]", "list of texts"),
        ("normal = ['ok']\nanomaly = ['bad']\ntemplates = ['x']", "phrase"),
        ("normal = ['ok']\nanomaly = ['bad']\ntypes = 3", "types"),
        ("normal = ['ok'", "cannot be read"),
        ("normal = ['ok']\nanomaly = ['" + "x" * 400 + "']", "longer"),
        (
            "normal = ['ok']\nanomaly = ['bad']\n"
            "[[types]]\nname='a'\nphrases=['b']\n[[types]]\nname='a'\nphrases=['c']",
            "same name",
        ),
    ],
)
def test_files_that_are_no_prompt_set_are_refused(tmp_path, text, word):
    path = tmp_path / "prompts.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PromptError, match=word) as caught:
        PromptSet.load(path)
    assert str(path) in str(caught.value)


def test_missing_and_huge_files_are_refused(tmp_path):
    with pytest.raises(PromptError, match="cannot be read"):
        PromptSet.load(tmp_path / "none.toml")
    huge = tmp_path / "huge.toml"
    huge.write_bytes(b"#" * 2_000_000)
    with pytest.raises(PromptError, match="too large"):
        PromptSet.load(huge)

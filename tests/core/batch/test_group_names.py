from __future__ import annotations

import h5py
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from btp_core.batch.group_names import group_name, scan_name

PART = st.text(st.characters(exclude_characters="/", categories=None), min_size=1, max_size=20)
NAMES = st.lists(PART, min_size=1, max_size=4).map("/".join)


def test_ordinary_names_stay_readable() -> None:
    assert group_name("a b/Übergröße.ply") == "a b/Übergröße.ply"
    assert group_name("50%.ply") == "50%25.ply"
    assert group_name("part\udcff.ply") == "part%uDCFF.ply"


@given(NAMES)
@example("./..")
@example("%2E/%25/%uDCFF")
@example("a\0b/line\nbreak")
def test_any_name_makes_a_group_and_comes_back(name: str) -> None:
    with h5py.File.in_memory() as file:
        file.create_group(group_name(name)).attrs["here"] = True
        group = file
        parts = []
        while "here" not in group.attrs:
            (part,) = group
            parts.append(scan_name(part))
            group = group[part]
        assert "/".join(parts) == name


@given(NAMES, NAMES)
def test_different_names_make_different_groups(one: str, other: str) -> None:
    assert (group_name(one) == group_name(other)) == (one == other)


@pytest.mark.parametrize("name", ["", "/a", "a//b", "a/"])
def test_what_is_no_relative_path_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a relative path"):
        group_name(name)

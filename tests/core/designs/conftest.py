"""One design of the bracket for all tests that only look at it."""

from __future__ import annotations

import pytest

from btp_core.designs.design import Design
from tests.core.designs.bracket import good


@pytest.fixture(scope="session")
def bracket_design() -> Design:
    """Made from two good scans, without a model."""
    return Design.create(None, [good(0), good(1)], name="bracket", workers=1)

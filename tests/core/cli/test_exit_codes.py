from __future__ import annotations

import pytest

from btp_core.cli.exit_codes import exit_code_of
from btp_core.inspection.results import VerdictStatus


@pytest.mark.parametrize(("status", "code"), [("pass", 0), ("fail", 1), ("not checked", 2)])
def test_only_a_pass_is_success(status: VerdictStatus, code: int) -> None:
    assert exit_code_of(status) == code

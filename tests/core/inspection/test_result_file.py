from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from btp_core.inspection.result_file import scan_result, to_json, write_result_file
from btp_core.scans.scan import Scan
from tests.core.rendering.results import cap_scores, field_of, sphere, verdict_of


def result_of(scan: Scan) -> dict[str, Any]:
    field = field_of(scan, cap_scores(scan))
    return scan_result(scan, field, verdict_of(field), read_seconds=0.5)


def strict(text: str) -> Any:
    def refuse(word: str) -> None:
        raise AssertionError(f"not JSON: {word}")

    return json.loads(text, parse_constant=refuse)


def test_what_the_architecture_promises_is_there() -> None:
    result = result_of(sphere())
    assert result["schema_version"] == 1
    assert result["object_score"] == 0.9
    assert result["verdict"] == "fail"
    assert result["n_points"] == 3000
    assert result["n_working_points"] == 100
    assert result["seconds"] == {"read": 0.5, "encode": 1.5, "score": 0.25, "total": 2.25}
    assert result["stage_seconds"] == {"geometry": 1.0, "network": 0.5}
    assert result["provenance"]["model_sha256"] == "ab" * 32
    assert result["provenance"]["prompts"]["name"] == "general"
    region = result["regions"][0]
    assert region["n_points"] == result["n_points_at_or_above_threshold"] > 0
    assert region["likely_type"] == "dent"


def test_it_is_strict_json_and_comes_back_as_it_was(tmp_path: Path) -> None:
    result = result_of(sphere())
    assert result["regions"][0]["depth"] is None  # was NaN
    write_result_file(tmp_path / "r.json", result)
    assert strict((tmp_path / "r.json").read_text(encoding="utf-8")) == result


def test_points_without_a_measurement_are_counted() -> None:
    scan = sphere()
    scan.points[:5] = np.inf
    assert result_of(scan)["n_points_not_checked"] == 5


def test_each_warning_is_said_once() -> None:
    scan = replace(sphere(), warnings=("The scan is thin.", "Some rows were left out."))
    assert result_of(scan)["warnings"] == [
        "The scan is thin.",
        "Some rows were left out.",
        "Two sentences are nearly the same.",
    ]


def test_odd_file_names_survive() -> None:
    name = b"caf\xc3\xa9-\xff.ply".decode("utf-8", errors="surrogateescape")
    text = to_json(result_of(replace(sphere(), path=Path(name))))
    assert text.isascii()
    assert strict(text)["scan"] == name

"""CSV, JSON and the page of an evaluation."""

from __future__ import annotations

import base64
import csv
import io
import json
from html.parser import HTMLParser

import numpy as np
import pytest
from PIL import Image

from btp_core.base.errors import OutputError
from btp_core.lab.evaluation.document import evaluation_document, write_evaluation
from btp_core.lab.evaluation.evaluate import evaluate
from btp_core.lab.evaluation.gallery import Gallery
from btp_core.lab.evaluation.steering import Preference, steering_report
from btp_core.lab.evaluation.tables import METRICS, shown, summary_rows

WILD = '<script>alert("x")</script>&'


class PageReader(HTMLParser):
    """Collects tags, texts and picture sources."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.sources: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.sources += [value for name, value in attrs if name in {"src", "href"}]

    def handle_data(self, data):
        self.text += data


def read_csv(path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))


def height(scan):
    return np.clip(np.abs(scan.points[:, 2]), 0, 1), float(np.abs(scan.points[:, 2]).max())


@pytest.fixture(scope="module")
def written(plate, tmp_path_factory):
    tmp_path = tmp_path_factory.mktemp("evaluation")
    scans = [plate(WILD), plate("b", ("dent",), "one"), plate("c", ("crack",), "two")]
    gallery = Gallery(1)
    report = evaluate(scans, height, observe=gallery)
    steering = steering_report([Preference("c", "crack", "dent", ("dent",))], 2)
    document = evaluation_document(
        report, folder=tmp_path, scorer="height", steering=steering, warnings=("Look <out>.",)
    )
    write_evaluation(tmp_path / "new" / "out", report, gallery, document, steering)
    return tmp_path / "new" / "out", report


def test_the_page_needs_no_other_file_and_escapes_names(written):
    folder, _ = written
    reader = PageReader()
    reader.feed((folder / "index.html").read_text(encoding="utf-8"))
    assert "script" not in reader.tags
    assert WILD in reader.text
    assert "Look <out>." in reader.text
    assert len(reader.sources) == 2
    for source in reader.sources:
        kind, _, content = source.partition(",")
        assert kind == "data:image/jpeg;base64"
        assert Image.open(io.BytesIO(base64.b64decode(content))).width > 100


def test_summary_csv_says_what_the_report_says(written):
    folder, report = written
    rows = read_csv(folder / "metrics.csv")
    assert [(row["scope"], row["name"]) for row in rows] == [
        ("all", "mean per scan"),
        ("all", "pooled"),
        ("type", "crack"),
        ("type", "dent"),
        ("source", "one"),
        ("source", "two"),
    ]
    assert float(rows[0]["p_auroc"]) == pytest.approx(report.mean.auroc, abs=1e-6)
    assert float(rows[0]["o_auroc"]) == pytest.approx(report.objects.auroc, abs=1e-6)
    assert float(rows[1]["au_pro"]) == pytest.approx(report.pooled.au_pro, abs=1e-6)
    assert rows[1]["o_auroc"] == ""
    assert all(len(row.metrics) == len(METRICS) for row in summary_rows(report))


def test_scans_csv_has_a_line_a_scan(written):
    folder, report = written
    rows = read_csv(folder / "scans.csv")
    assert [row["scan"] for row in rows] == [WILD, "b", "c"]
    assert rows[0]["p_auroc"] == ""
    assert float(rows[1]["au_pro"]) == pytest.approx(report.scans[1].metrics.au_pro, abs=1e-6)


def test_json_has_everything_and_no_nan(written):
    folder, report = written

    def refuse(name):
        raise AssertionError(name)

    content = json.loads((folder / "metrics.json").read_text("utf-8"), parse_constant=refuse)
    assert content["schema"] == "btp-inspect/evaluation"
    assert content["mean"]["auroc"] == report.mean.auroc
    assert content["scans"][0]["metrics"]["auroc"] is None
    assert content["steering"]["region_accuracy"] == 0.0


def test_a_folder_that_cannot_be_made_is_a_typed_error(plate, tmp_path):
    report = evaluate([plate("a")], height)
    document = evaluation_document(report, folder=tmp_path, scorer="height")
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError):
        write_evaluation(tmp_path / "file" / "out", report, Gallery(0), document, None)


def test_figures_that_are_not_defined_are_dashes():
    assert shown(float("nan")) == "\N{EN DASH}"
    assert shown(0.98765) == "0.988"

from __future__ import annotations

import gc
import weakref

import pytest

from app.launch import (
    collector_at_rest,
    display_available,
    freeze,
    prepare_environment,
    run_window,
)
from app.session.samples import first_sample, sample_scans


def test_x11_is_chosen_wherever_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    environment = {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}
    prepare_environment(environment)
    assert environment["QT_QPA_PLATFORM"] == "xcb"
    assert environment["QT_API"] == "pyside6"


def test_the_user_s_choice_of_platform_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    environment = {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}
    prepare_environment(environment)
    assert environment["QT_QPA_PLATFORM"] == "offscreen"


def test_wayland_alone_is_left_to_qt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    environment = {"WAYLAND_DISPLAY": "wayland-0"}
    prepare_environment(environment)
    assert "QT_QPA_PLATFORM" not in environment


@pytest.mark.parametrize(
    ("environment", "available"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "w"}, True),
        ({"DISPLAY": ""}, False),
    ],
)
def test_whether_there_is_a_display(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], available: bool
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert display_available(environment) is available


def test_without_a_display_the_exit_code_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.launch.display_available", lambda: False)
    assert run_window([]) == 2
    assert "inspect SCAN" in capsys.readouterr().err


def test_the_first_sample_is_one_of_the_samples() -> None:
    samples, first = sample_scans(), first_sample()
    assert (first in samples) if samples else (first is None)


def test_the_collector_works_again_after_the_start() -> None:
    assert gc.isenabled()
    before = gc.get_freeze_count()
    with collector_at_rest():
        assert not gc.isenabled()
    assert gc.isenabled()
    assert gc.get_freeze_count() > before
    gc.unfreeze()
    gc.disable()
    try:
        with collector_at_rest():
            pass
        assert not gc.isenabled()
    finally:
        gc.unfreeze()
        gc.enable()


def test_garbage_is_not_frozen_with_the_rest() -> None:
    class Cycle:
        def __init__(self) -> None:
            self.itself = self

    try:
        garbage = weakref.ref(Cycle())
        freeze()
        assert garbage() is None
        with collector_at_rest():
            garbage = weakref.ref(Cycle())
        assert garbage() is None
    finally:
        gc.unfreeze()

from __future__ import annotations

import os
import socket
import threading

import numpy as np
import pytest

from btp_core.scans.reader import channel
from btp_core.scans.reader.channel import Channel
from btp_core.scans.shared_array import LEAST_BYTES, SharedArrays

pytestmark = pytest.mark.skipif(not hasattr(socket, "send_fds"), reason="no handles here")
ROWS = LEAST_BYTES // 24 + 7


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> SharedArrays:
    arrays = SharedArrays()
    arrays.turn_on()
    monkeypatch.setattr(channel, "SHARED", arrays)
    return arrays


def sent(arrays: list[np.ndarray]) -> list[np.ndarray]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        sending = threading.Thread(target=Channel(ours).send, args=({}, arrays))
        sending.start()
        _, found = Channel(theirs).receive()
        sending.join()
    return found


def filled(shared: SharedArrays) -> np.ndarray:
    points = shared.empty((ROWS, 3))
    points[:] = np.arange(3 * ROWS).reshape(-1, 3)
    return points


def test_it_is_sent_without_a_copy_and_others_with_it(
    shared: SharedArrays, monkeypatch: pytest.MonkeyPatch
) -> None:
    points, normals = filled(shared), np.ones((ROWS, 3), np.float32)
    written: list[int] = []
    write = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda *a: written.append(len(a[1])) or write(*a))
    found = sent([points, normals])
    assert np.array_equal(found[0], points)
    assert np.array_equal(found[1], normals)
    assert sum(written) == normals.nbytes


def test_what_the_receiver_writes_stays_with_it(shared: SharedArrays) -> None:
    points = filled(shared)
    (found,) = sent([points])
    found[:] = -1
    assert points[0, 1] == 1


def test_only_the_latest_is_given_away_and_only_once(shared: SharedArrays) -> None:
    first, latest = filled(shared), filled(shared)
    assert shared.take(first) is None
    assert shared.take(latest[1:]) is None
    handle = shared.take(latest)
    assert handle is not None
    os.close(handle)
    assert shared.take(latest) is None
    assert np.array_equal(first, latest)


def test_elsewhere_and_for_small_ones_it_is_an_array_like_any_other() -> None:
    arrays = SharedArrays()
    assert arrays.take(arrays.empty((ROWS, 3))) is None
    arrays.turn_on()
    assert arrays.take(arrays.empty((5, 3))) is None

"""Which processor the network runs on."""

from __future__ import annotations

import torch

from btp_core.base.errors import ModelError
from btp_core.base.messages import Message


def choose_device(wanted: str = "auto") -> str:
    """``"cuda"``, ``"mps"`` or ``"cpu"`` for ``"auto"``; otherwise ``wanted``, if it is there.

    Raises
    ------
    ModelError
        The device is not there.
    """
    there = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    if wanted == "auto":
        return next(name for name, available in there.items() if available)
    if not there.get(wanted.split(":", 1)[0], False):
        raise ModelError(
            Message("There is no device {device!r} here.", device=wanted),
            next_step="Use the device 'auto'.",
        )
    return wanted

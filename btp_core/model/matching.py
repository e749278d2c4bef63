"""Tensors of a file against those of a network: all that differs is named, nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeGuard, TypeVar

import torch
from torch import Tensor, nn

from btp_core.base.errors import ModelError
from btp_core.base.messages import Message

NetworkT = TypeVar("NetworkT", bound=nn.Module)


def matching_tensors(
    expected: Mapping[str, Tensor], found: Mapping[str, object]
) -> dict[str, Tensor]:
    """``found`` in the types of the tensors ``expected``.

    Parameters
    ----------
    expected
        Name to tensor of a network; on the meta device they need no memory.
    found
        Name to tensor of a file. Anything that is no plain tensor is refused.

    Raises
    ------
    ModelError
        Names every tensor that is missing, unexpected, of another shape or kind, or not finite.
    """
    faults = {
        "missing": [name for name in expected if name not in found],
        "unexpected": [printable(name) for name in found if name not in expected],
        "of another shape": [],
        "not plain numbers": [],
        "not finite": [],
    }
    tensors = {}
    for name, wanted in expected.items():
        if name not in found:
            continue
        tensor = found[name]
        if not _is_plain(tensor) or tensor.is_floating_point() != wanted.is_floating_point():
            faults["not plain numbers"].append(name)
        elif tensor.shape != wanted.shape:
            faults["of another shape"].append(
                f"{name} {list(tensor.shape)} instead of {list(wanted.shape)}"
            )
        elif not bool(torch.isfinite(tensor).all()):
            faults["not finite"].append(name)
        else:
            # A copy: views into a shared or stretched storage could not be saved.
            tensors[name] = tensor.detach().to(wanted.dtype, copy=True).contiguous()
    named = [f"{what}: {', '.join(names)}" for what, names in faults.items() if names]
    if named:
        common = sum(name in found for name in expected)
        raise ModelError(
            Message(
                "{common} of {count} tensors have the names expected. {differences}.",
                common=common,
                count=len(expected),
                differences="; ".join(named),
            )
        )
    return tensors


def filled(build: Callable[[], NetworkT], found: Mapping[str, object]) -> NetworkT:
    """The network that ``build`` makes, frozen, over exactly the tensors ``found``.

    Raises
    ------
    ModelError
        See :func:`matching_tensors`.
    """
    # On the meta device nothing is allocated for sizes that the tensors do not bear out.
    with torch.device("meta"):
        model = build()
    model.load_state_dict(matching_tensors(model.state_dict(), found), assign=True)
    model.eval().requires_grad_(False)
    return model


def printable(name: str) -> str:
    """A name from somebody else's file as it may stand on a terminal."""
    return name if name.isprintable() else ascii(name)


def _is_plain(value: object) -> TypeGuard[Tensor]:
    return (
        isinstance(value, Tensor)
        and type(value) in (Tensor, nn.Parameter)
        and value.layout == torch.strided
        and value.device.type == "cpu"
        and not value.is_quantized
        and not value.is_complex()
    )

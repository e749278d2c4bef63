"""Several processes on one machine that train one model, each on its share of a batch.

On a CPU two processes of one thread get through half again as many scans as one process of two
threads: the network's operations are too small to share well.
"""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.multiprocessing.spawn import spawn

from btp_core.base.interrupts import without_ctrl_c


class Team:
    """The processes of a run; alone, every call is a no-op."""

    def __init__(self, rank: int = 0, size: int = 1) -> None:
        self.rank = rank
        self.size = size

    def share(self, batch: int) -> Iterator[int]:
        """Places in the batch that are this process's."""
        return iter(range(self.rank, batch, self.size))

    def sum_gradients(self, model: nn.Module, stop: bool) -> bool:
        """Add up the gradients of all processes; tell whether any of them wants to stop.

        Every process must have gradients for the same parameters.
        """
        if self.size == 1:
            return stop
        parameters = [p for p in model.parameters() if p.grad is not None]
        gradients = [p.grad for p in parameters if p.grad is not None]
        flat = torch.cat([g.reshape(-1) for g in gradients] + [torch.tensor([float(stop)])])
        dist.all_reduce(flat)
        sizes = [p.numel() for p in parameters]
        for parameter, part in zip(parameters, torch.split(flat[:-1], sizes), strict=True):
            parameter.grad = part.reshape(parameter.shape).clone()
        return bool(flat[-1] > 0)

    def of_all(self, values: dict[int, float], batch: int) -> Tensor:
        """Numbers of all places of a batch ``(batch,)``, from each process its own by place."""
        numbers = torch.zeros(batch)
        for place, value in values.items():
            numbers[place] = value
        if self.size > 1:
            dist.all_reduce(numbers)
        return numbers


@contextmanager
def leading(size: int, follow: Callable[..., None], arguments: tuple[Any, ...]) -> Iterator[Team]:
    """A team led by this process; the others run ``follow(team, *arguments)`` meanwhile."""
    if size == 1:
        yield Team()
        return
    threads = torch.get_num_threads()
    with tempfile.TemporaryDirectory(prefix="btp-team-") as folder:
        meeting = Path(folder) / "meeting"
        with without_ctrl_c():
            others = spawn(  # type: ignore[no-untyped-call]
                _member, (size, meeting, follow, arguments), nprocs=size - 1, join=False
            )
        try:
            yield _join(0, size, meeting)
            others.join()
        finally:
            dist.destroy_process_group()
            for process in others.processes:
                if process.is_alive():
                    process.terminate()
            torch.set_num_threads(threads)


def _member(
    index: int, size: int, meeting: Path, follow: Callable[..., None], arguments: tuple[Any, ...]
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that leads
    team = _join(index + 1, size, meeting)
    follow(team, *arguments)
    dist.destroy_process_group()


def _join(rank: int, size: int, meeting: Path) -> Team:
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=meeting.as_uri(), rank=rank, world_size=size)
    return Team(rank, size)

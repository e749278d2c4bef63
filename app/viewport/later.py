"""Libraries that PyVista imports and the window does not use: they come when they are asked for.

PyVista plots with matplotlib, and downloads examples with pooch: a third of the time that its
import takes, for things that happen in no window of ours.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

UNUSED = ("matplotlib.pyplot", "matplotlib.backends.backend_agg", "pooch")


class _Name:
    """What ``from module import name`` gets: the real thing whenever it is used."""

    def __init__(self, module: _Module, name: str) -> None:
        self._where = module, name

    def _real(self) -> Any:
        module, name = self._where
        return getattr(module.real(), name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._real()(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real(), name)


class _Module(ModuleType):
    """Stands for a module; imports it when something of it is used."""

    importing = True

    def real(self) -> ModuleType:
        return importlib.import_module(self.__name__)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Name(self, name) if self.importing else getattr(self.real(), name)


@contextmanager
def imported_later(names: tuple[str, ...] = UNUSED) -> Iterator[None]:
    """Let imports of these modules in the block be carried out when they are first used.

    Modules that are there already stay. After the block an import is an import again.
    """
    stand_ins = [_Module(name) for name in names if name not in sys.modules]
    for module in stand_ins:
        sys.modules[module.__name__] = module
    try:
        yield
    finally:
        for module in stand_ins:
            module.importing = False
            if sys.modules.get(module.__name__) is module:
                del sys.modules[module.__name__]
            parent, _, last = module.__name__.rpartition(".")
            if parent in sys.modules and vars(sys.modules[parent]).get(last) is module:
                delattr(sys.modules[parent], last)

"""For all tests."""

import os
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest
from hypothesis import settings

# Machine code is kept between test runs, apart from the user's; read when Numba is imported.
_KERNELS = platformdirs.user_cache_path("btp-inspect-tests", appauthor=False)
os.environ.setdefault("NUMBA_CACHE_DIR", str(_KERNELS))

# How long an example takes says more about the machine than about the code.
settings.register_profile("no-deadline", deadline=None)
settings.load_profile("no-deadline")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Leave the user's cache and data folders alone."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("platformdirs.user_cache_path", lambda *_, **__: folder)
        patch.setattr("platformdirs.user_data_path", lambda *_, **__: folder / "data")
        yield folder

"""A command of the user's own, called with each result of a watch."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from btp_core.base.errors import SettingsError
from btp_core.base.messages import Message

AFTER_SECONDS = 60.0
"""A command that takes longer is ended: the next result must not wait for it for ever."""


class AfterCommand:
    """Calls a program with the path of a JSON file as its last argument, without a shell.

    Parameters
    ----------
    command
        Program and arguments, quoted as on a command line.

    Raises
    ------
    SettingsError
        There is no such program, or the quotes do not match.
    """

    def __init__(self, command: str) -> None:
        try:
            self._words = shlex.split(command, posix=os.name != "nt")
        except ValueError as error:
            raise SettingsError(
                Message("The command cannot be read ({reason}).", reason=error),
                next_step="Check its quotation marks.",
            ) from error
        program = self._words[0] if self._words else ""
        if shutil.which(program) is None:
            raise SettingsError(
                Message("There is no program {name!r}.", name=program),
                next_step="Give its whole path, and check that it may be run.",
            )

    def __call__(self, result: dict[str, Any]) -> str:
        """Call it with a result, and wait; a warning if it fails, otherwise empty.

        The file is removed once the command has ended.
        """
        with tempfile.TemporaryDirectory(prefix="btp-inspect-") as folder:
            file = Path(folder) / "result.json"
            file.write_text(json.dumps(result, indent=2) + "\n", encoding="ascii")
            try:
                done = subprocess.run(
                    [*self._words, str(file)],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    timeout=AFTER_SECONDS,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                return Message("The command was ended after {seconds} s.", seconds=AFTER_SECONDS)
            except OSError as error:
                return Message("The command cannot be run ({reason}).", reason=error.strerror)
        if done.returncode:
            return Message("The command ended with code {code}.", code=done.returncode)
        return ""

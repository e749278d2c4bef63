"""What the core says, in the language of the window.

The core knows no language but English. Its messages carry their templates, which are looked up in
the context "Core", and their arguments, which are put into the translation with the numbers
written as the language writes them. What has no translation stays English.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.i18n.numbers import count_text, decimal_text, short_text
from btp_core.base.messages import SENTENCES, Message


def core_text(text: str) -> str:
    """A text of the core in the user's language, as far as it is known."""
    template = text.template if isinstance(text, Message) else text
    arguments = text.arguments if isinstance(text, Message) else {}
    translated = QCoreApplication.translate("Core", template)
    # Only templates of the catalogue are filled: a file from elsewhere may hold any others.
    if translated == template and template != SENTENCES:
        return str(text)
    try:
        return _Localized().vformat(translated, (), arguments) if arguments else translated
    except (LookupError, TypeError, ValueError):
        return str(text)


class _Localized(string.Formatter):
    """Fills places: messages translated, numbers in the language's way."""

    def get_value(self, key: int | str, _args: Any, arguments: Mapping[str, Any]) -> Any:
        """The argument of a place; a message in the user's language."""
        value = arguments[str(key)]
        return core_text(value) if isinstance(value, str) else value

    def format_field(self, value: Any, spec: str) -> str:
        """Numbers with ``,``, ``g``, ``.ng`` and ``.nf``, as the language writes them."""
        if spec == "," and isinstance(value, int):
            return count_text(value)
        if spec.endswith("g"):
            return short_text(float(value), int(spec[1:-1] or 6))
        if spec.startswith(".") and spec.endswith("f"):
            return decimal_text(float(value), int(spec[1:-1]))
        return format(value, spec)

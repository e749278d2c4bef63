"""Bring `assets/translations` up to date with the sources: `make translations`.

Qt's ``lupdate`` finds the texts of the window. It cannot see the messages of the core, which knows
no Qt, so they are found here, by their syntax, and handed to it as a file of their own, with the
context "Core". ``lrelease`` then makes of each ``.ts`` file the ``.qm`` file that the window loads.

What is new is marked ``unfinished`` in the ``.ts`` file: translate it there (by hand or in
`pyside6-linguist`), remove the mark, and run this again.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import btp_core.base.errors
import btp_core.scans.limits
from btp_core.base.assets import asset_path
from btp_core.model.catalogue import load_catalogue

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = {"de": [], "en": ["-pluralonly"]}
"""With options of ``lupdate``: English texts stand in the sources, but for their plurals."""

ERRORS = {
    name
    for module in (btp_core.base.errors, btp_core.scans.limits)
    for name, value in vars(module).items()
    if isinstance(value, type) and issubclass(value, Exception)
}
ROOMS = (
    *("base", "scans", "geometry", "text", "model", "designs", "inspection", "batch"),
    *("rendering", "report"),
)
"""Of the core, as far as the window can reach them."""
PLACE = re.compile(r"\{[^{}]*\}")


@cache
def core_templates() -> frozenset[str]:
    """Templates of all messages that the window may have to show.

    Raises
    ------
    ValueError
        An error is raised with an f-string, which no translation can be found for.
    """
    found = set()
    for folder in (ROOT / "app", *(ROOT / "btp_core" / room for room in ROOMS)):
        for path in sorted(folder.rglob("*.py")):
            for line, text in _templates(ast.parse(path.read_text(encoding="utf-8"))):
                if not text:
                    raise ValueError(f"{path}:{line}: an f-string; make it a Message")
                if any(letter.isalpha() for letter in PLACE.sub("", text)):
                    found.add(text)
    for model in load_catalogue():
        found |= {model.purpose, model.licence, model.source}
    return frozenset(found)


def _templates(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Texts given to ``Message``, or to an error as cause or next step, with their lines.

    The text is empty for an f-string.
    """
    values: dict[str, list[ast.expr]] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            values.setdefault(node.targets[0].id, []).append(node.value)
    for scope in ast.walk(module):
        is_error = isinstance(scope, ast.ClassDef) and scope.name.endswith("Error")
        for node in ast.walk(scope) if is_error else [scope]:
            if isinstance(node, ast.Call) and _is_said_by(node, "__init__" if is_error else ""):
                said = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "next_step")]
                for value in said:
                    yield from _texts(value, values)


def _is_said_by(call: ast.Call, method: str) -> bool:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr == method
    return isinstance(call.func, ast.Name) and call.func.id in {*ERRORS, "Message"}


def _texts(value: ast.expr, values: dict[str, list[ast.expr]]) -> Iterator[tuple[int, str]]:
    match value:
        case ast.Constant(value=str(text)) if text:
            yield value.lineno, text
        case ast.JoinedStr(values=parts):
            if any(c.isalpha() for p in parts if isinstance(p, ast.Constant) for c in str(p.value)):
                yield value.lineno, ""
        case ast.IfExp(body=body, orelse=orelse):
            yield from _texts(body, values)
            yield from _texts(orelse, values)
        case ast.Name(id=name):
            for assigned in values.get(name, []):
                if not isinstance(assigned, ast.Name):
                    yield from _texts(assigned, values)


def update(folder: Path) -> None:
    """Bring the files of a folder up to date; missing ones are made."""
    with tempfile.TemporaryDirectory() as temporary:
        core = Path(temporary) / "core.py"
        lines = [
            f'QT_TRANSLATE_NOOP("Core", {json.dumps(text, ensure_ascii=False)})\n'
            for text in sorted(core_templates())
        ]
        core.write_text("".join(lines), encoding="utf-8")
        sources = [str(path) for path in sorted((ROOT / "app").rglob("*.py"))]
        for language, own in LANGUAGES.items():
            target = folder / f"{language}.ts"
            options = [*own, "-source-language", "en", "-target-language", language]
            options += ["-no-obsolete", "-locations", "none", "-sort-messages", "-silent"]
            _tool("lupdate", *options, *sources, str(core), "-ts", str(target))
            _tool("lrelease", "-silent", str(target), "-qm", str(target.with_suffix(".qm")))


def _tool(name: str, *arguments: str) -> None:
    call = f"from PySide6.scripts.pyside_tool import {name}; {name}()"
    subprocess.run([sys.executable, "-c", call, *arguments], check=True)


if __name__ == "__main__":
    update(asset_path("translations"))

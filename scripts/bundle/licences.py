"""The licences of what a bundle holds: a page that lists them, and their texts beside it.

``python -m scripts.bundle.licences BUNDLE`` looks for installed distributions of which a package
or a library is in ``BUNDLE/_internal``, and writes ``BUNDLE/licences``.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

TEXTS = re.compile(r"(?i)(^|/)(licen[cs]e|copying|notice|authors|third[-_ ]?party)[^/]*$")
HEAD = """# Licences

BTP Inspect is under the Apache License 2.0 (`LICENSE`). This folder of the program also holds the
following, each under its own licence; the texts that came with them lie beside this page.
Qt and PySide6 are used under the LGPL 3: their libraries are separate files in `_internal`, which
you may replace by your own build of them. Python is under the PSF licence.

| package | version | licence | source |
|---|---|---|---|
"""


def main(bundle: Path) -> None:
    """Write the page and the texts."""
    internal = bundle / "_internal"
    target = bundle / "licences"
    target.mkdir(exist_ok=True)
    rows = []
    for found in sorted(distributions(), key=lambda d: d.name.lower()):
        if not _is_in(found, internal):
            continue
        rows.append(f"| {found.name} | {found.version} | {_licence(found)} | {_source(found)} |")
        _copy_texts(found, target / found.name)
    (target / "README.md").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(rows)} packages in {target}")


def _is_in(found: Distribution, internal: Path) -> bool:
    names = {file.parts[0] for file in found.files or () if file.suffix in (".py", ".so")}
    modules = {name.partition(".")[0] for name in names}
    collected = _modules(internal)
    return bool(modules & collected) and found.name != "btp-inspect"


def _modules(internal: Path) -> set[str]:
    listed = internal.parent / "modules.txt"  # what went into the archive of Python modules
    names = set(listed.read_text(encoding="utf-8").split()) if listed.is_file() else set()
    return names | {path.name.partition(".")[0] for path in internal.iterdir()}


def _licence(found: Distribution) -> str:
    data = found.metadata
    text = data.get("License-Expression") or ""
    if not text:
        classes = [c for c in data.get_all("Classifier") or [] if c.startswith("License ::")]
        text = ", ".join(c.rpartition(" :: ")[2] for c in classes)
    text = text or (data.get("License") or "see its text").strip().splitlines()[0]
    return text.replace("|", "/")[:90]


def _source(found: Distribution) -> str:
    urls = [url.partition(", ")[2] for url in found.metadata.get_all("Project-URL") or []]
    home = found.metadata.get("Home-page") or ""
    return home or next(iter(urls), "") or f"https://pypi.org/project/{found.name}"


def _copy_texts(found: Distribution, target: Path) -> None:
    for file in found.files or ():
        if TEXTS.search(str(file)) and file.suffix not in (".py", ".pyc", ".so"):
            place = Path(str(file.locate()))
            if place.is_file():
                target.mkdir(exist_ok=True)
                (target / "-".join(file.parts[1:] or file.parts)).write_bytes(place.read_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]))

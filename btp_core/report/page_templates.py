"""Templates of HTML pages, with the same safe settings for all: names are escaped."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined


def page_environment(package: str) -> Environment:
    """The templates in the folder ``templates`` of a package.

    Everything put into them is escaped, and what a template asks for must be there.
    """
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

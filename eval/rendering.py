"""Pages as one self-contained file: templates beside this module, all text escaped."""

from __future__ import annotations

import re
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from eval.results import Figure

_MARKS = re.compile(r"[\\`*_\[\]<>|~&$]")
"""Characters that mean something in Markdown."""


def number(value: float, unit: str = "") -> str:
    """A number as people read it: `0.912`, or `12.3 ms`."""
    return f"{value:.1f} {unit}" if unit else f"{value:.3f}"


def figure(found: Figure, unit: str = "") -> str:
    """A figure's value as people read it."""
    return number(found.value, unit)


def ends(found: Figure, unit: str = "") -> str:
    """A figure's interval as people read it."""
    return f"{number(found.low, unit)}–{number(found.high, unit)}"


def markdown(text: str) -> str:
    """Text that stays text in Markdown, in one line, in a table's cell too."""
    return _MARKS.sub(r"\\\g<0>", " ".join(text.split()))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("eval", "templates"),
        autoescape=select_autoescape(("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(md=markdown)
    return environment


def render(template: str, **values: object) -> str:
    """A template filled in."""
    return _environment().get_template(template).render(**values)

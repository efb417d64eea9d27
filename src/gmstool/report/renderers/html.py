"""HTML: one file with everything in it, no script, nothing fetched; readable by keyboard, by ear and on paper."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from gmstool.errors import InputError
from gmstool.report.renderers.breaking import marked
from gmstool.report.renderers.markdown import SIGNS
from gmstool.report.renderers.template import text_of

if TYPE_CHECKING:
    from pathlib import Path

    from gmstool.report.blocks import View
    from gmstool.report.case import Case

_ZERO_WIDTH = "\N{ZERO WIDTH SPACE}"


def render(case: Case, view: View, template: Path | None = None) -> bytes:
    """The summary as HTML, by the shipped template or the site's own; every text is escaped."""
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    text = text_of(template, "report.html.j2")
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"image": image, "css": css, "breakable": breakable}
    try:
        told = environment.from_string(text).render(view=view, page=view.page.split("{}"), type=case.type, signs=SIGNS)
    except (TemplateError, AttributeError, TypeError, ValueError) as error:
        raise InputError(
            f"the template {template or 'of gms'} cannot be used: {error}", hint="docs/report.md lists what it may name"
        ) from None
    return told.encode()


def css(text: str) -> Any:
    """The text as the inside of a CSS string: whatever is no letter or digit stands as its number."""
    from markupsafe import Markup

    return Markup("".join(one if one.isalnum() else f"\\{ord(one):06x}" for one in text))  # noqa: S704  # nothing else is left


def breakable(text: str) -> Any:
    """The text, escaped, with places where a long name may be broken; what is copied from the page holds none."""
    from markupsafe import Markup, escape

    whole = Markup("<wbr>").join(escape(part) for part in marked(text, _ZERO_WIDTH).split(_ZERO_WIDTH))
    return whole.replace("p.(", Markup('<span class="held">p.(</span>'))


def image(svg: str) -> str:
    """A drawing as the address of an image: what is inside it can neither run nor fetch."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()

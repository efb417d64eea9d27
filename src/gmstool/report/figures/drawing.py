"""The little SVG that the figures share."""

from __future__ import annotations

from xml.sax.saxutils import escape

FONT = "Libertinus Serif, Georgia, serif"
BLACK, DARK, MIDDLE, LIGHT, WHITE = "#000000", "#404040", "#808080", "#d8d8d8", "#ffffff"


def document(width: float, height: float, title: str, body: list[str]) -> str:
    """A drawing on white paper; the title is its name for those who hear it."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img" font-family="{FONT}" font-size="12">'
    )
    return "\n".join([head, f"<title>{escape(title)}</title>", *body, "</svg>", ""])


def bar(x: float, y: float, width: float, height: float, fill: str) -> str:
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{max(width, 0):g}" height="{height:g}" fill="{fill}" stroke="{BLACK}" '
        'stroke-width="0.8"/>'
    )


def line(
    x1: float, y1: float, x2: float, y2: float, width: float = 1, dash: str = "", colour: str = BLACK
) -> str:  # fmt: skip
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{colour}" stroke-width="{width:g}"{dashed}/>'


def text(x: float, y: float, told: str, size: float = 12, anchor: str = "start", *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" text-anchor="{anchor}"{weight}>{escape(told)}</text>'

"""A pedigree drawn as SVG: plain text, the same bytes for the same family.

Symbols follow the standardized human pedigree nomenclature (Bennett et al. 2008, J Genet Couns 17:424; update 2022,
31:1238): square a man, circle a woman, diamond sex not known; filled affected, a question mark not known; a dot a
carrier without the disease; an arrow with P the proband; a slash a deceased person; a double line related partners.
An asterisk marks who was tested.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from gmstool.errors import UsageError
from gmstool.family.figure_layout import Layout, laid_out
from gmstool.family.pedigree import Individual, Pedigree, Sex

SIZE, STEP_X, STEP_Y, MARGIN = 36, 110, 130, 60  # user units of the drawing
LINE_HEIGHT, FONT = 15, 12
MIN_WIDTH = 260
LETTER = 0.6  # width of an ordinary letter as a share of the font's size
NAME_LINES = 3  # more would reach the line to the children
_HALF = SIZE / 2
_STROKE = 'stroke="black" stroke-width="2"'
_GAP = 5  # between the two lines of related partners


@dataclass(frozen=True)
class Marks:
    """What is known beside the pedigree. `genotypes`: a text below a person's name, `0/1` or `het`, for example."""

    proband: str | None = None
    tested: Collection[str] = ()
    carriers: Collection[str] = ()
    deceased: Collection[str] = ()
    genotypes: Mapping[str, str] = field(default_factory=dict)


def pedigree_svg(
    pedigree: Pedigree, marks: Marks | None = None, title: str = "", say: Callable[[str], str] = str
) -> str:
    """The drawing of one family; `say` puts an English word in the reader's language.

    Raises UsageError for several families, or marks of people who are not in it.
    """
    marks = marks or Marks()
    if len(pedigree.families) > 1:
        names = ", ".join(pedigree.families)
        raise UsageError(f"{pedigree.name} has several families: {names}", hint="draw one with --family NAME")
    _check_marks(pedigree, marks)
    layout = laid_out(pedigree)
    at = {name: (MARGIN + x * STEP_X, MARGIN + y * STEP_Y) for name, (x, y) in layout.places.items()}
    body = [*_family_lines(pedigree, layout, at)]
    for one in pedigree:
        body += _person(one, at[one.id], marks, say)
    body += _legend(pedigree, marks, say, MARGIN / 2, max(y for _, y in at.values()) + MARGIN + LINE_HEIGHT)
    return _document(body, at, title or f"{say('Pedigree of')} {next(iter(pedigree.families))}")


def _check_marks(pedigree: Pedigree, marks: Marks) -> None:
    named = (marks.proband or "", *marks.tested, *marks.carriers, *marks.deceased, *marks.genotypes)
    if strangers := [name for name in dict.fromkeys(named) if name and name not in pedigree]:
        known = ", ".join(pedigree.individuals)
        raise UsageError(f"{', '.join(strangers)} is not in {pedigree.name}", hint=f"members: {known}")


def _document(body: list[str], at: Mapping[str, tuple[float, float]], title: str) -> str:
    width = max(MIN_WIDTH, max(x for x, _ in at.values()) + MARGIN)  # the legend needs its place
    height = max(y for _, y in at.values()) + MARGIN + 2 * LINE_HEIGHT
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img" font-family="sans-serif" font-size="{FONT}">'
    )
    paper = '<rect width="100%" height="100%" fill="white"/>'
    return "\n".join((head, f"<title>{escape(title)}</title>", paper, *body, "</svg>", ""))


def _legend(pedigree: Pedigree, marks: Marks, say: Callable[[str], str], x: float, y: float) -> list[str]:
    """The signs of this drawing that not everybody reads."""
    signs = [
        ("*", "tested", bool(marks.tested)),
        ("•", "carrier", bool(marks.carriers)),
        ("/", "deceased", bool(marks.deceased)),
        ("?", "affection not known", any(one.affected is None and one.id not in marks.carriers for one in pedigree)),
    ]
    used = "   ".join(f"{sign} {escape(say(text))}" for sign, text, is_used in signs if is_used)
    return [f'<text x="{x:g}" y="{y:g}" font-size="{FONT - 2}" xml:space="preserve">{used}</text>'] if used else []


def _family_lines(pedigree: Pedigree, layout: Layout, at: Mapping[str, tuple[float, float]]) -> list[str]:
    drawn = []
    for number, (couple, children) in enumerate(layout.couples.items()):
        # Couples of one generation hang their children at slightly different heights, so that no two lines merge.
        drop = STEP_Y - SIZE - 6 * (number % 4)
        drawn += _couple(couple, at, related=_are_related(pedigree, couple))
        drawn += _children([at[one] for one in children], _middle(couple, at), drop)
    return drawn


def _couple(couple: tuple[str, ...], at: Mapping[str, tuple[float, float]], *, related: bool) -> list[str]:
    if len(couple) == 1:
        return []
    (x1, y1), (x2, y2) = sorted(at[one] for one in couple)
    offsets = (-_GAP / 2, _GAP / 2) if related else (0,)
    return [_line(x1 + _HALF, y1 + off, x2 - _HALF, y2 + off) for off in offsets]


def _middle(couple: tuple[str, ...], at: Mapping[str, tuple[float, float]]) -> tuple[float, float]:
    """Where the line to the children begins."""
    if len(couple) == 1:
        x, y = at[couple[0]]
        return x, y + _HALF
    (x1, y1), (x2, y2) = sorted(at[one] for one in couple)
    return (x1 + x2) / 2, (y1 + y2) / 2


def _children(places: list[tuple[float, float]], start: tuple[float, float], drop: float) -> list[str]:
    x, y = start
    bar = min(place[1] for place in places) - STEP_Y + drop
    lines = [_line(x, y, x, bar)]
    ends = [x, *(place[0] for place in places)]
    if min(ends) < max(ends):
        lines.append(_line(min(ends), bar, max(ends), bar))
    return lines + [_line(child_x, bar, child_x, child_y - _HALF) for child_x, child_y in places]


def _are_related(pedigree: Pedigree, couple: tuple[str, ...]) -> bool:
    if len(couple) == 1:
        return False
    first, second = (_with_ancestors(pedigree, one) for one in couple)
    return bool(first & second)


def _with_ancestors(pedigree: Pedigree, name: str) -> frozenset[str]:
    return frozenset((name,)).union(*(_with_ancestors(pedigree, one) for one in pedigree[name].parents))


def _person(one: Individual, place: tuple[float, float], marks: Marks, say: Callable[[str], str]) -> list[str]:
    x, y = place
    fill = "black" if one.affected else "white"
    drawn = [f"<g><title>{escape(_told(one, marks, say))}</title>", _symbol(one.sex, x, y, fill)]
    if one.id in marks.carriers and not one.affected:
        drawn.append(f'<circle cx="{x:g}" cy="{y:g}" r="4" fill="black"/>')
    elif one.affected is None:
        drawn.append(_text(x, y + 5, "?", size=16))
    if one.id in marks.deceased:
        drawn.append(_line(x - _HALF - 6, y + _HALF + 6, x + _HALF + 6, y - _HALF - 6))
    if one.id in marks.tested:
        drawn.append(_text(x + _HALF + 7, y - _HALF + 8, "*", size=18))
    if one.id == marks.proband:
        drawn += _arrow(x - _HALF, y + _HALF)
    texts = [*_broken(one.id), *([marks.genotypes[one.id]] if one.id in marks.genotypes else [])]
    drawn.append(_paper_behind(texts, x, y + _HALF + 4))
    drawn += [_text(x, y + _HALF + LINE_HEIGHT * (line + 1), text) for line, text in enumerate(texts)]
    return [*drawn, "</g>"]


def _broken(name: str) -> list[str]:
    """A name in lines that fit a column, cut after a joint where there is one; the whole name is the symbol's title."""
    most = int((STEP_X - 12) / (FONT * LETTER))
    lines: list[str] = []
    while len(name) > most and len(lines) < NAME_LINES - 1:
        joint = max(name.rfind(one, most // 3, most) for one in "_-. ")
        end = joint + 1 if joint > 0 else most
        lines.append(name[:end])
        name = name[end:]
    return [*lines, name if len(name) <= most else f"{name[: most - 1]}…"]


def _paper_behind(texts: list[str], x: float, y: float) -> str:
    """White behind a name: the line to the children of a single parent starts there."""
    width = min(max(map(len, texts)) * FONT * LETTER, STEP_X - 12)
    height = LINE_HEIGHT * len(texts)
    return f'<rect x="{x - width / 2:g}" y="{y:g}" width="{width:g}" height="{height}" fill="white"/>'


def _symbol(sex: Sex, x: float, y: float, fill: str) -> str:
    if sex is Sex.FEMALE:
        return f'<circle cx="{x:g}" cy="{y:g}" r="{_HALF:g}" fill="{fill}" {_STROKE}/>'
    square = f'<rect x="{x - _HALF:g}" y="{y - _HALF:g}" width="{SIZE}" height="{SIZE}" fill="{fill}" {_STROKE}'
    if sex is Sex.MALE:
        return f"{square}/>"
    points = ((x, y - _HALF), (x + _HALF, y), (x, y + _HALF), (x - _HALF, y))
    return f'<polygon points="{" ".join(f"{a:g},{b:g}" for a, b in points)}" fill="{fill}" {_STROKE}/>'


def _told(one: Individual, marks: Marks, say: Callable[[str], str]) -> str:
    """The symbol in words, for those who hear the figure."""
    affected = {True: "affected", False: "unaffected", None: "affection not known"}[one.affected]
    words = [str(one.sex) if one.sex is not Sex.UNKNOWN else "sex not known", affected]
    words += ["proband"] if one.id == marks.proband else []
    words += ["carrier"] if one.id in marks.carriers else []
    words += ["deceased"] if one.id in marks.deceased else []
    words += ["tested" if one.id in marks.tested else "not tested"] if marks.tested else []
    return ", ".join([one.id, *map(say, words), *([marks.genotypes[one.id]] if one.id in marks.genotypes else [])])


def _arrow(x: float, y: float) -> list[str]:
    """An arrow from the left to the lower part of a symbol, with the proband's P: above the name, never under it."""
    shaft = _line(x - 26, y - 2, x - 9, y - 7)
    head = f'<polygon points="{x - 1:g},{y - 9:g} {x - 9:g},{y - 3:g} {x - 11:g},{y - 11:g}" fill="black"/>'
    return [shaft, head, _text(x - 32, y + 3, "P")]


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" {_STROKE}/>'


def _text(x: float, y: float, text: str, size: int = FONT) -> str:
    fitting = f" textLength={quoteattr(str(STEP_X - 12))} lengthAdjust={quoteattr('spacingAndGlyphs')}"
    squeezed = fitting if len(text) * size * LETTER > STEP_X - 12 else ""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="middle" font-size="{size}"{squeezed}>{escape(text)}</text>'

"""Codes of criteria as people write them: `PVS1`, `PM3_Very Strong`, `pm2_supporting`, `OVS1(Strong)`."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmstool.criteria.strength import Strength
from gmstool.errors import GmsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gmstool.rules.model import RuleSet

ACMG = (
    "PVS1", "PS1", "PS2", "PS3", "PS4", "PM1", "PM2", "PM3", "PM4", "PM5", "PM6", "PP1", "PP2", "PP3", "PP4", "PP5",
    "BA1", "BS1", "BS2", "BS3", "BS4", "BP1", "BP2", "BP3", "BP4", "BP5", "BP6", "BP7",
)  # fmt: skip
_NAMED = {"A": Strength.STAND_ALONE, "VS": Strength.VERY_STRONG, "S": Strength.STRONG, "M": Strength.MODERATE,
          "P": Strength.SUPPORTING}  # fmt: skip
_WORDS = {
    "standalone": Strength.STAND_ALONE,
    **dict.fromkeys(("verystrong", "vs", "vstr", "vstrong"), Strength.VERY_STRONG),
    **dict.fromkeys(("strong", "str", "st"), Strength.STRONG),
    **dict.fromkeys(("moderate", "mod", "m"), Strength.MODERATE),
    **dict.fromkeys(("supporting", "support", "supp", "sup", "p"), Strength.SUPPORTING),
}
_NOT_MET = "notmet"
_AMBIGUOUS = "s"  # some write it for strong, some for supporting
# A strength may stand apart from its code as a whole word; an abbreviation only behind a joint or in parentheses.
_TOKEN = re.compile(
    r"""(?P<code>[A-Za-z]+\d+)
    (?: [\s_:=(-]*(?P<word>very[\s_-]*strong|stand[\s_-]*alone|strong|moderate|supporting|not[\s_-]*met)(?![A-Za-z0-9])
      | \s*[_:=(-]\s*(?P<short>[A-Za-z][A-Za-z/]*)\.?
    )? (?:\s*\))? (?:[\s_]*\(?RNA\)?(?![A-Za-z0-9]))?""",
    re.VERBOSE | re.IGNORECASE,
)
_NAME = re.compile(r"(?:P|B|O|SB)(?:A|VS|S|M|P)\d+")
_BETWEEN = re.compile(r"""(?:[\s,;+|&"']|\.(?=["'\s]|$))*""")  # with quotes and full stops that were copied along


class CodeError(GmsError):
    """A text is not a set of criteria."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A criterion that is met, with its strength."""

    code: str
    strength: Strength

    @property
    def benign(self) -> bool:
        return self.code.startswith(("B", "SB"))

    def __str__(self) -> str:
        """`PM2_Supporting`; the bare code where the strength is what the code's letters say."""
        return self.code if self.strength is natural(self.code) else f"{self.code}_{self.strength}"


def natural(code: str) -> Strength:
    """The strength that a code's letters name: PVS1 very strong, PM2 moderate, SBP1 supporting."""
    letters = code.rstrip("0123456789")
    return _NAMED[letters.removeprefix("S")[1:] if letters.startswith("SB") else letters[1:]]


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text says: each criterion once, and what is odd about the text."""

    evidence: tuple[Evidence, ...]
    warnings: tuple[str, ...] = ()


def parse(text: str, known: Iterable[str] = ACMG) -> Parsed:
    """The criteria of a text, separated by commas, semicolons or spaces. Raises CodeError."""
    codes, found, warnings = tuple(known), dict[str, Evidence](), list[str]()
    for token in _tokens(text.translate(_DASHES)):
        code, strength = _code(token, codes), _strength(token)
        if strength is None:
            warnings.append(f"{code} is given as not met and is not counted")
            continue
        one = Evidence(code, strength)
        if code == "PM2" and not token["word"] and not token["short"]:
            warnings.append("PM2 without a strength counts as moderate, as in 2015; today it is PM2_Supporting")
        if strength is Strength.STAND_ALONE and not one.benign:
            raise CodeError(f"{code} cannot stand alone: only benign criteria can")
        if code in found:
            warnings.append(f"{code} is given more than once and counts once, with its greatest strength")
            one = max(found[code], one, key=lambda each: each.strength.rank)
        found[code] = one
    return Parsed(tuple(found.values()), tuple(dict.fromkeys(warnings)))


_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-") | {"\u00a0": " ", "\ufeff": " "})


def _tokens(text: str) -> Iterable[re.Match[str]]:
    """The codes of a text with their strengths; nothing but separators may stand between them."""
    at = _skip(text, 0)
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise CodeError(f"`{_piece(text, at)}` is not a criterion", hint="write codes as PVS1 or PM2_Supporting")
        end = _skip(text, token.end())
        if end == token.end() < len(text):
            raise CodeError(f"`{_piece(text, at)}` is not a criterion", hint="write codes as PVS1 or PM2_Supporting")
        yield token
        at = end


def _skip(text: str, at: int) -> int:
    between = _BETWEEN.match(text, at)
    return between.end() if between else at


def _piece(text: str, at: int) -> str:
    return re.split(r"[\s,;]", text[at:], maxsplit=1)[0][:40]


def _code(token: re.Match[str], known: tuple[str, ...]) -> str:
    code = token["code"].upper()
    if code in known:
        return code
    near = difflib.get_close_matches(code, known, n=3, cutoff=0.5)
    raise CodeError(f"`{code}` is not a criterion", hint=f"did you mean {', '.join(near)}?" if near else "")


def _strength(token: re.Match[str]) -> Strength | None:
    """The strength that is written, else the natural one; None where the criterion is said not to be met."""
    written = token["word"] or token["short"] or ""
    word = re.sub(r"[\s_-]", "", written).lower()
    if word == _NOT_MET:
        return None
    if word in ("", "rna"):
        return natural(token["code"].upper())
    if word == _AMBIGUOUS:
        raise CodeError(f"`{token[0].strip()}`: S may mean strong or supporting", hint="write the strength as a word")
    if word not in _WORDS:
        near = difflib.get_close_matches(word, _WORDS, n=1, cutoff=0.5)
        hint = f"did you mean {_WORDS[near[0]]}?" if near else f"strengths are {', '.join(Strength)}"
        raise CodeError(f"`{token[0].strip()}`: {written} is not a strength", hint=hint)
    return _WORDS[word]


def known_codes(rules: RuleSet) -> tuple[str, ...]:
    """The criteria of a rule set, in the order of its file. Raises CodeError for names that say no strength."""
    for code in rules.criteria:
        if not _NAME.fullmatch(code):
            raise CodeError(f"{rules.label} has a criterion `{code}`: its letters name no side and strength")
    return tuple(rules.criteria)

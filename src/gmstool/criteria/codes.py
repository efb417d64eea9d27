"""Codes of criteria as people write them: `PVS1`, `PM3_Very Strong`, `pm2_supporting`, `OVS1(Strong)`."""

from __future__ import annotations

import difflib
import re
import unicodedata
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
_UNCOUNTED = {
    **dict.fromkeys(("notmet", "unmet"), "not met"),
    **dict.fromkeys(("notapplicable", "n/a", "na"), "not applicable"),
    **dict.fromkeys(("notevaluated", "notassessed"), "not assessed"),
}
_AS_NAMED = ("", "met", "rna")  # no strength of its own is written
_AMBIGUOUS = "s"  # some write it for strong, some for supporting
_SHORTEST = 3  # letters of a slip that a strength can be guessed from
# A strength may stand apart from its code as a whole word; an abbreviation only behind a joint or in parentheses.
_TOKEN = re.compile(
    r"""(?P<code>[A-Za-z]+\d+)
    (?: [\s_:=(-]*(?P<word>very[\s_-]*strong|stand[\s_-]*alone|strong|moderate|supporting|met
          |unmet|not[\s_-]*(?:met|applicable|evaluated|assessed))(?![A-Za-z0-9])
      | \s*[_:=(-]\s*(?P<short>[A-Za-z][A-Za-z/]*)\.?
    )? (?:\s*\))? (?:[\s_]*\(?RNA\)?(?![A-Za-z0-9]))?""",
    re.VERBOSE | re.IGNORECASE,
)
_NAME = re.compile(r"(?:P|B|O|SB)(?:A|VS|S|M|P)\d+")
# Quotes, bullets and full stops that were copied along are nothing; "and" is a comma.
_BETWEEN = re.compile(
    r"""(?:[\s,;+|&"'\u201c\u201d\u2018\u2019\u2022\u00b7]|\.(?=["'\u201d\u2019\s]|$)|(?<=[\s,])(?:and|och)(?=\s))*"""
)
_WRAPPED = re.compile(r"\s*(?:\[(.*)\]|\((.*)\)|\{(.*)\})\s*\.?\s*", re.DOTALL)
_EMPTY = frozenset(("-", ".", "none", "na", "n/a", "nan", "null"))
_WRITE = "write codes as PVS1 or PM2_Supporting"


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
    for token in _tokens(_plain(text)):
        code = _code(token, codes)
        if uncounted := _UNCOUNTED.get(_written(token)):
            warnings.append(f"{code} is given as {uncounted} and is not counted")
            continue
        strength = _strength(token)
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


_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-") | {"\ufeff": " "})


def _plain(text: str) -> str:
    """The text in plain letters, blanks and hyphens, without what cannot be seen and without brackets around it all."""
    seen = unicodedata.normalize("NFKC", text.translate(_DASHES))
    seen = "".join(sign for sign in seen if unicodedata.category(sign) != "Cf")
    around = _WRAPPED.fullmatch(seen)
    inner = next((one for one in around.groups() if one is not None), "") if around else ""
    return inner if around and not set("[](){}") & set(re.sub(r"\([^()]*\)", "", inner)) else seen


def _tokens(text: str) -> Iterable[re.Match[str]]:
    """The codes of a text with their strengths; nothing but separators may stand between them."""
    at = _skip(text, 0)
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            empty = text.strip().lower() in _EMPTY
            hint = "an empty line is a set without criteria" if empty else _WRITE
            raise CodeError(f"`{_piece(text, at)}` is not a criterion", hint=hint)
        end = _skip(text, token.end())
        if end == token.end() < len(text):
            raise CodeError(f"`{_piece(text, at)}` is not a criterion", hint=_WRITE)
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
    raise CodeError(f"`{code}` is not a criterion", hint=_meant(code, known))


def _meant(code: str, known: tuple[str, ...]) -> str:
    """What somebody may have meant who wrote a code that is not known."""
    if _NAME.fullmatch(code) and code.startswith(("O", "SB")) and ACMG[0] in known:
        return "it is a criterion of tumours: `gms combine --scheme oncogenicity`"
    if code in ACMG:
        return "it is a criterion of germline variants: `gms combine --scheme acmg`"
    near = difflib.get_close_matches(code, known, n=3, cutoff=0.5)
    return f"did you mean {', '.join(near)}?" if near else _WRITE


def _written(token: re.Match[str]) -> str:
    """The strength as written, in small letters and one word."""
    return re.sub(r"[\s_-]", "", token["word"] or token["short"] or "").lower()


def _strength(token: re.Match[str]) -> Strength:
    """The strength that is written, else the natural one."""
    word, written = _written(token), token["word"] or token["short"]
    if word in _AS_NAMED:
        return natural(token["code"].upper())
    if word == _AMBIGUOUS:
        raise CodeError(f"`{token[0].strip()}`: S may mean strong or supporting", hint="write the strength as a word")
    if word not in _WORDS:
        near = difflib.get_close_matches(word, _WORDS, n=1, cutoff=0.5) if len(word) >= _SHORTEST else []
        hint = f"did you mean {_WORDS[near[0]]}?" if near else f"strengths are {', '.join(Strength)}"
        raise CodeError(f"`{token[0].strip()}`: {written} is not a strength", hint=hint)
    return _WORDS[word]


def known_codes(rules: RuleSet) -> tuple[str, ...]:
    """The criteria of a rule set, in the order of its file. Raises CodeError for names that say no strength."""
    for code in rules.criteria:
        if not _NAME.fullmatch(code):
            raise CodeError(f"{rules.label} has a criterion `{code}`: its letters name no side and strength")
    return tuple(rules.criteria)

"""Swedish personal identity numbers in free text: where they stand, never what they are.

    personnummer                  YYMMDD[-+]NNNC, with or without century and sign; Luhn over the last ten
    samordningsnummer             the same with 60 added to the day
    nationellt reservnummer       XXYYMMDDNNGC; Luhn over the first 11, a letter is its ASCII code; XX = century + 3k,
                                  or 00 with a month of 20-99 and a day of 40-59 when the birth date is unknown
    reservnummer Stockholm        99YYYYNNNNNC; Luhn over all 12, or over positions 5-12
    reservnummer Västra Götaland  YYYYMMDD[KMX]nnC; K = 5, M = 7, X = 8; Luhn over all 12, or over the last ten
    regionalt reservnummer        other regions: a birth date and four characters, no check digit

Sources: Skatteverket, SKV 704 and SKV M 2010:3; Inera, Nationellt ReservID and Lokala reservidn; HL7 Sweden, base
profiles. Stockholm and Västra Götaland have two rules because both are in print: before version 1.2 of Lokala
reservidn the examples fit Luhn over all 12 characters, since then over the shorter part.

A sign, a century or a letter makes a number known inside a word too (`P…-…T`), but ten bare digits must be a word of
their own: about 0.7 % of random ones carry a date and a check digit that fit. So does one time in ten as YYYYMMDDHHMM.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from gmstool.errors import GmsError

MASK = "[identity number]"

_SAMORDNING = 60  # added to the day of birth; SKV M 2010:3, 2
_NATIONAL_CENTURY = {1: "19", 2: "20"}  # by XX modulo 3; Nationellt ReservID 1.0, 2.1.1
_VASTRA_GOTALAND_LETTERS = {"K": 5, "M": 7, "X": 8}  # Lokala reservidn 1.2
_TYPED = {"Cf": "", "No": " ", "Pd": "-", "Zs": " "}  # No: a footnote mark (²) after a number is no part of it


class IdentityError(GmsError):
    """A personal identity number stands where it could leave the site."""


class Found(NamedTuple):
    """What kind of number stands where: `start` and `end` are 0-based, half-open offsets into the text searched."""

    kind: str
    start: int
    end: int


def find(text: str) -> list[Found]:
    """Personal identity numbers in reading order, each with 0-based, half-open offsets into `text`."""
    plain, places = _plain(text)
    if not re.search("[0-9]{6}", plain):
        return []
    spared = [match.span() for match in _SPARED.finditer(plain)]
    matches = ((judge(match), match) for shape, judge in _RULES for match in shape.finditer(plain))
    hits = sorted((*match.span("n"), kind) for kind, match in matches if kind)
    whole = [hit for hit in hits if not any(first <= hit[0] and hit[1] <= last for first, last in spared)]
    return _apart(Found(kind, places[start], places[end - 1] + 1) for start, end, kind in whole)


def masked(text: str) -> str:
    """The text with each personal identity number replaced by `MASK`."""
    while hits := find(text):  # again, since what stood beside a number may have spoken against its neighbour
        for found in reversed(hits):
            text = text[: found.start] + MASK + text[found.end :]
    return text


def check(text: str, where: str) -> None:
    """Raise an IdentityError that names the kind and the place of what was found, and masks the place's own name."""
    if kinds := dict.fromkeys(found.kind for found in find(text)):
        raise IdentityError(
            f"a personal identity number ({', '.join(kinds)}) stands in {masked(where)}",
            hint="put a pseudonym in its place; `bcftools reheader --samples new_names.txt` renames samples",
        )


def _apart(ordered: Iterable[Found]) -> list[Found]:
    """Numbers that overlap are one, so that a mask covers both."""
    kept: list[Found] = []
    for found in ordered:
        if kept and found.start < kept[-1].end:
            kept[-1] = kept[-1]._replace(end=max(kept[-1].end, found.end))
        else:
            kept.append(found)
    return kept


def _plain(text: str) -> tuple[str, range | list[int]]:
    """The text with plain dashes, spaces and digits, and the place in `text` that each character came from."""
    if text.isascii():
        return text, range(len(text))
    places = [place for place, character in enumerate(text) if _typed(character)]
    return "".join(map(_typed, text)), places


@lru_cache(maxsize=4096)
def _typed(character: str) -> str:
    """The character as a plain keyboard has it; nothing for what has no width (zero-width space, soft hyphen)."""
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    folded = unicodedata.normalize("NFKC", character).replace("\N{MINUS SIGN}", "-")
    return _TYPED.get(category, folded if len(folded) == 1 else character)


def _has_luhn(number: str, letters: dict[str, int] | None = None) -> bool:
    """Weights 1, 2, 1, 2, … from the right; the products' digits add up to whole tens; letters are ASCII codes."""
    values = [int(one) if one.isdecimal() else (letters or {}).get(one, ord(one)) for one in reversed(number)]
    return sum(int(digit) for place, value in enumerate(values) for digit in str(value * (1 + place % 2))) % 10 == 0


def _has_date(number: str) -> bool:
    """YYYYMMDD in front is a day that was: 29 February only in leap years."""
    try:
        date(int(number[:4]), int(number[4:6]), int(number[6:8]))
    except ValueError:
        return False
    return True


def _compact(match: re.Match[str]) -> str:
    return re.sub("[ -]", "", match["n"]).upper()


def _birth_number(match: re.Match[str]) -> str | None:
    """Without a century, any that the sign allows: `+` is for those who are, or this year turn, a hundred."""
    year, month, day, serial = match["year"], match["month"], match["day"], match["serial"]
    centuries = [match["century"]] if match["century"] else ["18", "19"] if match["sign"] == "+" else ["19", "20"]
    was_a_day = any(_has_date(f"{century}{year}{month}{int(day) % _SAMORDNING:02}") for century in centuries)
    if not was_a_day or serial.startswith("000") or not _has_luhn(year + month + day + serial):
        return None
    return "samordningsnummer" if int(day) > _SAMORDNING else "personnummer"


def _national(match: re.Match[str]) -> str | None:
    number = _compact(match)
    century = _NATIONAL_CENTURY.get(int(number[:2]) % 3)
    fits = number.startswith("00") or (century is not None and _has_date(century + number[2:]))
    return "nationellt reservnummer" if fits and _has_luhn(number) else None


def _stockholm(match: re.Match[str]) -> str | None:
    number = _compact(match)
    return "reservnummer Stockholm" if _has_luhn(number) or _has_luhn(number[4:]) else None


def _vastra_gotaland(match: re.Match[str]) -> str | None:
    number = _compact(match)
    fits = any(_has_luhn(part, _VASTRA_GOTALAND_LETTERS) for part in (number, number[2:]))
    return "reservnummer Västra Götaland" if fits and _has_date(number) else None


def _regional(match: re.Match[str]) -> str | None:
    number = _compact(match)
    centuries = ("19", "20") if number[6].isalpha() else ("",)
    fits = any(_has_date(century + number) for century in centuries)
    return "regionalt reservnummer" if fits and match["n"].isupper() else None  # no check digit, so at least its case


def _shape(pattern: str, *, before: str = "", after: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?<![0-9]){before}(?P<n>{pattern})(?![0-9]){after}", re.IGNORECASE)


_STARTS_WORD, _ENDS_WORD, _NOT_DECIMALS = r"(?<![^\W_])", r"(?![^\W_])", r"(?<![0-9]\.)"
_NOT_FRACTION = r"(?!\.[0-9]*[1-9])"  # but .0: a table read as decimals
_CENTURY, _DASH, _LETTER = "(?P<century>18|19|20)", " ?-? ?", "[A-HJ-NPR-UXYZ]"  # Nationellt ReservID 1.0, 2.1.3
_DAY = "(?P<year>[0-9]{2})(?P<month>[01][0-9])(?P<day>[0-9]{2})"
_SERIAL = "(?P<serial>[0-9]{4})"
_SIGNED = f"{_CENTURY}?{_DAY} ?(?P<sign>[-+]) ?{_SERIAL}"
_TWELVE = f"{_CENTURY}{_DAY}(?P<sign> ?){_SERIAL}"
_TEN = f"(?P<century>){_DAY}(?P<sign> ?){_SERIAL}"
_SERIES_AND_DAY = "(?:2[2-9]|[3-8][0-9]|9[0-8])[0-9]{6}|00[0-9]{2}[2-9][0-9][45][0-9]"
_OTHER_REGIONS = (
    "(?:18|19|20)[0-9]{6}-?(?:[A-Z]{2}[0-9][A-Z]|[0-9]{3}R)"  # Blekinge, Sörmland, Värmland, Örebro; Västernorrland
    "|[0-9]{6}-?[DEF][A-Z][01][A-Z]"  # Skåne
    "|18[56]00101-?[MNKP][0-9]{3}"  # Sörmland
)
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (_shape(_SIGNED), _birth_number),
    (_shape(_TWELVE, before=_NOT_DECIMALS), _birth_number),
    (_shape(_TEN, before=_STARTS_WORD + _NOT_DECIMALS, after=_ENDS_WORD + _NOT_FRACTION), _birth_number),
    (_shape(f"(?:{_SERIES_AND_DAY}){_DASH}{_LETTER}{{2}}(?:{_LETTER}|[0-9])[0-9]"), _national),
    (_shape(f"99(?:19|2[0-2])[0-9]{{4}}{_DASH}[0-9]{{4}}", before=_NOT_DECIMALS), _stockholm),
    (_shape(f"(?:18|19|20)[0-9]{{6}}{_DASH}[KMX][0-9]{{3}}"), _vastra_gotaland),
    (_shape(_OTHER_REGIONS, before=_STARTS_WORD, after=_ENDS_WORD), _regional),
)

# Other identifiers and positions; they spare a number only when they cover it whole.
_SPARED = re.compile(
    r"""(?<![^\W_]) (?:
        (?: RS[:=]? | [RSV]CV | DBSNP[:=] | PMC | PMID[:= ]{0,2} | SNOMED(?:[ _]?CT)?[:=][ ]? ) [0-9]+
      | [NX][CGMPRTW]_[0-9]+
      | CHR(?: [0-9]{1,2} | [XYM] | MT ) : [0-9]{1,9} (?: - [0-9]{1,9} )?
      | [CGMNOR]\. [0-9*+_?()-]+ (?: [ACGTUN=] | CON | DEL | DUP | INS | INV )
      | [0-9A-F]{8} - (?: [0-9A-F]{4} - ){3} [0-9A-F]{12}  # UUID
      | [0-9A-F]{32,}  # MD5 and longer
    ) (?![0-9])""",
    re.IGNORECASE | re.VERBOSE,
)

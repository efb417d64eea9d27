"""From Swedish back to English, by the same catalogue: for rows that were written in Swedish and a reader of English.

Every answer is proven: the English text, said in Swedish, is the text that was asked for. Where a part of it has no
English form there is no answer, and the reader is told that it is in Swedish.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from gmstool.sentences import _closed, _split, catalogue, say

SWEDISH = frozenset((  # words of a sentence that no English one has
    "och", "av", "inte", "på", "för", "med", "som", "är", "ej", "kräver", "okänt", "till", "från", "vid", "eller",
    "mot", "den", "det", "har",
))  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
JOINS = (" > ", "; ", ", ")  # what joins steps, sentences and facts: the same in both languages


def english(text: str) -> str | None:
    """The English text that is this one in Swedish; None where a part has no English form: what a person wrote, say."""
    unreviewed = f" [{say('not reviewed', 'sv')}]"  # the mark behind a source that nobody has reviewed
    if text.endswith(unreviewed):
        source = english(text.removesuffix(unreviewed))
        return None if source is None else f"{source} [not reviewed]"
    found, _ = _back(text)
    return None if SWEDISH & set(_WORD.findall(found)) else found


@lru_cache(maxsize=1 << 16)
def _back(text: str) -> tuple[str, int]:
    """A text that may be the English one, and how many small letters in it are as they were: names, or no Swedish."""
    plain = _plain()
    if text in plain:
        return plain[text], 0
    found = (text, sum(map(str.islower, text)))
    for told, left in (*_noted(text), *_filled(text), *_joined(text)):
        if left < found[1] and say(told, "sv") == text:
            found = told, left
    return found


def _noted(text: str) -> list[tuple[str, int]]:
    """A reason that ends with the facts that were missing."""
    head, note, missing = text.rpartition(f" ({say('not known', 'sv')}: ")
    if not note or not missing.endswith(")"):
        return []
    (told, left), (facts, more) = _back(head), _back(missing.removesuffix(")"))
    return [(f"{told} (not known: {facts})", left + more)]


def _filled(text: str) -> list[tuple[str, int]]:
    """Sentences with places to fill; what fills one is no step of its own, and begins and ends in one remark."""
    found = ((template, pattern.fullmatch(text)) for pattern, template in _patterns())
    told = [(template, list(map(_back, match.groups()))) for template, match in found
            if match and all(_closed(part) and JOINS[0] not in part for part in match.groups())]  # fmt: skip
    return [(template.format(*(part for part, _ in parts)), sum(left for _, left in parts)) for template, parts in told]


def _joined(text: str) -> list[tuple[str, int]]:
    """Several sentences beside each other, brackets kept whole."""
    told = [(one, list(map(_back, parts))) for one in JOINS if len(parts := _split(text, one)) > 1]
    return [(one.join(part for part, _ in parts), sum(left for _, left in parts)) for one, parts in told]


@cache
def _plain() -> dict[str, str]:
    """Swedish words, names of classes and whole sentences, with the English ones; of two, the catalogue's first."""
    found = catalogue()
    classes = {name: told for name, (_, told) in found["classes"].items()}
    told = [pair for part in (classes, found["words"], found["sentences"]) for pair in part.items()]
    return {swedish: one for one, swedish in reversed(told) if "{}" not in one and one not in ("True", "False")}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Swedish sentences with places to fill, the most particular first, and their English form.

    Each stands twice: its places as short as may be, then as long; a class in a place may have brackets of its own.
    """
    filled = [(swedish, told) for told, swedish in catalogue()["sentences"].items() if "{}" in told]
    ordered = sorted(filled, key=lambda one: -len(one[0]))
    return tuple(
        (re.compile(place.join(map(re.escape, one.split("{}"))), re.DOTALL), told)
        for one, told in ordered for place in ("(.*?)", "(.*)")
    )  # fmt: skip

"""Where a long name may be broken in a narrow column: HGVS names have no spaces."""

from __future__ import annotations

import re
from functools import cache

LONG = 18  # letters of a word that may be broken at its joints
ROOM, LEAST_ROOM = 20, 6  # letters that stand together
_JOINTS = r"(?<=[:_/.\-=()])(?<!\b[cgmnpr]\.)(?<!p\.\()(?=\w)"  # not between `c.` and its number


def marked(text: str, mark: str, room: int = ROOM) -> str:
    """The text with `mark` where a long word may be broken; `room` is how many letters a line holds at least."""
    shortest, joints, letters = _patterns(max(room, LEAST_ROOM))
    return shortest.sub(lambda word: (joints if len(word[0]) >= LONG else letters).sub(mark, word[0]), text)


@cache
def _patterns(room: int) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Words that may be broken, their joints and rows of letters, and rows of letters alone."""
    letters = rf"(?<=\w{{{room}}})(?=\w{{2}})"
    return re.compile(rf"\S{{{min(LONG, room + 1)},}}"), re.compile(f"{_JOINTS}|{letters}"), re.compile(letters)

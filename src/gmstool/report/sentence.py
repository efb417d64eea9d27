"""A sentence that a site wrote and signed, and the file that holds such sentences."""

from __future__ import annotations

import hashlib
import json
from typing import Literal

from gmstool.report.parts import Day, Line, Part, Text


class Sentence(Part):
    """One sentence in both languages. Gene, condition and zygosity narrow it where they are named."""

    kind: Literal["meaning", "action"]
    gene: Line
    condition: Line | None = None
    zygosity: Literal["heterozygous", "homozygous", "hemizygous"] | None = None
    classes: list[Literal[4, 5]] = [4, 5]  # noqa: RUF012  # pydantic copies it
    sv: Text
    en: Text
    signed_by: Line | None = None
    signed: Day | None = None
    sha256: Line | None = None

    @property
    def hash(self) -> str:
        """SHA-256 of everything but the hash: the words, what they are for, the signer and the day."""
        told = self.model_dump(mode="json", exclude={"sha256"})
        return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


class Sentences(Part):
    """The file."""

    sentence: list[Sentence] = []  # noqa: RUF012  # pydantic copies it

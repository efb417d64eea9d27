"""Sentences that a site has signed, by gene, condition and class: what a finding means, and what is proposed.

A TOML file of `[[sentence]]` that the case file names under `inputs.sentences`. A sentence counts only with a signer, a
date and the hash of all that it says: one word changed, and it is ignored with a notice that tells the new hash. None
speaks of class 3, and none is used where the finding does not explain the question. What the case file itself says of
a finding comes first.
"""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

from gmstool import identity
from gmstool.classify.case import CaseError
from gmstool.report.checking import checked
from gmstool.report.sentence import Sentence, Sentences

if TYPE_CHECKING:
    from pathlib import Path

    from gmstool.report.case import Case
    from gmstool.report.findings import Finding

MAX_BYTES = 1 << 20
UNSIGNED = "Sentence {} of {} is ignored: nobody has signed it."
CHANGED = "Sentence {} of {} is ignored: it is not what was signed; its hash is now {}."


def read(path: Path) -> tuple[list[Sentence], list[tuple[str, list[str]]]]:
    """The sentences that are signed, and a notice for each other. Raises CaseError with the path of a fault."""
    content = _content(path)
    identity.check(json.dumps(content, default=str, ensure_ascii=False), f"the sentences {path.name}")
    found: Sentences = checked(Sentences, content, str(path))
    signed, notices = list[Sentence](), list[tuple[str, list[str]]]()
    for number, one in enumerate(found.sentence, 1):
        if not (one.signed_by and one.signed):
            notices.append((UNSIGNED, [str(number), path.name]))
        elif one.sha256 != one.hash:
            notices.append((CHANGED, [str(number), path.name, one.hash]))
        else:
            signed.append(one)
    return signed, notices


def _content(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CaseError(f"{path} is larger than {MAX_BYTES >> 20} MiB", hint="is it a file of sentences?")
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise CaseError(f"the sentences {path} cannot be read: {error}", hint="docs/report.md shows one") from None


def said(case: Case, finding: Finding, kind: str) -> list[Sentence]:
    """The signed sentences that fit a finding, in the order of the file."""
    condition = ((finding.row and finding.row.condition) or case.file.condition or "").casefold()
    return [
        one for one in case.sentences
        if one.kind == kind and one.gene == finding.gene and finding.number in one.classes
        and (one.condition is None or one.condition.casefold() == condition)
        and one.zygosity in (None, finding.zygosity)
    ]  # fmt: skip

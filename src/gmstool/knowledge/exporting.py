"""The store's assertions as the tables that `gms kb import` reads."""

from __future__ import annotations

import contextlib
import json
import sys
from typing import TYPE_CHECKING, Any, TextIO

from gmstool import identity
from gmstool.files import atomic
from gmstool.knowledge.importing import guard
from gmstool.knowledge.importing.own import COLUMNS
from gmstool.knowledge.model import public as what_may_leave

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gmstool.knowledge.model import Assertion
    from gmstool.knowledge.store import Store

NAMES = (*(name for name in COLUMNS if name != "date"), "quarter", "accession", "version", "vrs_id", "lifted", "source")


def export_to(store: Store, output: Path | None, kind: str, lab: str | None, *, public: bool) -> int:
    """Write the assertions, of one laboratory or all; how many. Raises IdentityError before anything leaves."""
    number = 0
    with _opened(output) as file:
        if kind == "tsv":
            file.write("\t".join(NAMES) + "\n")
        for one in store.everything():
            if lab is None or one.lab == lab:
                file.write(_line(what_may_leave(one) if public else one, kind))
                number += 1
    return number


@contextlib.contextmanager
def _opened(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        return
    with atomic(output) as part, part.open("w", encoding="utf-8") as file:
        yield file


def _line(one: Assertion, kind: str) -> str:
    told = {name: _value(one, name) for name in NAMES}
    if kind == "jsonl":
        told["criteria"] = [each._asdict() for each in one.criteria]
        told["references"] = list(one.references)
        line = json.dumps(told, ensure_ascii=False)
    else:
        line = "\t".join("" if value is None else str(value).replace("\t", " ") for value in told.values())
    for value in told.values():
        if isinstance(value, str) and guard.kind(value):
            identity.check(value, f"assertion {one.name}")
    return line + "\n"


def _value(one: Assertion, name: str) -> Any:
    if name == "criteria":
        return ";".join(f"{each.code}_{each.strength}" for each in one.criteria) or None
    if name == "references":
        return ";".join(one.references) or None
    if name == "lifted":
        return "-".join(map(str, one.lifted)) if one.lifted else None
    return getattr(one, name)

"""Withdrawing assertions and deciding discordances: rows that are added, nothing is taken away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import func, insert, select

from gmstool import identity
from gmstool.knowledge import connection, schema
from gmstool.knowledge.importing import words
from gmstool.knowledge.importing.found import Settings
from gmstool.knowledge.intake import Import
from gmstool.knowledge.model import GERMLINE, SOMATIC, accession, quarter, today
from gmstool.knowledge.request import Request
from gmstool.knowledge.store import open_store
from gmstool.knowledge.transaction import Writing


def withdraw(store: Path, name: str, reason: str) -> str:
    """Note that an assertion is withdrawn; its name with version. Raises StoreError for one that is not there."""
    identity.check(reason, "the reason")
    bare = name.partition(".")[0].upper()
    with Writing(store, print) as connected:
        table, gone = schema.assertion.c, schema.withdrawal.c
        version = connected.execute(select(func.max(table.version)).where(table.accession == bare)).scalar()
        if version is None:
            raise connection.StoreError(
                f"there is no assertion {name}", "`gms query` shows the accessions of a variant"
            )
        before = connected.execute(select(func.max(gone.version)).where(gone.accession == bare)).scalar()
        if before is not None and before >= version:
            raise connection.StoreError(f"{bare}.{version} is withdrawn already", "")
        row = {"accession": bare, "version": version, "reason": reason, "day": today()}
        connected.execute(insert(schema.withdrawal), [row])
    return f"{bare}.{version}"


def decide(store: Path, name: str, classification: str, curator: str, reason: str) -> str:
    """Put a curator's class on top of what laboratories say of a variant and condition; the decision's name."""
    for text, where in ((curator, "the curator's name"), (reason, "the reason")):
        identity.check(text, where)
    with open_store(store) as known:
        about = known.history(name)
    if not about:
        raise connection.StoreError(f"there is no assertion {name}", "`gms kb discordances` shows their accessions")
    last = about[-1]
    class_ = words.classification(classification)
    if class_ not in (SOMATIC if last.origin == "somatic" else GERMLINE):
        raise words.WordError(f"{class_} is no class of a {last.origin or 'germline'} variant")
    key = last.key if last.assembly == "GRCh38" or last.lifted_key is None else last.lifted_key
    about_condition = last.condition_id or last.condition
    decision = replace(
        last, accession=accession("decision", "-".join(map(str, key)), about_condition, last.origin),
        classification=class_, lab=curator, review=reason, decided=True, criteria=(),
        quarter=quarter(today()), evidence_type="curator's decision", source_id=None, stars=None,
        cases=None, rules=None,
    )  # fmt: skip
    with Writing(store, print) as connected:
        request = Request(store, Settings(lab=curator))
        work = Import(connected, store, "decision", request, "curators' decisions", None)
        return work.decided(decision)

"""Snapshots: what leaves, who signed it, how old it is; and what a curator adds."""

import json
import stat
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gmstool.errors import GmsError, InputError, OutputError
from gmstool.knowledge import signing, snapshot
from gmstool.knowledge.checks import discordances, problems
from gmstool.knowledge.connection import StoreError
from gmstool.knowledge.curation import decide, withdraw
from gmstool.knowledge.exporting import export_to
from gmstool.knowledge.importing.found import Settings
from gmstool.knowledge.importing.words import WordError
from gmstool.knowledge.making import make_store
from gmstool.knowledge.model import PRIVATE_REASONS, Assertion, Criterion, band, public, quarter
from gmstool.knowledge.request import Request
from gmstool.knowledge.snapshot_writing import write
from gmstool.knowledge.store import open_store
from gmstool.knowledge.writing import import_file, import_snapshot

BRAF = ("GRCh38", "7", 140753336, "A", "T")
ROW = {
    "assembly": "GRCh38", "chrom": "7", "pos": 140753336, "ref": "A", "alt": "T", "classification": "Pathogenic",
    "lab": "GMC A", "condition_id": "MONDO:0005105", "origin": "germline", "date": "2026-08-01", "cases": 3,
    "review": "seen in the family of the third patient", "references": ["PMID:1"],
    "criteria": [
        {"code": "PS4", "strength": "Moderate", "reason": "three patients"},
        {"code": "PM2", "strength": "Supporting", "reason": "absent from gnomAD"},
    ],
}  # fmt: skip


def bring(folder, *rows):
    path = folder / f"{len(list(folder.glob('*.jsonl')))}.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return import_file(folder / "kb.sqlite", Request(path, Settings()))


@pytest.fixture
def store(tmp_path):
    make_store(tmp_path / "kb.sqlite")
    bring(tmp_path, ROW, {**ROW, "lab": "GMC B", "classification": "Benign"})
    return tmp_path / "kb.sqlite"


@pytest.fixture
def signed(store):
    public_key, _ = signing.make_key(store.parent / "kb.key")
    with open_store(store) as found:
        write(found, store.parent / "snap", store.parent / "kb.key")
    return store.parent / "snap", public_key


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (None, None),
        (0, "0"),
        (1, "1-4"),
        (4, "1-4"),
        (5, "5-9"),
        (9, "5-9"),
        (10, "10-19"),
        (99, "50-99"),
        (100, "100+"),
    ],
)
def test_counts_leave_as_bands(count, expected):
    assert band(count) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-01-31", "2026Q1"), ("2026-04-01", "2026Q2"), ("2026/12/31", "2026Q4"), ("2026Q3", "2026Q3"),
     ("2026Q5", None), ("2026-13-01", None), ("soon", None), (None, None)],
)  # fmt: skip
def test_days_leave_as_quarters(day, expected):
    assert quarter(day) == expected


@pytest.mark.parametrize("code", sorted(PRIVATE_REASONS))
def test_reasons_that_rest_on_patients_never_leave(code):
    one = Assertion(
        "GMSA-A", 1, *BRAF, criteria=(Criterion(code, "Moderate", "three sibs"), Criterion("PM2", "S", "x"))
    )

    kept = {each.code: each.reason for each in public(one, free_text=True).criteria}
    assert kept == {code: None, "PM2": "x"}
    assert {each.reason for each in public(one).criteria} == {None}
    assert [each.code for each in public(one).criteria] == [code, "PM2"]


@pytest.mark.parametrize(("own", "kept"), [("VCV000013961", True), ("CA229778", True), ("case 17", False)])
def test_a_laboratorys_own_row_id_stays(own, kept):
    assert (public(Assertion("GMSA-A", 1, *BRAF, source_id=own)).source_id == own) is kept


def test_free_text_stays_unless_it_is_clinvars_review_status():
    one = Assertion("GMSA-A", 1, *BRAF, review="a family in Umeå")

    assert public(one).review is None
    assert public(replace(one, review="practice guideline", stars=4)).review == "practice guideline"


def test_a_snapshot_holds_what_may_leave_and_nothing_else(signed):
    import polars as pl

    folder, key = signed
    checked = snapshot.check(folder, key)

    table = snapshot.frame(checked).filter(pl.col("lab") == "GMC A").collect()
    row = table.row(0, named=True)
    assert (row["classification"], row["quarter"], row["cases"], row["review"]) == ("Pathogenic", "2026Q3", "1-4", None)
    assert [each["reason"] for each in row["criteria"]] == [None, None]
    assert checked.age == 0
    assert checked.manifest["files"]["assertions.parquet"]["rows"] == 2
    assert not any(b"family" in path.read_bytes() for path in folder.iterdir())


def test_a_snapshot_comes_into_another_store_under_the_same_names_and_once(signed, tmp_path):
    folder, _ = signed
    other = tmp_path / "other.sqlite"
    make_store(other)
    first = import_snapshot(other, snapshot.check(folder))
    again = import_snapshot(other, snapshot.check(folder))

    assert [one.added for one in first] == [2]
    assert all(one.again for one in again)
    with open_store(other) as there, open_store(tmp_path / "kb.sqlite") as here:
        assert {one.accession for one in there.at([BRAF])[BRAF]} == {one.accession for one in here.at([BRAF])[BRAF]}
        assert problems(there) == []


@pytest.mark.parametrize("name", ["assertions.parquet", "manifest.json", "manifest.json.sig"])
def test_one_changed_byte_is_found(signed, name):
    folder, key = signed
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)

    with pytest.raises(snapshot.SnapshotError):
        snapshot.check(folder, key)


def test_a_snapshot_of_another_key_or_without_signature_is_refused(signed, tmp_path):
    folder, key = signed
    other, _ = signing.make_key(tmp_path / "other.key")
    with pytest.raises(snapshot.SnapshotError, match="not signed by"):
        snapshot.check(folder, other)
    (folder / snapshot.SIGNATURE).unlink()
    with pytest.raises(snapshot.SnapshotError, match="is not signed"):
        snapshot.check(folder, key)
    assert snapshot.check(folder).signed_by is None


def test_a_snapshot_may_be_one_file_and_is_the_same(store, signed, tmp_path):
    folder, key = signed
    with open_store(store) as found:
        write(found, tmp_path / "snap.zip", tmp_path / "kb.key")
    checked = snapshot.check(tmp_path / "snap.zip", key)

    assert snapshot.is_snapshot(tmp_path / "snap.zip")
    assert checked.manifest["files"] == snapshot.check(folder, key).manifest["files"]
    make_store(other := tmp_path / "other.sqlite")
    assert [one.added for one in import_snapshot(other, checked)] == [2]


@pytest.mark.parametrize(
    ("how", "message"),
    [({"compression": zipfile.ZIP_DEFLATED}, "packed in another way"), ({"cut": 400}, "cannot be unpacked"),
     ({"only": "assertions.parquet"}, "is no snapshot")],
)  # fmt: skip
def test_a_file_that_is_no_snapshot_of_ours_is_refused(signed, tmp_path, how, message):
    path = tmp_path / "snap.zip"
    with zipfile.ZipFile(path, "w", how.get("compression", zipfile.ZIP_STORED)) as packed:
        for one in signed[0].iterdir():
            if how.get("only", one.name) == one.name:
                packed.write(one, one.name)
    path.write_bytes(path.read_bytes()[: -how.get("cut", 0) or None])

    with pytest.raises(GmsError, match=message):
        snapshot.check(path)


def test_what_was_withdrawn_where_a_snapshot_is_made_is_withdrawn_by_the_next_one(store, tmp_path):
    make_store(other := tmp_path / "other.sqlite")
    with open_store(store) as found:
        write(found, tmp_path / "first", None)
        one = next(each for each in found.at([BRAF])[BRAF] if each.lab == "GMC A")
    import_snapshot(other, snapshot.check(tmp_path / "first"))
    withdraw(store, one.name, "wrong transcript")
    with open_store(store) as found:
        write(found, tmp_path / "second", None)

    assert sum(each.withdrawn for each in import_snapshot(other, snapshot.check(tmp_path / "second"))) == 1
    with open_store(other) as there:
        assert [each.lab for each in there.at([BRAF])[BRAF]] == ["GMC B"]


@pytest.mark.parametrize(("origin", "class_"), [("germline", "LO"), ("somatic", "LP")])
def test_a_decision_is_in_the_words_of_its_origin(store, origin, class_):
    bring(store.parent, {**ROW, "origin": origin, "lab": "GMC C"})
    with open_store(store) as found:
        one = next(each for each in found.at([BRAF])[BRAF] if each.lab == "GMC C")

    with pytest.raises(WordError, match=origin):
        decide(store, one.name, class_, "GMS board", "functional data")


def test_a_manifest_cannot_name_a_file_elsewhere(signed):
    folder, _ = signed
    told = json.loads((folder / "manifest.json").read_text())
    told["files"]["../kb.sqlite"] = told["files"]["assertions.parquet"]
    (folder / "manifest.json").write_text(json.dumps(told))

    with pytest.raises(snapshot.SnapshotError, match="lacks"):
        snapshot.check(folder)


@pytest.mark.parametrize(("days", "warned"), [(180, False), (181, True)])
def test_an_old_snapshot_warns_with_its_age(signed, days, warned):
    folder, key = signed
    checked = snapshot.check(folder, key)
    made = (datetime.now(UTC).date() - timedelta(days=days)).isoformat()
    told = snapshot.stale(checked._replace(manifest={**checked.manifest, "made": made}), 180)

    assert (told is not None) is warned
    assert not warned or f"{days} days old" in told


def test_a_private_key_is_its_owners_alone_and_never_replaced(tmp_path):
    signing.make_key(tmp_path / "kb.key")

    assert stat.S_IMODE((tmp_path / "kb.key").stat().st_mode) == 0o600
    with pytest.raises(OutputError, match="exists"):
        signing.make_key(tmp_path / "kb.key")


def test_a_key_that_others_can_read_is_not_used(store):
    signing.make_key(store.parent / "kb.key")
    (store.parent / "kb.key").chmod(0o644)

    with open_store(store) as found, pytest.raises(InputError, match="others can read"):
        write(found, store.parent / "snap", store.parent / "kb.key")
    assert not (store.parent / "snap").exists()


def test_what_is_withdrawn_is_told_when_asked_for_and_stands_again_when_corrected(store):
    with open_store(store) as found:
        one = next(each for each in found.at([BRAF])[BRAF] if each.lab == "GMC A")
    withdraw(store, one.name, "wrong transcript")

    with open_store(store) as found:
        assert [each.lab for each in found.at([BRAF])[BRAF]] == ["GMC B"]
        assert [each.withdrawn for each in found.at([BRAF], withdrawn=True)[BRAF] if each.lab == "GMC A"] == [True]
        assert [each["reason"] for each in found.withdrawals(one.accession)] == ["wrong transcript"]
    with pytest.raises(StoreError, match="withdrawn already"):
        withdraw(store, one.accession, "again")
    bring(store.parent, {**ROW, "classification": "LP"})
    with open_store(store) as found:
        assert {(each.lab, each.version) for each in found.at([BRAF])[BRAF]} == {("GMC A", 2), ("GMC B", 1)}


def test_a_discordance_is_work_until_a_curator_has_decided(store):
    with open_store(store) as found:
        ((several, state),) = discordances(found)
    assert str(state.agreement) == "opposite"
    name = decide(store, several[0].name, "LP", "GMS board", "functional data")

    with open_store(store) as found:
        assert list(discordances(found)) == []
        decided = next(each for each in found.at([BRAF])[BRAF] if each.decided)
        assert (decided.name, decided.classification, decided.lab) == (name, "Likely pathogenic", "GMS board")
        assert problems(found) == []
    assert decide(store, several[0].name, "P", "GMS board", "new data").endswith(".2")


def test_an_export_can_be_imported_and_is_all_duplicates(store):
    out = store.parent / "out.jsonl"
    with open_store(store) as found:
        assert export_to(found, out, "jsonl", None, public=False) == 2
    outcome = import_file(store, Request(out, Settings()))

    assert (outcome.added, outcome.corrected, outcome.duplicates) == (0, 0, 2)

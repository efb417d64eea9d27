"""`gms data` as a user meets it: what is printed, what is changed, and how it ends."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import polars as pl
import pytest
from tests.conftest import invoked

from gmstool.cli import data
from gmstool.cli.shown import table
from gmstool.reference import bundle, catalogue, obtain, status
from gmstool.reference.patience import Patience

OFFICIAL = Path(__file__).parents[1] / "reference" / "official"
QUICK = Patience(connect=1, read=0.3, attempts=2, first_wait=0.01, longest_wait=1)
CIVIC = OFFICIAL / "nightly-AcceptedClinicalEvidenceSummaries.tsv"


@pytest.fixture
def gms(own_data, monkeypatch):
    """Run `gms data …`: gives exit code, standard output, and everything said on standard error, errors included."""
    monkeypatch.setattr(obtain, "PATIENCE", QUICK)

    def run(*arguments):
        return invoked(data.app, arguments)

    return run


@pytest.fixture
def mirror(site, gms, monkeypatch):
    """A site's own mirror that holds HGNC and CIViC."""
    monkeypatch.setenv("GMS_DATA_MIRROR", site.url)
    for name in ("hgnc_complete_set.txt", "withdrawn.txt"):
        site.put(f"/hgnc/{name}", (OFFICIAL / name).read_bytes())
    site.put(f"/civic/{CIVIC.name}", CIVIC.read_bytes())
    return site


def parts(gms) -> list[dict]:
    return [json.loads(line) for line in gms("list", "--format", "jsonl", "-q")[1].splitlines()]


def test_list_tells_release_age_licence_rows_and_origin_of_every_table(gms):
    found = parts(gms)

    assert {one["table"] for one in found} >= set(bundle.shipped())
    genes = next(one for one in found if one["table"] == "genes" and one["source"] == "hgnc")
    assert genes["origin"] == "shipped"
    assert genes["rows"] > 40_000
    assert genes["age_days"] > 365
    assert genes["stale"] is True
    assert "CC0" in genes["licence"]


def test_list_names_what_has_not_been_fetched(gms):
    absent = {one["table"] for one in parts(gms) if one["origin"] == "not fetched"}

    by_hand = {table for one in catalogue.sources().values() if one.by_hand for table in one.tables}
    assert absent == {"panelapp_panels", "civic_evidence", "cancer_hotspots"} | by_hand


def test_list_warns_of_old_sources_with_the_command_that_renews_them(gms):
    code, _, said = gms("list")

    assert code == 0
    assert "limit 180): `gms data update hgnc`" in said
    assert gms("list", "-q")[2] == ""


def test_list_does_not_warn_of_what_is_new(gms):
    gms("add", "civic", CIVIC)

    assert "civic" not in gms("list")[2]


def test_list_as_tsv_has_one_header_and_empty_cells_for_unknown(gms):
    header, *rows = gms("list", "--format", "tsv")[1].splitlines()
    names = header.split("\t")

    assert names[:7] == ["table", "source", "label", "release", "date", "age_days", "stale"]
    assert all(len(row.split("\t")) == len(names) for row in rows)
    mane = next(dict(zip(names, row.split("\t"), strict=True)) for row in rows if "MANE 1.5" in row)
    assert (mane["date"], mane["age_days"], mane["stale"]) == ("", "", "")


def test_list_as_text_is_in_columns(gms):
    lines = gms("list")[1].splitlines()

    assert lines[0].split() == ["TABLE", "SOURCE", "RELEASE", "DATE", "AGE", "ROWS", "ORIGIN", "LICENCE"]
    at = lines[0].index("ORIGIN")
    assert {line[at:].split()[0] for line in lines[1:]} == {"shipped", "not"}


@pytest.mark.parametrize("width", [80, 100, 120, 200])
def test_list_fits_the_terminal_and_says_nothing_twice(width):
    rows = data._rows(status.parts(dt.date(2026, 11, 22)), width)
    lines = table(rows, list(rows[0]), width)

    assert max(map(len, lines)) <= width
    assert len(set(map(str, rows))) == len(rows)
    assert {"TABLE", "SOURCE", "AGE", "RELEASE"} <= set(rows[0])


def test_list_refuses_a_format_as_panels_does(gms):
    assert gms("list", "--format", "text") == (
        2, "", "error: --format text is not known\nhint: use table, tsv or jsonl\n"
    )  # fmt: skip


def test_verify_finds_all_shipped_tables_as_their_manifest_says(gms):
    code, told, _ = gms("verify")

    assert code == 0
    assert {line.split("\t")[2] for line in told.splitlines()} == {"ok"}
    assert len(told.splitlines()) == len([*bundle.shipped(), "the names of genes"])


def test_verify_finds_changed_names_of_genes(gms, own_data):
    assert gms("add", "hgnc", str(OFFICIAL / "hgnc_complete_set.txt"), "--force")[0] == 0
    (names,) = own_data.glob("genes-*.tsv")
    names.write_text(names.read_text().replace("BRCA1", "BRCA7"))

    code, told, _ = gms("verify")

    assert code == 1
    assert "it does not say what the table says" in told


DAMAGES = {
    "a changed byte": (lambda path: path.write_bytes(path.read_bytes()[:-1] + b"?"), "sha256 is"),
    "no file": (lambda path: path.unlink(), "the file is missing"),
}


@pytest.mark.parametrize(("damage", "words"), DAMAGES.values(), ids=DAMAGES)
def test_verify_ends_with_1_when_a_table_is_not_what_its_manifest_says(gms, own_data, damage, words):
    gms("add", "civic", CIVIC)
    damage(own_data / bundle.entry("civic_evidence")["file"])

    code, told, said = gms("verify")

    assert code == 1
    assert words in next(line for line in told.splitlines() if line.startswith("civic_evidence\tyours"))
    assert "hint: `gms data update`" in said


def test_verify_compares_rows_too(gms, own_data):
    gms("add", "civic", CIVIC)
    manifest = own_data / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"rows": 2', '"rows": 3'))
    bundle.forget()

    code, told, _ = gms("verify")

    assert code == 1
    assert "2 rows, not 3" in told


def test_update_takes_the_named_sources_and_says_what_it_did(gms, mirror):
    code, told, said = gms("update", "civic", "hgnc", "--force")

    assert (code, told) == (0, "")
    assert said.splitlines() == [
        "hgnc: table withdrawn_genes, 2 rows, HGNC 2026-11-18",
        "hgnc: table genes, 4 rows, HGNC 2026-11-18",
        "civic: table civic_evidence, 2 rows, CIViC 2026-10-09",
    ]
    assert bundle.table("civic_evidence").height == 2


def test_update_is_silent_with_q_and_tells_checksums_with_v(gms, mirror):
    assert gms("update", "civic", "-q")[2] == ""
    assert "bytes, no checksum published" in gms("update", "civic", "-v")[2]


def test_update_shows_no_progress_bar_without_a_terminal(gms, mirror):
    mirror.answers[f"/civic/{CIVIC.name}"][0].delay = 0.2

    assert "%" not in gms("update", "civic")[2]


FAULTS = {
    "a server that fails": ({"status": 500}, 6, "in 2 attempts: HTTP 500"),
    "a file that is not there": ({"status": 404}, 6, "answers HTTP 404"),
    "a web page": ({"body": b"<html>log in</html>"}, 1, "is a web page"),
    "too many requests": ({"status": 429, "headers": {"Retry-After": "3600"}}, 6, "asks to come back in 3600 seconds"),
}


@pytest.mark.parametrize(("fault", "exit_code", "words"), FAULTS.values(), ids=FAULTS)
def test_update_that_fails_ends_with_its_code_and_a_hint(gms, mirror, fault, exit_code, words):
    mirror.put(f"/civic/{CIVIC.name}", fault)

    code, _, said = gms("update", "civic")

    assert code == exit_code
    assert words in said
    assert said.splitlines()[-1].startswith("hint: ")
    assert not bundle.own()


def test_update_without_a_network_ends_with_6(gms, monkeypatch):
    monkeypatch.setenv("GMS_DATA_MIRROR", "http://127.0.0.1:9")  # the discard port: nobody listens

    code, _, said = gms("update", "civic")

    assert code == 6
    assert "gms data add" in said


def test_update_goes_on_with_the_other_sources_when_one_fails(gms, mirror):
    mirror.put("/hgnc/hgnc_complete_set.txt", {"status": 500})

    code, _, said = gms("update", "hgnc", "civic")

    assert code == 6
    assert "error: 1 of 2 sources could not be updated: hgnc" in said
    assert set(bundle.own()) == {"civic_evidence"}


def test_update_of_all_leaves_out_what_needs_a_licence_accepted(gms, mirror):
    code, _, said = gms("update")

    assert code in {1, 6}
    assert "warning: panelapp is left out" in said
    assert not any(path.startswith("/panelapp") for path in mirror.paths())
    assert {path.split("/")[1] for path in mirror.paths()} == {
        one.id for one in catalogue.sources().values() if not one.by_hand and one.id != "panelapp"
    }


def test_update_of_a_non_commercial_source_asks_for_the_licence(gms, mirror):
    mirror.put("/panelapp/panels.json", (OFFICIAL / "panels.json").read_bytes())

    code, _, said = gms("update", "panelapp")
    assert code == 2
    assert "--accept-licence" in said
    assert mirror.paths() == []

    assert gms("update", "panelapp", "--accept-licence")[0] == 0
    assert gms("update", "panelapp")[0] == 0
    assert bundle.restricted() == ["PanelApp 2026-01-23"]


def test_update_begins_anew_when_the_manifest_is_broken(gms, mirror, own_data):
    own_data.mkdir()
    (own_data / "manifest.json").write_text("not json")
    bundle.forget()

    assert gms("list")[0] == 1
    code, _, said = gms("update", "civic")

    assert code == 0
    assert "manifest.json.broken" in said


def test_an_unknown_source_ends_with_2_and_names_near_ones(gms):
    code, _, said = gms("update", "clinvra")

    assert code == 2
    assert "hint: did you mean clinvar" in said


def test_add_takes_the_same_file_from_disk(gms):
    code, _, said = gms("add", "civic", CIVIC)

    assert code == 0
    assert said == "civic: table civic_evidence, 2 rows, CIViC 2026-10-09\n"
    assert bundle.entry("civic_evidence")["build_script"] == f"gms data add civic {CIVIC.name}"


def test_add_refuses_a_file_that_is_another(gms, own_data):
    code, _, said = gms("add", "civic", OFFICIAL / "hp.obo")

    assert code == 1
    assert f"hint: wanted: {CIVIC.name} from https://" in said or "hint: is it whole" in said
    assert not own_data.exists()


def test_an_own_table_is_used_listed_and_verified(gms):
    gms("add", "hpo-terms", OFFICIAL / "hp.obo", "--force")

    mine = next(one for one in parts(gms) if one["table"] == "hpo_terms")

    assert (mine["origin"], mine["rows"], mine["label"]) == ("yours", 3, "HPO 2026-10-30")
    assert bundle.table("hpo_terms")["hpo_id"].dtype == pl.String
    assert gms("verify")[0] == 0


def test_path_is_the_folder_of_the_users_tables(gms, own_data):
    assert gms("path")[1] == f"{own_data}\n"


@pytest.mark.parametrize("command", ["list", "verify", "update", "add", "path"])
def test_every_command_has_help_with_an_example(gms, command):
    code, told, _ = gms(command, "--help")

    assert code == 0
    assert "Example" in told


def test_a_format_that_does_not_exist_is_a_usage_error(gms):
    assert gms("list", "--format", "xml")[0] == 2

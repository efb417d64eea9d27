"""Official files from a mirror or from disk take the place of tables, all of a source at once or none."""

from __future__ import annotations

import contextlib
import dataclasses
import gzip
import hashlib
import threading
from pathlib import Path

import polars as pl
import pytest

from gmstool.errors import GmsError, InputError, OutputError, RemoteError, UsageError
from gmstool.reference import bundle, catalogue, install, obtain
from gmstool.reference.patience import Patience

OFFICIAL = Path(__file__).parent / "official"
QUICK = Patience(connect=1, read=0.3, attempts=2, first_wait=0.01, longest_wait=1)
HGNC = (OFFICIAL / "hgnc_complete_set.txt").read_bytes()
WITHDRAWN = (OFFICIAL / "withdrawn.txt").read_bytes()
CLINVAR = gzip.compress((OFFICIAL / "clinvar_GRCh38.vcf").read_bytes())


@pytest.fixture
def mirror(site, own_data, monkeypatch):
    """A site's own mirror that holds HGNC's files."""
    monkeypatch.setenv("GMS_DATA_MIRROR", f"{site.url}/")
    site.put("/hgnc/hgnc_complete_set.txt", HGNC)
    site.put("/hgnc/withdrawn.txt", WITHDRAWN)
    return site


def source(name: str) -> catalogue.Source:
    return catalogue.sources()[name]


@contextlib.contextmanager
def unseen(_what):
    yield lambda _fraction: None


def update(name: str, **options):
    obtained = obtain.fetched(source(name), unseen, QUICK)
    installed = install.install(obtained, f"gms data update {name}", **{"force": True, **options})
    obtain.forget(obtained)
    return installed


def add(name: str, *paths: Path, **options):
    return [
        install.install(one, f"gms data add {name}", **{"force": True, **options})
        for one in obtain.given(catalogue.named(name), paths)
    ]


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.*") if path.suffix in {".parquet", ".json"}}


def test_an_update_is_used_at_once_and_says_where_it_came_from(mirror):
    installed = update("hgnc")

    assert {(one.table, one.rows, one.label) for one in installed} == {
        ("genes", 4, "HGNC 2026-11-18"), ("withdrawn_genes", 2, "HGNC 2026-11-18"),
    }  # fmt: skip
    assert bundle.table("genes")["symbol"].to_list() == ["BRCA1", "ENAM", "KMT2A", "MADEUP1"]
    entry = bundle.entry("genes")
    told = entry["sources"][0]
    assert (entry["rows"], entry["build_script"]) == (4, "gms data update hgnc")
    assert (told["date"], told["licence"], told["terms"]) == ("2026-11-18", "CC0-1.0 (HGNC)", "free")
    assert told["files"][0]["url"] == f"{mirror.url}/hgnc/hgnc_complete_set.txt"
    assert told["files"][0]["sha256"] == hashlib.sha256(HGNC).hexdigest()
    assert told["files"][0]["checked"].startswith("no checksum published")


def test_no_download_is_left_behind(mirror, own_data):
    update("hgnc")

    assert list((own_data / obtain.PARTS).iterdir()) == []


FAULTS = {
    "500 forever": ({"status": 500}, RemoteError),
    "404": ({"status": 404}, RemoteError),
    "too late": ({"body": HGNC, "delay": 0.5}, RemoteError),
    "cut, never mended": ({"body": HGNC, "cut": 100}, RemoteError),
    "a web page": ({"body": b"<!DOCTYPE html><html>log in</html>"}, InputError),
    "another table": ({"body": b"a\tb\n1\t2\n"}, InputError),
    "the file cut at its source": ({"body": HGNC[:-20]}, GmsError),
    "an empty answer": ({"body": b""}, InputError),
    "wrong checksum": ({"body": HGNC, "headers": {"x-goog-hash": "md5=1B2M2Y8AsgTpgAmY7PhCfg=="}}, InputError),
    "too much": ({"body": HGNC, "headers": {"Retry-After": "9999"}, "status": 429}, RemoteError),
}


@pytest.mark.parametrize(("fault", "kind"), FAULTS.values(), ids=FAULTS)
def test_what_fails_changes_nothing(mirror, own_data, fault, kind):
    update("hgnc")
    before = state(own_data)
    mirror.put("/hgnc/hgnc_complete_set.txt", fault)

    with pytest.raises(kind) as error:
        update("hgnc")

    assert error.value.hint
    assert state(own_data) == before
    assert bundle.table("genes").height == 4


def test_two_tables_of_one_source_change_together_or_not_at_all(mirror, own_data):
    update("hgnc")
    before = state(own_data)
    mirror.put("/hgnc/hgnc_complete_set.txt", HGNC.replace(b"MADEUP1", b"MADEUP9"))
    mirror.put("/hgnc/withdrawn.txt", WITHDRAWN[:-7])

    with pytest.raises(GmsError):
        update("hgnc")

    assert state(own_data) == before


def test_the_tables_of_the_state_before_stay_for_commands_that_still_read_them(mirror, own_data):
    update("hgnc")
    first = bundle.entry("genes")["file"]
    mirror.put("/hgnc/hgnc_complete_set.txt", HGNC.replace(b"MADEUP1", b"MADEUP8"))
    update("hgnc")
    second = bundle.entry("genes")["file"]
    assert {first, second} <= set(state(own_data))

    mirror.put("/hgnc/hgnc_complete_set.txt", HGNC.replace(b"MADEUP1", b"MADEUP9"))
    update("hgnc")

    assert first not in state(own_data)
    assert second in state(own_data)


def test_the_same_files_give_the_same_table(mirror):
    update("hgnc")
    first = bundle.entry("genes")
    update("hgnc")

    assert bundle.entry("genes")["sha256"] == first["sha256"]


def test_a_published_checksum_is_compared(mirror):
    md5 = hashlib.md5(CLINVAR, usedforsecurity=False).hexdigest()
    mirror.put("/clinvar-grch38/clinvar.vcf.gz", CLINVAR)
    mirror.put("/clinvar-grch38/clinvar.vcf.gz.md5", f"{md5}  clinvar.vcf.gz\n".encode())

    update("clinvar-grch38")

    assert "published by the source" in bundle.entry("clinvar")["sources"][0]["files"][0]["checked"]
    assert bundle.release("clinvar") == "ClinVar 2026-11-15"


def test_a_wrong_checksum_is_tried_once_more_and_then_refused(mirror):
    mirror.put("/clinvar-grch38/clinvar.vcf.gz", CLINVAR)
    mirror.put("/clinvar-grch38/clinvar.vcf.gz.md5", b"0" * 32)

    with pytest.raises(InputError, match="published by the source"):
        update("clinvar-grch38")

    assert mirror.paths().count("/clinvar-grch38/clinvar.vcf.gz") == 2
    assert not bundle.own()


def test_the_release_of_mane_is_found_on_its_page(mirror):
    mirror.put("/mane/README_versions.txt", b"MANE\t9.9\nRefSeq\tRS_2026_08\n")
    body = (OFFICIAL / "MANE.GRCh38.v9.9.refseq_genomic.gff").read_bytes()
    mirror.put("/mane/MANE.GRCh38.v9.9.refseq_genomic.gff.gz", gzip.compress(body))

    update("mane")

    assert bundle.release("transcripts").split(", ")[0] == "MANE 9.9"
    assert bundle.table("transcripts").filter(pl.col("build") == "GRCh38").height == 3


def test_files_from_disk_are_told_apart_by_their_content(own_data, tmp_path):
    renamed = tmp_path / "whatever.txt"
    renamed.write_bytes(WITHDRAWN)

    add("hgnc", renamed, OFFICIAL / "hgnc_complete_set.txt")

    assert set(bundle.own()) == {"genes", "withdrawn_genes"}
    assert bundle.entry("genes")["sources"][0]["files"][0]["checked"] == "given by hand: first lines checked"


def test_a_family_name_finds_the_source_of_each_file(own_data):
    add("hpo", *(OFFICIAL / name for name in ("genes_to_phenotype.txt", "hp.obo", "phenotype.hpoa")))
    add("clinvar", OFFICIAL / "clinvar_GRCh37.vcf")

    assert set(bundle.own()) == {"hpo_terms", "gene_disease", "gene_hpo", "clinvar"}
    builds = bundle.table("clinvar")["build"].value_counts(sort=True).rows()
    assert builds == [("GRCh38", bundle.shipped()["clinvar"]["rows"]), ("GRCh37", 1)]
    assert bundle.release("clinvar") == "ClinVar 2026-11-15, ClinVar 2024-12-15"


def test_both_builds_of_clinvar_can_be_ones_own(own_data):
    add("clinvar", OFFICIAL / "clinvar_GRCh37.vcf")
    add("clinvar", OFFICIAL / "clinvar_GRCh38.vcf")
    add("clinvar", OFFICIAL / "clinvar_GRCh37.vcf")

    assert bundle.table("clinvar")["build"].to_list() == ["GRCh37", "GRCh38", "GRCh38", "GRCh38"]
    assert [one["source"] for one in bundle.entry("clinvar")["sources"]] == ["clinvar-grch37", "clinvar-grch38"]


GIVEN = {
    "a file that is not there": ("hgnc", ["no_such_file"], "there is no file"),
    "a file of another source": ("hgnc", ["hp.obo"], "is none of the files wanted"),
    "a web page": ("civic", ["page.html"], "is a web page"),
    "one of two files": ("hpo", ["phenotype.hpoa"], "needs genes_to_phenotype.txt too"),
    "the same file twice": ("hpo", ["hp.obo", "hp.obo"], "are the same file"),
    "the lesser file alone": ("hgnc", ["withdrawn.txt"], "needs hgnc_complete_set.txt too"),
}


@pytest.mark.parametrize(("name", "names", "words"), GIVEN.values(), ids=GIVEN)
def test_files_that_do_not_fit_are_an_error_with_a_hint(own_data, tmp_path, name, names, words):
    (tmp_path / "page.html").write_text("<html>log in</html>")
    paths = [tmp_path / one if one.endswith(".html") else OFFICIAL / one for one in names]

    with pytest.raises(InputError, match=words):
        add(name, *paths)

    assert not own_data.exists()


def test_a_table_that_lost_half_its_rows_needs_force(own_data):
    with pytest.raises(InputError, match=r"only 4 rows .* which has 4\d,\d{3} now"):
        add("hgnc", OFFICIAL / "hgnc_complete_set.txt", force=False)

    assert add("hgnc", OFFICIAL / "hgnc_complete_set.txt", force=True)[0][0].rows == 4


def test_exactly_half_the_rows_are_enough(own_data, tmp_path):
    add("hgnc", OFFICIAL / "hgnc_complete_set.txt")
    rows = HGNC.splitlines(keepends=True)
    (tmp_path / "half").write_bytes(b"".join(rows[:3]))
    (tmp_path / "less").write_bytes(b"".join(rows[:2]))

    with pytest.raises(InputError, match="only 1 rows"):
        add("hgnc", tmp_path / "less", force=False)

    assert add("hgnc", tmp_path / "half", force=False)[0][0].rows == 2


def test_a_non_commercial_source_asks_once_for_its_licence(own_data):
    with pytest.raises(UsageError) as error:
        add("panelapp", OFFICIAL / "panels.json")
    assert "--accept-licence" in error.value.hint
    assert not own_data.exists()

    add("panelapp", OFFICIAL / "panels.json", accept=True)
    add("panelapp", OFFICIAL / "panels.json")

    assert bundle.restricted("panelapp_panels") == ["PanelApp 2026-01-23"]
    accepted = install._manifest(own_data)["accepted"]["panelapp"]
    assert accepted["licence"] == source("panelapp").licence
    assert len(accepted["date"]) == 10


def test_a_changed_licence_is_asked_for_again(own_data):
    add("panelapp", OFFICIAL / "panels.json", accept=True)
    changed = dataclasses.replace(source("panelapp"), licence="other terms")

    install.check_licence(source("panelapp"), accept=False)
    with pytest.raises(UsageError, match="other terms"):
        install.check_licence(changed, accept=False)


def test_an_acceptance_survives_other_updates(mirror):
    add("panelapp", OFFICIAL / "panels.json", accept=True)
    update("hgnc")

    install.check_licence(source("panelapp"), accept=False)
    assert set(bundle.own()) == {"panelapp_panels", "genes", "withdrawn_genes"}


def test_a_damaged_table_can_be_made_anew(own_data):
    add("clinvar", OFFICIAL / "clinvar_GRCh38.vcf")
    (own_data / bundle.entry("clinvar")["file"]).write_bytes(b"damaged")
    bundle.forget()

    add("clinvar", OFFICIAL / "clinvar_GRCh38.vcf")

    assert bundle.table("clinvar").height == 3


def test_a_broken_manifest_is_put_aside(own_data):
    assert install.put_aside_broken_manifest() is None
    own_data.mkdir()
    (own_data / "manifest.json").write_text("<html>")
    bundle.forget()

    assert install.put_aside_broken_manifest() == own_data / "manifest.json.broken"

    add("civic", OFFICIAL / "nightly-AcceptedClinicalEvidenceSummaries.tsv")
    assert set(bundle.own()) == {"civic_evidence"}


def test_a_folder_that_cannot_be_made_is_an_error_with_a_hint(own_data):
    own_data.write_text("a file")

    with pytest.raises(InputError, match="GMS_DATA_DIR is a file"):
        add("civic", OFFICIAL / "nightly-AcceptedClinicalEvidenceSummaries.tsv")


def test_a_folder_below_a_file_cannot_be_made(own_data, monkeypatch):
    own_data.write_text("a file")
    monkeypatch.setenv("GMS_DATA_DIR", str(own_data / "below"))

    with pytest.raises(OutputError, match="cannot make the folder"):
        add("civic", OFFICIAL / "nightly-AcceptedClinicalEvidenceSummaries.tsv")


def test_two_updates_at_once_do_not_lose_each_others_tables(own_data):
    given = {"civic": "nightly-AcceptedClinicalEvidenceSummaries.tsv", "cancerhotspots": "single.json", "hpo": "hp.obo"}
    bundle.table("genes")
    threads = [threading.Thread(target=add, args=(name, OFFICIAL / file)) for name, file in given.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(bundle.own()) == {"civic_evidence", "cancer_hotspots", "hpo_terms"}


@pytest.mark.parametrize("mirror_address", ["ftp://mirror", "mirror", "/srv/mirror"])
def test_a_mirror_that_is_no_web_address_is_a_usage_error(own_data, monkeypatch, mirror_address):
    monkeypatch.setenv("GMS_DATA_MIRROR", mirror_address)

    with pytest.raises(UsageError, match="no http or https address"):
        update("hgnc")


def test_every_official_address_is_encrypted():
    for one in catalogue.sources().values():
        for file in () if one.by_hand else one.files:
            addresses = [file.url, *filter(None, [file.checksum, one.page])]
            assert all(address.startswith("https://") for address in addresses), one.id


def test_every_source_states_its_terms():
    for one in catalogue.sources().values():
        assert one.licence
        assert one.purpose
        assert one.terms in {"free", "attribution", "share-alike", "non-commercial"}


NAMES = {"a slip": ("clinvra", "did you mean clinvar"), "nothing near": ("zzzz", "sources: hgnc, mane")}


@pytest.mark.parametrize(("name", "hint"), NAMES.values(), ids=NAMES)
def test_an_unknown_source_is_a_usage_error_with_the_names(name, hint):
    with pytest.raises(UsageError) as error:
        catalogue.named(name)

    assert error.value.hint.startswith(hint)

"""`gms kb` and `gms query` as a user meets them, one after the other in a store of their own."""

import json

import pytest
import typer
from tests.conftest import invoked

from gmstool.cli import kb, query

ASKED = typer.Typer()
ASKED.command()(query.command)
OWN = (
    "chrom\tpos\tref\talt\thgnc_id\thgvsp\tclassification\tlab\tcondition_id\torigin\tdate\n"
    "7\t140753336\tA\tT\t1097\tp.Val600Glu\tOncogenic\tGMC West\tMEL\tsomatic\t2026-07-01\n"
    "7\t140753336\tA\tT\t1097\tp.Val600Glu\tLikely benign\tGMC North\tMEL\tsomatic\t2026-08-01\n"
)
LOQUSDB = """##fileformat=VCFv4.2
##reference=GRCh37
##NrCases=1200
##INFO=<ID=Obs,Number=1,Type=Integer,Description="Individuals">
#CHROM	POS	ID	REF	ALT	QUAL	FILTER	INFO
7	140453136	.	A	T	.	.	Obs=3;Hom=1;Hem=0
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command: gives exit code, standard output, and all that is said on standard error."""
    monkeypatch.setenv("GMS_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    def run(*words):
        app, rest = (kb.app, words[1:]) if words[0] == "kb" else (ASKED, words[1:])
        return invoked(app, rest)

    return run


@pytest.fixture
def filled(run, tmp_path):
    """A store with two laboratories that disagree, and a centre's counts."""
    (tmp_path / "own.tsv").write_text(OWN)
    (tmp_path / "loqusdb.vcf").write_text(LOQUSDB)
    run("kb", "init")
    assert run("kb", "import", "own.tsv", "--assembly", "GRCh38")[0] == 0
    assert run("kb", "import", "loqusdb.vcf", "--lab", "GMC West")[0] == 0
    return run


def asked(run, *words):
    return [json.loads(line) for line in run("query", *words, "--format", "jsonl")[1].splitlines()]


def test_a_curators_decision_is_what_a_query_then_tells(filled):
    (item,) = [line.split("\t") for line in filled("kb", "discordances", "--format", "tsv")[1].splitlines()[1:]]
    (before,) = asked(filled, "7-140753336-A-T")
    code, _, said = filled(
        "kb", "decide", item[5], "--class", "O", "--curator", "GMS board", "--reason", "functional data"
    )
    (after,) = asked(filled, "7-140753336-A-T")

    assert (code, said.startswith("decided: GMSA-")) == (0, True)
    assert (before["classification"], before["consensus"]) == ("Conflicting classifications", "opposite")
    assert (after["classification"], after["consensus"]) == ("Oncogenic", "opposite")
    assert [one["decided"] for one in after["conditions"] if one["condition"] == "MEL"] == [True]
    assert "decided by a curator" in filled("query", "7-140753336-A-T")[1]
    assert "no discordance" in filled("kb", "discordances")[1]


def test_counts_of_a_centre_are_told_in_either_build(filled):
    for text in ("7-140753336-A-T", "GRCh37:7-140453136-A-T", "BRAF V600E"):
        (count,) = asked(filled, text)[0]["frequencies"]
        assert (count["centre"], count["het"], count["hom"], count["total"]) == ("GMC West", 2, 1, 1200)
    assert "seen at GMC West: het 2, hom 1, hemi 0 of 1,200 cases" in filled("query", "7-140753336-A-T")[1]


def test_a_narrow_window_gets_lines_instead_of_columns(filled, monkeypatch):
    monkeypatch.setenv("COLUMNS", "50")
    told = filled("query", "7-140753336-A-T")[1]

    assert "  GMC West: Oncogenic; MEL; 2026Q3; own.tsv\n" in told
    assert "lab " not in told


def test_a_region_of_either_build_lists_its_variants(filled):
    here = {one["variant"] for one in asked(filled, "7:140753330-140753340")}

    assert "7-140753336-A-T" in here
    assert {one["variant"] for one in asked(filled, "GRCh37:7:140453130-140453140")} == here


def test_a_snapshot_of_one_file_is_made_checked_imported_and_asked(filled):
    assert filled("kb", "keygen", "kb.key")[0] == 0
    assert filled("kb", "snapshot", "-o", "s.zip", "--key", "kb.key")[0] == 0
    assert "the snapshot is whole" in filled("kb", "verify", "s.zip", "--key", "kb.key.pub")[2]
    assert "signature" in filled("kb", "import", "s.zip")[2]
    assert filled("kb", "import", "s.zip", "--key", "kb.key.pub")[0] == 0
    (told,) = asked(filled, "7-140753336-A-T", "--snapshot", "s.zip", "--snapshot-key", "kb.key.pub")
    assert {one["het"] for one in told["frequencies"]} == {2, "1-4"}


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("kb", "import", "own.tsv", "--lab", ""), 2, "--lab is empty"),
        (("kb", "import", "own.tsv", "--assembly", "hg17"), 2, "--assembly hg17 is not known"),
        (("kb", "import", "own.tsv", "--format", "nothing"), 2, "--format nothing is not known"),
        (("kb", "export", "--format", "csv"), 2, "--format csv is not known"),
        (("kb", "stats", "--format", "csv"), 2, "csv"),
        (
            ("kb", "decide", "GMSA-ABCDEFGHIJKLMNOP", "--class", "P", "--curator", "x", "--reason", "y"),
            1,
            "no assertion",
        ),
        (("kb", "init"), 1, "there is a store already"),
        (("query", "1-1000-A-T", "--fail-if-unknown"), 4, "nothing is known of 1-1000-A-T"),
        (("query", "own.vcf", "BRAF"), 2, "a VCF is queried by itself"),
        (("query", "BRAF", "--snapshot", "own.tsv"), 1, "cannot be unpacked"),
        (("query", "BRAF", "--timeout", "0"), 2, "between 0 and 600"),
        (
            ("query", "7-1-A-T", "--beacon", "https://b.example"),
            0,
            "b.example is not asked: `--allow-remote b",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_exit_code(filled, words, code, message):
    told = filled(*words)

    assert told[0] == code
    assert message in told[2]

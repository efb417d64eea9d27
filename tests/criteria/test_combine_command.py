"""`gms combine` as a user meets it: what is printed, and how it ends."""

import json

import pytest
import typer
from typer.testing import CliRunner

from gmstool.cli import combine
from gmstool.errors import GmsError
from gmstool.rules.load import default, for_gene

app = typer.Typer()
app.command()(combine.command)


def gms(*arguments, given=None):
    """Run `gms combine …`: gives exit code, standard output, and what went to standard error."""
    done = CliRunner().invoke(app, [*arguments], input=given)
    if isinstance(done.exception, GmsError):
        return done.exception.exit_code, done.stdout, f"{done.stderr}error: {done.exception.message}\n"
    return done.exit_code, done.stdout, done.stderr


def rows(*arguments, given=None):
    code, stdout, _ = gms(*arguments, "--format", "jsonl", given=given)
    return code, [json.loads(line) for line in stdout.splitlines()]


def test_codes_on_the_command_line_are_answered_for_a_person():
    code, stdout, stderr = gms("PVS1", "PM1")

    assert code == 0
    assert stdout.splitlines()[0] == "Pathogenic"
    assert "2015 table Likely pathogenic (row (i) of likely pathogenic)" in stdout
    assert "differ     the 2015 table gives Likely pathogenic" in stdout
    assert f"{default().id} {default().version}, sha256 {default().sha256}" in stdout
    assert "PVS1 and PM1 may count the same evidence twice" in stderr


def test_warnings_are_silent_with_quiet():
    assert gms("PVS1", "PM1", "-q")[2] == ""


def test_a_json_line_has_what_was_promised():
    code, [row] = rows("PVS1", "PM2_Supporting", "PP3_Moderate")

    assert code == 0
    assert row["codes"] == ["PVS1", "PM2_Supporting", "PP3_Moderate"]
    assert (row["points"], row["class_points"], row["class_2015"]) == (11, "Pathogenic", "Pathogenic")
    assert row["classification"] == "Pathogenic"
    assert row["rules"] == default().provenance()
    assert isinstance(row["warnings"], list)


def test_one_line_out_for_each_line_in_and_in_order():
    given = "PVS1;PM2_supporting\n\nPVS9\nBS1, BP4\nPM3_Very Strong PM2_Supporting\n"
    code, found = rows("-", given=given)

    assert code == 1
    assert [row.get("classification", "error") for row in found] == [
        "Likely pathogenic", "Uncertain significance", "error", "Likely benign", "Likely pathogenic"
    ]  # fmt: skip
    assert found[2]["error"] == "`PVS9` is not a criterion"


def test_good_lines_only_end_well():
    assert rows("-", given="PVS1\nBA1\n")[0] == 0
    assert rows("-", given="")[0] == 0


@pytest.mark.parametrize("form", ["text", "tsv"])
def test_a_table_has_one_line_a_set(form):
    code, stdout, stderr = gms("-", "--format", form, given="PVS1 PM1\n\nPVS9\n")
    lines = stdout.splitlines()[form == "tsv" :]

    assert code == 1
    assert [line.split("\t")[:3] for line in lines] == [
        ["PVS1 PM1", "Pathogenic", "10"], ["", "Uncertain significance", "0"], ["PVS9", "", ""]
    ]  # fmt: skip
    assert lines[2].endswith("`PVS9` is not a criterion")
    assert "1 of the sets cannot be read" in stderr


def test_a_table_with_genes_uses_each_genes_own_rule_set():
    sets = ("GJB2\t", "PAH\tPhenylketonuria VCEP", "PAH\tanother panel", "\t")
    given = "codes\tgene\tpanel\n" + "".join(f"BS1\t{one}\n" for one in sets) + "\nBS1\tGJB2\n"
    code, found = rows("-", given=given)

    assert code == 0
    assert [row["rules"]["id"] for row in found] == [
        "vcep-hearing-loss", "vcep-pah", default().id, default().id, default().id, "vcep-hearing-loss"
    ]  # fmt: skip
    assert [row["classification"] for row in found][:3] == ["Likely benign", "Uncertain significance", "Likely benign"]


@pytest.mark.parametrize(
    ("gene", "panel", "own"),
    [
        ("MECP2", "", True), ("mecp2", "", True), ("HGNC:6990", "", True), ("RTT", "", True), ("TTN", "", False),
        ("MECP2", "Rett and Angelman-like Disorders VCEP", True), ("MECP2", "another panel", False),
        ("MECP2", "ClinGen Rett and Angelman-like Disorders Variant Curation Expert Panel", True),
    ],
)  # fmt: skip
def test_a_gene_and_a_panel_are_known_by_any_of_their_names(gene, panel, own):
    _, [row] = rows("-", given=f"codes\tgene\tpanel\nBS2\t{gene}\t{panel}\n")

    assert row["rules"]["id"] == (for_gene("MECP2").id if own else default().id)


def test_columns_of_a_table_stand_in_any_order():
    assert [row["rules"]["id"] for row in rows("-", given="Gene\tCodes\nPAH\tBS1\n")[1]] == ["vcep-pah"]


def test_what_was_named_in_vain_is_told():
    _, _, stderr = gms("BS2", "--gene", "MECP22", "--panel", "another panel")

    assert "MECP22 is not known as a gene: did you mean MECP2" in stderr
    assert "no rule set of the panel another panel ships for MECP22" in stderr


def test_a_table_may_have_codes_only():
    assert [row["classification"] for row in rows("-", given="codes\nPVS1\n")[1]] == ["Likely pathogenic"]


def test_carriage_returns_and_a_byte_order_mark_are_no_codes():
    code, found = rows("-", given="\ufeffPVS1\r\nBA1\r\n")

    assert code == 0
    assert [row["codes"] for row in found] == [["PVS1"], ["BA1"]]


def test_a_gene_may_be_named_for_all():
    code, [row] = rows("PVS1", "PM1", "--gene", "PAH")

    assert (code, row["classification"]) == (0, "Likely pathogenic")
    assert row["rules"] == for_gene("PAH").provenance()


def test_tumours_have_a_scheme_of_their_own():
    code, [row] = rows("OVS1(Strong)", "OM2", "--scheme", "oncogenicity")

    assert (code, row["classification"], row["class_2015"]) == (0, "Likely oncogenic", None)
    assert row["warnings"] == ["OVS1 and OM2 may count the same evidence twice: keep OVS1"]


def test_a_bad_code_ends_with_one_and_near_matches():
    code, stdout, stderr = gms("PVS1", "PM9")

    assert (code, stdout) == (1, "")
    assert "`PM9` is not a criterion" in stderr
    assert "did you mean" in stderr

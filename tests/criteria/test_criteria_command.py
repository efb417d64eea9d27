"""`gms criteria` as a user meets it."""

import json

import pytest
import typer
from typer.testing import CliRunner

from gmstool.cli import criteria
from gmstool.criteria.codes import ACMG
from gmstool.errors import UsageError

app = typer.Typer()
app.command()(criteria.command)


def gms(*arguments):
    return CliRunner().invoke(app, [*arguments], catch_exceptions=True)


@pytest.mark.parametrize("form", ["table", "tsv"])
def test_the_28_criteria_are_listed_below_a_heading(form):
    lines = gms("--format", form).stdout.splitlines()

    assert [line.split()[0] for line in lines] == ["code", *ACMG]


def test_a_json_line_has_the_source():
    rows = [json.loads(line) for line in gms("--format", "jsonl").stdout.splitlines()]

    assert [row["code"] for row in rows] == list(ACMG)
    assert {"code": "PVS1", "strength": "VeryStrong", "answered_by": "annotation"}.items() <= rows[0].items()
    assert all(row["source"] for row in rows)


def test_one_in_full_has_its_thresholds_with_their_sources():
    told = gms("pm2").stdout

    assert told.startswith("PM2 (Supporting)\n")
    assert "pm2.recessive_popmax = 0.0001 (allele frequency, at most; choice of this project; house)" in told


def test_tumours_have_criteria_of_their_own():
    assert gms("--scheme", "oncogenicity").stdout.splitlines()[1].startswith("OVS1")
    assert gms("OS3").stdout.startswith("OS3 (Strong)\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["PM9"], "`PM9` is no criterion"),
        (["--scheme", "germ"], "--scheme germ is not known"),
        (["--format", "xml"], "--format xml is not known"),
        (["--scheme", "oncogenicity", "--rules", "vcep-pah"], "vcep-pah is a rule set of another scheme"),
    ],
)
def test_what_is_not_there_is_an_error(arguments, said):
    error = gms(*arguments).exception

    assert isinstance(error, UsageError)
    assert said in error.message


def test_one_criterion_as_data_has_its_thresholds_with_their_sources():
    run = gms("pm2", "--rules", "vcep-ldlr", "--format", "jsonl")

    told = json.loads(run.stdout)
    limits = {one["path"]: (one["value"], one["status"]) for one in told["thresholds"]}
    assert (told["code"], told["strength"]) == ("PM2", "Moderate")
    assert limits["pm2.popmax"] == (0.0002, "second-hand")
    assert told["rules"]["id"] == "vcep-ldlr"
    assert "gnomAD frequency" in told["needs"]


@pytest.mark.parametrize(
    ("code", "rules", "told"),
    [
        ("PVS1", "vcep-dnm2", "nobody: not applied by this rule set"), ("PVS1", "vcep-vhl", "annotation"),
        ("PP5", "vcep-vhl", "nobody: retired"),
    ],
)  # fmt: skip
def test_a_criterion_that_a_panel_does_not_use_is_answered_by_nobody(code, rules, told):
    assert f"answered by: {told}\n" in gms(code, "--rules", rules).stdout
    row = gms(code, "--rules", rules, "--format", "tsv").stdout.splitlines()[1]
    assert row.split("\t")[:3:2] == [code, told]

"""`gms rules` as a user meets it."""

import json

import pytest
from typer.testing import CliRunner

from gmstool.cli import rules
from gmstool.errors import GmsError
from gmstool.rules.load import default, shipped


def gms(*arguments):
    """Run `gms rules …`: gives exit code, standard output, and the error."""
    done = CliRunner().invoke(rules.app, [str(one) for one in arguments])
    if isinstance(done.exception, GmsError):
        return done.exception.exit_code, done.stdout, done.exception.message
    return done.exit_code, done.stdout, ""


def test_the_list_names_every_shipped_rule_set_with_its_checksum():
    _, stdout, _ = gms("list", "--format", "jsonl")

    assert [json.loads(line)["id"] for line in stdout.splitlines()] == [*shipped()]
    assert json.loads(stdout.splitlines()[0])["sha256"] == default().sha256


def test_show_tells_each_value_with_its_source():
    _, stdout, _ = gms("show", "vcep-pah", "--format", "jsonl")
    shown = {row["path"]: row for row in map(json.loads, stdout.splitlines())}

    assert shown["ba1.min_af"]["value"] == "0.015"
    assert "Phenylketonuria" in shown["ba1.min_af"]["citation"]
    assert shown["ba1.min_an"]["citation"].startswith("Ghosh")
    assert {row["id"] for row in shown.values()} == {"vcep-pah"}


def test_show_begins_with_what_the_rule_set_is():
    _, stdout, _ = gms("show", "vcep-pah")

    assert stdout.startswith("id            vcep-pah\n")
    assert "specification GN006" in stdout


def test_diff_names_both_rule_sets_and_what_differs():
    _, stdout, _ = gms("diff", default().id, "vcep-pah")

    assert "from acmg-2015-svi-2024" in stdout
    assert "ba1.min_af" in stdout
    assert gms("diff", default().id, default().id)[1].splitlines()[-1] == "no difference"


def test_check_ends_with_one_when_something_is_wrong(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[ruleset]\nid = "mine"\nversion = "1"\nextends = "acmg-2015-svi-2024"\n[bs1]\nmin_af = 0.01\n')

    code, stdout, error = gms("check", path, default().id)

    assert code == 1
    assert "mine 1: 1 problem" in stdout
    assert "bs1.min_af is a bare number" in stdout
    assert "acmg-2015-svi-2024 1: no problems" in stdout
    assert error == "1 of 2 rule sets have problems"


@pytest.fixture
def specification(tmp_path):
    path = tmp_path / "GN099.json"
    rows = [{"criterion": "PM1", "strength": "Moderate", "applicability": "Not applicable", "text": ""}]
    path.write_text(json.dumps(rows))
    return path


def test_an_imported_specification_passes_the_check(specification, tmp_path):
    output = tmp_path / "gn099.toml"

    assert gms("import", specification, "-o", output)[0] == 0
    assert gms("check", output)[0] == 0


def test_an_existing_output_is_kept_without_force(specification, tmp_path):
    output = tmp_path / "gn099.toml"
    output.write_text("mine")

    assert gms("import", specification, "-o", output)[0] == 1
    assert output.read_text() == "mine"
    assert gms("import", specification, "-o", output, "--force")[0] == 0


def test_an_import_may_be_read_from_standard_output(specification):
    assert "PM1" in gms("import", specification)[1]


def test_an_unknown_rule_set_is_an_error():
    assert gms("show", "nothing")[0] == 1

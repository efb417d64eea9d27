"""Settings of a file: how an option and a command are named in it, and what is refused."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

GMS = Path(sys.executable).with_name("gms")


def run(folder: Path, setting: str) -> subprocess.CompletedProcess:
    (folder / "gms.toml").write_text(f"[query]\n{setting}\n")
    (folder / "home").mkdir()
    told = [str(GMS), "query", "chr7-140753336-A-T", "--format", "tsv", "--offline"]
    return subprocess.run(
        told,
        cwd=folder,
        env={**os.environ, "GMS_HOME": str(folder / "home")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "setting", ['allow-remote = "kb.example.org"', 'allow-remote = ["kb.example.org", "b.example"]']
)
def test_one_text_stands_for_a_list_of_one(tmp_path, setting):
    done = run(tmp_path, setting)

    assert (done.returncode, done.stderr.count("error")) == (0, 0)


def test_a_truth_value_where_names_are_asked_for_is_a_mistake_that_is_told(tmp_path):
    done = run(tmp_path, "allow-remote = true")

    assert done.returncode == 2
    assert "`allow-remote` of [query] takes names, not true" in done.stderr


def gms(folder: Path, settings: str, *words: str, **environment: str) -> subprocess.CompletedProcess:
    (folder / "gms.toml").write_text(settings)
    told = {**os.environ, "GMS_HOME": str(folder / "home"), "XDG_CONFIG_HOME": str(folder), **environment}
    return subprocess.run([str(GMS), *words], cwd=folder, env=told, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ('[kb.stats]\nformat = "tsv"', "kb.stats.format\ttsv\tgms.toml\n"),
        ("[panels.from-hpo]\nall = true", "panels.from-hpo.all\tTrue\tgms.toml\n"),
        ('[run]\ntype = "rare"', "run.type\trare\tgms.toml\n"),
        ("[filter]\npass_only = true\nmax-af = 0.1", "filter.pass\tTrue\tgms.toml\nfilter.max-af\t0.1\tgms.toml\n"),
    ],
    ids=[
        "a command of a group",
        "a group and a command with a dash",
        "an option named by its flag",
        "its parameter too",
    ],
)
def test_every_option_can_be_set_by_the_name_it_is_typed_with(tmp_path, settings, shown):
    assert gms(tmp_path, settings, "config").stdout == shown


def test_a_setting_of_a_group_s_command_is_used(tmp_path):
    done = gms(tmp_path, '[panels.list]\nformat = "tsv"', "panels", "list")

    assert done.stdout.startswith("id\tversion\tgenes")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ('[kb.stats]\nformt = "tsv"', "`gms kb stats` has no option `formt`\nhint: did you mean format?"),
        ('[kb]\nstore = "a.db"', "there is no command `kb store`\nhint: settings stand under [kb.init], [kb.import]"),
        ("[kb.nothing]\nx = 1", "there is no command `kb nothing`"),
    ],
)
def test_a_slip_in_the_settings_of_a_group_is_told(tmp_path, settings, told):
    done = gms(tmp_path, settings, "config")

    assert (done.returncode, told in done.stderr) == (2, True)


def test_the_variable_of_an_option_is_named_as_the_option(tmp_path):
    done = gms(tmp_path, "", "kb", "stats", "--help", COLUMNS="200")

    assert "GMS_KB_STATS_FORMAT;" in done.stdout


@pytest.mark.parametrize("option", ["--where", "--sample", "--preset", "--panel", "--genes"])
@pytest.mark.parametrize("command", ["filter", "classify"])
def test_an_option_without_a_value_turns_no_filter_off(tmp_path, command, option):
    done = gms(tmp_path, "", command, "none.vcf", option, "")

    assert (done.returncode, f"{option} is empty" in done.stderr) == (2, True)


@pytest.mark.parametrize("option", ["threads = 2", 'reader = "scan"'])
def test_a_preset_says_what_is_kept_and_not_how_a_file_is_read(tmp_path, option):
    (tmp_path / "mine.toml").write_text(f"[filter]\n{option}\n")

    done = gms(tmp_path, "", "filter", "none.vcf", "--preset", "mine.toml")

    assert (done.returncode, "there is no filter option" in done.stderr) == (1, True)

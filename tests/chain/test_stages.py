"""Each stage of `gms run` gives what the separate command gives, and the big file is read once."""

import hashlib
import io
import json
import re
import shutil
import sys

import pytest

from gmstool.chain import stages
from gmstool.errors import BatchError, InputError, UsageError

from .conftest import EXAMPLES, RARE, TUMOUR, gms

SEPARATE = {
    "filtered.vcf.gz": ["filter", EXAMPLES / "family.vcf", *RARE],
    "filtered.jsonl": ["filter", EXAMPLES / "family.vcf", *RARE],
    "classified.jsonl": ["classify", "{run}/filtered.vcf.gz", *RARE],
    "classified.tsv": ["classify", "{run}/filtered.vcf.gz", *RARE, "--lang", "sv"],
    "knowledge.jsonl": ["query", "{run}/filtered.vcf.gz"],
    "report.html": ["report", "{run}/case.json"],
    "report.md": ["report", "{run}/case.json"],
}


@pytest.mark.parametrize("name", SEPARATE)
def test_a_stage_gives_the_bytes_of_the_separate_command(rare, tmp_path, name):
    command = [str(word).replace("{run}", str(rare)) for word in SEPARATE[name]]

    gms(*command, "-o", tmp_path / name, "-q")

    assert (tmp_path / name).read_bytes() == (rare / name).read_bytes()
    for meta in tmp_path.glob("*.vcf.gz.meta.json"):
        assert _lasting(meta) == _lasting(rare / meta.name)


def test_the_ledger_is_the_filters(rare, tmp_path):
    gms("filter", EXAMPLES / "family.vcf", *RARE, "-q", "-o", tmp_path / "f.vcf", "--ledger", tmp_path / "l.parquet")

    assert (tmp_path / "l.parquet").read_bytes() == (rare / "ledger.parquet").read_bytes()


def test_what_is_left_is_classified_as_in_the_whole_file(rare, tmp_path):
    gms("classify", EXAMPLES / "family.vcf", *RARE, "-q", "-o", tmp_path / "whole.jsonl")

    assert (tmp_path / "whole.jsonl").read_bytes() == (rare / "classified.jsonl").read_bytes()


def test_a_tumours_own_net_keeps_what_the_filter_drops(tumour, tmp_path):
    gms("classify", EXAMPLES / "solid.vcf", *TUMOUR, "-q", "-o", tmp_path / "whole.jsonl")
    genes = [json.loads(line)["gene"] for line in (tumour / "classified.jsonl").read_text().splitlines()]

    assert (tmp_path / "whole.jsonl").read_bytes() == (tumour / "classified.jsonl").read_bytes()
    assert genes == ["DNMT3A", "EGFR"]
    assert _records(tumour / "filtered.vcf.gz") == 1
    assert _records(tumour / "candidates.vcf.gz") == 2


def test_the_record_lists_every_file_with_its_hash_and_every_version(rare):
    told = json.loads((rare / "run.json").read_text())
    hashes = {one["name"]: one["sha256"] for one in told["outputs"]}
    inputs = {one["is"]: one["sha256"] for one in told["inputs"]}

    assert hashes == {path.name: _sha256(path) for path in rare.iterdir() if path.name != "run.json"}
    assert inputs == {"vcf": _sha256(EXAMPLES / "family.vcf"), "ped": _sha256(EXAMPLES / "family.ped")}
    assert [one["name"] for one in told["stages"]] == ["inspect", "filter", "family", "knowledge", "classify", "report"]
    assert all(one["seconds"] >= 0 for one in told["stages"])
    assert told["funnel"]["alleles"] == told["funnel"]["kept"] + sum(one["dropped"] for one in told["funnel"]["steps"])
    assert {"gms", "rules", "rule_sets", "reference", "knowledge", "packages", "classes", "options"} <= told.keys()


def test_the_same_run_gives_the_same_bytes_but_for_its_times(tumour, tmp_path):
    gms("run", EXAMPLES / "solid.vcf", *TUMOUR, "-o", tmp_path / "again", "-q", "--report", "md")

    lasting = [path.name for path in tumour.iterdir() if not path.name.endswith(("meta.json", "run.json"))]
    again = tmp_path / "again"

    assert [name for name in lasting if (tumour / name).read_bytes() != (again / name).read_bytes()] == []


def test_standard_input_is_read_once(tumour, tmp_path, monkeypatch, capsys):
    text = (EXAMPLES / "solid.vcf").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))

    gms("run", "-", *TUMOUR, "-o", tmp_path / "piped", "--report", "md")

    assert (tmp_path / "piped" / "classified.jsonl").read_bytes() == (tumour / "classified.jsonl").read_bytes()
    assert "standard input can be read once" in capsys.readouterr().err
    assert json.loads((tmp_path / "piped" / "run.json").read_text())["inputs"] == []


def test_summaries_show_what_other_stages_found(rare):
    told = (rare / "report.md").read_text()

    assert "**Kunskapsbas:** klass 5, patogen (alla inlämnade bedömningar sammantagna), enligt ClinVar" in told
    assert (rare / "report.html").read_text().count("data:image/svg+xml") >= 2  # pedigree and funnel
    assert json.loads((rare / "case.json").read_text())["pedigree"]["file"] == "family.ped"
    assert "den andra varianten är inte klass 4 eller 5" in told  # asked only once the trio has shown the phase


def _lasting(meta):
    told = json.loads(meta.read_text())
    return {key: value for key, value in told.items() if key != "run"}


def _records(path):
    import gzip

    return sum(not line.startswith(b"#") for line in gzip.open(path))


def _sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_tumours_summary_tells_of_the_case_as_a_whole(tumour, tmp_path):
    told = (tumour / "report.md").read_text()
    section = told[told.index("Fallet som helhet") :].split("###")[0]

    assert "Ej påvisad betyder inte negativ:**" in section

    copied = tmp_path / "copy"
    shutil.copytree(tumour, copied)
    meta = copied / "classified.jsonl.meta.json"
    meta.write_text(json.dumps({**json.loads(meta.read_text()), "case_result": {"tumour_type": 3}}))
    with pytest.raises(InputError, match=r"`case_result` of a meta\.json is not what gms wrote"):
        gms("report", copied / "case.json", "-o", tmp_path / "again.md")


def test_a_profile_and_a_template_of_the_site_reach_the_summary(tmp_path):
    template = tmp_path / "site.html.j2"
    template.write_text("<html lang='{{ view.language }}'>OUR OWN</html>")

    words = ["run", EXAMPLES / "family.vcf", *RARE, "-q", "--report", "html", "--profile", "carrier"]
    gms(*words, "--template", template, "-o", tmp_path / "run")

    assert "OUR OWN" in (tmp_path / "run" / "report.html").read_text()
    assert json.loads((tmp_path / "run" / "case.json").read_text())["profile"] == "carrier"


@pytest.mark.parametrize(("option", "value"), [("--profile", "nonsense"), ("--template", "nothing.docx")])
def test_a_profile_or_template_that_is_not_there_is_told_before_the_run(tmp_path, option, value):
    with pytest.raises(UsageError, match=re.escape(value)):
        gms("run", EXAMPLES / "family.vcf", *RARE, "-q", option, value, "-o", tmp_path / "run")

    assert not (tmp_path / "run").exists()


def test_without_any_limit_everything_is_classified_and_said(tmp_path, capsys):
    one = tmp_path / "one.vcf"
    lines = (EXAMPLES / "solid.vcf").read_text().splitlines(keepends=True)
    one.write_text("".join([*(line for line in lines if line.startswith("#")), lines[-1]]))

    gms("run", one, "--somatic", "-o", tmp_path / "run", "--report", "md", "--lang", "en")

    assert "every variant of the file is classified" in capsys.readouterr().err
    assert (tmp_path / "run" / "report.md").read_text().startswith("# Solid tumour")


def test_more_variants_than_a_summary_is_made_of_end_the_run(tmp_path, monkeypatch):
    monkeypatch.setattr(stages, "MOST_ROWS", 9)

    with pytest.raises(InputError, match="10 alleles are left"):
        gms("run", EXAMPLES / "solid.vcf", "--somatic", "-o", tmp_path / "run", "-q")

    assert list(tmp_path.iterdir()) == []


def test_a_missing_library_costs_its_summary_alone(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    monkeypatch.delitem(sys.modules, "gmstool.report.renderers.html", raising=False)

    gms("run", EXAMPLES / "solid.vcf", *TUMOUR, "-o", tmp_path / "run", "--report", "html,md")

    assert "report.html was not made: the package jinja2 is missing" in capsys.readouterr().err
    assert (tmp_path / "run" / "report.md").exists()
    assert not (tmp_path / "run" / "report.html").exists()


def test_a_summary_that_asks_for_more_than_the_case_says_ends_with_code_5_and_the_rest_is_made(tmp_path):
    with pytest.raises(BatchError, match=r"report\.clinvar\.json: "):
        gms("run", EXAMPLES / "solid.vcf", *TUMOUR, "-o", tmp_path / "run", "-q", "--report", "clinvar.json,md")

    assert (tmp_path / "run" / "report.md").exists()
    assert "report.clinvar.json" in json.loads((tmp_path / "run" / "run.json").read_text())["refused"]

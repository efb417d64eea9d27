"""Every file that shapes a summary is signed and in its manifest: when one changes, `gms report verify` says which."""

import pytest

from gmstool.report.amending import sign
from gmstool.report.manifest import beside, finished
from gmstool.report.reading import Wanted, read
from gmstool.report.signing import is_signed
from gmstool.report.verifying import DIFFERS, MATCHES, verify
from gmstool.report.view import view

CASE = """type = "rare"
id = "CASE-1"
profile = "own.toml"
[inputs]
classified = "rows.jsonl"
filtered = "filtered.jsonl"
knowledge = "knowledge.jsonl"
sentences = "sentences.toml"
meta = ["run.meta.json"]
[pedigree]
file = "family.ped"
[coverage]
file = "covered.bed"
[[panel]]
id = "own"
file = "panel.txt"
[method]
assembly = "GRCh38"
tested = ["snv"]
[consent]
research = true
"""
PROFILE = """[own]
name = { sv = "Egen", en = "Own" }
reason = { sv = "Vårt skäl", en = "Our reason" }
source = "the laboratory"
classes = [3, 4, 5]
named = [1, 2]
consent = ["secondary"]
"""
FILES = {
    "case.toml": CASE,
    "own.toml": PROFILE,
    "family.ped": "FAM\tchild\tdad\tmum\t2\t2\nFAM\tdad\t0\t0\t1\t1\nFAM\tmum\t0\t0\t2\t1\n",
    "covered.bed": "chr12\t102000000\t103000000\n",
    "panel.txt": "##id=own\n##version=1\nPAH\n",
    "filtered.jsonl": '{"chrom": "chr12", "pos": 100, "ref": "A", "alt": "T", "gene": "PAH", "gt": "0/1"}\n',
    "knowledge.jsonl": '{"chrom": "chr12", "pos": 100, "ref": "A", "alt": "T", "consensus": "pathogenic"}\n',
    "sentences.toml": "# none yet\n",
    "run.meta.json": '{"gms": "1", "reference": "of then"}\n',
}
# what a person changed: the file, the old and the new text, the part of the content that is told
CHANGES = {
    "the pedigree's people": ("family.ped", "dad\t0\t0\t1\t1", "dad\t0\t0\t1\t2", "the pedigree"),
    "a family's name in the pedigree": ("family.ped", "FAM\t", "FAM2\t", "the pedigree"),
    "a comment in the pedigree": ("family.ped", "FAM\tchild", "# by hand\nFAM\tchild", "the pedigree"),
    "what was covered": ("covered.bed", "102000000", "102900000", "the coverage"),
    "what was covered outside the panel": ("covered.bed", "chr12", "chr1\t5\t9\nchr12", "the coverage"),
    "the panel": ("panel.txt", "##version=1", "##version=2", "the coverage"),
    "the site's profile": ("own.toml", "Our reason", "Another reason", "the profile"),
    "genotypes": ("filtered.jsonl", "0/1", "1/1", "the classified variants"),
    "knowledge": ("knowledge.jsonl", '"pathogenic"', '"benign"', "the classified variants"),
    "how it was run": ("run.meta.json", "of then", "of now", "the runs and their versions"),
    "the consent": ("case.toml", "research = true", "research = false", "the case file"),
}


@pytest.fixture
def case(tmp_path, make):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    row = make.row(place="12-100-A-T", gene="PAH", gt=None)
    (tmp_path / "rows.jsonl").write_text(row.model_dump_json(exclude_none=True) + "\n")
    return tmp_path / "case.toml"


def written(case, template=None, **asked):
    found = read(Wanted(str(case), **asked))
    data, _ = finished("html", found, view(found, "sv"), template)
    path = case.parent / "out.html"
    path.write_bytes(data)
    return path


def answers(path, case):
    return {one.what: (one.answer, one.detail) for one in verify(path, case)}


def test_a_case_as_it_was_matches_in_everything(case):
    found = answers(written(case), case)

    inputs = {name: answer for name, (answer, _) in found.items() if name.startswith("input ")}
    named = set(FILES) - {"case.toml", "run.meta.json"} | {"rows.jsonl"}  # both are in the content itself
    assert inputs == {f"input {name}": MATCHES for name in named}
    assert found["content"][0] == MATCHES


@pytest.mark.parametrize(("name", "old", "new", "part"), CHANGES.values(), ids=CHANGES)
def test_a_changed_file_is_told_and_ends_the_signature(case, name, old, new, part):
    sign(case, "Ann A", "geneticist", two_people=False)
    path = written(case)
    assert is_signed(read(Wanted(str(case))))

    changed = case.parent / name
    text = changed.read_text().replace(old, new)
    assert text != changed.read_text()
    changed.write_text(text)
    found = answers(path, case)

    assert found["content"] == (DIFFERS, f"changed since: {part}")
    assert not is_signed(read(Wanted(str(case))))
    if name not in ("case.toml", "run.meta.json"):
        assert found[f"input {name}"][0] == DIFFERS


def test_the_template_is_in_the_manifest_of_what_it_made(case, make_template):
    template = make_template(case.parent)
    path = written(case, template)
    assert answers(path, case)["input own.html.j2"][0] == MATCHES

    template.write_text(template.read_text() + "<!-- changed -->")

    found = answers(path, case)
    assert found["input own.html.j2"][0] == DIFFERS
    assert found["content"][0] == MATCHES, "a template shows the content, it is none"


@pytest.fixture
def make_template():
    from importlib import resources

    def made(folder):
        text = (resources.files("gmstool") / "report" / "templates" / "report.html.j2").read_text("utf-8")
        (folder / "own.html.j2").write_text(text)
        return folder / "own.html.j2"

    return made


def test_a_type_that_the_command_line_gave_is_known_when_verifying(case):
    case.write_text(CASE.replace('type = "rare"\n', ""))

    assert answers(written(case, type="rare"), case)["content"][0] == MATCHES


def test_a_summary_by_another_profile_than_the_case_s_is_another_content(case):
    assert answers(written(case, profile="prenatal"), case)["content"] == (
        DIFFERS, "changed since: the profile",
    )  # fmt: skip


def test_an_exchange_format_has_the_same_inputs_in_the_manifest_beside_it(case):
    found = read(Wanted(str(case)))
    data, told = finished("fhir.json", found, view(found, "sv"))
    path = case.parent / "out.fhir.json"
    path.write_bytes(data)
    beside(path).write_bytes(told)
    (case.parent / "family.ped").write_text(FILES["family.ped"].replace("FAM\t", "F\t"))

    assert answers(path, case)["input family.ped"][0] == DIFFERS

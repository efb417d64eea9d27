"""Every field of a case file, by a walk over its JSON Schema: no identity number leaves, nothing hostile is obeyed."""

import io
import itertools
import json
import re
import zipfile

import pytest
from click.testing import CliRunner

from gmstool.classify.case import CaseError
from gmstool.cli.main import command_line
from gmstool.errors import GmsError
from gmstool.identity import IdentityError
from gmstool.report import formats
from gmstool.report.case import CaseFile, Row, schema
from gmstool.report.checking import checked
from gmstool.report.manifest import finished
from gmstool.report.reading import Wanted, case_file, read
from gmstool.report.view import view

ROOT = schema()
SAMPLES = ("x", "2026-01-01", "HP:0000001", "LUAD", "SCV000000001", "1", "a" * 64, "AR", "PVS1")
TYPES = {
    "haematology": "haematology", "tumour": "solid", "biomarker": "solid", "result": "solid", "childhood": "childhood",
    "pgx": "pharmacogenomics",
}  # fmt: skip


def resolved(node):
    """The node that a $ref leads to, or the one of several that is not null."""
    while True:
        if "$ref" in node:
            node = ROOT["$defs"][node["$ref"].rpartition("/")[2]]
        elif "anyOf" in node:
            node = next(one for one in node["anyOf"] if one.get("type") != "null")
        else:
            return node


def places(node=ROOT, path=()):
    """Paths of all texts: keys, 0 for the first entry of a list, `*` for a name that the writer chooses."""
    node = resolved(node)
    kind = node.get("type")
    if kind == "string" and not {"enum", "const", "format"} & node.keys():
        yield path
    elif kind == "array":
        yield from places(node["items"], (*path, 0))
    elif kind == "object":
        for key, one in node.get("properties", {}).items():
            yield from places(one, (*path, key))
        if more := chosen(node):
            yield from places(more, (*path, "*"))


def chosen(node):
    """What a table holds whose names the writer chooses; None for any other."""
    more = node.get("additionalProperties")
    return more if isinstance(more, dict) else next(iter(node.get("patternProperties", {}).values()), None)


def at(path, node=ROOT):
    """The node at a path."""
    node = resolved(node)
    for key in path:
        node = resolved(node["items"] if key == 0 else chosen(node) if key == "*" else node["properties"][key])
    return node


def takes(path, text):
    """Whether the schema lets this text stand there."""
    node = at(path)
    return not ("pattern" in node and not re.search(node["pattern"], text)) and len(text) <= node.get(
        "maxLength", 1 << 30
    )


def smallest(node):
    """The smallest content that the node takes."""
    node = resolved(node)
    if "const" in node or "enum" in node:
        return node.get("const", node.get("enum", [None])[0])
    kind = node.get("type")
    if kind == "object":
        return {key: smallest(node["properties"][key]) for key in node.get("required", ())}
    if kind == "string":
        wanted = "2026-01-01" if node.get("format") == "date" else None
        return wanted or next(one for one in SAMPLES if re.search(node.get("pattern", ""), one))
    return {"array": [], "boolean": True, "integer": int(node.get("minimum", 1)), "number": node.get("minimum", 1.0)}[
        kind
    ]


def content(path, value, node=ROOT):
    """The smallest content with `value` at the path."""
    node = resolved(node)
    if not path:
        return value
    key, *rest = path
    if key == 0:
        return [content(rest, value, node["items"])]
    if key == "*":
        return {"x": content(rest, value, chosen(node))}
    return {**smallest(node), key: content(rest, value, node["properties"][key])}


def kind_of(path):
    """The type of case that shows the section."""
    return TYPES.get(path[0], "rare")


def named(path):
    return ".".join(str(one) for one in path)


NUMBERS = {"personnummer": "19121212-1212", "samordningsnummer": "701063-2391", "reservnummer": "22950606FH20"}
PLACES = {named(one): one for one in places()}
SHOWN = ("md", "html", "json", "xlsx", "fhir.json", "phenopacket.json", "clinvar.json")  # quick enough for each field
COMPLETE = {
    "method": {"tested": ["snv", "indel"]},
    "coverage": {"complete": True},
    "id": "CASE-17",
    "date": "2026-01-01",
}
PUT_FORWARD = {
    "assertion_criteria": {"db": "PubMed", "id": "25741868"}, "release_status": "public",
    "collection_method": "clinical testing",
    "variant": [{"variant": "chr1-100-A-T", "local_id": "V-1", "confirmed_by": "Dr B", "evaluated": "2026-01-01",
                 "condition": {"name": "a condition"}}],
}  # fmt: skip


def merged(base, more):
    """The table `more` laid over `base`; the first entry of a list over the first."""
    if isinstance(base, dict) and isinstance(more, dict):
        return {key: merged(base.get(key), more[key]) if key in more else base[key] for key in {**base, **more}}
    if isinstance(base, list) and isinstance(more, list) and base and more:
        return [merged(base[0], more[0]), *base[1:]]
    return base if more is None else more


def case_with(make, path, text):
    """A case in which the text stands at the path and everything is there that makes sections appear."""
    told = merged({**COMPLETE, "submission": PUT_FORWARD}, content(path, text))
    kind = kind_of(path)
    file = checked(CaseFile, told, "the case")
    return make.case([make.row()]).model_copy(update={"file": file, "type": kind, "gaps": []})


def written(made, kinds=SHOWN):
    """The texts of all formats, archives opened; None for one that was refused with a clear error."""
    try:
        shown = view(made, "sv")
    except IdentityError:
        return dict.fromkeys(kinds)
    found = {}
    for kind in kinds:
        try:
            found[kind] = opened(formats.render(kind, made, shown))
        except GmsError:
            found[kind] = None
    return found


def opened(data):
    if not data.startswith(b"PK"):
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_no_identity_number_leaves_from_any_field_in_any_format(make):
    left, walked = [], 0
    for (name, path), number in zip(PLACES.items(), itertools.cycle(NUMBERS.values()), strict=False):
        if not takes(path, number):
            continue
        walked += 1
        for form, text in written(case_with(make, path, number)).items():
            if text is not None and (number in text or number.replace("-", "") in text):
                left.append(f"{name} in .{form}")

    assert left == []
    assert walked > 150, "the walk has lost its way: a case file has more texts than this"


def test_nor_as_pdf_or_docx(make):
    number = NUMBERS["personnummer"]
    for path in (one for name, one in PLACES.items() if takes(one, number) and name.count(".") == 0):
        told = written(case_with(make, path, number), ("docx",))
        assert told["docx"] is None or number not in told["docx"], path
    with pytest.raises(IdentityError):
        view(case_with(make, ("open_question", 0), number), "sv")


@pytest.mark.parametrize("kind", NUMBERS)
def test_a_case_file_with_a_number_in_any_field_is_refused_however_it_is_spelt(tmp_path, kind):
    number, path = NUMBERS[kind], tmp_path / "case.json"
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in number)
    for name, place in PLACES.items():
        if not takes(place, number):
            continue
        text = json.dumps(content(place, "NUMBER"))
        for spelt in (number, escaped):
            path.write_text(text.replace("NUMBER", spelt))
            with pytest.raises(IdentityError) as error:
                case_file(path)
            assert number not in str(error.value), name


@pytest.mark.parametrize("kind", NUMBERS)
def test_a_row_with_a_number_in_any_field_is_refused(tmp_path, kind):
    path = tmp_path / "rows.jsonl"
    for name in Row.model_fields:
        path.write_text(json.dumps({"variant": "chr1-1-A-T", name: NUMBERS[kind]}) + "\n")
        with pytest.raises(IdentityError):
            read(Wanted(str(path), type="rare"))


OUTPUTS = ("md", "html", "pdf", "docx", "xlsx", "json", "fhir.json", "phenopacket.json", "clinvar.json")


@pytest.mark.parametrize("suffix", OUTPUTS)
def test_no_file_is_written_whose_name_holds_a_number(tmp_path, suffix):
    (tmp_path / "case.toml").write_text('type = "rare"\nid = "CASE-1"\n')
    out = tmp_path / f"{NUMBERS['personnummer']}.{suffix}"

    done = CliRunner().invoke(command_line(["report"]), ["report", str(tmp_path / "case.toml"), "-o", str(out)])

    assert isinstance(done.exception, IdentityError)
    assert not out.exists()


def test_a_case_file_whose_name_holds_a_number_is_refused_and_an_input_s_name_is_masked(tmp_path):
    number = NUMBERS["personnummer"]
    (tmp_path / f"{number}.toml").write_text('type = "rare"\n')
    with pytest.raises(IdentityError):
        read(Wanted(str(tmp_path / f"{number}.toml")))

    rows = tmp_path / f"{number}.jsonl"
    rows.write_text('{"variant": "chr1-1-A-T"}\n')
    found = read(Wanted(str(rows), type="rare"))
    told = [finished(kind, found, view(found, "sv")) for kind in ("json", "md", "fhir.json")]
    assert not [one for data, beside in told for one in (data, beside or b"") if number.encode() in one]


HOSTILE = {
    "typst": '#read("/etc/passwd") #panic() $x$ @cite <label> `raw` \\u{41}',
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "jinja": "{{ 7 * 7777 }}{% for x in y %}{%p if z %}{# c #}",
    "spreadsheet": '=HYPERLINK("http://x.example";"y")',
    "at": "@SUM(A1)", "plus": "+1+cmd|' /C calc'!A0", "minus": "-2+3",
    "markdown": "# h\n| a | b |\n|---|---|\n[x](javascript:alert(1)) ![y](http://x.example) `c` <b>",
    "word": "<w:p><w:r/></w:p>&amp;]]><!--", "signs": "å\u202eä\u0000ö\u0008\ufffe\u2028x",
}  # fmt: skip
SECTIONS = ("rare", "solid", "haematology", "childhood", "pharmacogenomics")


def everywhere(make, kind, text):
    """A case of the type with the text in every field that takes it, but for those that name files or are chosen."""
    told = dict(COMPLETE)
    for path in PLACES.values():
        if path[0] in ("inputs", "pedigree", "signature", "submission", "profile", "amendment") or path[-1] in (
            "file",
            "*",
        ):
            continue
        if path == ("finding", 0, "variant") or not takes(path, text):
            continue
        told = merged(told, content(path, text))
    told = merged(told, {"finding": [{"variant": "chr1-100-A-T"}], "submission": PUT_FORWARD})
    row = make.row(gene=text, condition=text, rules=text, hgvsp=f"NP_1.1:p.{text}", transcript=text, consequence=text,
                   criteria=[{"code": "PVS1", "verdict": "met", "because": text, "sources": [text]}])  # fmt: skip
    file = checked(CaseFile, told, "the case")
    return make.case([row]).model_copy(update={"file": file, "type": kind, "gaps": [(text, text, 1)]})


@pytest.mark.parametrize(("at_", "text"), list(enumerate(HOSTILE.values())), ids=HOSTILE)
def test_hostile_text_in_every_field_is_text_in_every_format(make, at_, text):
    made = everywhere(make, SECTIONS[at_ % len(SECTIONS)], text)
    found = written(made, OUTPUTS)

    assert {kind for kind, told in found.items() if told is None} <= {"clinvar.json"}, "ClinVar's schema refuses some"
    assert not re.search(r"<(script|img src=x|b>)", found["html"])
    assert not re.search(r"(?:src|href)=\"(?!data:|#)", found["html"])
    assert "54439" not in found["docx"] + found["html"], "7 * 7777: a template's mark in a field was carried out"
    assert "<f>" not in found["xlsx"]
    assert not re.search(r"<t[^>]*>[=+@-](?!\d*</t>)", found["xlsx"])
    assert not re.search(r"(?<!\\)<[a-zA-Z/!](?!!--)", found["md"])
    assert not re.search(r"(?<!\\)\]\((?:javascript|http)", found["md"])
    for kind in ("json", "fhir.json", "phenopacket.json"):
        assert json.loads(found[kind])


def test_a_text_of_ten_megabytes_in_any_field_is_one_short_error(tmp_path):
    huge = "x" * 10_000_000
    for name, path in PLACES.items():
        if path[0] in ("variant", "family", "gene"):
            continue  # evidence is bounded by the file's own limit, below
        with pytest.raises(CaseError) as error:
            checked(CaseFile, content(path, huge), "the case")
        assert len(str(error.value)) < 1000, name
    big = tmp_path / "case.json"
    big.write_text(json.dumps(content(("variant", 0, "gene"), huge)))
    with pytest.raises(CaseError, match="larger than"):
        case_file(big)


WRONG = {"a table": {"a": 1}, "a number": 3.5, "a list": [["x"]], "yes": True, "nothing much": "", "a line break": "\n"}


@pytest.mark.parametrize("value", WRONG.values(), ids=WRONG)
def test_a_value_of_a_wrong_type_in_any_field_is_a_clear_error_or_left_out(tmp_path, value):
    path = tmp_path / "case.json"
    for name, place in PLACES.items():
        path.write_text(json.dumps(content(place, value)))
        if told := refusal(path):
            assert name.split(".")[0] in told, "the error names the place"
        else:
            assert isinstance(value, str), f"{name} takes {value!r}"


def refusal(path):
    """The error of a case file that is refused, else nothing."""
    try:
        case_file(path)
    except CaseError as error:
        return str(error)
    return ""


CYCLES = {
    "a table in itself": "question: &a\n  situation: *a\n",
    "a list in itself": "open_question: &a\n  - *a\n",
    "an unfolding": "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
    "a merge": "question: &a {situation: x}\nmeeting:\n  <<: *a\n",
    "depth": "a: " + "[" * 1500 + "]" * 1500 + "\n",
    "a tag": "id: !!python/object/apply:os.system ['true']\n",
}


@pytest.mark.parametrize("text", CYCLES.values(), ids=CYCLES)
def test_a_cycle_an_unfolding_or_a_tag_in_yaml_is_a_clear_error(tmp_path, text):
    (tmp_path / "case.yaml").write_text(text)

    with pytest.raises(CaseError):
        case_file(tmp_path / "case.yaml")

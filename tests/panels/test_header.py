"""What a panel says of itself goes into every output: it may not break it, nor carry an identity number."""

import os
import threading
from pathlib import Path

import pytest

from gmstool import provenance
from gmstool.errors import PanelError, UsageError
from gmstool.identity import IdentityError
from gmstool.panels import header as headers
from gmstool.panels.export import as_bed, as_scout
from gmstool.panels.model import Panel, from_text, listed, load, shipped
from gmstool.panels.write import as_lock, as_tsv
from gmstool.vcf.header import parse_header

VCF = b"##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
TERMS = "##licence=ask first\n##terms=non-commercial\n"


def panel_of(header: str, stem: str = "mine") -> Panel:
    return from_text(f"{header}TP53\n".encode(), "mine.tsv", stem)


@pytest.mark.parametrize("name", ["mine", "acmg-sf-v3.3", "OMIM_auto", "1", "a" * 80])
def test_an_id_of_letters_digits_and_signs_that_break_nothing_is_taken(name: str) -> None:
    assert panel_of(f"##id={name}\n").id == name


@pytest.mark.parametrize("key", ["id", "panel_id"])
@pytest.mark.parametrize("name", ['a"b', "a>b", "a b", "a,b", "a=b", "a\x1b[31m", "ögon", "../x", "-x", "a" * 81])
def test_an_id_that_could_break_an_output_is_refused(key: str, name: str) -> None:
    with pytest.raises(PanelError, match="is no id of a panel"):
        panel_of(f"##{key}={name}\n")


@pytest.mark.parametrize(
    ("stem", "name"),
    [("mine", "mine"), ("My genes (v2)", "My-genes-v2"), ('a">\n<b', "a-b"), ("ögon", "gon"), ("---", "panel")],
)
def test_a_file_without_id_is_named_after_itself_in_safe_letters(stem: str, name: str) -> None:
    assert panel_of("", stem).id == name


@pytest.mark.parametrize(
    ("header", "stem"),
    [
        ("", "19121212-1212"),
        ("##id=mine\n", "19121212-1212"),
        ("##id=p19121212-1212\n", "mine"),
        ("##name=Panel for 19121212-1212\n", "mine"),
        ("##source=family of 19121212-1212\n", "mine"),
    ],
)
def test_no_identity_number_comes_in_with_a_panel(header: str, stem: str) -> None:
    with pytest.raises(IdentityError) as error:
        panel_of(header, stem)

    assert "1212" not in error.value.message


def test_no_identity_number_comes_in_with_a_list_of_genes() -> None:
    with pytest.raises(IdentityError):
        listed(["TP53", "19121212-1212"])


@pytest.mark.parametrize("path", shipped().values(), ids=lambda path: path.stem)
def test_no_shipped_panel_looks_like_an_identity_number(path: Path) -> None:
    assert load(str(path)).id == path.stem


def test_control_characters_are_read_as_a_sign_and_never_written() -> None:
    panel = from_text(b"##name=red \x1b[31m\xc2\x9b\n#symbol\tnote\nTP53\tx\x1b]0;y\x07\n", "m", "m")

    assert panel.header["name"] == "red \N{REPLACEMENT CHARACTER}[31m\N{REPLACEMENT CHARACTER}"
    assert panel.genes[0].note == "x\N{REPLACEMENT CHARACTER}]0;y\N{REPLACEMENT CHARACTER}"


def test_control_characters_of_a_made_panel_are_not_written() -> None:
    made = Panel("m", "1", (), "", {"name": "a\x1bb\nc"}, ())

    assert "##name=a\N{REPLACEMENT CHARACTER}b c\n" in as_tsv(made)


@pytest.mark.parametrize("version", ['1"', "1>", "1\\", '2",x="'])
def test_a_version_with_quotes_leaves_the_header_of_a_vcf_whole(version: str) -> None:
    panel = panel_of(f"##version={version}\n")
    facts = provenance.essentials(parse_header(VCF, "x.vcf"), "x.vcf", 1, [panel.provenance()])
    escaped = version.replace("\\", "\\\\").replace('"', '\\"')

    line = provenance.header_lines(facts)["gms_panel"]

    assert line == f'<id="mine",version="{escaped}",genes=1,sha256={panel.sha256}>'


def test_an_identity_number_in_the_name_of_an_input_is_masked() -> None:
    facts = provenance.essentials(parse_header(VCF, "x.vcf"), "a/19121212-1212.vcf", 1, [])

    assert facts["input"]["name"] == "[identity number].vcf"


def test_terms_of_a_panel_are_named_by_every_output() -> None:
    panel = panel_of(f"##id=mine\n##version=2\n{TERMS}")
    facts = provenance.essentials(parse_header(VCF, "x.vcf"), "x.vcf", 1, [panel.provenance()])

    assert facts["panels"][0]["terms"] == "non-commercial"
    assert facts["non_commercial"] == ["panel mine 2"]
    assert provenance.header_lines(facts)["gms_non_commercial"] == "panel mine 2"
    assert "# ask first; terms: non-commercial\n" in as_bed(panel, "GRCh38")
    assert "##licence=ask first\n##terms=non-commercial\n" in as_scout(panel)
    assert "##licence=ask first\n##terms=non-commercial\n" in as_tsv(panel)
    assert "##licence=ask first\n##terms=non-commercial\n" in as_lock(panel)


def test_a_panel_without_such_terms_names_none() -> None:
    panel = panel_of("##licence=CC0\n##terms=free\n")
    facts = provenance.essentials(parse_header(VCF, "x.vcf"), "x.vcf", 1, [panel.provenance()])

    assert "non_commercial" not in facts
    assert "CC0" not in as_bed(panel, "GRCh38")


@pytest.mark.parametrize(
    "told", [{}, {"id": "mine"}, {"date": "2026-02-28"}, {"name": "Ögon och öron", "version": "1.0"}]
)
def test_what_is_told_of_a_new_panel_is_taken(told: dict[str, str]) -> None:
    assert headers.checked(told) == told


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"id": 'a"b'}, "is no id of a panel"),
        ({"date": "2026-02-30"}, "--date 2026-02-30 is no day"),
        ({"date": "20260228"}, "--date 20260228 is no day"),
        ({"date": "yesterday"}, "--date yesterday is no day"),
        ({"name": "a\n##id=b"}, "--name has more than one line"),
        ({"version": "1\r2"}, "--version has more than one line"),
    ],
)
def test_what_would_break_a_new_panel_is_refused(told: dict[str, str], said: str) -> None:
    with pytest.raises((PanelError, UsageError), match=said):
        headers.checked(told)


def test_a_panel_comes_through_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "63")
    writer = threading.Thread(target=(tmp_path / "63").write_text, args=("TP53\n",))
    writer.start()
    found = load(str(tmp_path / "63"))
    writer.join()

    assert (found.id, [one.symbol for one in found.genes]) == ("panel", ["TP53"])

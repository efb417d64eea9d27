"""Panels that follow from a rule are what the rule gives, today and from the bundled tables."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gmstool.panels import derive
from gmstool.reference import bundle
from gmstool.reference.transcripts import of_gene

ROOT = Path(__file__).resolve().parents[2]
PANELS = ROOT / "data" / "panels"
sys.path.insert(0, str(ROOT / "tools"))

import build_panels  # noqa: E402  a script beside the package

DESIGN = ROOT.parent / "shared" / "fixtures" / "gms" / "gms560_design.hg38.bed"
OF_CLASS = ["inborn-errors-of-metabolism", "mitochondrial"]
MONDO = build_panels.DEFAULT_CACHE / build_panels.MONDO.package.file
needs_mondo = pytest.mark.skipif(
    not MONDO.exists(), reason=f"{MONDO.name} is not in {MONDO.parent}: `python tools/build_reference.py` fetches it"
)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=needs_mondo if name in OF_CLASS else ()) for name in build_panels.BUILDERS]
)
def test_the_panel_is_what_its_rule_gives(name: str, tmp_path: Path) -> None:
    script = ROOT / "tools" / "build_panels.py"
    subprocess.run([sys.executable, script, "--only", name, "--output", tmp_path], check=True)

    assert (tmp_path / f"{name}.tsv").read_bytes() == (PANELS / f"{name}.tsv").read_bytes()


@pytest.mark.parametrize("name", OF_CLASS)
def test_every_disease_of_a_row_is_one_of_the_gene_and_explains_its_inheritance(name: str) -> None:
    stated = {}
    for hgnc_id, disease, modes in bundle.table("gene_disease").select("hgnc_id", "disease_id", "inheritance").rows():
        stated[str(hgnc_id), disease] = set(modes or ())

    for line in (PANELS / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or line.endswith("\tmitochondrial DNA"):
            continue
        symbol, hgnc_id, inheritance, diseases = line.split("\t")
        named = [stated[hgnc_id, disease] for disease in diseases.split(", ")]
        assert set(filter(None, inheritance.split(","))) <= set().union(*named), symbol


def ontology(**parents: str) -> list[dict[str, object]]:
    return [{"id": term, "relations": {"is_a": above.split()}} for term, above in parents.items()] + [{"id": "alone"}]


@pytest.mark.parametrize(
    ("situation", "parents", "found"),
    [
        ("what lies below, at any depth", {"b": "root", "c": "b"}, "root b c"),
        ("nothing above or beside", {"root": "top", "b": "top"}, "root"),
        ("a term with two parents, once", {"b": "root", "c": "root", "d": "b c"}, "root b c d"),
        ("not an excluded group, nor what is below it", {"0019200": "root", "c": "0019200"}, "root"),
        ("what another parent holds too", {"0019200": "root", "b": "root", "c": "0019200 b"}, "root b c"),
    ],
)
def test_a_class_is(situation: str, parents: dict[str, str], found: str) -> None:
    assert build_panels.descendants(ontology(**parents), "MONDO:root") == {f"MONDO:{one}" for one in found.split()}


def test_another_design_is_not_taken_for_gms560(tmp_path: Path) -> None:
    design = tmp_path / "other.bed"
    design.write_text("chr1\t100\t200\n", encoding="utf-8")

    with pytest.raises(SystemExit, match="that of the design is"):
        build_panels.solid_tumour(design)


@pytest.mark.shared
@pytest.mark.skipif(not DESIGN.exists(), reason="the design's BED (../shared/fixtures) is not here")
def test_the_solid_tumour_panel_is_what_the_design_covers(tmp_path: Path) -> None:
    build_panels.write(build_panels.solid_tumour(DESIGN), tmp_path)

    name = "solid-tumour-gms560.tsv"
    assert (tmp_path / name).read_bytes() == (PANELS / name).read_bytes()


def test_the_solid_tumour_panel_names_its_design_and_the_transcripts_of_today() -> None:
    source = build_panels.GMS560["source"].format(
        sha256=build_panels.DESIGN_SHA256, releases=bundle.release("transcripts")
    )

    assert f"##source={source}\n" in (PANELS / "solid-tumour-gms560.tsv").read_text(encoding="utf-8")


def coding_parts(symbol: str) -> list[tuple[str, int, int]]:
    """Coding stretches of the MANE Select transcript on GRCh38, as BED has them."""
    transcript = of_gene(build_panels.reference.resolve(symbol).hgnc_id, "GRCh38")[0]
    return sorted((f"chr{transcript.chrom}", part.start - 1, part.end) for part in transcript.coding_parts)


def without_first_bases(parts: list[tuple[str, int, int]], count: int) -> list[tuple[str, int, int]]:
    left = []
    for chrom, start, end in parts:
        skipped = min(count, end - start)
        count -= skipped
        left += [(chrom, start + skipped, end)] * (start + skipped < end)
    return left


# NRAS has 570 coding bases: 456 of them are 80 %
@pytest.mark.parametrize(("missing", "members"), [(0, ["NRAS", "TP53"]), (114, ["NRAS", "TP53"]), (115, ["TP53"])])
def test_a_gene_is_covered_from_80_percent_of_its_coding_bases(
    tmp_path: Path, missing: int, members: list[str]
) -> None:
    design = tmp_path / "design.bed"
    regions = coding_parts("TP53") + without_first_bases(coding_parts("NRAS"), missing)
    design.write_text("".join(f"{chrom}\t{start}\t{end}\n" for chrom, start, end in regions), encoding="utf-8")

    found = derive.from_bed(design, "GRCh38", build_panels.MIN_CDS, {})

    assert [gene.symbol for gene in found.genes] == members

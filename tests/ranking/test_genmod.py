"""The same scores as genmod's own, on its files, on those of pipelines, and on generated models and records.

`genmod` is found beside the Python that runs the tests, on PATH, or where GMS_TEST_GENMOD says.
"""

import gzip
import itertools
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gmstool.ranking.model import RankModel
from gmstool.ranking.reading import parse_model, read_model
from gmstool.ranking.score import Scorer, missing_fields
from gmstool.vcf.header import parse_header

FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures"
GENMOD = (
    os.environ.get("GMS_TEST_GENMOD")
    or shutil.which("genmod", path=str(Path(sys.executable).parent))
    or shutil.which("genmod")
)
TAGS = ("RankScore", "RankScoreNormalized", "RankScoreMinMax", "RankResult")
needs_genmod = pytest.mark.skipif(GENMOD is None, reason="genmod is not installed: pip install genmod")


def unscored(path: Path) -> bytes:
    """The text of a VCF without scores of an earlier run."""
    text = (gzip.decompress if path.suffix == ".gz" else bytes)(path.read_bytes())
    return b"".join(
        _unscored(line) for line in text.splitlines(keepends=True) if not line.startswith(b"##INFO=<ID=Rank")
    )


def _unscored(line: bytes) -> bytes:
    if line.startswith(b"#"):
        return line
    cells = line.split(b"\t")
    cells[7] = b";".join(item for item in cells[7].split(b";") if not item.startswith(b"Rank")) or b"."
    return b"\t".join(cells)


def by_gms(model: RankModel, text: bytes) -> list[tuple[str, ...]]:
    end = text.find(b"\n", text.find(b"\n#CHROM") + 1) + 1
    scorer = Scorer(model, parse_header(text[:end], "a.vcf"))
    lowest, highest = model.bounds
    scored = (scorer(line + b"\n") for line in text[end:].split(b"\n") if line)
    return [
        (f"1:{one.score}", f"1:{one.normalized}", f"1:{lowest}:{highest}", "|".join(map(str, one.categories)))
        for one in scored
    ]


def by_genmod(model: Path, text: bytes, folder: Path) -> list[tuple[str, ...]]:
    (folder / "unscored.vcf").write_bytes(text)
    command = [GENMOD, "score", "--skip_plugin_check", "--rank_results", "--score_config", str(model)]
    done = subprocess.run([*command, str(folder / "unscored.vcf")], capture_output=True, text=True, check=True)
    infos = [line.split("\t")[7] for line in done.stdout.splitlines() if line and not line.startswith("#")]
    found = [dict(item.partition("=")[::2] for item in info.split(";")) for info in infos]
    return [tuple(one[tag] for tag in TAGS) for one in found]


# genmod stops where a model asks for a CSQ field that the file lacks, so not every model meets every file.
PAIRS = [
    ("genmod/rank_model_cmms_v1.7.ini", "genmod/test_vcf_annotated.vcf"),
    ("genmod/rank_model_cmms_v1.7.ini", "genmod/test_vcf_regions_models.vcf"),
    ("genmod/rank_model_cmms_v1.9.ini", "genmod/test_vcf_annotated.vcf"),
    ("genmod/rank_model_cmms_v1.9.ini", "genmod/small_vep.vcf"),
    ("gms/rank_model_-v1.34-.ini", "scout/vep104_annotated.vcf"),
    ("gms/rank_model_-v1.34-.ini", "scout/vep113_existing_variation.vcf"),
    ("scout/rank_model_-v1.20-.ini", "scout/643594.clinical.vcf.gz"),
    ("scout/rank_model_-v1.20-.ini", "scout/vep97_annotated_clnsig_conservation_revel.vcf"),
    ("scout/svrank_model_-v1.5-.ini", "scout/643594.clinical.SV.vcf.gz"),
]


@pytest.mark.shared
@pytest.mark.skipif(not FIXTURES.exists(), reason="the public fixture files (../shared/fixtures) are not here")
@needs_genmod
@pytest.mark.parametrize(("model", "vcf"), PAIRS)
def test_public_files_score_as_in_genmod(model, vcf, tmp_path):
    text = unscored(FIXTURES / vcf)

    ours = by_gms(read_model(FIXTURES / model), text)

    assert ours == by_genmod(FIXTURES / model, text, tmp_path)
    assert ours


CSQ = "Allele|SIFT|SCORE"
HEADER = f"""##fileformat=VCFv4.2
##contig=<ID=1>
##INFO=<ID=A,Number=.,Type=Float,Description="a">
##INFO=<ID=B,Number=.,Type=Integer,Description="b">
##INFO=<ID=C,Number=.,Type=String,Description="c">
##INFO=<ID=D,Number=0,Type=Flag,Description="d">
##INFO=<ID=CSQ,Number=.,Type=String,Description="VEP. Format: {CSQ}">
#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\ts
"""
NUMBERS = ("0", "0.0", "1", "2", "0.5", "-1", "1e-05", "3.5", "7", ".", "x", "nan", "", "12")
SEPARATORS = ("None", "'&',", "',', '|',")
PLACES = (
    ("float", "info_key = A"), ("integer", "info_key = B"), ("string", "info_key = C"), ("flag", "info_key = D"),
    ("float", "info_key = CSQ\ncsq_key = SCORE"), ("string", "info_key = CSQ\ncsq_key = SIFT"),
)  # fmt: skip
WORDS = ("benign", "Likely_benign", "PASS", "pathogenic", "low", ".", "not_provided")


def generated_model(seed: int) -> str:
    """A model whose category scores cannot leave genmod's bounds: not reported is worth 0."""
    pick = random.Random(seed)  # noqa: S311  # random data needs no secrets
    text = "[Version]\nname = generated\nversion = 1.0\n[Categories]\n"
    text += "".join(f"[[{one}]]\ncategory_aggregation = {pick.choice(('min', 'max', 'sum'))}\n" for one in "pqr")
    for number in range(8):
        text += generated_term(pick, f"t{number}")
    return text


def generated_term(pick: random.Random, name: str) -> str:
    kind, place = pick.choice(PLACES)
    text = f"[{name}]\nfield = INFO\n{place}\ndata_type = {kind}\ncategory = {pick.choice('pqr')}\n"
    text += f"record_rule = {pick.choice(('min', 'max'))}\nseparators = {pick.choice(SEPARATORS)}\n"
    rules = {"flag": flag_rules, "string": text_rules}.get(kind, number_rules)(pick)
    return text + "[[not_reported]]\nscore = 0\n" + "".join(rules)


def flag_rules(pick: random.Random) -> list[str]:
    return [f"[[there]]\nscore = {pick.choice((-3, 3))}\n"]


def text_rules(pick: random.Random) -> list[str]:
    words = enumerate(pick.sample(WORDS, 4))
    return [
        f"[[w{at}]]\nscore = {pick.randint(-9, 9)}\npriority = {pick.randint(0, 2)}\nstring = '{word}'\n"
        for at, word in words
    ]


def number_rules(pick: random.Random) -> list[str]:
    if pick.random() < 0.3:
        return [f"[[v{value}]]\nscore = {pick.randint(-9, 9)}\nvalue = {value}\n" for value in (1, 2, 7)]
    ends = itertools.pairwise(sorted(pick.sample(range(-3, 14), 4)))
    return [f"[[r{low}]]\nscore = {pick.randint(-9, 9)}.5\nlower = {low}\nupper = {high}\n" for low, high in ends]


def generated_records(seed: int, count: int = 60) -> bytes:
    pick = random.Random(seed)  # noqa: S311  # random data needs no secrets
    lines = []
    for number in range(count):
        info = [f"{key}={','.join(pick.choices(NUMBERS, k=pick.randint(1, 3)))}" for key in "AB" if pick.random() < 0.7]
        info += [f"C={'|'.join(pick.choices(WORDS, k=2))}"] if pick.random() < 0.7 else []
        info += ["D"] if pick.random() < 0.3 else []
        entries = [f"G|{pick.choice(WORDS)}|{'&'.join(pick.choices(NUMBERS, k=pick.randint(1, 2)))}" for _ in range(2)]
        info += [f"CSQ={','.join(entries)}"] if pick.random() < 0.8 else []
        pick.shuffle(info)
        lines.append(f"1\t{number + 1}\t.\tA\tG\t50\tPASS\t{';'.join(info) or '.'}\tGT\t0/1\n")
    return (HEADER + "".join(lines)).encode()


@needs_genmod
@pytest.mark.parametrize("seed", range(6))
def test_generated_models_score_as_in_genmod(seed, tmp_path):
    text, records = generated_model(seed), generated_records(seed)
    (tmp_path / "model.ini").write_text(text)

    ours = by_gms(parse_model(text, "generated.ini"), records)

    assert ours == by_genmod(tmp_path / "model.ini", records, tmp_path)
    assert missing_fields(parse_model(text, "generated.ini"), parse_header(HEADER.encode(), "a.vcf")) == []

"""A wrong pedigree is caught by its numbers, a right one is not, and too few sites are no answer."""

import random
from pathlib import Path

import pysam
import pytest

from gmstool.family import check_relatives as relatives
from gmstool.family import check_sex as sexes
from gmstool.family import check_sites
from gmstool.family.check import check_family, judged
from gmstool.family.check_relatives import MIN_SITES
from gmstool.family.check_sex import Answer, check_sex
from gmstool.family.check_sites import PER_BIN, SexCounts, SiteReader, Sites
from gmstool.family.pedigree import Sex, parse_ped, read_ped, trio
from gmstool.vcf.header import parse_header
from gmstool.vcf.source import open_vcf

SCOUT = Path(__file__).parents[3] / "shared" / "fixtures" / "scout"
needs_scout = pytest.mark.skipif(
    not SCOUT.exists(), reason="the public fixture files (../shared/fixtures) are not here"
)
SAMPLES = ("child", "mother", "father")
HEADER = parse_header(
    b"##fileformat=VCFv4.2\n##contig=<ID=1,length=248956422>\n"
    b"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\tmother\tfather\n",
    "a.vcf",
)
PED = "F child father mother 1 2\nF mother 0 0 2 1\nF father 0 0 1 1\n"
REF, HET, ALT = (0, 0), (0, 1), (1, 1)


def counted(*sites: tuple[int, str, tuple], samples: tuple[str, ...] = SAMPLES, **more) -> Sites:
    """Sites as they are counted: how many, on which chromosome, the genotypes of the samples."""
    seen = Sites(samples, sex=[SexCounts() for _ in samples], **more)
    for count, chromosome, genotypes in sites:
        seen.autosomal[chromosome, genotypes] += count
    return seen


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  # random data needs no secrets


def born(rng: random.Random, *parents: list[tuple[int, int]]) -> list[tuple[int, ...]]:
    return [tuple(sorted(map(rng.choice, pair))) for pair in zip(*parents, strict=True)]


def drawn(rng: random.Random, count: int = 4000) -> list[tuple[int, ...]]:
    """A person's genotypes at sites of all frequencies, the same sites for all persons of a seed."""
    shares = seeded(5)
    frequencies = [shares.uniform(0.02, 0.9) for _ in range(count)]
    return [tuple(sorted((int(rng.random() < one), int(rng.random() < one)))) for one in frequencies]


def family(rng: random.Random) -> dict[str, list[tuple[int, ...]]]:
    found = {"mother": drawn(rng), "father": drawn(rng), "stranger": drawn(rng)}
    found["child"] = born(rng, found["mother"], found["father"])
    found["sibling"] = born(rng, found["mother"], found["father"])
    return found


def observed(**genotypes: list[tuple[int, ...]]) -> Sites:
    seen = counted(samples=tuple(genotypes))
    for at, calls in enumerate(zip(*genotypes.values(), strict=True)):
        seen.autosomal[str(at % 22 + 1), calls] += 1
    return seen


@pytest.mark.shared
@needs_scout
@pytest.mark.parametrize(
    ("names", "errors"), [(("ADM1059A2", "ADM1059A3", "ADM1059A1"), 0), (("ADM1059A1", "ADM1059A3", "ADM1059A2"), 77)]
)
def test_the_scout_trio_has_no_mendelian_error_and_with_child_and_father_swapped_77_of_275(names, errors):
    source = open_vcf(str(SCOUT / "643594.clinical.vcf.gz"))
    report = check_family(source, trio(*names))
    source.close()

    assert [(one.errors, one.sites) for one in report.parents] == [(errors, 275)]
    assert bool(report.contradictions) is bool(errors)


@pytest.mark.shared
@needs_scout
def test_the_exchange_that_would_mend_the_scout_trio_is_named(tmp_path):
    wrong = (SCOUT / "643594.ped").read_text().replace("A1", "Ax").replace("A2", "A1").replace("Ax", "A2")
    (tmp_path / "wrong.ped").write_text(wrong)
    source = open_vcf(str(SCOUT / "643594.clinical.vcf.gz"))
    report = check_family(source, read_ped(tmp_path / "wrong.ped"))
    source.close()

    assert report.hints == ["sample ADM1059A1 as ADM1059A2 and sample ADM1059A2 as ADM1059A1"]


@pytest.mark.parametrize(
    ("child", "mother", "father", "fits"),
    [
        (HET, HET, REF, True),
        (ALT, HET, HET, True),
        (REF, HET, HET, True),
        (ALT, ALT, HET, True),
        (ALT, HET, REF, False),
        (HET, REF, REF, False),
        (HET, ALT, ALT, False),
        (REF, ALT, HET, False),
        ((1, 2), HET, (0, 2), True),
        ((1, 2), HET, HET, False),
    ],
)
def test_a_child_has_one_allele_of_each_parent(child, mother, father, fits):
    errors, sites, _ = relatives.mendelian_errors(counted((1, "1", (child, mother, father))), 0, 1, 2)

    assert (errors, sites) == (0 if fits else 1, 1)


def test_a_site_without_a_usable_call_of_one_of_them_does_not_count():
    seen = counted((3, "1", (None, REF, REF)), (2, "1", (HET, None, REF)), (1, "1", (HET, HET, REF)))

    assert relatives.mendelian_errors(seen, 0, 1, 2)[:2] == (0, 1)


@pytest.mark.parametrize(
    ("errors", "right", "answer"),
    [
        (0, 99, Answer.NOT_ASSESSED),
        (99, 0, Answer.NOT_ASSESSED),
        (0, 100, Answer.AGREES),
        (4, 96, Answer.AGREES),
        (5, 95, Answer.CONTRADICTS),
        (5, 245, Answer.AGREES),
        (5, 244, Answer.CONTRADICTS),
    ],
)
def test_parentage_is_contradicted_by_enough_errors_only(errors, right, answer):
    seen = counted((errors, "1", (HET, REF, REF)), (right, "2", (HET, HET, REF)))

    (found,) = judged(seen, parse_ped(PED), "a.vcf", SAMPLES).parents

    assert (found.answer, found.errors, found.sites) == (answer, errors, errors + right)


@pytest.mark.parametrize(
    ("opposite", "alike", "answer"),
    [
        (0, 29, Answer.NOT_ASSESSED),
        (0, 30, Answer.AGREES),
        (4, 30, Answer.AGREES),
        (5, 95, Answer.AGREES),
        (5, 94, Answer.CONTRADICTS),
    ],
)
def test_with_one_parent_opposite_homozygotes_count(opposite, alike, answer):
    two = ("child", "mother")
    seen = counted((opposite, "1", (ALT, REF)), (alike, "1", (ALT, ALT)), (500, "1", (REF, REF)), samples=two)

    (found,) = judged(seen, parse_ped(PED), "a.vcf", two).parents

    assert found.answer is answer


def test_errors_on_one_chromosome_are_told_as_what_uniparental_disomy_would_show():
    seen = counted((8, "15", (ALT, HET, REF)), (2, "3", (HET, REF, REF)), (200, "2", (HET, HET, REF)))

    (told,) = judged(seen, parse_ped(PED), "a.vcf", SAMPLES).contradictions

    assert "nearly all on chromosome 15, as uniparental disomy would show" in told


@pytest.mark.parametrize("seed", range(3))
def test_a_true_family_contradicts_nothing(seed):
    people = family(seeded(seed))

    report = judged(observed(**{name: people[name] for name in SAMPLES}), parse_ped(PED), "a.vcf", SAMPLES)

    assert (report.contradictions, report.hints) == ([], [])
    assert [one.degree for one in report.pairs] == ["first degree", "first degree", "unrelated or distant"]


@pytest.mark.parametrize("seed", range(3))
def test_a_father_who_is_none_is_named(seed):
    people = family(seeded(seed))

    report = judged(
        observed(child=people["child"], mother=people["mother"], father=people["stranger"]),
        parse_ped(PED),
        "a",
        SAMPLES,
    )

    (told,) = report.contradictions
    assert "father by itself does not fit" in told
    assert "misattributed parentage" in told
    assert report.hints == []


@pytest.mark.parametrize("seed", range(3))
def test_one_sample_twice_is_seen(seed):
    people = family(seeded(seed))

    report = judged(
        observed(child=people["father"], mother=people["mother"], father=people["father"]), parse_ped(PED), "a", SAMPLES
    )

    assert any("child and father look like one person" in told for told in report.contradictions)


def test_siblings_with_one_genotype_may_be_twins():
    people = family(seeded(1))
    ped = PED + "F sibling father mother 1 1\n"
    names = (*SAMPLES, "sibling")

    report = judged(
        observed(**{**{name: people[name] for name in SAMPLES}, "sibling": people["child"]}), parse_ped(ped), "a", names
    )

    assert report.contradictions == []
    assert any("identical twins" in remark for remark in report.remarks)


def test_exchanged_parents_are_seen_by_their_sex_alone():
    seen = counted((200, "1", (HET, HET, REF)))
    seen.sex = [SexCounts(1, 50, 40), SexCounts(1, 50, 40), SexCounts(30, 50, 0)]
    seen.y_sites = 40

    report = judged(seen, parse_ped(PED), "a.vcf", SAMPLES)

    assert [one.answer for one in report.sexes] == [Answer.AGREES, Answer.CONTRADICTS, Answer.CONTRADICTS]
    assert report.hints == ["sample father as mother and sample mother as father"]


MALE, FEMALE, UNKNOWN = Sex.MALE, Sex.FEMALE, Sex.UNKNOWN


@pytest.mark.parametrize(
    ("what", "stated", "x_het", "y_called", "y_sites", "answer"),
    [
        ("a man", MALE, 3, 40, 40, Answer.AGREES),
        ("a woman", FEMALE, 60, 0, 40, Answer.AGREES),
        ("a woman in a file without Y", FEMALE, 60, 0, 0, Answer.AGREES),
        ("a man with two X and Y, as in XXY", MALE, 60, 40, 40, Answer.CONTRADICTS),
        ("a man with two X and no Y", MALE, 60, 0, 40, Answer.CONTRADICTS),
        ("a woman with one X and Y", FEMALE, 3, 40, 40, Answer.CONTRADICTS),
        ("a woman with one X and no Y, as in X0", FEMALE, 3, 0, 40, Answer.CONTRADICTS),
        ("a woman with two X and Y", FEMALE, 60, 40, 40, Answer.CONTRADICTS),
        ("a man with one X and no Y", MALE, 3, 0, 40, Answer.UNCLEAR),
        ("X at the end of one", MALE, 10, 40, 40, Answer.AGREES),
        ("X between one and two", MALE, 11, 40, 40, Answer.UNCLEAR),
        ("X at the start of two", FEMALE, 25, 0, 40, Answer.AGREES),
        ("too few Y sites to say", MALE, 3, 0, 19, Answer.AGREES),
        ("Y at half of the sites", FEMALE, 60, 20, 40, Answer.CONTRADICTS),
        ("Y below half of the sites", FEMALE, 60, 19, 40, Answer.AGREES),
        ("nothing stated", UNKNOWN, 60, 0, 40, Answer.NOT_ASSESSED),
    ],
)
def test_genetic_sex(what, stated, x_het, y_called, y_sites, answer):
    assert check_sex(what, stated, SexCounts(x_het, 100, y_called), y_sites).answer is answer


@pytest.mark.parametrize(("calls", "answer"), [(19, Answer.NOT_ASSESSED), (20, Answer.CONTRADICTS)])
def test_sex_needs_enough_calls_of_x(calls, answer):
    assert sexes.MIN_SITES == 20
    assert check_sex("a", FEMALE, SexCounts(0, calls, 40), 40).answer is answer


def line(chrom: str = "1", pos: int = 5_000_000, filter_: str = "PASS", calls: str = "0/1:99 0/0:99 0/1:99") -> bytes:
    return "\t".join((chrom, str(pos), ".", "A", "G", "50", filter_, ".", "GT:GQ", *calls.split())).encode() + b"\n"


def read(*lines: bytes) -> Sites:
    reader = SiteReader(HEADER, SAMPLES)
    for one in lines:
        reader.add(one)
    return reader.sites


@pytest.mark.parametrize(
    ("what", "record", "genotypes"),
    [
        ("complete and good", line(), (HET, REF, HET)),
        ("phased", line(calls="1|0:20 0|0:20 0|1:20"), (HET, REF, HET)),
        ("GQ below the floor", line(calls="0/1:19 0/0:99 0/1:99"), (None, REF, HET)),
        ("GQ missing", line(calls="0/1:. 0/0:99 0/1"), (None, REF, None)),
        ("half a call", line(calls="./1:99 0/.:99 ./.:99"), (None, None, None)),
        ("one copy on an autosome", line(calls="1:99 0/0:99 0/1:99"), (None, REF, HET)),
    ],
)
def test_only_complete_good_genotypes_are_usable(what, record, genotypes):
    assert list(read(record).autosomal) == [("1", genotypes)], what


@pytest.mark.parametrize("record", [line(filter_="LowQual"), line(filter_="."), line("MT"), line("GL0001.1")])
def test_other_records_are_not_looked_at(record):
    assert read(record).autosomal == {}


def test_x_counts_outside_the_pseudoautosomal_regions():
    outside, inside = line("chrX", 50_000_000), line("chrX", 2_000_000)
    one_copy = line("chrX", 50_000_001, calls="1:99 0/0:99 1/1:99")

    seen = read(outside, inside, one_copy)

    assert [(one.x_het, one.x_alt) for one in seen.sex] == [(1, 2), (0, 0), (1, 2)]


def test_y_counts_usable_calls():
    seen = read(line("Y", 20_000_000, calls="1:99 ./.:. 0:99"), line("Y", 20_000_001, calls="1:99 ./.:. ./.:."))

    assert ([one.y_called for one in seen.sex], seen.y_sites) == ([2, 0, 1], 2)


def test_each_megabase_gives_a_bounded_number_of_records():
    first = [line(pos=5_000_000 + at) for at in range(PER_BIN + 50)]

    assert read(*first, line(pos=6_000_000)).taken == PER_BIN + 1


def trio_in_windows(path, *, outside: bool):
    """A bgzipped, indexed trio with a false father, in the first 50,000 bases of each megabase, or beyond them too."""
    rng, rows = seeded(7), []
    people = family(rng)
    calls = list(zip(*(people[name] for name in ("child", "mother", "father")), strict=True))
    for at, genotypes in enumerate(calls[:2_000]):
        chrom, megabase = ("1", "2", "X")[at % 3], (at // 3) % 40
        offset = (at // 120) * 2_500 + (60_000 if outside and at % 2 else 0)
        cells = "\t".join("/".join(map(str, one)) + ":99" for one in genotypes)
        rows.append((chrom, 5_000_000 + megabase * 1_000_000 + offset + 1, cells))
    head = (
        "##fileformat=VCFv4.2\n##contig=<ID=1,length=248956422>\n##contig=<ID=2,length=242193529>\n"
        "##contig=<ID=X,length=156040895>\n"
        '##FORMAT=<ID=GT,Number=1,Type=String,Description="x">\n##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="x">\n'
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\tmother\tfather\n"
    )
    rows.sort()
    body = "".join(f"{chrom}\t{pos}\t.\tA\tC\t50\tPASS\t.\tGT:GQ\t{cells}\n" for chrom, pos, cells in rows)
    with pysam.BGZFile(str(path), "wb") as stream:
        stream.write((head + body).encode())
    pysam.tabix_index(str(path), preset="vcf", force=True)
    return path


def checked(path, reader):
    source = open_vcf(str(path), reader)
    report = check_family(source, parse_ped(PED))
    source.close()
    return report


def test_through_an_index_the_answers_are_those_of_the_whole_file(tmp_path, monkeypatch):
    monkeypatch.setattr(check_sites, "WINDOWS_FROM_BYTES", 0)
    path = trio_in_windows(tmp_path / "trio.vcf.gz", outside=False)
    by_windows = checked(path, "auto")
    path.with_name("trio.vcf.gz.tbi").unlink()
    whole = checked(path, "auto")

    assert (by_windows.sites.windows, whole.sites.windows) == (True, False)
    assert by_windows.sites.autosomal == whole.sites.autosomal
    assert by_windows.lines()[2:] == whole.lines()[2:]
    assert whole.sites.taken > MIN_SITES


def test_only_the_windows_are_read_through_an_index(tmp_path, monkeypatch):
    monkeypatch.setattr(check_sites, "WINDOWS_FROM_BYTES", 0)
    path = trio_in_windows(tmp_path / "trio.vcf.gz", outside=True)
    by_windows = checked(path, "auto")
    monkeypatch.setattr(check_sites, "WINDOWS_FROM_BYTES", path.stat().st_size + 1)
    small = checked(path, "auto")

    assert (small.sites.windows, small.sites.records) == (False, 2_000)
    assert by_windows.sites.records < small.sites.records
    assert [one.answer for one in by_windows.parents] == [one.answer for one in small.parents]

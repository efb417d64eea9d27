"""`gms rank` without its command line: every record scored, written as VCF with its own bytes or as rows of a table."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from gmstool.errors import MismatchError
from gmstool.ranking.genes import RecordGenes
from gmstool.ranking.model import RankModel
from gmstool.ranking.score import Scored, Scorer, deciding
from gmstool.tables import TableWriter
from gmstool.vcf.header import Header
from gmstool.vcf.source import Question, VcfSource
from gmstool.vcf.write import VcfWriter, new_header

if TYPE_CHECKING:
    from gmstool.ranking.genes import PhenotypeScore
    from gmstool.reference.similarity import Patient

# genmod's own tags, which Scout and other programs read, with genmod's meaning.
SCORE_TAGS = {
    "RankScore": "The rank score for this variant in this family. family_id:rank_score.",
    "RankScoreNormalized": "The rank score as a share of the model's range, 0 to 1. family_id:score.",
    "RankScoreMinMax": "The lowest and highest rank score of the model. family_id:min:max.",
}
RESULT_TAG, PHENOTYPE_TAG = "RankResult", "GMS_PHENOTYPE"
_PHENOTYPE_TEXT = (
    "Similarity of the patient's HPO terms to the diseases of the most similar gene. "
    "gene|score|disease|asked~found~similarity&..."
)
_SCHEMA = ("chrom", "pos", "id", "ref", "alt", "genes")
_PHENOTYPE_COLUMNS = ("phenotype_score", "phenotype_gene", "phenotype_disease", "phenotype_terms")


@dataclass(frozen=True, slots=True)
class Wish:
    """What to score with, and how a result looks. `explain`: a row for each term instead of one for each record."""

    model: RankModel | None = None
    patient: "Patient | None" = None
    family: str = "1"
    explain: bool = False
    replace: bool = False


@dataclass(slots=True)
class Result:
    """Numbers of a run."""

    records: int = 0
    without_gene: int = 0
    unbounded: int = 0  # scores outside the model's own range, which have no normalised score
    scores: Counter[float] = field(default_factory=Counter)


def new_tags(wish: Wish) -> dict[str, str]:
    """INFO tags that a run adds, with their descriptions."""
    tags = {} if wish.model is None else {**SCORE_TAGS, RESULT_TAG: "|".join(one.name for one in wish.model.categories)}
    return tags | ({PHENOTYPE_TAG: _PHENOTYPE_TEXT} if wish.patient else {})


def check_unscored(header: Header, wish: Wish, name: str) -> None:
    """Raise MismatchError where the file has scores already, unless they are to be replaced."""
    if not wish.replace and (found := [tag for tag in new_tags(wish) if tag in header.info]):
        raise MismatchError(f"{name} has {', '.join(found)} already", hint="--replace puts new scores in their place")


def scored_header(header: Header, wish: Wish, provenance: dict[str, str]) -> bytes:
    """The file's header with provenance and the declarations of the tags."""
    old = tuple(b"##INFO=<ID=%s," % tag.encode() for tag in new_tags(wish))
    before, mark, columns = new_header(header, provenance, (), {}).rpartition(b"#CHROM")
    kept = [line for line in before.splitlines(keepends=True) if not line.startswith(old)]
    added = (
        f'##INFO=<ID={tag},Number=.,Type=String,Description="{text}">'.encode() + header.newline
        for tag, text in new_tags(wish).items()
    )
    return b"".join((*kept, *added, mark, columns))


def rank(source: VcfSource, wish: Wish, out: "VcfOutput | TableOutput", progress: Callable[[float], None]) -> Result:
    """Score the records of a file in its order and hand them on."""
    result = Result()
    scorer = Scorer(wish.model, source.header) if wish.model else None
    genes = RecordGenes(source.header, wish.patient)
    for chunk, reached in source.chunks(Question()):
        rows = []
        for line, number in zip(chunk.lines, chunk.numbers, strict=True):
            scored = scorer(line) if scorer else None
            found = genes(line, number) if out.wants_genes or wish.patient else []
            rows.append(Row(line, scored, found, genes.best(found)))
            _count(result, rows[-1])
        out.write(rows)
        progress(reached)
    return result


@dataclass(frozen=True, slots=True)
class Row:
    """One record with all that was found out."""

    line: bytes
    scored: Scored | None
    genes: list[str]
    phenotype: "PhenotypeScore | None"


def _count(result: Result, row: Row) -> None:
    result.records += 1
    result.without_gene += row.phenotype is None
    if row.scored:
        result.scores[row.scored.score] += 1
        result.unbounded += row.scored.normalized is None


class VcfOutput:
    """Records as they came, with the tags appended to INFO."""

    def __init__(self, writer: VcfWriter, wish: Wish) -> None:
        self.wants_genes = False
        self._writer, self._wish = writer, wish
        self._ours = tuple(f"{tag}=".encode() for tag in new_tags(wish))
        self._bounds = wish.model.bounds if wish.model else None

    def write(self, rows: list[Row]) -> None:
        """Append records with their scores as INFO tags."""
        for row in rows:
            self._writer.record(self._tagged(row.line, ";".join(self._tags(row)).encode()))

    def _tags(self, row: Row) -> Iterator[str]:
        family = self._wish.family
        if row.scored:
            yield f"RankScore={family}:{row.scored.score}"
            if row.scored.normalized is not None:
                yield f"RankScoreNormalized={family}:{row.scored.normalized}"
            if self._bounds:
                yield f"RankScoreMinMax={family}:{self._bounds[0]}:{self._bounds[1]}"
            yield f"{RESULT_TAG}={'|'.join(map(str, row.scored.categories))}"
        if row.phenotype:
            terms = row.phenotype.terms.replace(", ", "&").replace(" ", "~")
            yield f"{PHENOTYPE_TAG}={row.phenotype.gene}|{row.phenotype.score:.4f}|{row.phenotype.disease}|{terms}"

    def _tagged(self, line: bytes, tags: bytes) -> bytes:
        cells = line.split(b"\t", 8)
        end = cells[7][len(cells[7].rstrip(b"\r\n")) :]  # INFO is the last column of a file without samples
        info = cells[7].rstrip(b"\r\n")
        if self._wish.replace:
            info = b";".join(item for item in info.split(b";") if not item.startswith(self._ours)) or b"."
        cells[7] = (info if not tags else tags if info in (b".", b"") else info + b";" + tags) + end
        return b"\t".join(cells)


class TableOutput:
    """One row a record, or with `explain` one row a term."""

    def __init__(self, writer: TableWriter, wish: Wish) -> None:
        self.wants_genes = True
        self._writer, self._wish = writer, wish

    def write(self, rows: list[Row]) -> None:
        """Append a row per record, with --explain a row per term."""
        import polars as pl

        told = [values for row in rows for values in (self._terms(row) if self._wish.explain else [self._whole(row)])]
        self._writer.write(pl.DataFrame(told, schema=self._schema(), orient="row"))

    def _schema(self) -> dict[str, Any]:
        import polars as pl

        types: dict[str, Any] = {**dict.fromkeys(_SCHEMA, pl.String), "pos": pl.Int64}
        if self._wish.explain:
            texts = ("category", "term", "value", "rule")
            return types | dict.fromkeys(texts, pl.String) | {"score": pl.Int64, "counts": pl.Boolean}
        if self._wish.model:
            types |= {"rank_score": pl.Float64, "rank_score_normalized": pl.Float64}
            types |= {f"rank:{one.name}": pl.Int64 for one in self._wish.model.categories} | {"rank_terms": pl.String}
        if self._wish.patient:
            types |= dict.fromkeys(_PHENOTYPE_COLUMNS, pl.String) | {"phenotype_score": pl.Float64}
        return types

    def _whole(self, row: Row) -> tuple[Any, ...]:
        values = [*_place(row)]
        if row.scored and self._wish.model:
            told = (f"{name} {value or rule} {score:+d}" for _, name, value, rule, score in self._counting(row))
            terms = ", ".join(told)
            values += [row.scored.score, row.scored.normalized, *row.scored.categories, terms or None]
        if self._wish.patient:
            found = row.phenotype
            values += [found.score, found.gene, found.disease, found.terms] if found else [None] * 4
        return tuple(values)

    def _counting(self, row: Row) -> Iterator[tuple[str, str, str | None, str, int]]:
        """The terms that make the score, without those worth nothing."""
        for category, term, value, rule, score, counts in self._explained(row):
            if counts and score:
                yield category, term, value, rule, score

    def _terms(self, row: Row) -> list[tuple[Any, ...]]:
        return [(*_place(row), *told) for told in self._explained(row)]

    def _explained(self, row: Row) -> Iterator[tuple[str, str, str | None, str, int, bool]]:
        if row.scored is None or self._wish.model is None:
            return
        for category, findings in zip(self._wish.model.categories, row.scored.findings, strict=True):
            for one, counts in zip(findings, deciding(category, findings), strict=True):
                yield category.name, one.term, one.value, one.rule, one.score, counts


def _place(row: Row) -> tuple[Any, ...]:
    chrom, pos, name, ref, alt = row.line.split(b"\t", 5)[:5]
    texts = (None if cell == b"." else cell.decode("utf-8", "replace") for cell in (name, ref, alt))
    return (chrom.decode(), int(pos), *texts, ",".join(row.genes) or None)


def open_output(
    part: Path | None, kind: str, stdout: BinaryIO, wish: Wish, header: bytes
) -> tuple["VcfOutput | TableOutput", VcfWriter | TableWriter]:
    """The output for a format (VCF kinds or tables) and the writer to close."""
    if kind.startswith("vcf") or kind == "bcf":
        vcf = VcfWriter(part, kind, stdout)
        vcf.header(header)
        return VcfOutput(vcf, wish), vcf
    table = TableWriter(part, kind, stdout)
    return TableOutput(table, wish), table

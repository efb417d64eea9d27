"""The case file: what persons know of a case and of its variants, each piece with author, date and reference.

TOML or YAML::

    condition = "MONDO:0007947"          # or a name; moi = "AD" where the condition has several
    author = "A. Signer"                 # of every piece that names none

    [family]                             # with --ped or --trio: parents_confirmed, consanguineous
    [[gene]]                             # with them: the phenotype's grade for a gene, full_penetrance

    [[variant]]
    variant = "chr15-48420684-G-A"       # CHROM-POS-REF-ALT as in the VCF, or its HGVS name as annotated
    gene = "FBN1"                        # where the variant lies in several

    [[variant.functional]]               # PS3, BS3
    [[variant.segregation]]              # PP1, BS4
    [[variant.phenotype]]                # PP4
    [[variant.de_novo]]                  # PS2, PM6
    [[variant.other_allele]]             # PM3, BP2
    [[variant.probands]]                 # PS4
    [[variant.other_cause]]              # BP5
    [[variant.literature]]               # shown, weighs nothing
    [[variant.override]]                 # a strength set by a person

The other sections, `REPORTED`, are for `gms report` and left alone here.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

from gmstool import identity
from gmstool.errors import GmsError

MAX_BYTES = 4 << 20
MAX_NESTED = 50  # levels of YAML: a reader's time grows with the square of them
_YAML_DEPTH = {
    "BlockSequenceStartToken": 1, "BlockMappingStartToken": 1, "FlowSequenceStartToken": 1, "FlowMappingStartToken": 1,
    "BlockEndToken": -1, "FlowSequenceEndToken": -1, "FlowMappingEndToken": -1,
}  # fmt: skip
STRENGTHS = ("StandAlone", "VeryStrong", "Strong", "Moderate", "Supporting")
PHENOTYPES = ("highly_specific", "consistent", "heterogeneous", "not_consistent")
CLASSES = ("Pathogenic", "Likely pathogenic", "Uncertain significance")
PHASES = ("trans", "cis", "unknown", "homozygous")
MODES = ("AD", "AR", "XL", "XLD", "XLR", "YL", "MT")
ALLOWED = {
    "readout": ("abnormal", "normal"), "phenotype": PHENOTYPES, "other_class": CLASSES, "phase": PHASES, "moi": MODES,
    "strength": (*STRENGTHS, "not_met", "not_assessed"),
}  # fmt: skip
REPORTED = frozenset({
    "type", "lang", "referral", "requester", "laboratory", "date", "version", "inputs", "meeting", "question", "tumour",
    "sample", "panel", "method", "coverage", "consent", "pedigree", "finding", "biomarker", "result", "haematology",
    "childhood", "pgx", "action", "open_question", "participant", "reference", "signature", "signatures_needed",
    "amendment", "profile", "known_variant", "submission",
})  # fmt: skip  # what `gms report` reads of the same file: report/parts.py
T = TypeVar("T")


class CaseError(GmsError):
    """The case file cannot be used; names the file and the place in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A piece of evidence: who says it, since when, and where it can be read."""

    author: str
    date: date
    reference: str
    note: str = ""

    @property
    def source(self) -> str:
        return f"{self.author}, {self.date}: {self.reference}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Functional(Signed):
    """An assay: OddsPath as published, or the controls it was validated with; `fits_mechanism` is a person's word."""

    assay: str
    readout: str
    fits_mechanism: bool
    odds_path: float | None = None
    pathogenic_abnormal: int | None = None
    pathogenic_normal: int | None = None
    benign_abnormal: int | None = None
    benign_normal: int | None = None
    controls: int | None = None  # without numbers by readout: known pathogenic and benign variants together
    indeterminate: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Segregation(Signed):
    """Relatives of one family beyond the proband; the unaffected count only under full penetrance at their age."""

    family: str
    affected_with: int = 0
    unaffected_without: int = 0
    affected_without: int = 0
    full_penetrance: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Phenotype(Signed):
    """How many of the patients with this phenotype have their cause in the gene, 0 to 1."""

    description: str
    diagnostic_yield: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DeNovo(Signed):
    """One proband with the variant in neither parent."""

    proband: str
    confirmed: bool  # both parents by their genomes
    phenotype: str
    second_allele: bool | None = None  # recessive disease: another pathogenic allele was found


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherAllele(Signed):
    """One proband with a second variant of the gene; its class is a signed one or ClinVar's with two stars."""

    proband: str
    phase: str
    other: str = ""
    other_class: str | None = None
    consanguineous: bool = False
    full_penetrance: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Probands(Signed):
    """The variant among the affected: a case-control study, or unrelated probands."""

    odds_ratio: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    unrelated: int | None = None
    absent_from_controls: bool = False
    counted_elsewhere: bool = False  # the same probands weigh in PS2, PM3, PP1 or PP4


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherCause(Signed):
    """Another molecular cause of the case's disease."""

    cause: str
    explains_all: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Literature(Signed):
    """What was read; it weighs nothing by itself."""

    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A strength that a person sets, with the reason."""

    code: str
    strength: str  # one of STRENGTHS, not_met or not_assessed
    reason: str
    author: str
    date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseVariant:
    """All that is known of one variant of the case."""

    variant: str
    gene: str = ""
    condition: str = ""
    moi: str = ""
    functional: tuple[Functional, ...] = ()
    segregation: tuple[Segregation, ...] = ()
    phenotype: tuple[Phenotype, ...] = ()
    de_novo: tuple[DeNovo, ...] = ()
    other_allele: tuple[OtherAllele, ...] = ()
    probands: tuple[Probands, ...] = ()
    other_cause: tuple[OtherCause, ...] = ()
    literature: tuple[Literature, ...] = ()
    override: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyFacts(Signed):
    """What genotypes do not tell of the patient's family; it bears on variants that are read beside the family."""

    parents_confirmed: bool = False  # both parents, by a test of identity
    consanguineous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneFit(Signed):
    """How the patient's phenotype fits a gene, and whether its disease is fully penetrant at the relatives' ages."""

    gene: str
    phenotype: str | None = None  # one of PHENOTYPES
    full_penetrance: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case file."""

    id: str = ""
    condition: str = ""
    moi: str = ""
    author: str = ""
    hpo: tuple[str, ...] = ()
    family: FamilyFacts | None = None
    gene: tuple[GeneFit, ...] = ()
    variant: tuple[CaseVariant, ...] = field(default=())


def read(path: Path) -> Case:
    """A case file, every value checked. Raises CaseError naming the place."""
    return evidence(content(path), str(path))


def content(path: Path) -> dict[str, Any]:
    """A case file (TOML, YAML or JSON) as a table, nothing in it checked but for identity numbers. Raises CaseError."""
    text = _text(path)
    identity.check(text, f"the case file {path.name}")
    try:
        found = _parsed(text, path.suffix)
        read = json.dumps(found, ensure_ascii=False, default=str)
    except (ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else "it is nested too deeply"
        raise CaseError(f"the case file {path} cannot be read: {reason}") from None
    identity.check(read, f"the case file {path.name}")  # again, as read: \u0031 is a digit that the text does not show
    if not isinstance(found, dict):
        raise CaseError(f"the case file {path} is no table of names and values", hint="see docs/formats.md")
    return found


def evidence(found: dict[str, Any], name: str) -> Case:
    """The part of a case file that bears on the class, every value checked. Raises CaseError naming the place."""
    own = {key: value for key, value in found.items() if key not in REPORTED}
    return record_of(Case, own, name)


def record_of(kind: type[T], found: dict[str, Any], name: str) -> T:
    """A table as a record whose fields say what it may hold. Raises CaseError naming the place in the file `name`."""
    return _Reader(name, str(found.get("author", ""))).record(kind, found, "")


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CaseError(f"the case file {path} is larger than {MAX_BYTES >> 20} MiB")
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise CaseError(f"cannot read the case file {path}: {reason}", "docs/formats.md shows a case file") from None


def _parsed(text: str, suffix: str) -> Any:
    if suffix == ".json":
        return json.loads(text)
    return _yaml(text) if suffix in (".yaml", ".yml") else tomllib.loads(text)


def _yaml(text: str) -> Any:
    """YAML without aliases, a few lines of which unfold into gigabytes or into a cycle."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # by libyaml where it is there: far faster
    try:
        depth = 0
        for one in yaml.scan(text, Loader=loader):
            if isinstance(one, yaml.AliasToken):
                raise ValueError("aliases (`*name`) are not read: write the value where it belongs")  # noqa: TRY004
            depth += _YAML_DEPTH.get(type(one).__name__, 0)
            if depth > MAX_NESTED:
                raise ValueError(f"it is nested more than {MAX_NESTED} levels deep")
        return yaml.load(text, Loader=loader)  # noqa: S506  # a safe loader, in C
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None


class _Reader:
    """Reads tables into records, by the records' own fields."""

    def __init__(self, name: str, author: str) -> None:
        self._name, self._author = name, author

    def record(self, kind: type[T], table: Any, place: str) -> T:
        """One table as a record of this kind."""
        if not isinstance(table, dict):
            raise self._error(place, f"must be a table, found {table!r}")
        hints, known = get_type_hints(kind), {one.name: one for one in fields(kind)}  # type: ignore[arg-type]
        if strange := [key for key in table if key not in known]:
            raise self._error(_at(place, strange[0]), "is not known", f"known here: {', '.join(known)}")
        given = {"author": self._author, **table} if self._author and "author" in known else table
        for name, one in known.items():
            if name not in given and one.default is MISSING:
                raise self._error(_at(place, name), "is missing")
        return kind(**{name: self._value(value, hints[name], name, _at(place, name)) for name, value in given.items()})

    def _value(self, value: Any, hint: Any, name: str, place: str) -> Any:
        inner = get_args(hint)
        if str(hint).startswith("tuple"):
            if not isinstance(value, list):
                raise self._error(place, f"must be a list, found {value!r}")
            return tuple(self._one(one, inner[0], name, f"{place}[{at}]") for at, one in enumerate(value, 1))
        return self._one(value, inner[0] if inner else hint, name, place)

    def _one(self, value: Any, kind: Any, name: str, place: str) -> Any:
        if kind not in _PLAIN:
            return self.record(kind, value, place)
        if kind is date and isinstance(value, str):
            value = _day(value)
        fits = isinstance(value, _PLAIN[kind]) and (kind is bool or not isinstance(value, bool))
        if not fits or (kind is str and not value.strip()):
            raise self._error(place, f"must be {_WORDS[kind]}, found {value!r}")
        if kind in (int, float) and not 0 <= value < float("inf"):
            raise self._error(place, f"cannot be {value}")
        if name == "diagnostic_yield" and value > 1:
            raise self._error(place, f"is a fraction from 0 to 1, found {value}")
        if name in ALLOWED and value not in ALLOWED[name]:
            raise self._error(place, f"cannot be `{value}`", f"one of {', '.join(ALLOWED[name])}")
        return value

    def _error(self, place: str, what: str, hint: str = "docs/formats.md describes the case file") -> CaseError:
        return CaseError(f"{self._name}: {place} {what}", hint=hint)


_PLAIN: dict[Any, tuple[type, ...]] = {str: (str,), bool: (bool,), int: (int,), float: (int, float), date: (date,)}
_WORDS = {str: "a text", bool: "true or false", int: "a whole number", float: "a number", date: "a date (2026-11-22)"}


def _day(text: str) -> Any:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _at(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name

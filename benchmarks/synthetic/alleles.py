"""Reference and alternate alleles, how VEP names them, and what is known of each."""

from dataclasses import dataclass
from random import Random
from typing import Final

BASES: Final = "ACGT"
RESIDUES: Final = (
    ("Ala", "A"), ("Arg", "R"), ("Asn", "N"), ("Asp", "D"), ("Cys", "C"), ("Gln", "Q"), ("Glu", "E"),
    ("Gly", "G"), ("His", "H"), ("Ile", "I"), ("Leu", "L"), ("Lys", "K"), ("Met", "M"), ("Phe", "F"),
    ("Pro", "P"), ("Ser", "S"), ("Thr", "T"), ("Trp", "W"), ("Tyr", "Y"), ("Val", "V"),
)  # fmt: skip
SIGNIFICANCES: Final = (
    "benign", "likely_benign", "benign&likely_benign", "uncertain_significance",
    "conflicting_interpretations_of_pathogenicity", "likely_pathogenic", "pathogenic",
)  # fmt: skip

# Shares of a germline call set: single bases 86 %, insertions 6 %, deletions 6 %, several alternates 2 %.
UP_TO_SNV, UP_TO_INSERTION, UP_TO_DELETION = 0.86, 0.92, 0.98
WITH_THREE, WITH_CLINVAR, WITH_PUBMED, WITH_SPLICEAI = 0.2, 0.03, 0.02, 0.6

# Cumulative shares with the range of log10 frequency: mostly common, as in any genome; one in twenty never seen.
SPECTRUM: Final = ((0.05, None), (0.12, (-5.5, -3.0)), (0.20, (-3.0, -2.0)), (1.0, (-2.0, -0.05)))
SEEN_BY_1000_GENOMES: Final = 1 / 5008  # one allele in phase 3
SIFT_DELETERIOUS, POLYPHEN_POSSIBLY, POLYPHEN_PROBABLY = 0.05, 0.446, 0.908  # Ensembl VEP's cut-offs
PUBMED_IDS: Final = range(10**7, 4 * 10**7)


@dataclass(frozen=True, slots=True)
class Allele:
    """One alternate allele with the draws that all of its annotation entries share."""

    ref: str
    alt: str
    vep: str
    variant_class: str
    frequency: float | None
    known: str  # Existing_variation
    frequencies: str  # AF|gnomADe_AF|gnomADg_AF|MAX_AF
    evidence: str  # CLIN_SIG|PUBMED|CADD_PHRED
    revel: str
    predictions: str  # SIFT|PolyPhen
    splicing: str  # the four SpliceAI scores, or three bars
    luck: float  # decides between stop gained, synonymous and missense
    residues: tuple[tuple[str, str], tuple[str, str]]

    @property
    def is_snv(self) -> bool:
        """One base for another."""
        return self.variant_class == "SNV"

    @property
    def shift(self) -> int:
        """Bases gained (or lost, if negative)."""
        return len(self.alt) - len(self.ref)


def draw_sequences(random: Random) -> tuple[str, list[str]]:
    """REF and the ALTs of one record."""
    ref, luck = random.choice(BASES), random.random()
    if luck < UP_TO_SNV:
        return ref, [_other(ref, random)]
    if luck < UP_TO_INSERTION:
        return ref, [ref + _bases(random)]
    if luck < UP_TO_DELETION:
        return ref + _bases(random), [ref]
    repeat = random.choice(BASES)
    several = [_other(ref, random), ref + repeat * random.randint(1, 3), ref + repeat * random.randint(4, 6)]
    return ref, several if random.random() < WITH_THREE else random.sample(several, 2)


def _other(base: str, random: Random) -> str:
    return random.choice(BASES.replace(base, ""))


def _bases(random: Random) -> str:
    return "".join(random.choices(BASES, k=random.choice((1, 1, 1, 2, 2, 3, 3, 4, 6, 8))))


def vep_names(ref: str, alts: list[str]) -> list[str]:
    """VEP drops the first base when an allele differs in length and all of them begin alike."""
    has_indel = any(len(alt) != len(ref) for alt in alts)
    begins_alike = all(alt[0] == ref[0] for alt in alts)
    return [alt[1:] or "-" for alt in alts] if has_indel and begins_alike else alts


def describe(ref: str, alt: str, vep: str, random: Random) -> Allele:
    """Draws everything that is known of an allele."""
    frequency = _frequency(random)
    return Allele(
        ref=ref,
        alt=alt,
        vep=vep,
        variant_class="SNV" if len(ref) == len(alt) else "insertion" if len(alt) > len(ref) else "deletion",
        frequency=frequency,
        known="" if frequency is None else f"rs{int(10 ** (6 + 3.3 * random.random()))}",
        frequencies=_frequencies(frequency, random),
        evidence=_evidence(random),
        revel=f"{random.random():.3f}",
        predictions=_predictions(random),
        splicing=_splicing(random),
        luck=random.random(),
        residues=(random.choice(RESIDUES), random.choice(RESIDUES)),
    )


def _frequency(random: Random) -> float | None:
    luck = random.random()
    exponents = next(exponents for share, exponents in SPECTRUM if luck < share)
    if exponents is None:
        return None
    low, high = exponents
    return float(10 ** (low + (high - low) * random.random()))


def _frequencies(frequency: float | None, random: Random) -> str:
    if frequency is None:
        return "|||"
    thousand_genomes = f"{frequency:.4f}" if frequency > SEEN_BY_1000_GENOMES else ""
    exomes, genomes = frequency * (0.7 + 0.6 * random.random()), frequency * (0.7 + 0.6 * random.random())
    return f"{thousand_genomes}|{exomes:.4g}|{genomes:.4g}|{min(1.0, 1.5 * max(exomes, genomes)):.4g}"


def _evidence(random: Random) -> str:
    significance = random.choice(SIGNIFICANCES) if random.random() < WITH_CLINVAR else ""
    pubmed = "&".join(map(str, random.sample(PUBMED_IDS, 2))) if random.random() < WITH_PUBMED else ""
    return f"{significance}|{pubmed}|{30 * random.random() ** 3:.3f}"


def _predictions(random: Random) -> str:
    sift, polyphen = random.random(), random.random()
    damage = (
        "probably_damaging"
        if polyphen > POLYPHEN_PROBABLY
        else "possibly_damaging"
        if polyphen > POLYPHEN_POSSIBLY
        else "benign"
    )
    return f"{'deleterious' if sift < SIFT_DELETERIOUS else 'tolerated'}({sift:.2f})|{damage}({polyphen:.3f})"


def _splicing(random: Random) -> str:
    if random.random() > WITH_SPLICEAI:
        return "|||"
    gain, loss = random.random() ** 12, random.random() ** 12
    return f"{gain:.2f}|{loss:.2f}|{gain / 2:.2f}|{loss / 2:.2f}"

"""The same models as genmod on the same genotypes, or one of the listed differences.

genmod answers yes or no; a model that fits is confirmed or possible here. `docs/decisions.md` gives the reasons.
"""

import random
import runpy
from collections import Counter
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest

from gmstool.family.models import COMPOUND, MODELS
from gmstool.family.pedigree import Sex, parse_ped

genetic_models = pytest.importorskip("genmod.annotate_models.genetic_models")
genotype = pytest.importorskip("genmod.vcf_tools.genotype")
ped_parser = pytest.importorskip("ped_parser")
family = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("family.py"))))

OWN = frozenset(("MT", "mosaic_dn"))  # models that genmod does not have
PARENTS = "F\tfather\t0\t0\t1\t{}\nF\tmother\t0\t0\t2\t{}\n"
BOY, GIRL = (f"F\tchild\tfather\tmother\t{sex}\t2\n" for sex in (1, 2))
PEDIGREES = {
    "a boy and healthy parents": BOY + PARENTS.format(1, 1),
    "a girl and healthy parents": GIRL + PARENTS.format(1, 1),
    "an affected mother": BOY + PARENTS.format(1, 2),
    "an affected father": GIRL + PARENTS.format(2, 1),
    "parents of whom nothing is known": BOY + PARENTS.format(0, 0),
    "a healthy sister": BOY + "F\tsister\tfather\tmother\t2\t1\n" + PARENTS.format(1, 1),
    "two affected": BOY + "F\tsister\tfather\tmother\t2\t2\n" + PARENTS.format(1, 1),
    "no parents": "F\tchild\t0\t0\t2\t2\n",
    "a mother alone": "F\tchild\t0\tmother\t1\t2\nF\tmother\t0\t0\t2\t1\n",
    "three generations": BOY + "F\tfather\t0\t0\t1\t1\nF\tmother\tgf\tgm\t2\t1\nF\tgf\t0\t0\t1\t1\nF\tgm\t0\t0\t2\t1\n",
}
SAME = ("a boy", "a girl", "no parents", "two affected")
RECORDS = 600  # of each pedigree and chromosome, about


def genmods(ped, records):
    """Models of each record as genmod tells them."""
    families = ped_parser.FamilyParser(iter(ped.splitlines()), "ped").families
    batch = {
        str(at): {
            "CHROM": chrom, "annotation": {gene}, "variant_id": str(at), "FORMAT": "GT", **calls,
            "genotypes": {name: genotype.Genotype(GT=gt) for name, gt in calls.items()},
        }
        for at, (chrom, gene, calls) in enumerate(records)
    }  # fmt: skip
    genetic_models.check_genetic_models(batch, families)
    return [{name for name, fits in one["inheritance_models"]["F"].items() if fits} for one in batch.values()]


def ours(ped, records):
    lines = [
        family.record(chrom, 10_000_000 + 10 * at, gene, calls.values())
        for at, (chrom, gene, calls) in enumerate(records)
    ]
    return [family.models(row) for row in family.answers(family.analysis(ped), lines)]


def made(ped, chrom, states, rng):
    """Genes of one to three records with random genotypes; on X men are written as having one copy in two."""
    people = parse_ped(ped)
    for_men = [state for state in states if state != "0/1"] if chrom == "X" else states
    records = []
    for gene in range(RECORDS // 4):
        for _ in range(rng.choice((1, 2, 3))):
            calls = {one.id: rng.choice(for_men if one.sex is Sex.MALE else states) for one in people}
            for one in people:
                if one.affected and rng.random() < 0.7:
                    calls[one.id] = "0/1" if "0/1" in for_men or one.sex is not Sex.MALE else "1/1"
            records.append((chrom, f"G{gene}", calls))
    return records


def reason(ped, model, sure, calls, missing):
    """Why one model differs at one record: a name of the list in docs/decisions.md, or None."""
    people, calls = parse_ped(ped), dict(calls)
    healthy_children = [one for one in people if one.affected is False and one.parents]
    child = people["child"]
    parents = [calls[one] for one in child.parents]
    if healthy_children and model in ("AD", "AD_dn", "AR_hom", "AR_hom_dn", "XR", "XR_dn", "XD", "XD_dn"):
        return "parents of healthy members are not asked"
    if model in COMPOUND and missing:
        return "a missing genotype leaves a pair possible"
    if model in ("AR_hom", "XR") and sure is None and "0/0" in parents:
        return "one parent without it is enough against two inherited copies"
    if model == "AD" and sure == "possible" and len(parents) == 1:
        return "one parent cannot tell inherited from new"
    if model in ("XD", "XD_dn") and len(parents) == 1:
        return "one parent cannot tell inherited from new"
    if model == "AR_comp" and sure is None and len(parents) == 1:
        return "two variants from one parent are no pair"
    affected_parent = any(people[one].affected is not False for one in child.parents)
    if model in COMPOUND and sure is None and affected_parent:
        return "two variants from one parent are no pair"
    if model in COMPOUND and sure == "possible" and affected_parent:
        return "a variant in both parents leaves a pair possible"
    if model in COMPOUND and healthy_children:
        return "parents of healthy members are not asked"
    return None


@cache
def differences(name, complete):
    rng, found, ped = random.Random(name), [], PEDIGREES[name]  # noqa: S311  # genotypes need no secret
    states = ["0/0", "0/1", "1/1"] + ([] if complete else ["./."])
    for chrom in ("1", "X"):
        records = made(ped, chrom, states, rng)
        missing = {gene for _, gene, calls in records if "./." in calls.values()}
        for (_, gene, calls), own, theirs in zip(records, ours(ped, records), genmods(ped, records), strict=True):
            found += [
                (model, own.get(model), tuple(calls.items()), gene in missing)
                for model in MODELS
                if model not in OWN and (model in own) != (model in theirs)
            ]
    return found


@pytest.mark.parametrize("name", [name for name in PEDIGREES if name.startswith(SAME)])
def test_with_every_genotype_known_the_models_are_those_of_genmod(name):
    assert differences(name, complete=True) == []


@pytest.mark.parametrize("name", PEDIGREES)
@pytest.mark.parametrize("complete", [True, False], ids=["all called", "some not called"])
def test_every_difference_has_a_listed_reason(name, complete):
    unexplained = [one for one in differences(name, complete) if reason(PEDIGREES[name], *one) is None]

    assert unexplained == []


def test_every_reason_is_used():
    used = Counter(
        reason(ped, *one)
        for name, ped in PEDIGREES.items()
        for complete in (True, False)
        for one in differences(name, complete)
    )

    assert set(used) == {
        "parents of healthy members are not asked",
        "a missing genotype leaves a pair possible",
        "one parent without it is enough against two inherited copies",
        "one parent cannot tell inherited from new",
        "two variants from one parent are no pair",
        "a variant in both parents leaves a pair possible",
    }

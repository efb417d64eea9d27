"""Which sample and which family a run looks at."""

import difflib
from dataclasses import dataclass

from gmstool.errors import MismatchError, UsageError
from gmstool.family.pedigree import Individual, Pedigree, read_ped, trio
from gmstool.filters.options import Options
from gmstool.vcf.header import Header

SHOWN = 10  # samples named in a message
NO_PARENT = ("", "-", "0")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sample whose columns are read, the sampled members of the proband's family, and what to tell the user."""

    sample: str | None = None
    family: Pedigree | None = None
    warnings: tuple[str, ...] = ()


def chosen(options: Options, header: Header) -> Chosen:
    """The sample asked for, else the proband of the pedigree, else the only one of the file, or none."""
    sample = _checked(options.sample, header) if options.sample is not None else None
    pedigree = _pedigree(options, header, sample)
    if pedigree is None:
        only = header.samples[0] if len(header.samples) == 1 else None
        return Chosen(sample or only)
    proband = _proband(pedigree, options, header, sample)
    family = pedigree.family_of(proband)
    told = [*pedigree.warnings, *_missing(family, pedigree, header)] if options.ped else []
    return Chosen(sample or proband, family.only(header.samples), tuple(told))


def refuse(header: Header) -> None:
    """Raise because a test looks at a sample, and it is not clear at which."""
    if not header.samples:
        raise MismatchError(
            "the file has no samples: tests of depth, genotype quality or allele fraction have nothing to look at",
            hint="leave them out, or use --min-qual and --pass",
        )
    raise UsageError(
        f"the file has {len(header.samples)} samples: say whose depth, quality or allele fraction counts",
        hint=f"use --sample NAME or --ped FILE; samples: {_listed(header.samples)}",
    )


def _pedigree(options: Options, header: Header, sample: str | None) -> Pedigree | None:
    if options.ped is not None and options.trio:
        raise UsageError("--ped and --trio both name a family", hint="use one of them")
    if options.trio:
        return _trio(options, header)
    if options.ped is not None:
        return read_ped(options.ped)
    if not (options.model or options.proband):
        return None
    name = _checked(options.proband, header) if options.proband else sample
    if name is None and len(header.samples) == 1:
        name = header.samples[0]
    if name is None:
        raise UsageError("--model needs to know the family", hint="use --ped FILE, --trio or, for one person, --sample")
    return Pedigree({name: Individual(name, affected=True, family=name)}, name)


def _trio(options: Options, header: Header) -> Pedigree:
    names = [None if name in NO_PARENT else name for name in options.trio]
    if len(names) != 3 or names[0] is None:  # noqa: PLR2004  # a trio
        raise UsageError("--trio names three samples: CHILD,MOTHER,FATHER", hint="write - for a parent without sample")
    child, mother, father = (None if name is None else _checked(name, header) for name in names)
    return trio(child or "", mother, father)


def _proband(pedigree: Pedigree, options: Options, header: Header, sample: str | None) -> str:
    """The one named, else the one affected; of several affected the one whose parents are among the samples."""
    named = options.proband or (sample if sample and sample in pedigree else None)
    if named is not None:
        if named not in pedigree:
            known = _listed(tuple(one.id for one in pedigree))
            raise MismatchError(f"{pedigree.name} has no individual `{named}`", hint=f"it has {known}")
        return _checked(named, header)
    affected = [one for one in pedigree if one.affected and one.id in header.samples]
    children = [one for one in affected if any(parent in header.samples for parent in one.parents)]
    for found in (affected, children):
        if len(found) == 1:
            return found[0].id
    what = "no affected individual" if not affected else f"{len(affected)} affected individuals"
    raise MismatchError(
        f"{pedigree.name} has {what} among the samples of the VCF", hint="name one with --proband or --sample"
    )


def _missing(family: Pedigree, pedigree: Pedigree, header: Header) -> list[str]:
    """Individuals without a sample, and samples without an individual."""
    told = []
    if unsampled := family.not_in(header.samples):
        told.append(f"not among the samples of the VCF: {', '.join(unsampled)} of {pedigree.name}")
    if strangers := pedigree.without(header.samples):
        told.append(f"not in {pedigree.name}: {_listed(tuple(strangers))} of the VCF")
    return told


def _checked(name: str, header: Header) -> str:
    if name in header.samples:
        return name
    near = difflib.get_close_matches(name, header.samples, n=3)
    hint = f"did you mean {', '.join(near)}?" if near else f"samples: {_listed(header.samples) or 'none'}"
    raise MismatchError(f"the file has no sample `{name}`", hint)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")

"""Which sample a run looks at."""

import difflib
from pathlib import Path

from gmstool.errors import MismatchError, UsageError
from gmstool.filters.options import Options
from gmstool.vcf.header import Header
from gmstool.vcf.text import open_binary

AFFECTED = "2"  # PED format, column 6


def chosen_sample(options: Options, header: Header) -> str | None:
    """The sample asked for, the affected one of a PED, the only one of the file, or None."""
    if options.sample is not None:
        return _checked(options.sample, header)
    if options.ped is not None:
        return _affected(options.ped, header)
    if len(header.samples) == 1:
        return header.samples[0]
    return None


def refuse(header: Header) -> None:
    """Raise because a test looks at a sample, and it is not clear at which."""
    if not header.samples:
        raise MismatchError(
            "the file has no samples: tests of depth, genotype quality or allele fraction have nothing to look at",
            hint="leave them out, or use --min-qual and --pass",
        )
    raise UsageError(
        f"the file has {len(header.samples)} samples: say whose depth, quality or allele fraction counts",
        hint=f"use --sample NAME or --ped FILE; samples: {_listed(header)}",
    )


def _checked(name: str, header: Header) -> str:
    if name in header.samples:
        return name
    near = difflib.get_close_matches(name, header.samples, n=3)
    hint = f"did you mean {', '.join(near)}?" if near else f"samples: {_listed(header) or 'none'}"
    raise MismatchError(f"the file has no sample `{name}`", hint)


def _listed(header: Header) -> str:
    return ", ".join(header.samples[:10]) + (" …" if len(header.samples) > 10 else "")  # noqa: PLR2004


def _affected(path: Path, header: Header) -> str:
    with open_binary(path) as handle:
        rows = [line.split() for line in handle.read().decode("utf-8", "replace").splitlines() if line.strip()]
    members = [row for row in rows if len(row) >= 6 and not row[0].startswith("#")]  # noqa: PLR2004
    affected = [row[1] for row in members if row[5] == AFFECTED and row[1] in header.samples]
    if len(affected) == 1:
        return affected[0]
    what = "no affected individual" if not affected else f"{len(affected)} affected individuals"
    raise MismatchError(f"{path} has {what} among the samples of the VCF", hint="name one with --sample")

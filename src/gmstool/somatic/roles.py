"""Which sample is the tumour and which the normal: as asked, else as the header says, else by unambiguous names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmstool.errors import UsageError

if TYPE_CHECKING:
    from gmstool.vcf.header import Header

_TUMOUR = re.compile(r"(^|[^a-z])(tumou?r|t)$", re.IGNORECASE)
_NORMAL = re.compile(r"(^|[^a-z])(normal|n|germline|control|blood)$", re.IGNORECASE)
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Roles:
    """The samples of a file by what they are; `said` is how that is known, empty where it was asked."""

    tumour: str | None
    normal: str | None = None
    said: str = ""

    @property
    def tumour_only(self) -> bool:
        return self.normal is None


def roles(header: Header, tumour: str | None = None, normal: str | None = None) -> Roles:
    """The tumour and the normal sample of a file. Raises UsageError where nobody can tell them apart."""
    samples = header.samples
    for option, name in (("--tumour", tumour), ("--normal", normal)):
        if name is not None and name not in samples:
            raise UsageError(f"{option} {name} is not a sample of the file", hint=f"samples: {', '.join(samples)}")
    if tumour is not None and tumour == normal:
        raise UsageError(f"{tumour} cannot be both tumour and normal")
    if not samples:
        return Roles(None, None)
    if tumour:
        return _asked(header, tumour, normal)
    if len(samples) == 1:
        return _of_one(samples[0], normal)
    found = _of_header(header) or _of_names(samples)
    if normal and len(samples) == _PAIR:
        other = next(one for one in samples if one != normal)
        against = _asked(header, other, normal).said
        return Roles(other, normal, against or "the other of two samples is the tumour")
    if not found or (normal and found.normal != normal):
        raise UsageError(
            f"the file has {len(samples)} samples and does not say which is the tumour",
            hint=f"name it: --tumour NAME [--normal NAME]; samples: {', '.join(samples[:6])}",
        )
    return found


def _asked(header: Header, tumour: str, normal: str | None) -> Roles:
    """As asked; the normal sample that the file names goes with its tumour, and what contradicts the file is said."""
    found = _of_header(header) or _of_names(header.samples)
    if found and found.tumour == tumour and normal in (None, found.normal):
        return found if normal is None else Roles(tumour, normal)
    if found and tumour == found.normal:
        return Roles(tumour, normal, f"{tumour} is read as the tumour as asked, though {found.said}")
    others = [one for one in header.samples if one not in (tumour, normal)]
    unread = f"not read, as no option names them: {', '.join(others[:6])}" if others and normal is None else ""
    return Roles(tumour, normal, unread)


def _of_one(name: str, normal: str | None) -> Roles:
    if normal is not None:
        raise UsageError(f"{normal} is the only sample: there is no tumour beside it", hint="leave out --normal")
    return Roles(name, None, f"{name} is the only sample: read as a tumour without a normal")


def _of_header(header: Header) -> Roles | None:
    """Mutect2's tumor_sample and normal_sample lines, or SAMPLE lines whose ids are TUMOR and NORMAL."""
    pairs: dict[str, str] = {}
    for role in ("tumor", "normal"):
        for name in header.other.get(f"{role}_sample", ()):
            pairs[role] = name
    for text in header.other.get("SAMPLE", ()):
        one = dict(re.findall(r"(\w+)=([^,<>]+)", text))
        if one.get("ID", "").lower() in ("tumor", "tumour", "normal") and one.get("SampleName"):
            pairs[one["ID"].lower().replace("tumour", "tumor")] = one["SampleName"]
    tumour, normal = pairs.get("tumor"), pairs.get("normal")
    if tumour not in header.samples:
        return None
    normal = normal if normal in header.samples else None
    return Roles(tumour, normal, f"the header names {tumour} as the tumour and {normal or 'no sample'} as the normal")


def _of_names(samples: tuple[str, ...]) -> Roles | None:
    """Names that end in tumour, T, normal or N: only when exactly two samples have one of each."""
    tumours = [one for one in samples if _TUMOUR.search(one)]
    normals = [one for one in samples if _NORMAL.search(one)]
    if len(samples) != _PAIR or len(tumours) != 1 or len(normals) != 1 or tumours == normals:
        return None
    return Roles(tumours[0], normals[0], f"by their names {tumours[0]} is the tumour and {normals[0]} the normal")

"""The case file of a run: what persons wrote, with the run's own files beside it.

`gms report DIR/case.json` makes the run's summaries again; nothing that a person stated is changed.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool.chain.wish import CASE, CLASSIFIED, FILTERED, FILTERED_ROWS, KNOWLEDGE, PEDIGREE

if TYPE_CHECKING:
    from gmstool.chain.wish import Wish
    from gmstool.family.pedigree import Individual, Pedigree
    from gmstool.filters.sample import Chosen
    from gmstool.vcf.header import Header

_AFFECTION = {True: "2", False: "1", None: "0"}
_SEX = {"male": "1", "female": "2"}


def write(wish: Wish, header: Header, who: Chosen, part: Path) -> None:
    """Write case.json, and the family as PED where there is one."""
    from gmstool.classify.case import content

    told = content(wish.case) if wish.case else {}
    told = _moved(told, wish.case.parent if wish.case else Path(), wish.folder)
    told |= {"lang": wish.language, "type": type_of(wish, told)}
    if wish.signatures > 1:
        told["signatures_needed"] = max(wish.signatures, told.get("signatures_needed", 1))
    if wish.profile:
        told["profile"] = _profile(wish.profile, wish.folder)
    told["inputs"] = _inputs(told, wish)
    if wish.tumour:
        _of_tumour(told, wish)
        told["sample"] = told.get("sample") or _pair(wish, header)
    elif wish.options.ped or wish.options.trio:
        _of_family(told, wish, who, part)
    elif who.sample:
        told["sample"] = told.get("sample") or [{"id": who.sample}]
    if header.build.build in ("GRCh37", "GRCh38"):
        told["method"] = {"assembly": header.build.build, **told.get("method", {})}
    (part / CASE).write_text(json.dumps(told, indent=2, ensure_ascii=False, default=str) + "\n", "utf-8")


def _profile(name: str, folder: Path) -> str:
    """A profile that ships with gms by its name, a site's own by its place as seen from the folder."""
    return os.path.relpath(name, folder) if name.endswith(".toml") else name


def type_of(wish: Wish, told: dict[str, Any]) -> str:
    """The type of the case: as asked, as its file says, else by what was run."""
    if found := wish.type or told.get("type"):
        return str(found)
    if wish.tumour is None:
        return "rare"
    kind = wish.tumour.tumour_type
    blood = kind is not None and (kind.is_a("MYELOID") or kind.is_a("LYMPH"))
    return "haematology" if blood else "solid"


def _inputs(told: dict[str, Any], wish: Wish) -> dict[str, Any]:
    """The run's rows; meta.json files that the case names stay."""
    named = [one for one in told.get("inputs", {}).get("meta", []) if isinstance(one, str)]
    rows = {"classified": CLASSIFIED, "knowledge": KNOWLEDGE}
    rows |= {} if wish.tumour else {"filtered": FILTERED_ROWS}
    return {**rows, "meta": [f"{FILTERED}.meta.json", *named]}


def _moved(told: dict[str, Any], start: Path, folder: Path) -> dict[str, Any]:
    """The case with its files named from the run's folder, which may be moved together with them."""

    def place(name: Any) -> Any:
        there = isinstance(name, str) and (start / name).exists()
        return os.path.relpath(start / name, folder) if there else name

    for key in ("coverage", "pedigree"):
        if isinstance(told.get(key), dict) and "file" in told[key]:
            told[key] = {**told[key], "file": place(told[key]["file"])}
    if told.get("panel"):
        told["panel"] = [{**one, "file": place(one["file"])} if "file" in one else one for one in told["panel"]]
    if told.get("inputs", {}).get("meta"):
        told["inputs"] = {**told["inputs"], "meta": [place(one) for one in told["inputs"]["meta"]]}
    return told


def _of_tumour(told: dict[str, Any], wish: Wish) -> None:
    """What the command line states of the tumour goes before the case file, as in `gms classify`."""
    task = wish.tumour
    if task is None:
        return
    stated = {
        "oncotree": task.tumour_type.code if task.tumour_type else None,
        "cell_content": task.purity,
        "age": task.age,
    }
    stated = {name: value for name, value in stated.items() if value is not None}
    if stated or told.get("tumour"):
        told["tumour"] = {**told.get("tumour", {}), **stated}


def _pair(wish: Wish, header: Header) -> list[dict[str, str]]:
    from gmstool.somatic.roles import roles

    who = roles(header, wish.tumour.tumour, wish.tumour.normal) if wish.tumour else None
    named = ((who.tumour, "tumour"), (who.normal, "normal")) if who else ()
    return [{"id": name, "role": role} for name, role in named if name]


def _of_family(told: dict[str, Any], wish: Wish, who: Chosen, part: Path) -> None:
    """The pedigree's figure and the samples, unless the case file has its own."""
    from gmstool.family.pedigree import read_ped

    if who.family is None or who.sample is None:
        return
    whole = read_ped(wish.options.ped).family_of(who.sample) if wish.options.ped else who.family
    (part / PEDIGREE).write_text(_ped(whole), "utf-8")
    told["pedigree"] = told.get("pedigree") or {
        "file": PEDIGREE, "proband": who.sample, "tested": [one.id for one in who.family],
    }  # fmt: skip
    told["sample"] = told.get("sample") or [
        {"id": one.id, "role": _role(one, who.family[who.sample]), "sex": str(one.sex)} for one in who.family
    ]


def _role(one: Individual, index: Individual) -> str:
    if one.id == index.id:
        return "index"
    roles = {index.mother: "mother", index.father: "father"}
    siblings = bool(index.parents) and set(one.parents) & set(index.parents)
    return roles.get(one.id) or ("sibling" if siblings else "relative")


def _ped(family: Pedigree) -> str:
    """The family in PED's six columns."""
    lines = ["#family\tid\tfather\tmother\tsex\tphenotype"]
    for one in family:
        cells = (one.family or "family", one.id, one.father or "0", one.mother or "0")
        lines.append("\t".join((*cells, _SEX.get(str(one.sex), "0"), _AFFECTION[one.affected])))
    return "\n".join(lines) + "\n"

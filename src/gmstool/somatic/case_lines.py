"""The result of a case in lines for people, in English or Swedish: the terminal prints them, a report may show them."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Any

from gmstool.sentences import Said, catalogue, say
from gmstool.somatic.tumour_types import name_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LEAST = 40  # columns below which nothing is wrapped: a terminal that tells no width
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
SHORT = 12  # bases of an allele that a line shows whole


def lines(told: Mapping[str, Any], language: str, width: int = 100) -> list[str]:
    """Everything that is said of the case, a heading first; long lines go on indented."""
    kind = told["tumour_type"]
    name = f"{kind['code']} ({named(kind, language)})" if kind else say("tumour type not stated", language)
    found = [f"{say('the case', language)}: {name}"]
    for label, text in parts(told, language):
        found += textwrap.wrap(
            f"{label}: {text}" if label else text, max(width - 1, LEAST), initial_indent="  ",
            subsequent_indent="      ", break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
    return found


def named(kind: Mapping[str, Any], language: str) -> str:
    """The name of the case's tumour type in a language."""
    return name_in(kind["code"], language) or str(kind["name"])


def parts(told: Mapping[str, Any], language: str) -> Iterator[tuple[str, str]]:
    """Label and text of each statement: variants, events, risk and classes, burden, the assay, predisposition."""

    def of(text: object) -> str:
        return say(str(text), language)

    yield from (("", _variant(one, language)) for one in told["variants"])
    if more := told["variants_not_listed"]:
        yield "", of(Said("{} more variants of tier I or II, or oncogenic", more))
    for one in told["events"]:
        tier = f"{of('tier')} {one['tier']} {one['level'] or ''}: ".replace(" :", ":") if one.get("tier") else ""
        detail = f" ({of(one['detail'])})" if one["detail"] else ""
        recurs = f"; {of('recurs in')} {'; '.join(map(of, one['recurs_in']))}" if one["recurs_in"] else ""
        yield (
            _commas(f"{of(one['name'])}{detail}", language),
            f"{tier}{of(one.get('tier_reason') or 'no tumour type, so no tier')}{recurs}",
        )
    for one in told.get("second_hits", ()):
        yield f"{one['gene']}, {of('both copies hit')}", of(one["because"])
    if "haematology" in told:
        yield from _blood(told["haematology"], language)
    if told.get("filtered"):
        yield "", of("filters were used: a gene without a variant is not taken as examined")
    yield of("mutational burden"), _burden(told["tmb"], language)
    yield of("not called is not negative"), _assay(told["assay"], language)
    if child := told.get("childhood"):
        genes = f": {', '.join(child['genes'])}" if child["genes"] else ""
        yield of("predisposition"), f"{of(child['told'])}{genes}"


def layer_lines(told: Mapping[str, Any], language: str) -> Iterator[str]:
    """The layers that the result rests on, with their dates, and the day on which a review was still new enough."""

    def of(text: object) -> str:
        return say(str(text), language)

    yield f"{of('layers')} ({of('reviews as of')} {told['reviews_as_of']}):"
    for one in told["layers"]:
        mark = f" [{of('not reviewed')}]" if one["reviewed"] is False else ""
        date = f" ({of(one['date'])})" if one["date"] else ""
        yield f"  {of(one['release'])}{date}{mark}"


def _variant(one: Mapping[str, Any], language: str) -> str:
    """`II C  FLT3-ITD, 7.0 %, uncertain significance: why`."""
    name = next(
        filter(
            None,
            (say(one["event"] or "", language), _change(one["hgvsp"]), _change(one["hgvsc"]), _place(one["variant"])),
        )
    )
    tier = " ".join(filter(None, (one["tier"], one["level"]))) or "-"
    share = None if one["vaf"] is None else _commas(f"{100 * one['vaf']:.1f} %", language)
    reads = f", {share}" if share else ""
    called = one["oncogenicity"] if language == "en" else catalogue()["somatic_classes"].get(one["oncogenicity"], "")
    why = f": {say(one['tier_reason'], language)}" if one["tier_reason"] else ""
    gene = "" if name.startswith(one["gene"] or "-") else f"{one['gene'] or '-'} "
    return f"{tier:5} {gene}{name}{reads}, {called.lower()}{why}"


def _commas(text: str, language: str) -> str:
    """Numbers with the decimal sign of the language."""
    return text if language == "en" else _POINT.sub(",", text)


def _change(text: str | None) -> str | None:
    return text.rpartition(":")[2] if text else None


def _place(variant: str) -> str:
    return variant if len(variant) <= 2 * SHORT else f"{variant[: 2 * SHORT]}…"


def _blood(told: Mapping[str, Any], language: str) -> Iterator[tuple[str, str]]:
    """Risk by both schemes with what is missing, disease classes side by side, markers, TP53, predisposition."""

    def of(text: object) -> str:
        return say(str(text), language)

    for one in told.get("risk", ()):
        yield one["scheme"].replace("less-intensive therapy", of("less-intensive therapy")), _risk(one, language)
    yield of("classes of WHO 2022 and ICC 2022"), of(told["classes_are"])
    yield from (_class(each, language) for each in told["classes"])
    if not told["classes"] and not told["classes_are"].startswith("not implemented"):
        yield "", of("no finding of the lists: the class is not excluded by that")
    if "risk" in told or any(one["state"] == "found" for one in told["summary"]):
        yield of("markers"), ", ".join(f"{one['marker']} {of(one['state'])}" for one in told["summary"])
    twice = {True: "multi-hit", False: "not multi-hit", None: "not known whether multi-hit"}[told["tp53"]["multi_hit"]]
    yield "TP53", f"{of(twice)}: {of(told['tp53']['because'])}"
    if genes := told["predisposition_genes"]:
        yield of("genes of inherited predisposition with a variant"), ", ".join(genes)
    if not told["lists_reviewed"]:
        yield "", of("the lists behind risk and classes are not reviewed")


def _class(one: Mapping[str, Any], language: str) -> tuple[str, str]:
    """`NPM1 (defining)`: what both classifications make of it, and what must be added before a class is stated."""

    def of(text: object) -> str:
        return say(str(text), language)

    names = "; ".join(
        f"{scheme}: {of(one[key])}"
        for scheme, key in (("WHO 2022", "who_2022"), ("ICC 2022", "icc_2022"))
        if one.get(key)
    )
    weight = f" ({of(one['weight'])})" if one.get("weight") else ""
    needs = f"; {of('the class also needs')}: {of(one['needs'])}" if one.get("needs") else ""
    return f"{of(one['finding'])}{weight}", f"{names}{needs}"


def _risk(one: Mapping[str, Any], language: str) -> str:
    """`open; points to favourable: NPM1; missing: karyotype`."""

    def of(text: object) -> str:
        return say(str(text), language)

    because = ", ".join(of(text) for text in one["because"])
    head = of(one["risk"]) if one["risk"] else of("open")
    if one["risk"] is None and one["would_be"]:
        head += f"; {of(Said('points to {}', one['would_be']))}"
    head += f" ({of('provisional')})" if one["provisional"] else ""
    missing = f"; {of('missing')}: {', '.join(of(text) for text in one['missing'])}" if one["missing"] else ""
    notes = "".join(f"; {of(text)}" for text in one["notes"])
    return f"{head}: {because}{missing}{notes}" if because else f"{head}{missing}{notes}"


def _burden(one: Mapping[str, Any], language: str) -> str:
    if one["per_mb"] is None:
        return say(one["method"].partition(";")[0], language)
    method, notes = say(one["method"], language), "".join(f"; {say(text, language)}" for text in one["notes"])
    told = Said("{} per megabase: {} variants on {} Mb", f"{one['per_mb']:.1f}", one["variants"],
                f"{one['megabases']:.2f}")  # fmt: skip
    return _commas(f"{say(str(told), language)}; {method}{notes}", language)


def _assay(one: Mapping[str, Any], language: str) -> str:
    """What the assay finds, item by item; the same words for several items are said once."""
    items: dict[str, list[str]] = {}
    for name, state in one["finds"].items():
        items.setdefault(state, []).append(say(name, language))
    name = " ".join(filter(None, (one["id"], one["version"]))) or say("no assay is declared", language)
    return f"{name}; " + "; ".join(f"{', '.join(names)}: {say(state, language)}" for state, names in items.items())

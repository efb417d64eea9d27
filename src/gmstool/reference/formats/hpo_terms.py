"""hp.obo: the table `hpo_terms`, one row per term of the HPO, obsolete ones too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gmstool.reference.formats.reading import Made, lines, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from gmstool.reference.formats.reading import Columns

    Stanza = dict[str, list[str]]

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def convert(files: Mapping[str, Path]) -> Made:
    """replaced_by: the one term that takes an obsolete term's place; consider: others that may."""
    import polars as pl

    path = files["hp.obo"]
    release, rows = "", []
    for kind, stanza in _stanzas(path):
        if kind == "":
            release = stanza.get("data-version", [""])[0]
        elif kind == "[Term]" and stanza.get("id", [""])[0].startswith("HP:"):
            rows.append(_term(path, stanza))
    schema: Columns = {
        "hpo_id": pl.String, "name": pl.String, "definition": pl.String, "synonyms": pl.List(pl.String),
        "parents": pl.List(pl.String), "alternative_ids": pl.List(pl.String), "obsolete": pl.Boolean,
        "replaced_by": pl.String, "consider": pl.List(pl.String),
    }  # fmt: skip
    terms = pl.DataFrame(rows, schema=schema, orient="row").sort("hpo_id")
    _check_parents(path, terms.filter(~pl.col("obsolete")).select("hpo_id", "parents").rows())
    day = _DAY.search(release)
    return Made({"hpo_terms": terms}, release, day[0] if day else "")


def _stanzas(path: Path) -> Iterator[tuple[str, Stanza]]:
    """Each block with its kind, the header's being empty: values by tag."""
    kind, stanza = "", dict[str, list[str]]()
    for line in lines(path):
        if line.startswith("["):
            yield kind, stanza
            kind, stanza = line.strip(), {}
        elif ": " in line:
            tag, value = line.split(": ", 1)
            stanza.setdefault(tag, []).append(value)
    yield kind, stanza


def _term(path: Path, stanza: Stanza) -> tuple[object, ...]:
    if "name" not in stanza:
        raise wrong(path, f"the term {stanza['id'][0]} has no name")
    replacements = stanza.get("replaced_by", [])
    only = replacements[0] if len(replacements) == 1 else None
    return (
        stanza["id"][0],
        stanza["name"][0],
        next((_quoted(value) for value in stanza.get("def", [])), None),
        list(dict.fromkeys(_quoted(value) for value in stanza.get("synonym", []))),
        [re.split(r" [!{]", parent)[0].strip() for parent in stanza.get("is_a", [])],
        stanza.get("alt_id", []),
        stanza.get("is_obsolete") == ["true"],
        only,
        stanza.get("consider", []) + ([] if only else replacements),
    )


def _quoted(value: str) -> str:
    """The text between the first quotation marks, without OBO's escapes."""
    found = _QUOTED.match(value)
    return re.sub(r"\\(.)", r"\1", found[1]) if found else value


def _check_parents(path: Path, terms: list[tuple[str, list[str]]]) -> None:
    """A file that is cut between two terms lacks parents of those before."""
    known = {term for term, _ in terms}
    lost = next((parent for _, parents in terms for parent in parents if parent not in known), None)
    if lost or not known:
        raise wrong(path, f"the term {lost or 'HP:0000001'} is missing: was the file cut?")

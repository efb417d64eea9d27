"""Finding and reading rule sets: the shipped ones by id, a site's own by path, a panel's laid over its base."""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool.files import path_or_shipped
from gmstool.rules.model import RulesError, RuleSet, is_value

if TYPE_CHECKING:
    from collections.abc import Iterable

DEFAULT, ONCOGENICITY, MITOCHONDRIAL = "acmg-2015-svi-2024", "oncogenicity-2022", "acmg-mtdna-2020"
MAX_BYTES = 4 << 20
_REST = re.compile(r"^\[+(?!ruleset\])", re.MULTILINE)  # the tables behind [ruleset]
_DEPTH = 4  # a panel over a guideline over its base: more is a circle


@cache
def shipped() -> dict[str, Path]:
    """Ids of the shipped rule sets, each with its file: guidelines first, then panels' overlays."""
    folder = Path(str(resources.files("gmstool") / "rules"))
    return {path.stem: path for path in (*sorted(folder.glob("*.toml")), *sorted(folder.glob("vcep/*.toml")))}


def default() -> RuleSet:
    """The germline rule set used where nothing else is said."""
    return load(DEFAULT)


@cache
def load(name: str) -> RuleSet:
    """A rule set by its shipped id or by the path of a file, laid over what it extends. Raises RulesError."""
    layers = _layers(find(name))
    content: dict[str, Any] = {}
    for layer, _ in layers:
        content = merged(content, layer)
    head = layers[-1][0]["ruleset"]
    digests = [digest for _, digest in layers]
    whole = digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode()).hexdigest()
    return RuleSet(str(head["id"]), str(head["version"]), whole, content)


def base_of(path: Path) -> RuleSet:
    """What the rule set of a file is laid over, with all that this is laid over."""
    return load(str(_below(path, str(read(path)[0]["ruleset"]["extends"]))))


def find(name: str) -> Path:
    """The file of a rule set: a path, or a shipped id."""
    listed = "`gms rules list` shows the shipped ones"
    return path_or_shipped(name, shipped(), "file and no shipped rule set", RulesError, listed)


def _layers(path: Path) -> list[tuple[dict[str, Any], str]]:
    """The files from the base up, each with its checksum."""
    found: list[tuple[dict[str, Any], str]] = []
    while True:
        content, digest = read(path)
        found.insert(0, (content, digest))
        base = content["ruleset"].get("extends")
        if base is None:
            return found
        if len(found) == _DEPTH:
            raise RulesError(f"{path}: rule sets extend each other more than {_DEPTH} deep")
        path = _below(path, str(base))


def _below(path: Path, base: str) -> Path:
    """The file of a base: beside its overlay, else as `find` has it."""
    beside = path.parent / f"{base}.toml"
    return beside if beside.is_file() else find(base)


@cache
def read(path: Path) -> tuple[dict[str, Any], str]:
    """The content of one file as it is, and the sha256 of its bytes. Raises RulesError."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
        content = tomllib.loads(raw.decode()) if len(raw) <= MAX_BYTES else None
    except OSError as error:
        raise RulesError(f"cannot read the rule set {path}: {error.strerror or error}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RulesError(f"{path} is not TOML: {error}") from error
    head = content.get("ruleset") if content else None
    if content is None or not isinstance(head, dict) or not {"id", "version"} <= head.keys():
        raise RulesError(f"{path} is no rule set", hint="it needs a table [ruleset] with id and version")
    return content, hashlib.sha256(raw).hexdigest()


def merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """`over` laid on `base`: tables are merged, values and lists replaced whole."""
    both = dict(base)
    for key, value in over.items():
        below = both.get(key)
        whole = key == "ruleset" or not isinstance(value, dict) or not isinstance(below, dict) or is_value(value)
        both[key] = value if whole else merged(below, value)  # type: ignore[arg-type]
    return both


@cache
def heads() -> dict[str, dict[str, Any]]:
    """The table [ruleset] of each shipped rule set by id: what it is for. It stands first; only that is read."""
    texts = {name: _REST.split(path.read_text("utf-8"), maxsplit=1)[0] for name, path in shipped().items()}
    return {name: tomllib.loads(text)["ruleset"] for name, text in texts.items()}


@cache
def overlays() -> tuple[RuleSet, ...]:
    """The shipped rule sets that are for certain genes."""
    return tuple(load(name) for name, head in heads().items() if head.get("genes"))


@cache
def _by_gene() -> dict[str, tuple[str, ...]]:
    """The ids of the rule sets of each gene."""
    found: dict[str, tuple[str, ...]] = {}
    for name, head in heads().items():
        for gene in head.get("genes", ()):
            found[gene] = (*found.get(gene, ()), name)
    return found


def for_gene(gene: str, panel: str = "", conditions: Iterable[str | None] = ()) -> RuleSet:
    """The overlay of a gene, else the default; if a panel is named, that panel's or the default.

    `conditions` are names or ids of the condition that the variant is judged for: an overlay that is for certain
    conditions is used for these, and for no others.
    """
    found = tuple(map(load, _by_gene().get(gene, ())))
    named = [rules for rules in found if panel and _same(panel, rules)]
    if named:
        return named[0]
    stated = {one.casefold() for one in conditions if one}
    meant = [rules for rules in found if stated & conditions_of(rules)]
    if meant:
        return meant[0]
    found = tuple(rules for rules in found if not (stated and conditions_of(rules)))
    usual = [rules for rules in found if not rules.content["ruleset"].get("named_only")]
    return usual[0] if len(usual) == 1 and not panel else default()


@cache
def conditional() -> frozenset[str]:
    """The genes that have an overlay for certain conditions."""
    return frozenset(gene for head in heads().values() if head.get("conditions") for gene in head.get("genes", ()))


def conditions_of(rules: RuleSet) -> set[str]:
    """Names and ids of the conditions that a rule set is for; none where it is for all of its genes' conditions."""
    return {str(one).casefold() for one in rules.content["ruleset"].get("conditions", ())}


# What names of one panel differ in: "TP53 VCEP" is "ClinGen TP53 Variant Curation Expert Panel" too.
_FILLERS = frozenset(
    ("clingen", "vcep", "variant", "curation", "expert", "panel", "specifications", "and", "for", "the", "to")
)


def _same(panel: str, rules: RuleSet) -> bool:
    """Whether a panel is meant: by the id of its rule set, or by its name however ClinGen writes it."""
    head = rules.content["ruleset"]
    return _words(panel) in {_words(name) for name in (rules.id, *head.get("panels", ()))}


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(word for word in re.findall(r"[^\W_]+", name.casefold()) if word not in _FILLERS)

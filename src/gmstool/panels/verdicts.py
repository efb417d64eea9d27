"""What each row of a panel means today: the gene, and what a person must look at.

The HGNC id identifies the gene, and the symbol is checked against it. A row without id goes by its symbol alone.
"""

import re
from dataclasses import dataclass

from gmstool.errors import PanelError
from gmstool.panels.header import counted, short
from gmstool.panels.model import Panel
from gmstool.panels.rows import PanelGene
from gmstool.reference import bundle, withdrawn
from gmstool.reference import genes as reference
from gmstool.reference.genes import Resolution, Status

# A spreadsheet makes a date of SEPT9, MARCH1 and DEC1.
_DATES = (
    re.compile(r"(?P<day>[0-9]{1,2})-(?P<month>Sep|Mar|Dec)(?:-[0-9]{2,4})?", re.IGNORECASE),
    re.compile(r"(?P<month>Sep|Mar|Dec)-(?P<day>[0-9]{1,2})", re.IGNORECASE),
    re.compile(r"[0-9]{4}-(?P<month>09|03|12)-(?P<day>[0-9]{2})"),
)
_DATE_GENES = {"sep": "SEPT", "09": "SEPT", "mar": "MARCH", "03": "MARCH", "dec": "DEC", "12": "DEC"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A panel row and its gene. A row with a problem has no certain gene; a notice only says what was understood."""

    gene: PanelGene
    status: Status
    hgnc_id: int | None
    symbol: str | None
    candidates: tuple[str, ...] = ()
    problem: str = ""
    near: str = ""  # what the writer may have meant
    notice: str = ""


def verdicts(panel: Panel) -> list[Verdict]:
    """The verdict on every gene row of a panel, in its order."""
    known = {name: reference.resolve(name) for gene in panel.genes for name in _names(gene)}
    return [_verdict(gene, known) for gene in panel.genes]


def refuse(panel: Panel, found: list[Verdict], hint: str) -> None:
    """Raise PanelError with every problem of a panel's rows, if there is one."""
    problems = [f"{one.problem}{one.near}" for one in found if one.problem]
    if problems:
        count = counted(len(problems), "gene")
        raise PanelError(f"{count} of {panel.called} cannot be resolved: {'; '.join(problems)}", hint=hint)


def _names(gene: PanelGene) -> list[str]:
    """The names under which a panel row gives its gene."""
    return [gene.symbol] * bool(gene.symbol) + [f"HGNC:{gene.hgnc_id}"] * (gene.hgnc_id is not None)


def _verdict(gene: PanelGene, known: dict[str, Resolution]) -> Verdict:
    named = known[gene.symbol] if gene.symbol else None
    stated = known[f"HGNC:{gene.hgnc_id}"] if gene.hgnc_id is not None else None
    if stated is None:
        return _by_symbol(gene, named or reference.UNKNOWN)
    if stated.hgnc_id is None:
        return _problem(gene, stated, _no_gene(f"HGNC:{gene.hgnc_id}", stated) + _but(named))
    return _by_id(gene, stated, named)


def _by_symbol(gene: PanelGene, named: Resolution) -> Verdict:
    if gene.symbol.isdecimal():
        return _bare_number(gene, named)
    if named.hgnc_id is None:
        return _problem(gene, named, _no_gene(gene.symbol, named), _near(gene.symbol, named))
    return _solved(gene, named, named.status, _old_name(gene.symbol, named))


def _bare_number(gene: PanelGene, named: Resolution) -> Verdict:
    """A number alone may be of HGNC or of NCBI, and nothing tells which."""
    meant = f": as an HGNC id {named.symbol}" if named.symbol else ""
    problem = f"{short(gene.symbol)} does not say whose number it is{meant}"
    either = Resolution(None, None, "ambiguous", named.candidates)
    return _problem(gene, either, problem, " (write HGNC: before it if it is HGNC's)")


def _by_id(gene: PanelGene, stated: Resolution, named: Resolution | None) -> Verdict:
    """The id is the gene; its symbol must not be the name of others only."""
    status = named.status if named else stated.status
    if named and named.candidates and stated.symbol not in named.candidates:
        meant = "" if named.status == "approved" else f", which means {' or '.join(named.candidates)},"
        two = Resolution(None, None, "ambiguous", (*named.candidates, str(stated.symbol)))
        beside = f"stands beside HGNC:{gene.hgnc_id}, the id of {stated.symbol}"
        return _problem(gene, two, f"{short(gene.symbol)}{meant} {beside}")
    notice = "" if named is None else _told(gene.symbol, named, stated)
    if stated.status == "previous":
        notice = f"HGNC:{gene.hgnc_id} was merged into {stated.symbol} (HGNC:{stated.hgnc_id})"
    return _solved(gene, stated, status, notice)


def _told(symbol: str, named: Resolution, stated: Resolution) -> str:
    """A notice on a symbol that stands beside its HGNC id."""
    if named.hgnc_id is not None:
        return _old_name(symbol, named)
    return f"{_no_gene(symbol, named)}; its HGNC id says {stated.symbol}"


def _solved(gene: PanelGene, found: Resolution, status: Status, notice: str) -> Verdict:
    if gene.locked == (found.symbol, status):
        notice = ""
    elif gene.locked:
        notice = (
            f"{short(gene.written)} was locked as {gene.locked.symbol} ({gene.locked.status}), "
            f"today it is {found.symbol} ({status})"
        )
    return Verdict(gene, status, found.hgnc_id, found.symbol, found.candidates, notice=notice)


def _problem(gene: PanelGene, found: Resolution, problem: str, near: str = "") -> Verdict:
    return Verdict(gene, found.status, None, None, found.candidates, problem=problem, near=near)


def _old_name(symbol: str, named: Resolution) -> str:
    if named.status == "approved":
        return ""
    if named.status == "alias":
        return f"{short(symbol)} is an alias of {named.symbol}"
    return f"{short(symbol)} is now {named.symbol} ({named.status} symbol)"


def _no_gene(name: str, found: Resolution) -> str:
    """Why a name is no gene."""
    if found.status == "ambiguous":
        return f"{short(name)} may be {' or '.join(found.candidates)}"
    if found.status == "withdrawn":
        split = f", split into {' and '.join(found.candidates)}" if found.candidates else ""
        return f"{_entry(name) or name} was withdrawn by HGNC{split}"
    what = "HGNC id" if name.startswith("HGNC:") else "gene symbol"
    return f"{short(name)} is no known {what}"


def _entry(name: str) -> str:
    """A withdrawn entry by the name it is asked for, with its HGNC id and what it was."""
    by_id = name.startswith("HGNC:")
    entry = withdrawn.by_id(int(name[5:])) if by_id else withdrawn.by_name(name)
    return "" if entry is None else entry.told if by_id else f"{short(name)}, {entry.told},"


def _but(named: Resolution | None) -> str:
    return f", its symbol means {' or '.join(named.candidates)}" if named and named.candidates else ""


def _near(symbol: str, named: Resolution) -> str:
    if named.status != "unknown":
        return ""
    if date := next(filter(None, (one.fullmatch(symbol) for one in _DATES)), None):
        return f" (did a spreadsheet make a date of {_DATE_GENES[date['month'].lower()]}{int(date['day'])}?)"
    near = ", ".join(reference.near(symbol))
    return f" (near: {near})" if near else ""


def release() -> str:
    """The release of the gene names that verdicts rest on."""
    return bundle.release("genes")

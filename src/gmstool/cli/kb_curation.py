"""`gms kb withdraw`, `history`, `decide` and `discordances`: what curators do."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gmstool.cli import console
from gmstool.cli.asking import Quiet, RowFormat
from gmstool.cli.kb_asking import StoreFile, path_of, stated
from gmstool.errors import GmsError, UsageError

if TYPE_CHECKING:
    from gmstool.knowledge.model import Assertion


def withdraw(
    accession: Annotated[str, typer.Argument(metavar="ACCESSION", help="GMSA-… of the assertion.")],
    reason: Annotated[str, typer.Option(help="Why; it stays in the store.")],
    store: StoreFile = None,
    quiet: Quiet = False,
) -> None:
    """Withdraw an assertion: it is not told any more, and the store keeps that it was there and why it went.

    Example: gms kb withdraw GMSA-ABCDEFGHIJKLMNOP --reason "wrong transcript"
    """
    from gmstool.knowledge.curation import withdraw as written

    name = written(path_of(store), accession, stated("reason", reason))
    if not quiet:
        console.plain(f"withdrawn: {name}")


def decide(
    accession: Annotated[str, typer.Argument(metavar="ACCESSION", help="Any assertion of the variant and condition.")],
    class_: Annotated[str, typer.Option("--class", help="The class that counts, e.g. LP.")],
    curator: Annotated[str, typer.Option(help="The curator or group that decides.")],
    reason: Annotated[str, typer.Option(help="Why; it stays in the store.")],
    store: StoreFile = None,
    quiet: Quiet = False,
) -> None:
    """Decide a discordance: a curator's class counts above the laboratories'. Deciding again makes a new version.

    Example: gms kb decide GMSA-ABCDEFGHIJKLMNOP --class LP --curator "GMS board" --reason "functional data agree"
    """
    from gmstool.knowledge.curation import decide as written
    from gmstool.knowledge.importing.words import WordError

    try:
        name = written(path_of(store), accession, class_, stated("curator", curator), stated("reason", reason))
    except WordError as error:
        hint = "use P, LP, VUS, LB or B; O and LO for a somatic variant"
        raise UsageError(f"--class {class_}: {error}", hint) from error
    if not quiet:
        console.plain(f"decided: {name}")


def discordances(
    store: StoreFile = None,
    format_: RowFormat = "table",
) -> None:
    """List variants and conditions on which laboratories disagree and nobody has decided, for curators to work off.

    Example: gms kb discordances
    """
    from gmstool.cli.shown import Format, chosen, show
    from gmstool.knowledge.checks import discordances as found_in
    from gmstool.knowledge.store import open_store

    form = chosen(format_)
    with open_store(path_of(store)) as found:
        rows = [_work_item(several, agreement.agreement) for several, agreement in found_in(found)]
    show(rows, form)
    if form is Format.TABLE and not rows:
        print("no discordance")


def _work_item(several: "list[Assertion]", agreement: str) -> dict[str, Any]:
    first = several[0]
    return {
        "agreement": str(agreement), "gene": first.symbol,
        "variant": f"{first.assembly}:{first.chrom}-{first.pos}-{first.ref}-{first.alt}",
        "condition": first.condition_id or first.condition, "origin": first.origin, "accession": first.accession,
        "classes": [f"{one.lab}: {one.classification}" for one in several],
    }  # fmt: skip


def history(
    accession: Annotated[str, typer.Argument(metavar="ACCESSION", help="GMSA-… of the assertion.")],
    store: StoreFile = None,
    format_: RowFormat = "table",
) -> None:
    """Show every version of an assertion, and when and why it was withdrawn.

    Example: gms kb history GMSA-ABCDEFGHIJKLMNOP
    """
    from gmstool.cli.shown import chosen, show
    from gmstool.knowledge.store import open_store

    form = chosen(format_)
    with open_store(path_of(store)) as found:
        versions = found.history(accession)
        gone = {one["version"]: one for one in found.withdrawals(versions[0].accession)} if versions else {}
    if not versions:
        raise GmsError(f"there is no assertion {accession}", "`gms query` shows the accessions of a variant")
    nothing: dict[str, Any] = {"day": None, "reason": None}
    show([{**_version(one), **_withdrawn(gone.get(one.version, nothing))} for one in versions], form)


def _version(one: "Assertion") -> dict[str, Any]:
    return {"accession": one.name, "lab": one.lab, "condition": one.condition_id or one.condition,
            "classification": one.classification, "quarter": one.quarter, "source": one.source}  # fmt: skip


def _withdrawn(one: dict[str, Any]) -> dict[str, Any]:
    return {"withdrawn": one["day"], "reason": one["reason"]}

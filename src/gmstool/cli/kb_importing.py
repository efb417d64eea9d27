"""`gms kb import` and `submit`: what comes into the knowledge base."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gmstool.cli import console
from gmstool.cli.asking import Force, Quiet, build_of
from gmstool.cli.kb_asking import StoreFile, Verbose, path_of, stated
from gmstool.errors import UsageError

if TYPE_CHECKING:
    from gmstool.knowledge.request import Outcome, Request

_SHOWN = 5  # reasons of rejected rows


def import_files(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files of a known format, or snapshots.")],
    format_: Annotated[
        str | None,
        typer.Option("--format", help="clinvar, clingen, vkgl, scout, loqusdb or own [default: told by the file]."),
    ] = None,
    lab: Annotated[str | None, typer.Option(help="Whose assertions these are, where the file does not say.")] = None,
    assembly: Annotated[str | None, typer.Option(help="GRCh37 or GRCh38, where the file does not say.")] = None,
    source: Annotated[str | None, typer.Option(help="Name and release of the source [default: by the file].")] = None,
    fasta: Annotated[Path | None, typer.Option(help="Indexed reference of the build: left-aligns, checks REF.")] = None,
    rejects: Annotated[
        Path | None, typer.Option(help="Where rows that cannot be used go [default: beside the store].")
    ] = None,
    licence: Annotated[str | None, typer.Option(help="Licence of the source, for snapshots.")] = None,
    whole: Annotated[
        bool | None,
        typer.Option(
            "--whole/--part",
            help="The file has all that its source has, or a part: of a whole one, what earlier files had and it lacks "
            "is withdrawn [default: by the format, and by how much is lacking].",
        ),
    ] = None,
    key: Annotated[Path | None, typer.Option(help="Public key that a snapshot must be signed with.")] = None,
    store: StoreFile = None,
    force: Force = False, quiet: Quiet = False, verbose: Verbose = False,
) -> None:  # fmt: skip
    """Add the assertions or counts of files. A file comes in whole or not at all; what is known is not doubled.

    Rows that cannot be used are set aside with line number and reason, the others come in.

    Example: gms kb import clinvar.vcf.gz
    """
    from gmstool.knowledge.importing.found import Settings
    from gmstool.knowledge.request import Request
    from gmstool.knowledge.snapshot import is_snapshot
    from gmstool.vcf.fasta import Reference

    talk, settings = (
        console.Talk(quiet=quiet, verbose=verbose),
        Settings(build_of(assembly) if assembly is not None else None, _name(lab), source),
    )
    if rejects is not None and len(files) > 1:
        raise UsageError("--rejects names one file, but there are several to import", "leave it out, or import one")
    request = Request(
        Path(), settings, format_, Reference(fasta).base if fasta else None, rejects, licence, whole=whole
    )
    for file in files:
        if is_snapshot(file):
            _import_snapshot(file, path_of(store), key, talk)
        else:
            _import_one(request._replace(path=file), path_of(store), talk, force=force)


def _import_one(request: "Request", store: Path, talk: console.Talk, *, force: bool) -> None:
    from gmstool.files import check_new
    from gmstool.identity import masked
    from gmstool.knowledge.writing import import_file

    if request.rejects is not None:
        check_new(request.rejects, force=force)
    with talk.progress(f"importing {masked(request.path.name)}") as progress:
        outcome = import_file(store, request, progress, talk.warn)
    _told(outcome, talk)


def _told(outcome: "Outcome", talk: console.Talk) -> None:
    """What became of the rows, and why some did not come in."""
    if outcome.again:
        talk.funnel(f"{outcome.source}: imported before, nothing to do", [(f"{outcome.duplicates:,}", "duplicates")])
        return
    numbers = [
        (outcome.rows, "rows"), (outcome.added, "added"),
        (outcome.corrected, "corrected: a new version of a known assertion"),
        (outcome.duplicates, "duplicates: known already"),
        (outcome.withdrawn, "withdrawn: not in it any more"), (outcome.without_class, "without a class of the model"),
        (len(outcome.rejected), f"rejected, see {outcome.rejects}"),
    ]  # fmt: skip
    talk.funnel(
        f"{outcome.source} ({outcome.format})", [(f"{one:,}", text) for one, text in numbers if one or text == "added"]
    )
    for line, reason, _ in outcome.rejected[:_SHOWN]:
        talk.warn(f"line {line}: {reason}")
    if len(outcome.rejected) > _SHOWN:
        talk.warn(f"and {len(outcome.rejected) - _SHOWN:,} more")
    if outcome.lacking:
        talk.warn(
            f"{outcome.lacking:,} records of earlier files are not in it, so it is taken for a part of the source and "
            "they stay: --whole withdraws them, --part says nothing"
        )


def submit(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="JSON lines of `gms classify`.")],
    lab: Annotated[str, typer.Option(help="The laboratory whose conclusions they become.")],
    confirmed_by: Annotated[str, typer.Option(help="The person who stands for every class in the file.")],
    store: StoreFile = None,
    quiet: Quiet = False, verbose: Verbose = False,
) -> None:  # fmt: skip
    """Make the laboratory's assertions of what `gms classify` suggested and a person has confirmed.

    Example: gms kb submit classified.jsonl --lab "GMC Karolinska" --confirmed-by "A. Signer"
    """
    from gmstool import identity
    from gmstool.knowledge.importing.found import Settings
    from gmstool.knowledge.request import Request

    identity.check(confirmed_by, "--confirmed-by")
    confirmed = f"confirmed by {stated('confirmed-by', confirmed_by)}"
    settings, talk = Settings(lab=_name(lab), confirmed=confirmed), console.Talk(quiet=quiet, verbose=verbose)
    for file in files:
        _import_one(Request(file, settings, "classified"), path_of(store), talk, force=False)


def _name(lab: str | None) -> str | None:
    from gmstool import identity

    if lab is None:
        return None
    identity.check(lab, "--lab")
    return stated("lab", lab)


def _import_snapshot(file: Path, store: Path, key: Path | None, talk: console.Talk) -> None:
    from gmstool.knowledge.snapshot import check, stale
    from gmstool.knowledge.writing import import_snapshot

    if key is None:
        hint = "`--key FILE`, or GMS_KB_IMPORT_KEY, names the public key of who made it"
        raise UsageError(f"whose signature must the snapshot {file} bear?", hint)
    checked = check(file, key)
    if warning := stale(checked):
        talk.warn(warning)
    for outcome in import_snapshot(store, checked, talk.warn):
        _told(outcome, talk)

"""`gms kb export`, `snapshot`, `keygen` and `verify`: what leaves the machine, and whether it is whole."""

from pathlib import Path
from typing import Annotated

import typer

from gmstool.cli import console
from gmstool.cli.asking import Force, Quiet
from gmstool.cli.kb_asking import Output, StoreFile, path_of
from gmstool.errors import GmsError, UsageError


def verify(
    snapshot: Annotated[Path | None, typer.Argument(metavar="[SNAPSHOT]", help="[default: the store]")] = None,
    key: Annotated[Path | None, typer.Option(help="Public key that the snapshot must be signed with.")] = None,
    store: StoreFile = None,
    limit: Annotated[int, typer.Option(help="Age in days from which a snapshot is warned about.", min=0)] = 180,
    quiet: Quiet = False,
) -> None:
    """Check that the store, or a snapshot, is whole and is what was written. Exits with 1 if not.

    Example: gms kb verify
    """
    from gmstool.knowledge.checks import problems
    from gmstool.knowledge.store import open_store

    if snapshot is not None:
        _verify_snapshot(snapshot, key, limit, console.Talk(quiet=quiet, verbose=False))
        return
    with open_store(path_of(store)) as found:
        told = problems(found)
    for one in told:
        print(one)
    if told:
        raise GmsError(f"the store has {len(told)} problems", "restore it from a copy, or import its files anew")
    if not quiet:
        console.plain("the store is whole")


def export(
    output: Output = None,
    format_: Annotated[str | None, typer.Option("--format", help="tsv or jsonl [default: by suffix].")] = None,
    lab: Annotated[str | None, typer.Option(help="Only this laboratory's assertions.")] = None,
    public: Annotated[
        bool, typer.Option("--public/--local", help="What may leave the region, or all that is stored.")
    ] = True,
    store: StoreFile = None,
    force: Force = False, quiet: Quiet = False,
) -> None:  # fmt: skip
    """Write the assertions with the columns that `gms kb import` reads.

    Without --local only what may leave the region is told: no free text, no reasons of criteria that rest on patients.

    Example: gms kb export -o assertions.jsonl
    """
    from gmstool.files import check_new
    from gmstool.knowledge.exporting import export_to
    from gmstool.knowledge.store import open_store

    kind = format_ or ("jsonl" if output and output.suffix == ".jsonl" else "tsv")
    if kind not in ("tsv", "jsonl"):
        raise UsageError(f"--format {kind} is not known", "use tsv or jsonl")
    if output is not None:
        check_new(output, force=force)
    with open_store(path_of(store)) as found:
        number = export_to(found, output, kind, lab, public=public)
    if not quiet and output is not None:
        console.plain(f"{number:,} assertions in {output}")


def snapshot(
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Folder to make, or a single file NAME.zip.", metavar="OUT")
    ],
    key: Annotated[Path | None, typer.Option(help="Private key to sign with.")] = None,
    store: StoreFile = None,
    quiet: Quiet = False,
) -> None:
    """Write what may leave the region: Parquet files, a manifest and its signature, as a folder or one ZIP.

    Example: gms kb snapshot -o snapshot-2026-09.zip --key kb.key
    """
    from gmstool.knowledge.snapshot_writing import write
    from gmstool.knowledge.store import open_store

    with open_store(path_of(store)) as found:
        manifest = write(found, output, key)
    talk = console.Talk(quiet=quiet, verbose=False)
    if key is None:
        talk.warn("the snapshot is not signed: --key names the private key, `gms kb keygen` makes one")
    if not quiet:
        rows = ", ".join(f"{facts['rows']:,} rows in {name}" for name, facts in manifest["files"].items())
        console.plain(f"made {output}: {rows}")


def keygen(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the private key goes; the public one beside it.")],
    quiet: Quiet = False,
) -> None:
    """Make a pair of Ed25519 keys: FILE to sign snapshots with, FILE.pub for those who check them.

    Example: gms kb keygen kb.key
    """
    from gmstool.knowledge.signing import make_key

    public, fingerprint = make_key(file)
    if not quiet:
        console.plain(f"made {file} (keep it secret) and {public} (give it to those who use your snapshots)")
        console.plain(f"fingerprint {fingerprint}")


def _verify_snapshot(snapshot: Path, key: Path | None, limit: int, talk: console.Talk) -> None:
    from gmstool.knowledge.snapshot import check, stale

    checked = check(snapshot, key)
    if warning := stale(checked, limit):
        talk.warn(warning)
    if checked.signed_by is None:
        talk.warn("the signature was not checked: --key names the public key of who made the snapshot")
    rows = ", ".join(f"{facts['rows']:,} rows in {name}" for name, facts in checked.manifest["files"].items())
    signed = f", signed by {checked.signed_by}" if checked.signed_by else ""
    if not talk.quiet:
        console.plain(f"the snapshot is whole: {rows}; {checked.age} days old{signed}")

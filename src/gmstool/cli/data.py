"""`gms data`: the reference tables in use, and newer ones from the official files."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gmstool.cli import shown
from gmstool.cli.asking import Quiet, RowFormat
from gmstool.cli.console import Talk, plain
from gmstool.errors import GmsError, InputError, RemoteError, UsageError

if TYPE_CHECKING:
    from gmstool.reference.catalogue import Source
    from gmstool.reference.install import Installed
    from gmstool.reference.status import Part

EPILOG = """Set GMS_DATA_DIR to keep the tables elsewhere, HTTPS_PROXY to go through a proxy, and GMS_DATA_MIRROR to an
address under which your site keeps the same files as SOURCE/FILE (checksum files too)."""

Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Tell addresses and checksums.")]
Force = Annotated[bool, typer.Option("--force", help="Take a table even if it has lost half its rows.")]
Accept = Annotated[
    bool, typer.Option("--accept-licence", help="You have read the terms of a non-commercial source and keep to them.")
]

app = typer.Typer(
    name="data",
    help="List, verify and renew the reference tables: genes, transcripts, ClinVar, HPO and others.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog=EPILOG,
)


@app.command("list")
def list_tables(
    format_: RowFormat = "table",
    quiet: Quiet = False,
) -> None:
    """List every table with its sources: release, date, age, licence, rows, and whether it is shipped or yours.

    Warns of sources older than their limit. An empty date or age: the release does not state its day.

    Example: gms data list --format tsv
    """
    from gmstool.reference import status

    form = shown.chosen(format_)
    found = status.parts(dt.datetime.now(dt.UTC).date())
    shown.show(_rows(found, shown.width()) if form is shown.Format.TABLE else [one.as_row() for one in found], form)
    talk = Talk(quiet=quiet, verbose=False)
    for sentence in status.stale(found):
        talk.warn(sentence)


@app.command()
def verify() -> None:
    """Compare every table's file, shipped and yours, with the sha256, rows and columns that its manifest states.

    Ends with exit code 1 if one differs.

    Example: gms data verify
    """
    from gmstool.reference import status

    found = list(status.verify())
    for one in found:
        print(f"{one.table}\t{one.origin}\t{one.wrong or 'ok'}\t{one.file}")
    if bad := [one for one in found if one.wrong]:
        mine = any(one.origin == status.OWN for one in bad)
        hint = "`gms data update` makes your tables anew" if mine else "install gmstool again"
        raise InputError(f"{len(bad)} of {len(found)} tables are not what their manifest says", hint)


@app.command()
def update(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Sources as `gms data list` names them; default: all.")
    ] = None,
    accept_licence: Accept = False,
    force: Force = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Download the official files and let them take the place of the tables in use; what fails changes nothing.

    A download that was cut goes on where it ended. Without a source all are updated, except non-commercial ones whose
    terms you have not accepted. A family name stands for its members: clinvar, clingen, hpo.

    Example: gms data update clinvar hgnc

    Example: gms data update panelapp --accept-licence
    """
    from gmstool.reference import install

    talk = Talk(quiet=quiet, verbose=verbose)
    chosen = _chosen(sources, talk, accept=accept_licence)
    _mend_manifest(talk)
    if sources:
        for source in chosen:
            install.check_licence(source, accept=accept_licence)
    failures: list[tuple[str, GmsError]] = []
    for source in chosen:
        try:
            _update(source, talk, accept=accept_licence, force=force)
        except GmsError as error:
            failures.append((source.id, error))
            if len(chosen) > 1:
                talk.warn(f"{source.id}: {error.message}")
    _raise_together(failures, len(chosen))


@app.command()
def add(
    source: Annotated[str, typer.Argument(help="The source the files are of, as `gms data list` names it.")],
    files: Annotated[list[Path], typer.Argument(help="Its official files, as they were downloaded.")],
    accept_licence: Accept = False,
    force: Force = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Take official files from disk, where no network is: the same checks and tables as `gms data update`.

    The files are told apart by their content, so their names do not matter; several may be given at once.

    Example: gms data add clinvar clinvar.vcf.gz

    Example: gms data add hpo phenotype.hpoa genes_to_phenotype.txt hp.obo
    """
    from gmstool.reference import catalogue, install, obtain

    talk = Talk(quiet=quiet, verbose=verbose)
    _mend_manifest(talk)
    for one in obtain.given(catalogue.named(source), files):
        install.check_licence(one.source, accept=accept_licence)
        how = f"gms data add {one.source.id} {' '.join(fact.name for fact in one.facts)}"
        _tell(one.source, install.install(one, how, accept=accept_licence, force=force), talk)


@app.command()
def path() -> None:
    """Print the folder of your own tables (it need not exist yet).

    Example: ls "$(gms data path)"
    """
    from gmstool.reference import bundle

    print(bundle.user_folder())


def _chosen(names: list[str] | None, talk: Talk, *, accept: bool) -> list["Source"]:
    """The sources asked for, each once, in the order of the catalogue; all but unaccepted ones when none is named."""
    from gmstool.reference import catalogue, install

    wanted = {one.id for name in names or catalogue.sources() for one in catalogue.named(name)}
    chosen = [one for one in catalogue.sources().values() if one.id in wanted]
    if names:
        return chosen
    open_ones = []
    for source in chosen:
        if source.by_hand:
            continue
        try:
            install.check_licence(source, accept=accept)
            open_ones.append(source)
        except UsageError as error:
            talk.warn(f"{source.id} is left out: {error.message}")
    return open_ones


def _mend_manifest(talk: Talk) -> None:
    from gmstool.reference import install

    if aside := install.put_aside_broken_manifest():
        talk.warn(f"the manifest of your tables could not be read and is now {aside}; the tables it named are unused")


def _update(source: "Source", talk: Talk, *, accept: bool, force: bool) -> None:
    from gmstool.reference import install, obtain

    obtained = obtain.fetched(source, talk.progress)
    for fact in obtained.facts:
        talk.note(f"{fact.url}: {fact.bytes:,} bytes, {fact.checked}")
    installed = install.install(obtained, f"gms data update {source.id}", accept=accept, force=force)
    obtain.forget(obtained)
    _tell(source, installed, talk)


def _tell(source: "Source", installed: list["Installed"], talk: Talk) -> None:
    for one in installed:
        if not talk.quiet:
            plain(f"{source.id}: table {one.table}, {one.rows:,} rows, {one.label}")


def _raise_together(failures: list[tuple[str, GmsError]], count: int) -> None:
    """One failure is itself; several are of the worst kind: data at fault before a network that is down."""
    if not failures:
        return
    if count == 1:
        raise failures[0][1]
    kind = RemoteError if all(isinstance(error, RemoteError) for _, error in failures) else InputError
    names = ", ".join(name for name, _ in failures)
    raise kind(f"{len(failures)} of {count} sources could not be updated: {names}", failures[0][1].hint)


def _rows(found: list["Part"], width: int | None) -> list[dict[str, str]]:
    """The columns a person looks for, equal rows once; those that do not fit a terminal are left out."""
    columns: dict[str, Callable[[Part], str | None]] = {
        "TABLE": lambda one: one.table,
        "SOURCE": lambda one: one.source,
        "RELEASE": lambda one: one.label,
        "DATE": lambda one: one.date,
        "AGE": lambda one: f"{one.age_days:,} d{' !' if one.stale else ''}" if one.age_days is not None else None,
        "ROWS": lambda one: f"{one.rows:,}" if one.rows is not None else None,
        "ORIGIN": lambda one: one.origin,
        "LICENCE": lambda one: one.licence,
    }
    told = {name: [tell(one) or "-" for one in found] for name, tell in columns.items()}
    names = list(columns) if width is None else _fitting(told, width)
    rows = dict.fromkeys(zip(*(told[name] for name in names), strict=True))
    return [dict(zip(names, row, strict=True)) for row in rows]


def _fitting(told: dict[str, list[str]], width: int) -> list[str]:
    """The columns that fit, the release last: it goes on under itself."""
    names = [name for name in told if name not in ("LICENCE", "RELEASE")]
    for expendable in ("DATE", "ROWS", "ORIGIN"):
        taken = sum(max(len(name), *map(len, told[name])) + len(shown.GAP) for name in names)
        if taken + shown.NARROWEST > width:
            names.remove(expendable)
    return [*names, "RELEASE"]

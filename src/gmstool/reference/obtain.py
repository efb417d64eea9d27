"""Getting the official files of a source, from the network or from disk, and checking them before they are read."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from gmstool.errors import InputError
from gmstool.files import digest, sha256
from gmstool.reference import bundle, download
from gmstool.reference.formats import reading
from gmstool.reference.patience import PATIENCE, Patience

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from gmstool.reference.catalogue import File, Source

    Show = Callable[[str], AbstractContextManager[Callable[[float], None]]]

PARTS = "downloads"  # folder of unfinished downloads, beside the tables
_SHA256_LENGTH = 64
_HEX = re.compile(r"\b[0-9a-fA-F]{32}(?:[0-9a-fA-F]{32})?\b")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the manifest keeps of a file."""

    name: str
    url: str  # empty for a file given by hand
    sha256: str
    bytes: int
    checked: str
    modified: str  # day, as the server stated it


@dataclass(slots=True)
class Obtained:
    """The files of a source, by their names in the catalogue; release is what their names or the source's page say."""

    source: Source
    release: str = ""
    files: dict[str, Path] = field(default_factory=dict)
    facts: list[FileFacts] = field(default_factory=list)

    @property
    def modified(self) -> str:
        """The newest day that the server states of a file; empty if none."""
        return max((one.modified for one in self.facts), default="")

    def as_entries(self) -> list[dict[str, object]]:
        """The files as the manifest writes them, without what is not known."""
        return [{key: value for key, value in asdict(one).items() if value} for one in self.facts]


def fetched(source: Source, show: Show, patience: Patience | None = None) -> Obtained:
    """Download all files of a source. Raises RemoteError or InputError; what is whole stays for the next attempt."""
    if source.by_hand:
        raise InputError(
            f"{source.title} is not downloaded", f"get it at {source.homepage}, then `gms data add {source.id} FILE`"
        )
    patience = patience or PATIENCE
    obtained = Obtained(source, _newest_release(source, patience))
    for file in source.files:
        path = bundle.user_folder() / PARTS / f"{source.id}--{file.name}.part"
        url = source.address(file, obtained.release)
        with show(f"{source.id}: {file.name.format(release=obtained.release)}") as progress:
            facts = _fetched_file(source, file, url, path, progress, patience)
        obtained.files[file.name] = path
        obtained.facts.append(facts)
    return obtained


def forget(obtained: Obtained) -> None:
    """Remove the downloads of a source that has been installed."""
    for path in obtained.files.values():
        download.discard(path)


def given(sources: list[Source], paths: Iterable[Path]) -> list[Obtained]:
    """Find out which official files these are, by their content. Raises InputError for one that is none of them."""
    found: dict[str, Obtained] = {}
    for path in paths:
        source, file = _recognised(path, sources)
        obtained = found.setdefault(source.id, Obtained(source))
        name = path.name if file.many else file.name
        if name in obtained.files:
            raise InputError(f"{path} and {obtained.files[name]} are the same file of {source.title}")
        obtained.files[name] = path
        obtained.release = obtained.release or _release_in_name(file, path)
        obtained.facts.append(_facts(file, path, "", "given by hand: first lines checked"))
    for obtained in found.values():
        _check_complete(obtained)
    return list(found.values())


def check_beginning(file: File, path: Path, shown: str) -> None:
    """Raise InputError unless the file begins as its source's files do."""
    head = reading.begins(path)
    if re.match(file.looks, head):
        return
    first = head.strip()[:60].replace("\n", " ")
    if re.match(r"\s*<(!doctype|html|\?xml)", head, re.IGNORECASE):
        raise InputError(f"{shown} is a web page, not {file.name}: `{first}`", "is there a proxy that asks to log in?")
    raise InputError(f"{shown} does not begin as {file.name} does: `{first}`", "is it whole, and the right file?")


def _newest_release(source: Source, patience: Patience) -> str:
    if not source.page:
        return ""
    url = source.page_address()
    if found := re.search(source.release, download.text(url, patience=patience)):
        return found[1]
    raise InputError(f"{url} names no release of {source.title}", f"is it at {source.homepage}? Use `gms data add`")


def _fetched_file(
    source: Source, file: File, url: str, path: Path, progress: Callable[[float], None], patience: Patience
) -> FileFacts:
    """One file, downloaded a second time when its checksum is wrong: a resumed download may be of two halves."""
    most = file.most_megabytes * download.MEGABYTE
    for attempt in (1, 2):
        if file.pages:
            got = download.fetch_pages(url, path, most_bytes=most, patience=patience)
        else:
            got = download.fetch(url, path, most_bytes=most, progress=progress, patience=patience)
        try:
            check_beginning(file, path, url)
            checked = _checked(source, file, got, patience)
        except InputError:
            download.discard(path)
            if attempt == 1 and not file.pages:
                continue
            raise
        return _facts(file, path, url, checked, got.modified)
    raise AssertionError  # the second attempt returned or raised


def _checked(source: Source, file: File, got: download.Fetched, patience: Patience) -> str:
    """Compare with the published checksum; tells which. Raises InputError when it differs."""
    published, where = got.md5, "stated by the server"
    if address := source.checksum_address(file):
        told = _HEX.search(download.text(address, patience=patience))
        if not told:
            raise InputError(f"{address} holds no checksum", "try again later, or use `gms data add`")
        published, where = told[0].lower(), "published by the source"
    if not published:
        return "no checksum published: size and first lines checked"
    kind = "sha256" if len(published) == _SHA256_LENGTH else "md5"
    if (found := digest(got.path, kind)) != published:
        raise InputError(
            f"{got.url} has the {kind} {found}, but {published} is {where}",
            "nothing was changed; try again later: the file may be in the middle of an update",
        )
    return f"{kind} {published}, {where}"


def _recognised(path: Path, sources: list[Source]) -> tuple[Source, File]:
    if not path.is_file():
        raise InputError(f"there is no file {path}", "give the official file as it was downloaded")
    head = reading.begins(path)
    for source in sources:
        for file in source.files:
            if re.match(file.looks, head):
                return source, file
    if len(sources) == 1 and len(sources[0].files) == 1:
        check_beginning(sources[0].files[0], path, str(path))
    places = "; ".join(f"{file.name} from {file.url or source.homepage}" for source in sources for file in source.files)
    first = head.strip()[:60].replace("\n", " ")
    raise InputError(f"{path} is none of the files wanted: it begins with `{first}`", f"wanted: {places}")


def _check_complete(obtained: Obtained) -> None:
    missing = [
        file for file in obtained.source.files if file.needed and not file.many and file.name not in obtained.files
    ]
    if missing:
        names = ", ".join(file.name for file in missing)
        hint = "; ".join(f"{file.name} is at {file.url}" for file in missing)
        raise InputError(f"{obtained.source.title} needs {names} too: give all files at once", hint)


def _release_in_name(file: File, path: Path) -> str:
    """1.5 of MANE.GRCh38.v1.5.refseq_genomic.gff.gz; empty when the file has been renamed."""
    if "{release}" not in file.name:
        return ""
    pattern = re.escape(file.name).replace(re.escape("{release}"), r"(\d[\d.]*\d)").removesuffix(r"\.gz")
    found = re.match(pattern, path.name)
    return found[1] if found else ""


def _facts(file: File, path: Path, url: str, checked: str, modified: str = "") -> FileFacts:
    name = url.rsplit("/", 1)[-1] if "{release}" in file.name and url else file.name if url else path.name
    return FileFacts(name, url, sha256(path), path.stat().st_size, checked, modified)

"""Downloading official files: resumed where they were cut, tried again when a server stumbles, never trusted blindly.

The only doorway of `requests`. Proxies come from the environment (HTTPS_PROXY, NO_PROXY) as requests reads them.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from gmstool import __version__
from gmstool.errors import InputError, RemoteError
from gmstool.reference.part import Part, day_of, stated_md5
from gmstool.reference.patience import BY_HAND, PATIENCE, PassingError, Patience, pause, reason, retry_after

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import requests

    Progress = Callable[[float], None]

MEGABYTE = 1_000_000
MOST_REDIRECTS = 10
MOST_PAGES = 200
MOST_TEXT = 1 << 20  # of a checksum or a release page
OK, PARTIAL, RANGE_NOT_THERE = 200, 206, 416
_BLOCK = 1 << 18
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PASSING = frozenset((408, 425, 429, 500, 502, 503, 504))  # the server may answer the next time


@dataclass(frozen=True, slots=True)
class Fetched:
    """A finished download: what the server said about it."""

    path: Path
    url: str
    modified: str  # day of Last-Modified, empty if not stated
    md5: str  # hexadecimal, empty if the server states none


def fetch(
    url: str, path: Path, *, most_bytes: int, progress: Progress = lambda _fraction: None, patience: Patience = PATIENCE
) -> Fetched:
    """Download an address to a file; bytes that an earlier attempt left there are kept if the server still has them.

    Raises RemoteError when the server cannot be reached or refuses, InputError when the file is larger than it may be.
    """
    part = Part(path)
    part.recall(url)
    failures, before = 0, -1
    while not part.whole:
        try:
            _attempt(part, most_bytes, progress, patience)
        except PassingError as error:
            failures = 1 if part.size > before else failures + 1
            before = max(before, part.size)
            pause(url, error, failures, patience)
    return Fetched(path, url, part.modified, part.md5)


def fetch_pages(url: str, path: Path, *, most_bytes: int, patience: Patience = PATIENCE) -> Fetched:
    """Download a list that a service gives page by page (`next`, `results`) into one file of the same form."""
    results: list[Any] = []
    following: str | None = url
    asked: list[str] = []
    while following:
        if following in asked or len(asked) == MOST_PAGES:
            raise RemoteError(f"{url} gives its pages in a circle", BY_HAND)
        asked.append(following)
        page = _page(text(following, most_bytes=most_bytes, patience=patience), following)
        results += page["results"]
        following = _redirected(following, page["next"]) if page.get("next") else None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"count": len(results), "next": None, "results": results}), encoding="utf-8")
    return Fetched(path, url, "", "")


def text(url: str, *, most_bytes: int = MOST_TEXT, patience: Patience = PATIENCE) -> str:
    """A small text: a checksum, a release page, one page of a list."""
    failures = 0
    while True:
        try:
            with _answer(url, {}, patience) as answer:
                return b"".join(_blocks(answer, url, most_bytes, 0)).decode("utf-8", "replace")
        except PassingError as error:
            failures += 1
            pause(url, error, failures, patience)


def discard(path: Path) -> None:
    """Remove a download and what was noted about it."""
    Part(path).restart()


def _page(told: str, url: str) -> dict[str, Any]:
    try:
        page = json.loads(told)
    except ValueError:
        begins = told[:40].strip()
        raise InputError(f"{url} gave no JSON: `{begins}…`", "is there a proxy that asks to log in?") from None
    if not isinstance(page, dict) or not isinstance(page.get("results"), list):
        raise InputError(f"{url} gave JSON without a list of results", "has the service changed its format?")
    return page


def _attempt(part: Part, most_bytes: int, progress: Progress, patience: Patience) -> None:
    """One request for what is missing; returns when the file is whole."""
    there = part.size if part.version else 0
    headers = {"Range": f"bytes={there}-", "If-Range": part.version} if there else {}
    with _answer(part.url, headers, patience) as answer:
        if answer.status_code == RANGE_NOT_THERE:
            _settle(part, answer, there)
            return
        there = _begin(part, answer, there)
        total = _total(answer, there)
        if (total or 0) > most_bytes:
            raise _too_large(part.url, most_bytes)
        with part.path.open("ab") as file:
            for block in _blocks(answer, part.url, most_bytes, there):
                file.write(block)
                there += len(block)
                if total:
                    progress(there / total)
    if total is not None and there != total:
        raise PassingError(f"the answer ended after {there:,} of {total:,} bytes")
    part.whole = True


def _settle(part: Part, answer: requests.Response, there: int) -> None:
    """Nothing lies behind the bytes that are there: the file is whole, or it has become shorter and is begun anew."""
    part.whole = bool(there) and answer.headers.get("Content-Range", "").rpartition("/")[2] == str(there)
    if not part.whole:
        part.restart()
        raise PassingError("the server refuses the range of bytes asked for")


def _begin(part: Part, answer: requests.Response, there: int) -> int:
    """Keep the bytes that are there if the server goes on behind them, else start anew; gives how many are kept."""
    if answer.status_code == PARTIAL:
        if answer.headers.get("Content-Range", "").startswith(f"bytes {there}-"):
            return there
        part.restart()
        raise PassingError("the server sent another range of bytes than asked for")
    part.restart()
    part.path.parent.mkdir(parents=True, exist_ok=True)
    part.path.touch()
    etag, modified = answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", "")
    part.version = modified if not etag or etag.startswith("W/") else etag
    part.modified, part.md5 = day_of(modified), stated_md5(answer.headers)
    part.remember()
    return 0


def _total(answer: requests.Response, there: int) -> int | None:
    length = answer.headers.get("Content-Length", "")
    return there + int(length) if length.isdigit() else None


def _blocks(answer: requests.Response, url: str, most_bytes: int, there: int) -> Iterator[bytes]:
    """The body as it was sent, never more than may be; a connection that breaks is a passing error."""
    import requests
    import urllib3

    try:
        for block in answer.raw.stream(_BLOCK, decode_content=False):
            there += len(block)
            if there > most_bytes:
                raise _too_large(url, most_bytes)
            yield block
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        raise PassingError(f"the connection broke: {reason(error)}") from None


@contextlib.contextmanager
def _answer(url: str, headers: dict[str, str], patience: Patience) -> Iterator[requests.Response]:
    """An answer with a body to read; redirects are followed as long as they keep to https."""
    import requests

    # Unpacked on the way, lengths and byte ranges would not be those of the file.
    asking = {"Accept-Encoding": "identity", "User-Agent": f"gmstool/{__version__}", **headers}
    with requests.Session() as session:
        for _ in range(MOST_REDIRECTS):
            try:
                answer = session.get(
                    url, headers=asking, stream=True, allow_redirects=False, timeout=(patience.connect, patience.read)
                )
            except (requests.ConnectionError, requests.Timeout) as error:
                raise PassingError(f"no answer: {reason(error)}") from None
            except (requests.RequestException, ValueError) as error:
                raise RemoteError(f"cannot ask {url}: {reason(error)}", BY_HAND) from None
            with answer:
                if answer.status_code not in _REDIRECTS or "Location" not in answer.headers:
                    _check_status(answer, url)
                    yield answer
                    return
                url = _redirected(url, answer.headers["Location"])
    raise RemoteError(f"{url} redirects in a circle", BY_HAND)


def _redirected(url: str, location: str) -> str:
    target = urljoin(url, location)
    if urlsplit(url).scheme == "https" and urlsplit(target).scheme != "https":
        raise RemoteError(f"{url} leads to {target}, which is not encrypted", BY_HAND)
    return target


def _check_status(answer: requests.Response, url: str) -> None:
    status = answer.status_code
    if status in {OK, PARTIAL, RANGE_NOT_THERE}:
        return
    reason = f"HTTP {status} {answer.reason or ''}".strip()
    if status in _PASSING:
        raise PassingError(reason, retry_after(answer.headers.get("Retry-After", "")))
    hint = "the file may have moved: look for a newer gmstool, or " if status in {404, 410} else ""
    raise RemoteError(f"{url} answers {reason}", f"{hint}{BY_HAND}")


def _too_large(url: str, most_bytes: int) -> InputError:
    return InputError(
        f"{url} is larger than {most_bytes // MEGABYTE:,} MB, which its source never was",
        "is this the right file? If so, look for a newer gmstool",
    )

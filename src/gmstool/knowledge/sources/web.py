"""Talking to a remote source: tried again when it stumbles, never trusted, every disclosure logged before it is sent.

A doorway of `requests`. Redirects are not followed, because they would send the variant to another address.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from gmstool import __version__
from gmstool.errors import RemoteError, UsageError
from gmstool.reference import bundle

if TYPE_CHECKING:
    from pathlib import Path

    import requests

MOST_BYTES = 8 << 20  # of an answer, unpacked
ATTEMPTS = 3
_BLOCK = 1 << 16
_PASSING = (429, 500, 502, 503, 504)
_OK, _NOT_CHANGED, _NOT_FOUND = 200, 304, 404
_NO_RIGHT = (401, 403)
_HERE = frozenset(("localhost", "127.0.0.1", "::1"))
_SECRET = 0o600


class Web:
    """One server: its address, how long it may take in seconds, and the token that it alone is sent.

    Raises UsageError for an address that is unsafe.
    """

    def __init__(self, url: str, timeout: float, token: str | None = None) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"`{url}` is no http or https address", hint="for example https://kb.example.org")
        if parts.scheme == "http" and parts.hostname not in _HERE:
            raise UsageError(f"{url}: a variant is sent over https only", hint=f"https://{parts.hostname} instead?")
        if parts.username or parts.password:
            raise UsageError("an address with a password would stand in logs", hint="leave the password out of it")
        self.url, self.host, self.timeout, self._token = url.rstrip("/"), parts.netloc, timeout, token

    def get(self, path: str, asked: list[tuple[str, str]]) -> Any | None:
        """The JSON at a path; None where the server says 404. Raises RemoteError."""
        address = f"{self.url}{path}" + (f"?{urlencode(asked)}" if asked else "")
        log(self.url, path, asked)
        kept = _kept(address)
        with contextlib.closing(self._answer(address, kept)) as answer:
            if answer.status_code == _NOT_CHANGED and kept:
                return kept["body"]
            if answer.status_code == _NOT_FOUND:
                return None
            if answer.status_code in _NO_RIGHT:
                lacking = "the token is not accepted" if self._token else "it asks for a token (GMS_KB_TOKEN_FILE)"
                raise RemoteError(f"{self.host} answered with status {answer.status_code}: {lacking}")
            if answer.status_code != _OK:
                raise RemoteError(f"{self.host} answered with status {answer.status_code}")
            told = _parsed(_read(answer, self.host), self.host)
            if etag := answer.headers.get("ETag"):
                _keep(address, etag, told)
            return told

    def _answer(self, address: str, kept: dict[str, Any] | None) -> requests.Response:
        import requests

        headers = {"Accept": "application/json", "User-Agent": f"gmstool/{__version__}"}
        if kept:
            headers["If-None-Match"] = str(kept["etag"])
        try:
            return self._session().get(
                address, headers=headers, timeout=self.timeout, stream=True, allow_redirects=False, auth=self._sign
            )
        except requests.RequestException as error:
            raise RemoteError(f"{self.host} cannot be reached ({_reason(error)})") from None

    def _sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the token; without one, nothing: `requests` would send what a .netrc holds."""
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def _session(self) -> requests.Session:
        import requests
        from requests.adapters import HTTPAdapter
        from urllib3 import Retry

        session = requests.Session()
        retry = Retry(
            total=ATTEMPTS - 1, backoff_factor=0.2, status_forcelist=_PASSING, raise_on_status=False, redirect=0,
            backoff_max=self.timeout,
        )  # fmt: skip
        for scheme in ("http://", "https://"):
            session.mount(scheme, HTTPAdapter(max_retries=retry))
        return session


def log_path() -> Path:
    """Where every disclosure is written down."""
    return bundle.home() / "disclosures.jsonl"


def log(url: str, path: str, asked: list[tuple[str, str]]) -> None:
    """Write down what is about to be sent where. Raises RemoteError where that cannot be written: then nothing is sent.

    A variant and a place in a genome are logged, and nothing of a patient: a query has no such thing.
    """
    line = {"time": datetime.now(UTC).isoformat(timespec="seconds"), "to": url, "path": path, "sent": asked}
    try:
        log_path().parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(log_path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, _SECRET)
        try:
            os.write(handle, json.dumps(line, ensure_ascii=False).encode() + b"\n")
        finally:
            os.close(handle)
    except OSError as error:
        raise RemoteError(f"not asked: the disclosure cannot be logged in {log_path()} ({error.strerror})") from None


def _read(answer: requests.Response, host: str) -> bytes:
    import requests

    data = bytearray()
    try:
        for block in answer.iter_content(_BLOCK):
            data += block
            if len(data) > MOST_BYTES:
                raise RemoteError(f"{host} sent more than {MOST_BYTES >> 20} MiB")
    except requests.RequestException as error:
        raise RemoteError(f"the answer of {host} broke off ({_reason(error)})") from None
    return bytes(data)


def _parsed(data: bytes, host: str) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise RemoteError(f"{host} did not answer with JSON") from None


def _reason(error: Exception) -> str:
    """The kind of a fault in words; its text holds the address, and so the variant."""
    names = {"ConnectTimeout": "no connection in time", "ReadTimeout": "too slow", "SSLError": "its certificate is bad",
             "RetryError": "it failed every time", "ChunkedEncodingError": "cut"}  # fmt: skip
    return names.get(type(error).__name__, "no connection" if "Connection" in type(error).__name__ else "fault")


def _cache(address: str) -> Path:
    return bundle.home() / "cache" / "remote" / f"{hashlib.sha256(address.encode()).hexdigest()}.json"


def _kept(address: str) -> dict[str, Any] | None:
    """An earlier answer with its ETag."""
    try:
        found = json.loads(_cache(address).read_text(encoding="utf-8"))
        return found if isinstance(found, dict) and {"etag", "body"} <= set(found) else None
    except (OSError, ValueError, RecursionError):
        return None


def _keep(address: str, etag: str, body: Any) -> None:
    """Keep an answer; a folder without the right to write only makes the next question slower."""
    from gmstool.errors import OutputError
    from gmstool.files import atomic

    path = _cache(address)
    with contextlib.suppress(OSError, OutputError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic(path) as part:
            part.write_text(json.dumps({"etag": etag, "body": body}), encoding="utf-8")

"""A file on its way: the bytes of a download that are there, and what the server said of the file they belong to."""

from __future__ import annotations

import base64
import contextlib
import email.utils
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(slots=True)
class Part:
    """A file on its way: the bytes that are there, and the version of the file they belong to."""

    path: Path
    url: str = ""
    version: str = ""  # strong ETag or Last-Modified: what If-Range compares
    modified: str = ""
    md5: str = ""
    whole: bool = False
    notes: Path = field(init=False)

    def __post_init__(self) -> None:
        self.notes = self.path.with_name(f"{self.path.name}.json")

    @property
    def size(self) -> int:
        """Bytes that are there."""
        return self.path.stat().st_size if self.path.exists() else 0

    def recall(self, url: str) -> None:
        """Go on with what an earlier run left, if it is of the same address and says which version it is."""
        with contextlib.suppress(OSError, ValueError, TypeError, LookupError, AttributeError):
            known = json.loads(self.notes.read_text(encoding="utf-8"))
            if known.pop("url") == url and known.get("version"):
                self.version, self.modified, self.md5 = known["version"], known["modified"], known["md5"]
        self.url = url
        if not self.version:
            self.restart()

    def restart(self) -> None:
        """Forget the bytes and what was noted of them."""
        self.version = self.modified = self.md5 = ""
        self.path.unlink(missing_ok=True)
        self.notes.unlink(missing_ok=True)

    def remember(self) -> None:
        """Note which version the bytes belong to, so that a later run can go on."""
        facts = {key: value for key, value in asdict(self).items() if key in {"url", "version", "modified", "md5"}}
        self.notes.write_text(json.dumps(facts), encoding="utf-8")


def stated_md5(headers: Mapping[str, str]) -> str:
    """The MD5 that a server states of the bytes it sends (Google's x-goog-hash, or Content-MD5); empty if none."""
    if headers.get("x-goog-stored-content-encoding", "identity") != "identity":
        return ""  # of the packed file, which Google unpacks on the way
    told = headers.get("x-goog-hash", "").replace(" ", "").split(",")
    coded = next((one.removeprefix("md5=") for one in told if one.startswith("md5=")), "")
    with contextlib.suppress(ValueError):
        return base64.b64decode(coded or headers.get("Content-MD5", ""), validate=True).hex()
    return ""


def day_of(modified: str) -> str:
    """The day of a Last-Modified header, empty if there is none."""
    with contextlib.suppress(ValueError, TypeError):
        return email.utils.parsedate_to_datetime(modified).date().isoformat()
    return ""

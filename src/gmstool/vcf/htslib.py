"""The doorway to cyvcf2: BCF input, and the reader that the others are compared with."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gmstool.errors import HeaderError, InputError, TruncatedError
from gmstool.vcf.bgzf import open_checked
from gmstool.vcf.header import Header, parse_header

BATCH_RECORDS = 500


class HtslibFile:
    """Records of a file as htslib writes them. htslib's own messages are collected, not printed."""

    def __init__(self, path: Path) -> None:
        self.path, self.messages = path, list[str]()
        self._check_end()
        import cyvcf2

        with self._quiet():
            try:
                self._file: Any = cyvcf2.VCF(str(path))
            except Exception as error:  # noqa: BLE001  # cyvcf2 raises plain Exception
                self._find_damage()
                raise HeaderError(
                    f"htslib cannot read {path}: {error}", hint="is it a whole BCF or VCF file?"
                ) from None
        self.header: Header = parse_header(self._file.raw_header.encode(), str(path))

    def _check_end(self) -> None:
        if self._compressed():
            file = open_checked(self.path)
            file.offsets()
            file.close()

    def _compressed(self) -> bool:
        with self.path.open("rb") as handle:
            return handle.read(4) == b"\x1f\x8b\x08\x04"

    def _find_damage(self) -> None:
        """Raise TruncatedError naming the byte offset of the first damaged block, which htslib does not tell."""
        if self._compressed():
            file = open_checked(self.path)
            for _ in file.texts(0, file.size):
                pass
            file.close()

    @contextlib.contextmanager
    def _quiet(self) -> Iterator[None]:
        """Collect what the C library writes to standard error."""
        with tempfile.TemporaryFile() as heard:
            kept = os.dup(2)
            os.dup2(heard.fileno(), 2)
            try:
                yield
            finally:
                os.dup2(kept, 2)
                os.close(kept)
                heard.seek(0)
                self.messages += heard.read().decode("utf-8", "replace").splitlines()

    def buffers(self) -> Iterator[bytes]:
        """Record lines, some hundred at a time. Raises TruncatedError when htslib reports an error."""
        more = True
        while more:
            with self._quiet():
                lines = self._next_lines()
            if failed := [message for message in self.messages if message.startswith("[E::")]:
                self._find_damage()
                raise TruncatedError(f"{self.path}: htslib reports {failed[0]}", hint="the file is damaged or no BCF")
            more = len(lines) == BATCH_RECORDS
            if lines:
                yield b"".join(lines)

    def _next_lines(self) -> list[bytes]:
        lines = []
        try:
            for record in self._file:
                lines.append(str(record).encode())
                if len(lines) == BATCH_RECORDS:
                    break
        except Exception as error:  # noqa: BLE001  # cyvcf2 raises plain Exception
            self._find_damage()
            raise InputError(f"htslib stopped reading {self.path}: {error}") from None
        return lines

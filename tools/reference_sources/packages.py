"""Fetch pinned packages with pip or npm and read files out of them."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple


class Package(NamedTuple):
    """A package file, pinned by version and content."""

    registry: Literal["pypi", "pypi-sdist", "npm"]
    name: str
    version: str
    file: str
    sha256: str
    licence: str


class Source(NamedTuple):
    """One upstream data file and the package that carries it."""

    label: str
    package: Package
    member: str
    release: str
    date: str  # of the data file, as its package states it; empty when it does not
    licence: str
    note: str = ""


class WrongPackageError(Exception):
    """A package could not be had with the pinned content."""


@dataclass(frozen=True)
class Cache:
    """A folder of package files; missing ones are downloaded, all are verified."""

    folder: Path

    def read(self, source: Source) -> bytes:
        """Give the bytes of one data file, unpacked when gzipped."""
        data = read_member(self.fetch(source.package), source.member)
        return gzip.decompress(data) if source.member.endswith(".gz") else data

    def fetch(self, package: Package) -> Path:
        """Give the path of a verified package file."""
        path = self.folder / package.file
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            download(package, self.folder)
        verify(path, package)
        return path


def download(package: Package, folder: Path) -> None:
    """Download one package file into a folder."""
    with tempfile.TemporaryDirectory() as scratch:
        requirements = Path(scratch) / "requirements.txt"
        requirements.write_text(f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n")
        subprocess.run(download_command(package, requirements), cwd=folder, check=True, stdout=sys.stderr)


def download_command(package: Package, requirements: Path) -> list[str]:
    """Name the command that downloads one package file into the working folder.

    pip asks an sdist for its metadata, which runs the package's build code: the checksum in the requirements
    makes pip verify the file first.
    """
    if package.registry == "npm":
        return [shutil.which("npm") or "npm", "pack", "--silent", f"{package.name}@{package.version}"]
    kind = ["--no-binary", package.name] if package.registry == "pypi-sdist" else ["--only-binary", ":all:"]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    return [*pip, *kind, "--requirement", str(requirements)]


def verify(path: Path, package: Package) -> None:
    """Raise unless the file has the pinned sha256."""
    if not path.exists():
        message = f"{package.name} {package.version}: expected the file {package.file}, which was not downloaded"
        raise WrongPackageError(message)
    found = sha256(path)
    if found != package.sha256:
        message = f"{path}: sha256 is {found}, pinned is {package.sha256}"
        raise WrongPackageError(message)


def sha256(path: Path) -> str:
    """Give the hexadecimal sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_member(path: Path, member: str) -> bytes:
    """Read one file out of a wheel, an sdist or an npm tarball."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            return wheel.read(member)
    with tarfile.open(path) as tarball:
        file = tarball.extractfile(member)
        if file is None:
            message = f"{path} has no file {member}"
            raise WrongPackageError(message)
        return file.read()

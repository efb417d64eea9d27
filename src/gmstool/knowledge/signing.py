"""Ed25519 keys: who writes snapshots signs them, who reads them trusts a public key."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Final

from gmstool.errors import InputError, OutputError

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_PRIVATE_MODE: Final = 0o600
_LARGEST_KEY: Final = 1 << 16  # bytes


def make_key(path: Path) -> tuple[Path, str]:
    """Write a new private key, for its owner alone, and its public key beside it; the public file and fingerprint."""
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    beside = path.with_name(f"{path.name}.pub")
    for one in (path, beside):
        if one.exists():
            raise OutputError(f"the output {one} exists", "a key is never replaced: name another file")
    made = Ed25519PrivateKey.generate()
    secret = made.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    shown = made.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_MODE), "wb") as file:
            file.write(secret)
        beside.write_bytes(shown)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}", "name a file in a folder of yours") from None
    return beside, fingerprint(made.public_key())


def fingerprint(key: Ed25519PublicKey) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of a public key, by which people compare it."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def private_key(path: Path) -> Ed25519PrivateKey:
    """A private key that only its owner can read."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    if os.name == "posix" and path.is_file() and path.stat().st_mode & 0o077:
        raise InputError(f"others can read the private key {path}", f"chmod 600 {path}")
    try:
        found = load_pem_private_key(small_file(path, _LARGEST_KEY), password=None)
    except (ValueError, TypeError):
        found = None
    if not isinstance(found, Ed25519PrivateKey):
        raise InputError(f"{path} is no Ed25519 private key", "`gms kb keygen` makes one")
    return found


def public_key(path: Path) -> Ed25519PublicKey:
    """Whose signatures are trusted."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        found = load_pem_public_key(small_file(path, _LARGEST_KEY))
    except (ValueError, TypeError):
        found = None
    if not isinstance(found, Ed25519PublicKey):
        raise InputError(f"{path} is no Ed25519 public key", "`gms kb keygen` writes one beside the private key")
    return found


def small_file(path: Path, limit: int) -> bytes:
    """The content of a file that may not be larger than a limit in bytes."""
    try:
        with path.open("rb") as file:
            found = file.read(limit + 1)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from None
    if len(found) > limit:
        raise InputError(f"{path} is larger than {limit:,} bytes", "is it the file you meant?")
    return found

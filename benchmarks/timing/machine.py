"""What it ran on and with; never the name of the machine."""

import os
import platform
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from timing.contenders import Tools


def description() -> list[tuple[str, str]]:
    """Hardware, system, Python and date."""
    return [
        ("date", datetime.now(UTC).date().isoformat()),
        ("cores", str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count())),
        ("CPU", _cpu()),
        ("system", f"{platform.system()} {platform.machine()}"),
        ("Python", platform.python_version()),
    ]


def versions(tools: Tools) -> list[tuple[str, str]]:
    """Of gms, its fast parts, and its peers."""
    programs = [("gms", tools.gms), ("bgzip", "bgzip"), ("bcftools", "bcftools"), ("vembrane", tools.vembrane)]
    packages = ("cyvcf2", "deflate", "stringzilla", "polars")
    return [*((name, program(path)) for name, path in programs), *((name, _package(name)) for name in packages)]


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def program(path: str) -> str:
    """The version that a program tells of itself."""
    if not shutil.which(path):
        return "not installed"
    answer = subprocess.run((path, "--version"), capture_output=True, text=True, check=False)
    words = answer.stdout.strip().splitlines()
    return words[0].split()[-1] if answer.returncode == 0 and words else "unknown"


def _package(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return f"not installed beside Python {sys.version_info.major}.{sys.version_info.minor}"

"""Runs of the example family and tumour, made once, and the commands as a user types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gmstool.cli.main import command_line

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
RARE = [
    "--ped", str(EXAMPLES / "family.ped"), "--genes", "PAH,LMNA", "--impact", "HIGH,MODERATE", "--max-af", "0.005",
]  # fmt: skip
TUMOUR = [
    "--somatic", "--tumour-type", "LUAD", "--genes", "DNMT3A,EGFR", "--impact", "HIGH,MODERATE", "--min-vaf", "0.1",
]  # fmt: skip


def gms(*words):
    """Run a command of gms in this process."""
    name = str(words[0])
    command_line([name]).main([str(word) for word in words], standalone_mode=False, prog_name="gms")


@pytest.fixture(scope="session")
def rare(tmp_path_factory):
    """A finished run of the example family."""
    folder = tmp_path_factory.mktemp("rare") / "run"
    gms("run", EXAMPLES / "family.vcf", *RARE, "-o", folder, "-q")
    return folder


@pytest.fixture(scope="session")
def tumour(tmp_path_factory):
    """A finished run of the example tumour; a limit drops a hot spot that the tumour's own net keeps."""
    folder = tmp_path_factory.mktemp("tumour") / "run"
    gms("run", EXAMPLES / "solid.vcf", *TUMOUR, "-o", folder, "-q", "--report", "md")
    return folder

"""The example summaries in Chromium and LibreOffice: nightly, as both take long to start and few machines have them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[2] / "tools"


@pytest.mark.skipif(not os.environ.get("GMS_NIGHTLY"), reason="nightly: `make browsers` and `make office`")
@pytest.mark.parametrize("tool", ["check_html.py", "check_office.py"])
def test_the_examples_open_in_other_programs(tool):
    run = subprocess.run([sys.executable, TOOLS / tool], capture_output=True, check=False, text=True)

    assert run.returncode == 0, run.stdout

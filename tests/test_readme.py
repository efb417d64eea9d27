"""The README and the manual keep their promises: shown output is real, commands are documented, links lead somewhere.

A ```console block holds command lines after `$ ` and what they print; it runs in a folder with the example files.
GMS_UPDATE_CASES=1 writes the real output into the pages instead of comparing. Read the change before it is committed.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gmstool.cli.main import command_line

ROOT = Path(__file__).parent.parent
GMS = Path(sys.executable).with_name("gms")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("data/**/*.md")])
COMMANDS = sorted(command_line().commands)
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*\n)", re.MULTILINE)
MOST_LINES = 150
EXAMPLE_FILES = ("family.vcf", "family.ped", "panel.txt", "tumour.vcf")


def blocks():
    for page in PAGES:
        for number, block in enumerate(BLOCK.findall(page.read_text("utf-8")), 1):
            yield pytest.param(page, block, id=f"{page.name}, block {number}")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "examples").mkdir()
    for name in EXAMPLE_FILES:
        shutil.copy(ROOT / "examples" / name, tmp_path / "examples" / name)
    return tmp_path


@pytest.mark.parametrize(("page", "block"), [*blocks()])
def test_shown_output_is_what_the_shown_command_prints(page, block, folder):
    real = "".join(f"$ {command}{_printed(command, folder)}" for command in COMMAND.findall(block))
    if os.environ.get("GMS_UPDATE_CASES"):
        page.write_text(page.read_text("utf-8").replace(block, real), "utf-8")
        return

    assert real == block


def _printed(command, folder):
    home = str(folder / "home")
    env = {"PATH": os.environ["PATH"], "HOME": home, "XDG_CONFIG_HOME": home, "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
    words = shlex.split(command.replace("\\\n", " "))
    while "=" in words[0]:
        name, _, value = words.pop(0).partition("=")
        env[name] = value
    assert words[0] == "gms"
    run = subprocess.run(
        [GMS, *words[1:]], cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return run.stdout.decode()


def test_the_readme_shows_a_filter_run():
    shown = BLOCK.findall((ROOT / "README.md").read_text("utf-8"))

    assert any(block.startswith("$ gms filter") for block in shown)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_manual(command):
    assert any(f"gms {command}" in page.read_text("utf-8") for page in PAGES if page.name != "CHANGELOG.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_relative_link_leads_somewhere(page):
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    links = [link.partition("#") for link in re.findall(r"\]\(([^)\s]+)\)", text) if not re.match(r"[a-z]+:", link)]
    targets = [(page.parent / path if path else page, anchor) for path, _, anchor in links]
    lost = [path.name for path, _ in targets if not path.exists()]
    unnamed = [anchor for path, anchor in targets if anchor and anchor not in _anchors(path)]

    assert lost == []
    assert unnamed == []


def _anchors(page):
    """The anchors that a forge makes of a page's headings."""
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_readme_opens_with_the_two_commands_and_stays_short():
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()

    assert len(lines) <= MOST_LINES
    assert [line.split("#")[0].strip() for line in lines[:6] if line.startswith("make")] == ["make demo", "make test"]


def test_the_example_files_are_what_their_script_writes(folder):
    script = shutil.copy(ROOT / "examples" / "make_examples.py", folder / "examples")
    subprocess.run([sys.executable, script], check=True, capture_output=True)
    made = {name: (folder / "examples" / name).read_bytes() for name in EXAMPLE_FILES}

    assert [name for name, data in made.items() if data != (ROOT / "examples" / name).read_bytes()] == []


def test_the_demo_runs_and_fits_a_narrow_terminal():
    run = subprocess.run([sys.executable, ROOT / "examples" / "demo.py"], capture_output=True, check=False)
    shown = run.stdout.decode()

    assert run.returncode == 0, run.stderr
    assert [line for line in shown.splitlines() if len(line) > 80] == []
    assert shown.count("$ gms ") == 11

# `make demo` and `make test` set everything up by themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# hgvs asks for psycopg2, which has no wheel and which its parser and mappers do not need: it is installed alone.
HGVS_NEEDS := attrs parsley bioutils biocommons.seqrepo configparser intervaltree msgspec more-itertools
STAMP := $(VENV)/.installed
# Modules are compiled when they are first imported: most of these are never.
PIP := -m pip install --no-compile --quiet
# Compiled modules are kept, whatever the machine says: the tests start hundreds of processes that import them.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test quick lint docs bench peers clean
.DEFAULT_GOAL := help

help:  ## Show the targets.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 21

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python $(PIP) --upgrade pip  # the one that comes with Python takes a quarter longer for what follows
	$(BIN)/python $(PIP) --editable ".[test,peers]" $(HGVS_NEEDS) || \
	  { echo "no genmod: it needs a C compiler; its tests are skipped"; \
	    $(BIN)/python $(PIP) --editable ".[test]" $(HGVS_NEEDS); }
	$(BIN)/python $(PIP) --no-deps hgvs cdot
	touch $@

demo: $(STAMP)  ## Run the example family and tumour from VCF to summary, and show what a user gets.
	$(BIN)/python examples/demo.py

test: $(STAMP)  ## Tests, ruff, mypy, layers, generated docs; mypy uses one core, so the tests begin beside it.
	$(MAKE) --no-print-directory --jobs=2 lint docs-check suite

.PHONY: suite
suite: $(STAMP)
	$(BIN)/python -m pytest -n 2 --dist worksteal

.PHONY: programs
programs: $(STAMP)  ## Every command line of tests/cases as a program of its own, none of them forked (nightly).
	GMS_CASE_PROGRAMS=1 $(BIN)/python -m pytest -n 2 tests/test_cases.py

quick: $(STAMP)  ## The tests alone, one process.
	$(BIN)/python -m pytest -x -q

lint: $(STAMP)  ## ruff and mypy --strict.
	$(BIN)/ruff check .
	$(BIN)/mypy

docs: $(STAMP)  ## Write the generated pages of docs/.
	$(BIN)/python tools/build_docs.py

.PHONY: docs-check
docs-check: $(STAMP)
	$(BIN)/python tools/build_docs.py --check

peers: $(STAMP)  ## A second environment with vembrane, whose numpy is older than ours.
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python $(PIP) vembrane "numpy<2"

bench: $(STAMP)  ## Time gms against its peers and write docs/benchmarks.md (bcftools and tabix from the system).
	$(BIN)/python benchmarks/speed.py --write

.PHONY: benchmark-criteria benchmark-combining benchmark-family
benchmark-criteria: $(STAMP)  ## Criteria against those of experts, into docs/benchmarks.md (needs ../shared).
	$(BIN)/python benchmarks/criteria.py --write

benchmark-combining: $(STAMP)  ## Classes against those of experts, into docs/benchmarks.md (needs ../shared).
	$(BIN)/python benchmarks/combining.py --write

benchmark-family: $(STAMP)  ## What a family adds to the time of gms filter, into docs/benchmarks.md.
	$(BIN)/python benchmarks/family.py --write

.PHONY: examples browsers office
examples: $(STAMP)  ## Render the example summaries again.
	$(BIN)/python examples/report/make_examples.py

browsers: $(STAMP)  ## Example summaries in headless Chromium: keyboard, print, errors (nightly; skipped without one).
	$(BIN)/python tools/check_html.py

office: $(STAMP)  ## Example summaries in python-docx and LibreOffice (nightly; the latter skipped without one).
	$(BIN)/python tools/check_office.py

clean:  ## Remove what make built.
	rm -rf $(VENV) .venv-peers benchmarks/.data dist

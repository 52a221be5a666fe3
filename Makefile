# Every chore is one word. The first call of any target makes the virtual environment.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ORACLE := .venv-oracle
PEERS := .venv-peers
DOCS := .venv-docs
CORES := $(shell nproc 2>/dev/null || echo 2)

.PHONY: answer browser docs intake-score notebook report test quick fuzz packages matrix lint format types layers bench scale oracle readme shots facts calibration datasheet track-record fit learning pages clean help

help:            ## list the chores
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

answer: $(READY) ## install, and print the answer for Venezuela as of 30 January 2019
	@$(BIN)/standoff ask venezuela-2019 --as-of 2019-01-30

report: $(READY) ## write the report on Venezuela as of 30 January 2019 to docs/venezuela-2019.html
	@$(BIN)/standoff report venezuela-2019 --as-of 2019-01-30 -o docs/venezuela-2019.html

shots: $(READY) browser ## pictures of the workbench, into docs/shots
	$(BIN)/python docs/shots.py

notebook: $(READY) ## run the example notebook and keep what it shows
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt nbclient ipykernel
	$(BIN)/python examples/run_notebook.py

test: $(READY) $(DOCS)/.ready browser ## install, and pass the tests, the linter, the types and the layer rule
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n $(CORES) --dist loadgroup -q

quick: $(READY)  ## the tests of every day: all but the slow ones
	$(BIN)/pytest -n $(CORES) --dist loadgroup -q -m "not slow"

SECONDS ?= 300
SURFACES ?=
fuzz: $(READY)   ## feed hostile input to every reader, SECONDS each; what breaks one is kept in .fuzz/
	$(BIN)/python tests/fuzz/run.py --seconds $(SECONDS) $(SURFACES)

lint: $(READY)   ## ruff
	$(BIN)/ruff check .

format: $(READY) ## let ruff sort imports and format
	$(BIN)/ruff check --fix . && $(BIN)/ruff format .

types: $(READY)  ## mypy --strict
	$(BIN)/mypy

layers: $(READY) ## the rule that arrows only point down
	$(BIN)/lint-imports

SECTIONS ?=
bench: $(READY)  ## measure speed and memory against peers, 25 minutes, or some SECTIONS; writes docs/benchmarks.md
	-@$(MAKE) --no-print-directory $(PEERS)/.ready $(ORACLE)/.ready
	$(BIN)/python -m benchmarks.run $(SECTIONS)

scale: $(READY)  ## the numbers of the plan in docs/scale.md; what two workers gain is `make bench SECTIONS=cluster`
	$(BIN)/python -m benchmarks.plan

oracle: $(READY) $(ORACLE)/.ready ## compare the filter with the library particles, in an environment of its own
	$(BIN)/pytest -q -s tests/oracle/agreement.py

readme: $(READY) ## put the real output of `make answer` into the README
	$(BIN)/python docs/fill_readme.py

facts: $(READY)  ## what the priors make of known regularities, without evidence; writes docs/facts.md
	$(BIN)/python docs/facts.py

calibration: $(READY) ## rank the truth in invented standoffs, ten minutes or more; writes docs/calibration.md and its figures
	$(BIN)/python docs/calibration.py

datasheet: $(READY) ## count the library of cases anew; writes docs/datasheet.md
	$(BIN)/python docs/datasheet.py

track-record: $(READY) ## forecast every case of the library and score it, 20 minutes; writes docs/track-record.md
	$(BIN)/python docs/track_record.py

fit: $(READY)    ## learn the coefficients anew from the library, into the package; a quarter of an hour
	$(BIN)/standoff fit --to src/standoff/model/learned.yaml

learning: $(READY) ## measure ways of learning on invented libraries, ten minutes; writes docs/learning.md
	$(BIN)/python docs/learning.py

SENTENCES ?= ../shared/data/event-coding
intake-score: $(READY) ## score the coder of sentences on expected codings in SENTENCES, where they are; writes docs/intake.md
	$(BIN)/python docs/intake_score.py $(SENTENCES)

packages: $(READY) ## build sdist and wheel into dist/, twice alike, and check what they hold and tell
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt build hatchling packaging
	@$(BIN)/python -m delivery.packages

PYTHONS ?= $(PYTHON)
matrix: packages ## install lowest and newest releases into empty environments, core and each extra alone, and try them, 20 minutes
	@$(BIN)/python -m delivery.matrix --sdist --python $(PYTHONS)

pages: $(READY)  ## run every block of the documentation and write what it prints under it
	$(BIN)/python docs/run_page.py

docs: $(DOCS)/.ready ## build the documentation into site/, every link checked; asks no network once installed
	$(DOCS)/bin/zensical build --clean --strict

clean:           ## remove the virtual environments and caches
	rm -rf $(VENV) $(ORACLE) $(PEERS) $(DOCS) site .cache .fuzz dist artefacts .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# Debian ships python3 without ensurepip, and no browser; a machine where we may install them gets them, any other says what to do.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Standoff needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq python3-venv; } || { echo "Python has no venv module. Run: apt-get install python3-venv" >&2; exit 2; }
	@echo "Making the virtual environment (once) ..." >&2
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[view,intake,web,dask]" pytest pytest-xdist hypothesis mypy ruff import-linter scipy altair playwright httpx schemathesis
	@touch $@

# The tests look at the report in Debian's Chromium; where it cannot be had they are skipped, and say so.
browser:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq chromium fonts-dejavu >/dev/null; } || echo "No Chromium here: the tests of the page in a browser are skipped. Run: apt-get install chromium" >&2

# particles wants NumPy below 2, so it lives apart; it and Standoff exchange numbers as JSON.
$(ORACLE)/.ready: constraints-oracle.txt | $(READY)
	@echo "Making the environment of the library particles (once) ..." >&2
	@$(PYTHON) -m venv $(ORACLE)
	@$(ORACLE)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints-oracle.txt particles
	@touch $@

# What `make bench` compares with lives apart too; a section whose peers cannot be had says so and is left out.
$(PEERS)/.ready: constraints-peers.txt | $(READY)
	@echo "Making the environment of the peers of make bench (once) ..." >&2
	@$(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --pre -c constraints-peers.txt mesa mesa-frames agentpy pyabc
	@touch $@

# The site generator lives apart: the package does not know it.
$(DOCS)/.ready: constraints-docs.txt | $(READY)
	@echo "Making the environment of the documentation (once) ..." >&2
	@$(PYTHON) -m venv $(DOCS)
	@$(DOCS)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints-docs.txt zensical mkdocstrings-python
	@touch $@

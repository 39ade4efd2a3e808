# Everything runs in .venv, which every target makes when it is missing or out of date.
PYTHON ?= python3
CORPUS ?= ../shared/corpus/UNxml-GAresolutions
SOURCES ?= ../shared/corpus
CORPUS_VERSION ?= 42a69b67bb92d23969fc45bba151320b82eb8e52
BIN := .venv/bin
READY := .venv/.ready# what the notebooks need
DEV := .venv/.dev# what the tests need besides
OLDEST := .venv-lowest
JOBS ?= auto# processes that test, at most four: one may come to hold five gigabytes
PYTEST := -m pytest -q --numprocesses $(JOBS) --maxprocesses 4 --dist loadgroup \
  --no-loadscope-reorder
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check
ALL := --extra lab --extra build --extra dev --extra browser --extra regression
LOCK := uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url \
  --custom-compile-command "make lock" pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help analysis test lint check lowest mutants torture lab notebooks docs data older wordlists registry sweep bench lock clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /|/' | awk -F'|' '{printf "  make %-10s %s\n", $$1, $$2}'

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "found $$($(PYTHON) --version 2>&1), expected Python 3.11 or newer: make ... PYTHON=python3.12"; exit 1; }
	@echo "setting up .venv (once; a few minutes)"
	@$(PYTHON) -m venv --clear .venv || \
	  { echo "found no venv module, expected it with Python: on Debian and Ubuntu, apt install python3-venv"; exit 1; }
	@$(BIN)/python $(PIP_INSTALL) -r requirements.lock
	@$(BIN)/python $(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): requirements-dev.lock $(READY)
	@echo "adding to .venv what the tests need (once; a minute or two)"
	@$(BIN)/python $(PIP_INSTALL) -r requirements-dev.lock
	@touch $@

analysis: $(READY) ## run the notebooks and write report/index.html
	@$(BIN)/unres report --out report

test: $(DEV) ## run all tests, the notebooks included; TESTS='-m "not slow"' runs some
	@$(BIN)/python $(PYTEST) --durations=5 $(TESTS)

lint: $(DEV) ## style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

check: lint ## style, types and the fast tests
	@$(BIN)/python $(PYTEST) -m "not slow"

$(OLDEST)/.ready: requirements-lowest.lock pyproject.toml
	@echo "setting up $(OLDEST) (once; a few minutes)"
	@$(PYTHON) -m venv --clear $(OLDEST)
	@$(OLDEST)/bin/python $(PIP_INSTALL) -r requirements-lowest.lock
	@$(OLDEST)/bin/python $(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

# left out is what no library of another version could change, and takes long
lowest: $(OLDEST)/.ready ## fast tests with the oldest versions allowed (Python 3.11, 3.12)
	@UNRES_CORPUS=none $(OLDEST)/bin/python $(PYTEST) -m "not slow and not reference" \
	  --ignore tests/untrusted --ignore tests/test_docs.py --ignore tests/test_house.py \
	  --ignore tests/test_days.py --ignore tests/test_names.py --ignore tests/test_symbols.py

mutants: $(DEV) ## make small changes to the code and count which the fast tests notice
	@$(BIN)/python tools/mutants.py

torture: $(DEV) ## mutated files, kills, flipped bits, a full disk: count what is lost
	@$(BIN)/python tests/untrusted/torture.py

lab: $(READY) ## open JupyterLab on the notebooks
	@$(BIN)/jupyter lab --notebook-dir=. --LabApp.default_url=/lab/tree/notebooks

notebooks: $(READY) ## run the notebooks again and store them with their outputs
	@$(BIN)/unres report --in-place

.venv/.docs: requirements-docs.lock $(READY)
	@$(BIN)/python $(PIP_INSTALL) -r requirements-docs.lock
	@touch $@

docs: .venv/.docs ## write the site of the documentation to site/html
	@$(BIN)/python -m sphinx --quiet --fail-on-warning --keep-going -c docs . site/html
	@echo "site/html/index.html"

data: $(READY) ## rebuild data/ from CORPUS
	@$(BIN)/unres build "$(CORPUS)" data --no-texts --source-version "$(CORPUS_VERSION)"

older: $(READY) ## rebuild data/older, the selection before session 74, from SOURCES
	@$(BIN)/python tools/older.py "$(SOURCES)/older/GA_before_74.jsonl.xz" data/older

wordlists: $(READY) ## derive the list of openers from SOURCES, that of words from data/
	@$(BIN)/python tools/openers.py "$(SOURCES)"
	@$(BIN)/python tools/words.py data

nearness: $(READY) ## learn what is near in other words, from the texts beside CORPUS (minutes)
	@UNRES_CORPUS="$(SOURCES)/.." $(BIN)/python -m tools.nearness

registry: $(READY) ## list the public files with their SHA-256, from the folder above CORPUS
	@$(BIN)/python tools/registry.py "$(CORPUS)/.."

sweep: $(READY) ## write the sweep of numbers of topics that comes with the library
	@$(BIN)/python tools/sweep.py

bench: $(DEV) ## measure speed beside what one would use instead
	@$(BIN)/python -m benchmarks

lock: ## write the locks anew: newest and oldest versions, documentation (needs uv)
	$(LOCK) --extra lab --extra build -o requirements.lock
	$(LOCK) $(ALL) -o requirements-dev.lock --constraint requirements.lock
	$(LOCK) $(ALL) -o requirements-lowest.lock --resolution lowest-direct
	$(LOCK) --extra docs -o requirements-docs.lock --constraint requirements-dev.lock

clean: ## remove the environments, the report and caches
	rm -rf .venv $(OLDEST) report site docs/api .pytest_cache .ruff_cache .mypy_cache .hypothesis

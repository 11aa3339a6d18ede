# Two commands do everything: `make book` and `make test`. Both may be interrupted and run again.

PYTHON ?= python3
JOBS ?= 1
# Text and paths are UTF-8 whatever the locale.
export PYTHONUTF8 := 1
# Packages and options of the user are not ours; where the home folder cannot be written, pip keeps nothing.
unexport PYTHONPATH PYTHONHOME PIP_TARGET PIP_PREFIX
export PIP_USER := 0
ifneq ($(shell test -w "$$HOME" && echo yes),yes)
export PIP_NO_CACHE_DIR := 1
endif
VENV := .venv
BIN := $(VENV)/bin
LOCKED := $(VENV)/.locked
READY := $(VENV)/.ready
LINT = $(BIN)/ruff check --quiet . notebooks/*/*.ipynb && \
  $(BIN)/ruff format --check --quiet . notebooks/*/*.ipynb && \
  $(BIN)/python -m mypy --no-error-summary

.PHONY: help setup book pdf test hostile lint format check reference sweep multiverse serve lock release clean
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

setup: $(READY) ## make the environment in .venv (once; the other targets do it too)

book: $(READY) ## run the notebooks and build the book into _build/html (JOBS=2: notebooks side by side)
	@$(BIN)/copro build --jobs $(JOBS)

pdf: book ## print the whole book to one PDF in _build/pdf (needs Chromium; CHROMIUM=... names it)
	@$(BIN)/copro pdf

# lint runs beside the build; what it found is said last.
test: $(READY) ## build the book and run all tests, the notebooks against their committed outputs among them
	@mkdir -p _build
	@{ $(LINT); } >_build/lint.txt 2>&1 & lint=$$!; \
	  $(BIN)/copro build --jobs 2; built=$$?; \
	  wait $$lint || { cat _build/lint.txt >&2; exit 1; }; exit $$built
	@$(BIN)/python -m pytest --nbval --numprocesses logical --dist loadfile --no-loadscope-reorder tests configurational/tests notebooks

hostile: $(READY) ## try what makes compendia fail elsewhere: odd folders, homes, locales, machines (an hour)
	@$(BIN)/python -m pytest -m hostile tests/pipeline/test_hostile.py

lint: $(READY) ## look at the style of code and notebooks, and at the types of copro
	@$(LINT)

format: $(READY) ## format code and notebooks, and mend what ruff can
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/python .ci/format_notebooks.py

check: $(READY) ## run everything anew, compare with the reference, write a certificate
	@$(BIN)/copro check --jobs $(JOBS)

reference: $(READY) ## renew the committed reference outputs (results/ and the notebooks)
	@$(BIN)/copro reference --jobs $(JOBS)

sweep: $(READY) ## make every choice of every chapter (JOBS=2; 20 minutes on 2 cores)
	@$(BIN)/copro sweep --jobs $(JOBS)

multiverse: $(READY) ## SPECIFICATIONS=N PERMUTATIONS=N of each claim, PROFILE=slurm on a cluster (docs/cluster.md)
	@$(BIN)/copro multiverse --jobs $(JOBS) $(if $(SPECIFICATIONS),--specifications $(SPECIFICATIONS)) \
	  $(if $(PERMUTATIONS),--permutations $(PERMUTATIONS)) $(if $(PROFILE),--profile $(PROFILE))

serve: book ## show the book on this machine, on port 8000
	@$(BIN)/python -m http.server 8000 --bind localhost --directory _build/html

lock: $(READY) ## renew requirements.lock from the ranges in pyproject.toml
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile pyproject.toml --extra test --extra cluster --python-version 3.11 --universal \
	  --no-emit-package configurational \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet -o requirements.lock

release: $(READY) ## VERSION=1.2.3 sets the version everywhere and writes archive and sums (docs/publish.md)
	@$(BIN)/copro release "$(VERSION)"

clean: ## remove everything that was built, the virtual environment too
	rm -rf _build .snakemake $(VENV)

# A stamp is written last: an interrupted installation has none and starts from an empty folder.
$(LOCKED): requirements.lock
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(not (3, 11) <= v < (3, 14) and "Python 3.11, 3.12 or 3.13 is needed, found %d.%d; name another with PYTHON=..." % v)'
	@echo "setting up $(VENV) (once; a few minutes)"
	@mkdir -p $(VENV) || { echo "give yourself the right to write here, or name other folders: make book VENV=FOLDER COPRO_BUILD=FOLDER"; exit 1; } >&2
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

# pip writes the paths of the two packages into files that Python reads in the locale's encoding, before
# any setting of ours counts. From the environment's own folder the same paths are plain ASCII.
RELATIVE := import os, pathlib, sysconfig; packages = sysconfig.get_path("purelib"); \
  [pathlib.Path(packages, "_%s.pth" % name).write_text(os.path.relpath(folder, packages) + "\n", encoding="ascii") \
   for name, folder in (("copro", "."), ("configurational", "configurational/src"))]

$(READY): $(LOCKED) pyproject.toml configurational/pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation \
	  --editable configurational --editable .
	@$(BIN)/python -c '$(RELATIVE)'
	@touch $@

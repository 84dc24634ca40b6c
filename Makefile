# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
# Everything runs inside .venv, made here with plain Python and pip. No target touches the system.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= auto
PHASES := $(VENV)/phases.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# $(call phase,NAME,COMMAND): run COMMAND and note how many seconds the phase took.
phase = @printf '\n== %s\n' '$(1)'; SECONDS=0; { $(2); } || exit 1; printf '%5d s  %s\n' "$$SECONDS" '$(1)' >> $(PHASES)

.PHONY: help
help: ## Show what can be asked for
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 28

# ------------------------------------------------------------------------------------ install

# The first Python of these that is 3.11 or newer and can make environments.
$(BIN)/python:
	@for python in $${PYTHON:-python3.11 python3 python3.12 python3.13 python3.14}; do \
	  if "$$python" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    exec "$$python" -m venv $(VENV); \
	  fi; \
	done; \
	echo 'jiesu needs Python 3.11 or newer with its venv module.' >&2; \
	echo 'On Debian and Ubuntu: install the packages python3 and python3-venv.' >&2; exit 1

$(VENV)/.runtime: requirements.txt pyproject.toml | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --no-index --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.txt pyproject.toml | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --no-index --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.runtime

.PHONY: install
install: ## Make .venv with everything that developing needs
	$(call phase,install,$(MAKE) -s --no-print-directory $(VENV)/.dev)

# ---------------------------------------------------------------------------------------- use

# Says within the first seconds what is happening; silent where nothing is left to install.
.PHONY: install-to-run
install-to-run:
	@[ -e $(VENV)/.runtime ] || echo '首次运行：正在安装（一两分钟）…… / First run: installing, a minute or two …'
	@$(MAKE) -s --no-print-directory $(VENV)/.runtime

.PHONY: demo
demo: install-to-run ## Show Beijing with two months of invented history, alive (JIESU_PACK=example: a small town)
	@JIESU_PACK=$${JIESU_PACK:-beijing} $(BIN)/jiesu demo

.PHONY: serve
serve: $(VENV)/.runtime ## Serve the city on this machine
	@$(BIN)/jiesu serve

# -------------------------------------------------------------------------------------- check

.PHONY: test
test: begin install lint walls types unit integration journeys ## Install, lint, check types and run every test
	@printf '\n== seconds by phase\n'; cat $(PHASES)

.PHONY: begin
begin: | $(BIN)/python
	@: > $(PHASES)

.PHONY: lint
lint: $(VENV)/.dev ## Style and formatting
	$(call phase,lint,$(BIN)/ruff check && $(BIN)/ruff format --check)

.PHONY: walls
walls: $(VENV)/.dev ## Who may import whom
	$(call phase,walls,$(BIN)/lint-imports --no-logo)

.PHONY: types
types: $(VENV)/.dev ## Static types
	$(call phase,types,$(BIN)/mypy)

QUICK := unit property spec contract architecture docs

.PHONY: unit
unit: $(VENV)/.dev ## Tests without a database; the pure core must be covered to the last branch
	$(call phase,unit,$(BIN)/pytest -q -n $(WORKERS) --cov --cov-report=term $(wildcard $(addprefix tests/,$(QUICK))))

.PHONY: integration
integration: $(VENV)/.dev ## Tests against PostgreSQL (the wheel brings its own)
	$(call phase,integration,$(BIN)/pytest -q -n $(WORKERS) tests/integration tests/proofs)

.PHONY: journeys
journeys: $(VENV)/.dev ## Walk through the pages with a real browser (Debian: chromium fonts-noto-cjk)
	$(call phase,journeys,$(BIN)/pytest -q -n $(WORKERS) tests/journeys)

.PHONY: check-long
check-long: $(shell sed -n 's/^\(check-long-[a-z-]*\):.*/\1/p' $(firstword $(MAKEFILE_LIST))) ## Every proof that takes minutes

.PHONY: check-long-faults
check-long-faults: $(VENV)/.dev ## Every statement and every row of every command fails in turn
	$(call phase,check-long-faults,$(BIN)/pytest -q -m long -n $(WORKERS) tests/proofs/test_faults.py)

.PHONY: check-long-kills
check-long-kills: $(VENV)/.dev ## A hundred kills of database, clients and workers under load
	$(call phase,check-long-kills,$(BIN)/pytest -q -m long tests/proofs/test_kills.py)

.PHONY: check-long-hands
check-long-hands: $(VENV)/.dev ## Fifty thousand deeds of many hands on the same few cases
	$(call phase,check-long-hands,$(BIN)/pytest -q -m long tests/proofs/test_hands.py)

LIFECYCLES := tests/property/test_lifecycle.py tests/proofs/test_lifecycle.py

.PHONY: check-long-lifecycle
check-long-lifecycle: $(VENV)/.dev ## Fifty thousand steps of the state machines
	$(call phase,check-long-lifecycle,HYPOTHESIS_PROFILE=long $(BIN)/pytest -q -m long -n $(WORKERS) $(LIFECYCLES))

.PHONY: check-long-defects
check-long-defects: $(VENV)/.dev ## Plant defects and see the proofs find them
	$(call phase,check-long-defects,$(BIN)/pytest -q -m long -n $(WORKERS) tests/proofs/test_defects.py)

.PHONY: check-long-journeys
check-long-journeys: $(VENV)/.dev ## The journeys that take minutes
	$(call phase,check-long-journeys,$(BIN)/pytest -q -m long -n $(WORKERS) tests/journeys || test $$? = 5)

.PHONY: check-long-tests
check-long-tests: $(VENV)/.dev ## The other tests that take minutes
	$(call phase,check-long-tests,HYPOTHESIS_PROFILE=long $(BIN)/pytest -q -m long tests --ignore=tests/journeys --ignore=tests/proofs --ignore=tests/property/test_lifecycle.py)

# --------------------------------------------------------------------------------------- tend

.PHONY: fmt
fmt: $(VENV)/.dev ## Format the code and mend what can be mended
	@$(BIN)/ruff check --fix-only --quiet; $(BIN)/ruff format

.PHONY: docs
docs: $(VENV)/.dev ## Write the reference pages and the outputs of examples again
	@$(BIN)/python -m tools.generate_reference
	@$(BIN)/python -m tools.run_documents

.PHONY: lock
lock: $(VENV)/.dev ## Resolve the requirements files again (needs uv in .venv)
	@compile() { $(BIN)/uv pip compile pyproject.toml --universal --generate-hashes \
	  --python-version 3.11 --no-header --annotation-style line --no-emit-index-url \
	  --no-emit-find-links --no-strip-extras --quiet "$$@"; }; \
	compile --extra build --extra dev -o requirements-dev.txt; \
	compile --extra build --constraints requirements-dev.txt --no-annotate -o requirements.txt

.PHONY: clean
clean: ## Remove what tools and tests leave behind; .venv and data in var stay
	@rm -rf build dist htmlcov .coverage .coverage.* .hypothesis .mypy_cache .ruff_cache \
	  .pytest_cache .import_linter_cache src/*.egg-info
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

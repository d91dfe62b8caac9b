# make demo [ONCE=1] | test | check | bench | screens | docs | lock | clean
# PYTHON=python3.12 chooses the interpreter, ARGS="…" goes to pytest and to the benchmarks.
.DEFAULT_GOAL := setup
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory --no-builtin-rules

PYTHON ?= python3
VENV := $(CURDIR)/.venv
VENDOR := scorm_bridge/player/vendor
SCORM_AGAIN := node_modules/scorm-again

# Node comes from PyPI, in the environment's own bin; nothing of the machine's is used.
export PATH := $(VENV)/bin:$(PATH)
export VIRTUAL_ENV := $(VENV)
# Trust what the machine trusts, as pip does: a company's network may have a root of its own.
export UV_SYSTEM_CERTS := 1
npm := NODE_OPTIONS=--use-system-ca npm
# A stamp carries the sum of what it was made from: it is stale when the content changes,
# whatever the clock says.
sum = $(shell cat $(1) | cksum | tr -s ' ' -)
PYTHON_STAMP := .venv/.stamp-$(call sum,requirements.lock pyproject.toml)
NODE_STAMP := node_modules/.stamp-$(call sum,package-lock.json .npmrc)

.PHONY: setup demo test check format bench screens docs wheel lock clean

setup: $(PYTHON_STAMP) $(NODE_STAMP)
	@:

demo: setup
	@exec obole demo $(if $(ONCE),--once)

test: setup
	@exec pytest -n logical --maxprocesses 4 --dist worksteal $(ARGS)

check: setup
	ruff format --check
	ruff check
	mypy
	lint-imports

format: setup
	ruff format
	ruff check --fix

bench: setup
	@exec python -m tests.benchmarks $(ARGS)

# Pictures of the learner pages, and the document that shows them.
screens: setup
	@OBOLE_SCREENS=docs pytest -q tests/screens

# The conversation in docs/slack.md, and the rules in docs/rules.md.
docs: setup
	@OBOLE_DOCS=1 pytest -q tests/bot/test_conversation.py tests/test_rules_document.py

wheel: setup
	uv build --quiet --wheel --no-build-isolation

# Both locks name packages and hashes, and no place to fetch them from.
lock: $(PYTHON_STAMP)
	uv lock --quiet --upgrade
	uv export --quiet --frozen --no-emit-project --no-emit-index-url --no-header --no-annotate -o requirements.lock
	$(npm) install --loglevel=error --package-lock-only --ignore-scripts >/dev/null

clean:
	rm -rf .venv node_modules $(VENDOR) build dist var .cache
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PYTHON_STAMP):
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo 'Obole needs Python 3.11 or newer with venv (Debian: apt install python3-venv); name one: make PYTHON=python3.12'; exit 1; }
	@echo 'setup: Python packages into .venv'
	@rm -f .venv/.stamp-*
	@{ [ -x .venv/bin/uv ] && .venv/bin/python -c ''; } 2>/dev/null || { \
	  $(PYTHON) -m venv --clear .venv && sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .venv/uv.lock && \
	  .venv/bin/python -m pip install --quiet --require-hashes --no-deps -r .venv/uv.lock; }
	@uv pip sync --quiet --require-hashes requirements.lock
	@uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# Node's own scripts are not run: nothing here compiles, and one would fetch a browser.
$(NODE_STAMP): | $(PYTHON_STAMP)
	@echo 'setup: npm packages into node_modules'
	@rm -f node_modules/.stamp-*
	@$(npm) ci --loglevel=error --ignore-scripts --omit=optional >/dev/null
	@mkdir -p $(VENDOR)
	@cp $(SCORM_AGAIN)/dist/scorm12.min.js $(SCORM_AGAIN)/dist/scorm2004.min.js $(SCORM_AGAIN)/LICENSE $(VENDOR)/
	@touch $@

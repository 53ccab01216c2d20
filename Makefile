# The verbs of the portal. `make` alone lists them.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2

VENV := .venv
BIN := $(VENV)/bin
TEMPLATES = $$(git ls-files 'templates/*.html' '*/templates/*.html')
INSTALL = $(BIN)/pip install --disable-pip-version-check --no-input --quiet --require-hashes

# The address that links carry follows the port, unless it is given.
export SITE_URL ?= http://localhost:$(PORT)

.DEFAULT_GOAL := help
.PHONY: help run dev test bench quality operations faults soak together check fix doctor messages record lint-api clients fuzz-api lock runtime tools

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo 'Settings come from the environment: see .env.example. PORT, HOST, WORKERS and PYTHON may be given, too.'

run: runtime  ## the portal on http://localhost:8000, prepared and served as in production
	@$(BIN)/python manage.py setup
	@echo 'The portal: $(SITE_URL)'
	@MALLOC_ARENA_MAX=1 exec $(BIN)/granian --interface wsgi --host $(HOST) --port $(PORT) --workers $(WORKERS) \
		--blocking-threads 4 --log-level warning khartoum.wsgi:application

dev: runtime  ## the same with error pages and automatic reload
	@$(BIN)/python manage.py setup
	@DEBUG=yes $(BIN)/python manage.py runserver $(HOST):$(PORT)

test: tools  ## all tests, on SQLite or on DATABASE_URL; ARGS go to pytest
	@$(BIN)/pytest -n auto --dist worksteal $(ARGS)

bench: runtime  ## how fast it is, beside nginx and a plain Django; ARGS=--quick takes three minutes
	@$(BIN)/python -m scripts.bench $(ARGS)

quality: tools  ## how good the public pages are, measured: docs/quality.md; URL=… asks a portal that runs
	@URL=$(URL) $(BIN)/python -m scripts.quality $(ARGS)

check: tools  ## what the build checks besides the tests
	@$(BIN)/python -m scripts.check

faults: tools  ## hurts a portal that runs as deployed, and counts what is noticed: docs/faults.md; ARGS=--short or --only …
	@$(BIN)/python -m scripts.faults $(ARGS)

soak: tools  ## an hour at the highest rate the machine sustains: memory and failures; ARGS=--minutes N
	@$(BIN)/python -m scripts.faults.soak $(ARGS)

together: tools  ## two web machines, a replica, Redis, a store and nginx at work together: docs/growing.md
	@TOGETHER=yes $(BIN)/pytest -n0 -s -p no:cacheprovider tests/operations/test_together.py $(ARGS)

operations: tools  ## docs/operations.md executed on a clean Debian, upgrades under load; needs root and debootstrap
	@$(BIN)/python -m scripts.try_operations $(ARGS)

fix: tools  ## repairs what a machine can
	@$(BIN)/ruff check --fix --exit-zero --quiet .
	@$(BIN)/ruff format .
	@$(BIN)/djade $(TEMPLATES)

doctor: runtime  ## what is wrong with this portal, and how it is mended; ARGS=--json for programs
	@$(BIN)/python manage.py doctor $(ARGS)

messages: tools  ## brings the catalogues in locale/ up to the code and the templates
	@$(BIN)/python manage.py messages

record: runtime  ## loads data/record into the database; what staff have edited stays
	@$(BIN)/python manage.py load_record $(ARGS)

lint-api: tools  ## the API's description by the usual rule sets; needs Node
	@$(BIN)/python -m scripts.lint_api

clients: tools  ## a Python and a TypeScript client, made from a running portal, read all of it; URL=…
	@URL=$${URL:-$(SITE_URL)} $(BIN)/python -m scripts.try_clients

fuzz-api: tools  ## asks a running portal a thousand odd questions of each operation; URL=…, EXAMPLES=…
	@URL=$${URL:-$(SITE_URL)} $(BIN)/python -m scripts.fuzz_api

lock: tools  ## resolves the requirements of pyproject.toml anew
	@export UV_CUSTOM_COMPILE_COMMAND='make lock'; \
	lock="$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes $(ARGS)"; \
	$$lock -o requirements/runtime.txt pyproject.toml; \
	$$lock --group dev -o requirements/dev.txt pyproject.toml

# Installed again only if the file differs from the copy kept at the last install.
runtime: $(BIN)/python
	@cmp -s requirements/runtime.txt $(VENV)/runtime.txt \
		|| { echo 'Installing what the portal needs …' \
		&& $(INSTALL) -r requirements/runtime.txt \
		&& cp requirements/runtime.txt $(VENV)/runtime.txt; }

tools: $(BIN)/python
	@cmp -s requirements/dev.txt $(VENV)/dev.txt \
		|| { echo 'Installing what tests and checks need …' \
		&& $(INSTALL) -r requirements/dev.txt \
		&& cp requirements/dev.txt $(VENV)/dev.txt \
		&& cp requirements/runtime.txt $(VENV)/runtime.txt; }

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "The portal needs Python 3.11 or newer: make PYTHON=…")'
# Debian without python3-venv leaves half of one behind, which the next call would take for made.
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

# Everything starts here. `make help` lists what there is; nothing outside this folder is written.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
# A stamp named by what it was made from: an unchanged list costs nothing, a changed one installs.
RUN_STAMP := $(VENV)/.run-$(shell cat requirements.txt | cksum | cut -d' ' -f1)
DEV_STAMP := $(VENV)/.dev-$(shell cat requirements.txt requirements-dev.txt | cksum | cut -d' ' -f1)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help run test lint format bench soak clean
.DEFAULT_GOAL := help

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUN_STAMP) ## Set up, load the demo town, serve at http://127.0.0.1:8000 (PORT=… for another)
	@CIVIC_DEMO=$${CIVIC_DEMO-1} $(BIN)/flask --app app up --port $(PORT)

test: $(DEV_STAMP) ## Set up and run the whole suite, group by group (GROUPS="unit rest" for some)
	@$(BIN)/python -m tests.run $(GROUPS)

lint: $(DEV_STAMP) ## Check Python and templates for style
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint civic/templates --lint --quiet

format: $(DEV_STAMP) ## Put Python into the one format
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

bench: $(DEV_STAMP) ## Measure requests per second against bare Flask (needs wrk); benchmarks/results.json
	@$(BIN)/python -m benchmarks.run

soak: $(DEV_STAMP) ## The long checks, one by one, resumable; benchmarks/soak.json
	@$(BIN)/python -m benchmarks.soak

clean: ## Remove what tests and builds left behind (never the data of `make run`)
	rm -rf instance/test-* instance/asked instance/bytecode instance/shared .pytest_cache .ruff_cache .hypothesis civic/static/build
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; say which: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Making the virtual environment …"
	@$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): $(BIN)/python
	@echo "Installing what the site needs (once) …"
	@$(PIP) install -r requirements.txt
	@rm -f $(VENV)/.run-*; touch $@

$(DEV_STAMP): $(BIN)/python
	@echo "Installing what tests and checks need (once) …"
	@$(PIP) install -r requirements-dev.txt
	@rm -f $(VENV)/.dev-*; touch $@

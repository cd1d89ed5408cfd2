# Two commands on a fresh machine: `make report` checks the seed articles, `make test` runs the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# A CPU build of torch is enough everywhere; elsewhere than on Linux PyPI's own build is one.
TORCH ?= torch==2.13.0

export OMP_WAIT_POLICY ?= passive
export TOKENIZERS_PARALLELISM ?= false

.PHONY: report test lint docs bench clean setup

setup: $(READY)

$(READY): pyproject.toml
	@echo "== making the virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check "$(TORCH)"
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@

report: $(READY)
	@echo "== checking seeds/"
	@mkdir -p reports
	@$(BIN)/mtcheck check seeds --output reports/seeds.json --output reports/seeds.html
	@echo "== done: open reports/seeds.html"

lint: $(READY)
	@echo "== ruff and mypy"
	@$(BIN)/ruff check .
	@$(BIN)/mypy -p mtcheck

test: lint
	@echo "== tests"
	@$(BIN)/python -m pytest

docs: $(READY)
	@echo "== writing mtcheck/docs/cli.md"
	@$(BIN)/python -m mtcheck.cli.reference mtcheck/docs/cli.md

bench: $(READY)
	@$(BIN)/python tests/bench.py

clean:
	rm -rf $(VENV) build dist

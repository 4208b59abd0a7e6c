# The two commands of the README, and those a contributor needs. Each does its own set-up in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2

.PHONY: demo test check lint types imports current wheel-check docs bench notebooks clean

demo: $(VENV)/.base
	@$(BIN)/araz whatif Iran --explain --format table --db example

test: $(VENV)/.test
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

check: lint types imports current

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test
	$(BIN)/basedpyright

imports: $(VENV)/.test
	$(BIN)/lint-imports

current: $(VENV)/.test
	$(BIN)/python -m araz.ontology.generate --check
	$(BIN)/python -m araz.loaders.states --check
	$(BIN)/python -m araz.loaders.example_build --check
	$(BIN)/python -m araz.cli_reference --check

# The wheel in an environment of its own: minutes, and the package registry.
wheel-check: $(VENV)/.test
	$(BIN)/python -m pytest tests/house/wheel_check.py

# Jupyter starts for root only when told so; in a container there is nobody else.
notebooks: $(VENV)/.notebook
	$(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) notebooks

bench: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .ruff_cache .hypothesis

# A stamp file for each set of packages: `make demo` needs no test tools.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Araz needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name one: make PYTHON=python3.12 …" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.base: pyproject.toml | $(VENV)/bin/python
	@echo "Setting up .venv (once, a few minutes) …" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.test: pyproject.toml | $(VENV)/bin/python
	@echo "Setting up .venv with the test tools (once, a few minutes) …" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@ $(VENV)/.base

$(VENV)/.notebook: pyproject.toml | $(VENV)/bin/python
	@echo "Setting up .venv with JupyterLab (once, a few minutes) …" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[notebook]'
	@touch $@ $(VENV)/.base

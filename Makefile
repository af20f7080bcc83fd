# Huilin 惠邻. `make demo` shows the whole job on a fresh machine; `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help setup demo example test check bench conformance lock clean

BIN := .venv/bin
READY := .venv/.ready

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(READY)  ## a virtual environment in .venv with the command huilin

$(READY): requirements.lock pyproject.toml tools/setup.sh
	@sh tools/setup.sh
	@touch $@

demo: $(READY)  ## inbox → books → check → close → disclosure, on a copy of ledger/ in build/demo
	@sh tools/demo.sh

example: $(READY)  ## write the example community in ledger/ anew, byte for byte
	@$(BIN)/python -m tools.example

test: $(READY)  ## every test
	@sh tools/for_tests.sh
	@$(BIN)/python -m pytest -q -n auto --dist loadfile

check: $(READY)  ## style, types and the layers of ARCHITECTURE.md
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

bench: $(READY)  ## time and memory of the main job, printed with ratios
	@$(BIN)/python -m tools.bench

conformance: $(READY)  ## every sample of a true statement read, and compared with its index
	@$(BIN)/python -m tools.conformance

lock:  ## write requirements.lock anew from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --custom-compile-command 'make lock' --group dev pyproject.toml -o requirements.lock

clean:  ## remove what was built
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

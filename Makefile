# Two commands do everything: `make run` and `make test`. Both set up first, once.
SHELL := /bin/bash
PY := .venv/bin/python
# xvfb-run gives every test a virtual screen; elsewhere (macOS) the real one is used.
SCREEN = $(if $(shell command -v xvfb-run),env -u WAYLAND_DISPLAY xvfb-run -a -s "-screen 0 1280x1024x24 -noreset")
SETUP_FILES := pyproject.toml constraints.txt scripts/setup.sh scripts/system-packages.txt

export SCAN PYTHON SKIP_SYSTEM_PACKAGES

.PHONY: help run test lint format translations bench dist-check bundle clean

help:
	@echo "make run              the window on a bundled sample (without a display: its picture and result)"
	@echo "make run SCAN=file    the same on a scan of yours"
	@echo "make test             every check and every test"
	@echo "make bench            speed and memory, stage by stage"
	@echo "make dist-check       the wheel, installed and tried in a new environment"
	@echo "make bundle           the standalone folder dist/btp-inspect, which needs no Python"
	@echo "make format           lays out the code as the checks want it"
	@echo "make translations     brings the window's translations up to date with the sources"
	@echo "make clean            removes .venv and caches"

run: .venv/.ready-run
	@scripts/run.sh

# Two processes share the cores: waiting threads of torch must not spin.
test: export OMP_WAIT_POLICY = PASSIVE
# Two windows on one screen would take each other's focus: their tests run one after the other.
test: lint
	$(SCREEN) $(PY) -m pytest -n auto tests/core tests/test_architecture.py
	$(SCREEN) $(PY) -m pytest tests/app tests/e2e

lint: .venv/.ready-test
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports

format: .venv/.ready-test
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

translations: .venv/.ready-test
	$(PY) -m scripts.translations

bench: .venv/.ready-run
	$(PY) main.py bench

# Slow (an environment of its own), so not part of `make test`.
dist-check: .venv/.ready-test
	@scripts/dist_check.sh

bundle: .venv/.ready-test
	@scripts/bundle/build.sh

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.venv/.ready-run: $(SETUP_FILES)
	@scripts/setup.sh run
	@touch $@

.venv/.ready-test: $(SETUP_FILES)
	@scripts/setup.sh test
	@touch .venv/.ready-run $@

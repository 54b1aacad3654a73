# What there is to do here; `make` alone lists it. Needs python3 (3.11 or newer), pip and make; on Debian and Ubuntu also python3-venv.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
OUT    := out/demo
GOLD   ?= tests/samples
GATES  ?= evaluation/gates_samples.json
PAGES  ?= tests/samples

# The repository root is the package; type checkers and linters find it by this name. Hidden folders are not crawled, so there is no loop.
TYPING := .cache/typing
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help demo test lint style types imports bench gate clean

help: ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 8

demo: $(VENV)/installed ## install, parse the samples, show an outline, an audited roster, a citation and a comparison
	@echo "== parsing the notices in tests/samples into $(OUT)"
	@$(BIN)/gongwen parse 'tests/samples/*.html' 'tests/samples/*.txt' tests/samples/jilin_scan.jpg -o $(OUT)
	@echo; echo "== gongwen show tests/samples/shaoxing_repost.txt"
	@$(BIN)/gongwen show tests/samples/shaoxing_repost.txt
	@echo; echo "== gongwen show $(OUT)/jilin_scan.json   (a scan under a seal)"
	@$(BIN)/gongwen show $(OUT)/jilin_scan.json
	@echo; echo "== gongwen roster $(OUT)/jilin_roster.html.json"
	@$(BIN)/gongwen roster $(OUT)/jilin_roster.html.json
	@echo; echo "== gongwen norms tests/samples/shaoxing_repost.txt --actor 各地   (who must do what)"
	@$(BIN)/gongwen norms tests/samples/shaoxing_repost.txt --actor 各地
	@echo; echo "== gongwen build tests/samples --corpus $(OUT)/corpus   (a corpus of them all)"
	@$(BIN)/gongwen build 'tests/samples/*.html' 'tests/samples/*.txt' --corpus $(OUT)/corpus --jobs 1
	@echo; echo "== gongwen cite '吉政办明电〔2019〕5号 第五部分第(三)项'"
	@$(BIN)/gongwen cite '吉政办明电〔2019〕5号 第五部分第(三)项' --corpus $(OUT)/corpus
	@echo; echo "== gongwen compare targets --indicator 投资   (who is to reach what by when)"
	@$(BIN)/gongwen compare targets --indicator 投资 --corpus $(OUT)/corpus
	@echo "== the JSON lies in $(OUT), the corpus in $(OUT)/corpus:"
	@ls -1 $(OUT)

test: $(VENV)/installed-dev ## all tests, with coverage measured
	@echo "== running the tests on all cores"
	@$(BIN)/python -m pytest -n auto --cov --cov-report=term:skip-covered

lint: style types imports ## style, format, types, direction of imports

style: $(VENV)/installed-dev
	@echo "== ruff: style and format"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/installed-dev $(TYPING)/gongwen
	@echo "== mypy --strict on the package"
	@MYPYPATH=$(TYPING) $(BIN)/mypy -p gongwen

imports: $(VENV)/installed-dev $(TYPING)/gongwen
	@echo "== import-linter: imports go one way"
	@PYTHONPATH=$(TYPING) $(BIN)/lint-imports --no-logo

gate: $(VENV)/installed ## fail where accuracy is below its pinned floor (GOLD=folder GATES=file)
	@echo "== accuracy on $(GOLD) against the floors in $(GATES)"
	@$(BIN)/python -m gongwen.evaluation gate $(GOLD) --gates $(GATES)

bench: $(VENV)/installed-bench ## pages per second beside peers, start-up, memory (PAGES=folder of .html)
	@$(BIN)/python -m gongwen.evaluation bench --pages $(PAGES)

clean: ## remove everything that was made here
	rm -rf $(VENV) .cache out build dist *.egg-info .coverage .coverage.* htmlcov .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# Stamp files: an installation is done again only when pyproject.toml has changed.
$(VENV)/bin/python:
	@echo "== making a virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "python3 cannot make virtual environments: install its venv module (Debian, Ubuntu: apt-get install python3-venv)" >&2; exit 1; }

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	@echo "== installing gongwen into $(VENV)"
	@$(PIP) install -e '.[ocr]'
	@touch $@

$(VENV)/installed-dev: pyproject.toml | $(VENV)/bin/python
	@echo "== installing gongwen with what the tests need into $(VENV)"
	@$(PIP) install -e '.[dev]'
	@touch $@ $(VENV)/installed

$(VENV)/installed-bench: pyproject.toml | $(VENV)/bin/python
	@echo "== installing the peers of the benchmark into $(VENV)"
	@$(PIP) install -e '.[bench]'
	@touch $@ $(VENV)/installed

$(TYPING)/gongwen:
	@mkdir -p $(TYPING)
	@ln -s ../.. $@

# The recipes people and .ci/run call. `make help` lists them.

PYTHON ?=
.PHONY: help setup setup-test demo test check bench bench-alignment stop bench-coding

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

setup: ## make the environment (.venv) from the hash-pinned lock
	@PYTHON="$(PYTHON)" sh scripts/setup.sh prod

setup-test:
	@PYTHON="$(PYTHON)" sh scripts/setup.sh test

demo: setup ## start everything with sample issuers; Ctrl-C stops it
	@exec .venv/bin/python -m config.demo

test: setup-test ## run all tests on a throw-away PostgreSQL, in a real browser too
	@sh scripts/browser.sh
	@sh scripts/office.sh
	.venv/bin/python -m pytest -n 2

check: setup-test ## format, lint, types, import direction, migrations, deployment settings
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy .
	.venv/bin/lint-imports
	sh scripts/check_django.sh

bench: setup-test ## speed of reading, comparing, loading the market, its pages; 10 minutes, docs/benching.md
	@status=0; for name in reading comparison costs loading market; do \
		echo "== bench.$$name"; .venv/bin/python -m bench.$$name || status=1; \
	done; exit $$status

bench-alignment: setup-test ## how well paragraphs are matched, beside baselines
	.venv/bin/python -m bench.alignment

bench-coding: setup-test ## how well untagged text is read: elements of sentences, codebook values, answers to a plan
	.venv/bin/python -m bench.coding
	.venv/bin/python -m bench.items
	.venv/bin/python -m bench.coding_codebook
	.venv/bin/python -m bench.coverage

stop: ## stop what `make demo` or manage.py left running
	@if [ -x .venv/bin/python ]; then .venv/bin/python -m config.demo stop; else echo "Nothing runs here."; fi

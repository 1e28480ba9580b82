.PHONY: run test check nightly bench help

help:           ## what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

run:            ## set up what is missing, start everything, print the addresses
	@bin/setup
	@.venv/bin/shoptalk up

test:           ## set up what is missing, then every test, both environments
	@bin/setup --dev
	@.venv/bin/python -m retrieval.encoder.export artifacts >/dev/null
	@.venv/bin/python -m recommender.sentiment.export artifacts >/dev/null
	@.venv/bin/python bin/test

check:          ## format, lint, types, import rules
	@bin/setup --dev
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache

nightly:        ## the long suites
	@bin/setup --dev
	@.venv/bin/python -m retrieval.encoder.export artifacts >/dev/null
	@.venv/bin/python -m recommender.sentiment.export artifacts >/dev/null
	@SHOPTALK_NIGHTLY=1 .venv/bin/python bin/test

bench:          ## measure: make bench SUITE=replies
	@bin/setup --dev
	@.venv/bin/python -m cli.bench $(SUITE)

# make         environment, browser assets, release, and the browser on http://127.0.0.1:8000/ (PORT= to change)
# make test    everything the tests need, then all tests
PY ?= python3
PORT ?= 8000
V := .venv
PIP := $(PY) -m pip --python $V/bin/python -q --disable-pip-version-check
ASSETS := $(shell git ls-files package.json package-lock.json src/widgraph/assets src/widgraph/translations 2>/dev/null)

.PHONY: serve build test lint test-system bench lock clean
.DELETE_ON_ERROR:

serve: build
	$V/bin/widgraph serve --port $(PORT)

build: $V/.run
	$V/bin/widgraph build

test: $V/.dev
	$V/bin/python -m pytest -n 2 --dist loadgroup

lint: $V/.dev
	$V/bin/ruff check .
	$V/bin/ruff format --check .
	$V/bin/mypy

# System packages for the browser, server, store, workbook and client tests (Debian, Ubuntu), and Comunica from npm; what is
# not there is skipped and said.
test-system:
	@if [ "$$(id -u)" = 0 ]; then sudo=; else sudo=sudo; fi; \
	$$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends \
	  chromium apache2-bin curl nginx-light virtuoso-opensource-7-bin libreoffice-calc r-base-core wrk
	cd tests/clients && npm ci --ignore-scripts --silent

bench: $V/.dev benchmarks/node_modules
	for file in benchmarks/[a-z]*.py; do $V/bin/python $$file || exit 1; done

benchmarks/node_modules: benchmarks/package-lock.json
	npm ci --prefix benchmarks --ignore-scripts
	touch $@

# Needs uv; only for who changes the dependencies.
lock:
	uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
	  pyproject.toml requirements-build.in -o requirements.lock
	uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
	  -c requirements.lock --group dev pyproject.toml requirements-build.in -o requirements-dev.lock

clean:
	rm -rf $V build src/widgraph/static node_modules benchmarks/node_modules

$V/.run: requirements.lock pyproject.toml hatch_build.py $(ASSETS)
	test -x $V/bin/python || $(PY) -m venv --without-pip $V
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@

$V/.dev: requirements-dev.lock $V/.run
	$(PIP) install --require-hashes -r requirements-dev.lock
	touch $@

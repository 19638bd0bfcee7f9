.DEFAULT_GOAL := help
SHELL := /bin/bash

# Node 24 comes with the dependencies; an older Node on the machine only installs them.
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
installed := node_modules/.installed

help: ## List the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /  \1\t/' | expand -t 24

demo: $(installed) ## Run the whole pipeline on real sales and show the rankings
	@node tools/demo/src/main.ts demo

demo-check: $(installed) ## The demo without a terminal: compare every figure with sums over the CSVs
	@node tools/demo/src/main.ts check

demo-customers: $(installed) ## Register people who do not exist, and show what the rules and the keepers make of them
	@node tools/demo/src/main.ts customers

demo-customers-check: $(installed) ## The same without a terminal: 1 unless every count agrees with a recount
	@node tools/demo/src/main.ts customers-check

up: $(installed) ## Start the pipeline, empty, in the background
	@node tools/demo/src/main.ts up

down: $(installed) ## Stop what `make up` started
	@node tools/demo/src/main.ts down

test: lint ## All tests, on a real Kafka, registry, Postgres and Chromium
	@node tools/stack/src/main.ts run -- node --test --test-concurrency=2 $(unit_tests) $(integration_tests)

test-unit: $(installed) ## The tests that need no server: seconds
	@node --test $(unit_tests)

test-folder: $(installed) ## The tests of one folder: FOLDER=services/results-api
	@test -f "$(FOLDER)/package.json" || { echo "Name a folder with a package.json: make test-folder FOLDER=services/results-api" >&2; exit 2; }
	@node tools/stack/src/main.ts run -- node --test --test-concurrency=2 "$(FOLDER)/{src,test}/**/*.test.ts"

test-k8s: $(installed) ## Install the charts on the cluster that KUBECONFIG names, and try to lose a sale
	@charts/build.sh
	@node --test test/k8s/release.test.ts

jaeger: ## Build Jaeger from its Go module into .local, without its page
	@tools/jaeger/build.sh

test-jaeger: $(installed) ## The traces in a real Jaeger: JAEGER=/path/to/jaeger-all-in-one, or what `make jaeger` builds
	@jaeger="$${JAEGER:-$$(tools/jaeger/build.sh)}" && JAEGER="$$jaeger" node tools/stack/src/main.ts run -- node --test test/jaeger/traces.test.ts

lint: $(installed) ## Formatting, types, rules, import boundaries, unused code, generated files
	@npm run --silent lint

lint-workflows: ## Check .github/workflows with actionlint, from PATH or ACTIONLINT=…
	@command -v $(ACTIONLINT) >/dev/null || { echo "actionlint is missing. Install it with: go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12" >&2; exit 1; }
	@$(ACTIONLINT)

contracts-check: $(installed) ## Compare contracts/ with those of a git revision: BASE=origin/main
	@node tools/contracts-check/src/main.ts $(BASE)

gen: $(installed) ## Generate what follows from contracts/ and the dependency graph: code, charts' topics and schemas, workflows
	@npm run --silent gen

test-charts: $(installed) ## Lint, render, validate and test the Helm charts (needs helm, kubeconform, helm-unittest)
	@charts/build.sh
	@node --test --test-isolation=none "tools/charts/checks/*.test.ts"

test-alerts: $(installed) ## Test every alert with promtool, then provoke it on a running pipeline, with a real Prometheus
	@eval "export $$(tools/monitoring/prometheus.sh)" && \
		node --test tools/monitoring/checks/*.test.ts && \
		node tools/stack/src/main.ts run -- node --test test/alerts/*.test.ts

bench: $(installed) ## Measure each stage against the limit of its path
	@node tools/bench/src/main.ts

images: $(installed) ## Build every service's container image, look inside, print its size
	@node tools/images/src/main.ts $(SERVICES)

compose-up: $(installed) ## Start the images, with all that they need, by Docker Compose
	@node tools/demo/src/main.ts compose-prepare
	@docker compose up --detach --wait

compose-check: $(installed) ## demo-check on what `make compose-up` started, while it is empty
	@node tools/demo/src/main.ts compose-check

compose-down: ## Stop the containers and remove their data
	@docker compose down --volumes

pictures: $(installed) ## Take the pictures of the page that the README shows
	@SCREENSHOTS=docs/images node tools/stack/src/main.ts run -- node --test services/results-api/test/page-look.test.ts

clean: ## Remove what was installed and what the local stack left
	@rm -rf node_modules .local

ACTIONLINT ?= actionlint
BASE ?= origin/main

unit_tests := "packages/*/src/**/*.test.ts" "services/*/src/**/*.test.ts" "services/*/public/**/*.test.ts" "tools/*/src/**/*.test.ts" "examples/*/src/**/*.test.ts"
integration_tests := "packages/*/test/**/*.test.ts" "services/*/test/**/*.test.ts" "tools/*/test/**/*.test.ts" "examples/*/test/**/*.test.ts" "test/*.test.ts"

$(installed): package.json package-lock.json
	@tools/install.sh
	@touch $@

.PHONY: help jaeger test-jaeger demo demo-check demo-customers demo-customers-check up down test test-unit test-k8s lint gen bench images compose-up compose-check compose-down contracts-check test-folder lint-workflows test-charts test-alerts pictures clean

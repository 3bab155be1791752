# Every target runs on the JDK that bin/find-jdk finds, whatever java is on PATH.
# MAVEN_ARGS adds to Maven's arguments, as in: make test MAVEN_ARGS=-Dtest=TreeishTest

.DEFAULT_GOAL := help
.PHONY: help build test fmt manifests bench demo demo-operator clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "%-13s %s\n", $$1, $$2 }' Makefile

build: ## Build what bin/gitexport runs
	@src/main/sh/build

test: ## Run every check: format, compiler, unit and integration tests, architecture, coverage
	@src/test/sh/verify

fmt: ## Format the sources
	@src/main/sh/maven -B -ntp -q spotless:apply

manifests: ## Write the CRDs under deploy/ from the records
	@src/main/sh/maven -B -ntp -q test -Dtest=ManifestsTest -Dgitexport.manifests=write

bench: build ## Measure speed and space
	@bench/run

demo: build ## Publish, change and roll back a small site
	@examples/demo

demo-operator: build ## The same by resources and the operator, against a Kubernetes API server of its own
	@examples/demo-operator

clean: ## Remove what was built
	@rm -rf target

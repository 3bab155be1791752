# Every target runs on the JDK that bin/find-jdk finds, whatever java is on PATH.
# MAVEN_ARGS adds to Maven's arguments, as in: make test MAVEN_ARGS=-Dtest=TreeishTest

.DEFAULT_GOAL := help
.PHONY: help build test fmt manifests e2e bench demo demo-operator image image-local release install deploy undeploy clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "%-13s %s\n", $$1, $$2 }' Makefile

build: ## Build what bin/gitexport runs
	@src/main/sh/build

test: ## Run every check: format, compiler, unit and integration tests, architecture, coverage
	@src/test/sh/verify

e2e: ## Install it on a Kubernetes node of its own, by the chart and by kubectl, and try it there
	@src/test/sh/e2e

fmt: ## Format the sources
	@src/main/sh/maven -B -ntp -q spotless:apply

manifests: ## Write the CRDs under deploy/ from the records
	@src/main/sh/maven -B -ntp -q test -Dtest=ManifestsTest -Dgitexport.manifests=write

bench: build ## Measure speed and space
	@code=0; bench/run || code=1; echo; bench/operator || code=1; exit $$code

demo: build ## Publish, change and roll back a small site
	@examples/demo

demo-operator: build ## The same by resources and the operator, against a Kubernetes API server of its own
	@examples/demo-operator

# Of which images are pushed and released.
PLATFORMS ?= amd64 arm64

image: ## Push the image to a registry, without a container tool: make image IMAGE=registry.example.com/gitexport:0.1.0 PLATFORMS="amd64 arm64"
	@src/main/sh/push-image "$(IMAGE)" $(PLATFORMS)

image-local: ## Build target/gitexport-image.tar, an image gitexport:local, without a container tool
	@src/main/sh/image

release: ## Make target/release from the tag that is checked out; src/main/sh/release prepare VERSION comes before
	@src/main/sh/release build $(PLATFORMS)

install: ## Apply the definitions of the resources to kubectl's cluster
	@kubectl apply --server-side --force-conflicts -k deploy/crds

deploy: ## Apply the definitions and the operator to kubectl's cluster
	@kubectl apply --server-side --force-conflicts -k deploy/manifests

undeploy: ## Delete the operator; definitions, resources, volume and what is on it stay
	@kubectl delete --ignore-not-found -f deploy/manifests/deployment.yaml -f deploy/manifests/service.yaml -f deploy/manifests/disruption.yaml
	@kubectl delete --ignore-not-found clusterrolebinding/gitexport clusterrole/gitexport clusterrole/gitexport-view clusterrole/gitexport-edit
	@kubectl delete --ignore-not-found -n gitexport-system rolebinding/gitexport-leader-election role/gitexport-leader-election serviceaccount/gitexport

clean: ## Remove what was built
	@rm -rf target

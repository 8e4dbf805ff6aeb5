# Every target installs what it needs. Only Go, Node, git and this make have to be there.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

GOLANGCI_LINT := v2.15.0
GOFUMPT := v0.12.0
WAILS := $(shell sed -n 's/.*wailsapp\/wails\/v2 \(v[0-9.]*\).*/\1/p' go.mod)

VERSION := $(or $(shell git describe --tags --dirty 2>/dev/null),$(shell git describe --always --dirty \
	2>/dev/null | sed 's/^/dev-/'),unknown)
TAGS := webkit2_41
# The version is stamped in below: Go need not look at the repository itself.
export GOFLAGS := -buildvcs=false $(filter-out -buildvcs=%,$(GOFLAGS))
export CGO_ENABLED := 1

# Tools are built once per machine, not once per checkout.
TOOLS := $(or $(XDG_CACHE_HOME),$(HOME:%=%/.cache),/tmp)/jobdeck/tools/$(shell go env GOVERSION 2>/dev/null)
LINTER := $(TOOLS)/golangci-lint-$(GOLANGCI_LINT)
FORMATTER := $(TOOLS)/gofumpt-$(GOFUMPT)
WAILS_CLI := $(TOOLS)/wails-$(WAILS)

PACKAGES := frontend/node_modules/.package-lock.json
WINDOW := frontend/dist/index.html
WINDOW_SOURCES := $(shell find frontend -path frontend/node_modules -prune -o -path frontend/dist -prune \
	-o -path frontend/e2e -prune -o -type f \( -path 'frontend/src/*' -o -path 'frontend/public/*' \
	-o -path 'frontend/index.html' -o -path 'frontend/*.config.*' -o -path 'frontend/*.json' \) -print 2>/dev/null)
GO_SOURCES := $(wildcard *.go) backend bench samples build/package/manual

## Two commands

.PHONY: run
run: build ## install what is missing, build, open the window with the sample list (FILE=… for another)
	@build/run.sh $(FILE)

.PHONY: test
test: ## install what the tests need, run them all, sum up
	@build/test.sh

## Work

.PHONY: build
build: $(WINDOW) ## leave the program in build/bin/jobdeck
	go build -tags desktop,production,$(TAGS) -ldflags '-s -w -X main.version=$(VERSION)' -o build/bin/jobdeck .

.PHONY: dev
dev: $(PACKAGES) $(WAILS_CLI) ## run with live reload of window and Go
	$(WAILS_CLI) dev -m -s -skipbindings -viteservertimeout 60 -tags $(TAGS) -ldflags '-X main.version=$(VERSION)'

.PHONY: format
format: $(FORMATTER) $(PACKAGES) ## format Go and the window
	$(FORMATTER) -w $(GO_SOURCES)
	npm --prefix frontend run --silent format

.PHONY: lint
lint: lint-go lint-window ## check formats, types and habits, without running tests

.PHONY: bench
bench: deps ## measure the engine, import and export against bare loops
	go run ./bench

.PHONY: deps
deps: ## install the system packages that are missing
	@build/deps.sh build

.PHONY: deps-test
deps-test: ## install those that the tests need, too
	@build/deps.sh test

.PHONY: clean
clean: ## remove what was built here
	rm -rf build/bin build/dist build/test frontend/node_modules frontend/coverage cleaned-*.csv
	find frontend/dist -mindepth 1 ! -name .gitkeep -delete

.PHONY: help
help: ## list the targets
	@awk '/^## /{printf "\n%s\n", substr($$0, 4)} \
		/^[a-z0-9-]+:.*## /{split($$0, part, ":.*## "); printf "  make %-12s %s\n", part[1], part[2]}' $(MAKEFILE_LIST)

## Parts of the tests

.PHONY: lint-go
lint-go: $(WINDOW) $(LINTER) $(FORMATTER) ## formats, go vet and golangci-lint; tells all of them before it fails
	@failed=0; \
	unformatted=$$($(FORMATTER) -l $(GO_SOURCES)); \
	if [ -n "$$unformatted" ]; then printf 'Not formatted; make format does it:\n%s\n' "$$unformatted"; failed=1; fi; \
	go vet -tags desktop,production,$(TAGS) ./... || failed=1; \
	$(LINTER) run || failed=1; \
	exit $$failed

.PHONY: lint-window
lint-window: $(PACKAGES) ## formats, eslint and types of the window; tells all of them before it fails
	@failed=0; for check in format:check lint check; do \
	npm --prefix frontend run --silent $$check || failed=1; done; exit $$failed

.PHONY: test-go
test-go: $(WINDOW) ## Go tests with the race detector, and what is measured without it (PACKAGE=./backend/engine for one)
	go test -race -timeout 20m -tags desktop,production,$(TAGS) $(or $(PACKAGE),$(shell go list ./... | grep -v $(PROGRAM_TESTS)))
	$(if $(PACKAGE),,go test -timeout 20m -tags desktop,production,$(TAGS) -run 'Memory|Bomb' ./backend/table)

# What is tested there is a program of its own, built as users get it: the race detector would only
# slow down the test that drives it.
PROGRAM_TESTS := backend/acceptance
.PHONY: test-program
test-program: deps-test $(WINDOW) ## the real program, killed, starved and fed with bad lists
	go test -timeout 20m ./$(PROGRAM_TESTS)

.PHONY: test-window
test-window: $(PACKAGES) ## units of the window
	npm --prefix frontend test

.PHONY: test-clock
test-clock: deps-test $(PACKAGES) ## what turns on a calendar, at the hours and places that break it
	@build/clock-test.sh

.PHONY: test-e2e
test-e2e: deps-test build-dev ## a user's ways through the window, in Chromium and WebKitGTK, against the real Go
	CHROMIUM=$${CHROMIUM:-$$(command -v chromium || command -v chromium-browser || command -v google-chrome)} \
		npm --prefix frontend run --silent e2e $(if $(JOURNEY),-- $(JOURNEY))

.PHONY: test-screen
test-screen: deps-test build ## the production program in a real window on a screen without a monitor
	@build/window-test.sh

# Wails serves a build with the tag dev to browsers as well: for the end-to-end tests, never to ship.
.PHONY: build-dev
build-dev: $(WINDOW)
	go build -tags dev,$(TAGS) -ldflags '-X main.version=$(VERSION)' -o build/bin/jobdeck-dev .

# What the packages need beside Go: build/package/tools/go.mod names the versions.
export VERSION TOOLS
.PHONY: package
package: $(WINDOW) ## leave .deb, .tar.gz, Windows installer, SBOM and checksums in build/dist
	@build/deps.sh package
	@rm -rf build/dist build/bin/windows
	go build -trimpath -tags desktop,production,$(TAGS) -ldflags '-s -w -X main.version=$(VERSION)' -o build/bin/jobdeck .
	cd build/package/tools && CGO_ENABLED=0 GOFLAGS=-buildvcs=false go build -o $(TOOLS)/ tool
	@build/package/linux.sh
	@build/package/windows.sh
	@build/package/sbom.sh
	@cd build/dist && ls -lh

.PHONY: test-package
test-package: ## the .deb in a fresh Debian, the installer under Wine; after make package, as root
	@build/deps.sh test-package
	@build/package/test.sh
	@build/package/test-windows.sh

.PHONY: packages
packages: $(PACKAGES)

.PHONY: tools
tools: $(LINTER) $(FORMATTER)

$(PACKAGES): frontend/package.json frontend/package-lock.json | deps
	cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(WINDOW): $(PACKAGES) $(WINDOW_SOURCES)
	npm --prefix frontend run --silent build
	@touch $@

# $(call install,PACKAGE@VERSION) builds a tool beside the others, under the name of the target.
define install
	@echo 'Building $(1), once on this machine'
	@mkdir -p $(TOOLS)
	@bin=$$(mktemp -d $(TOOLS)/new-XXXXXX); trap 'rm -rf "$$bin"' EXIT; \
		GOBIN=$$bin CGO_ENABLED=0 go install $(1) && mv "$$bin"/* $@
endef

$(LINTER):
	$(call install,github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT))

$(FORMATTER):
	$(call install,mvdan.cc/gofumpt@$(GOFUMPT))

$(WAILS_CLI):
	$(call install,github.com/wailsapp/wails/v2/cmd/wails@$(WAILS))

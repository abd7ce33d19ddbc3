# make lists these targets.
.DEFAULT_GOAL := help
SHELL := /bin/sh
STATICCHECK := go tool -modfile=tools/go.mod staticcheck
# A static binary of Go alone, the same from every directory.
BUILD := CGO_ENABLED=0 go build -trimpath -ldflags '-s -w'
BUILD_TO := mailsink

# The libraries of other services, which the tests of the façades run.
SDK := internal/compat/testdata/sdk
IMAPCLIENTS := internal/imap/clienttests/testdata

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## build ./mailsink, one static binary
	$(BUILD) -o $(BUILD_TO) ./cmd/mailsink

.PHONY: run
run: ## start a sink with nothing configured
	go run ./cmd/mailsink

.PHONY: test
test: deps check ## install what the tests need, then check everything

.PHONY: deps
deps: $(IMAPCLIENTS)/node_modules/.ready ui/node_modules/.ready clients/js/node_modules/.ready $(SDK)/node_modules/.ready ## install the programs that the tests drive
	@tools/need chromium:chromium mbsync:isync curl:curl python3:python3 smtp-sink:postfix haproxy:haproxy /usr/lib/dovecot/imap:dovecot-imapd mpop:mpop mutt:mutt offlineimap:offlineimap3 script:bsdutils ip:iproute2 \
		perl:perl /usr/share/perl5/Mail/IMAPClient.pm:libmail-imapclient-perl /usr/share/perl5/Mail/IMAPTalk.pm:libmail-imaptalk-perl \
		fetchmail:fetchmail getmail:getmail6 imapfilter:imapfilter neomutt:neomutt gsasl:gsasl /usr/lib/python3/dist-packages/django:python3-django

# npm ci follows the lock file to the letter; it runs again when that changes.
ui/node_modules/.ready: ui/package-lock.json
	@command -v npm >/dev/null || { echo 'the page is built and tested with npm: install Node.js 20 or newer' >&2; exit 1; }
	npm ci --prefix ui --no-audit --no-fund
	@touch $@

clients/js/node_modules/.ready: clients/js/package-lock.json
	npm ci --prefix clients/js --no-audit --no-fund
	@touch $@

$(SDK)/node_modules/.ready: $(SDK)/package-lock.json
	npm ci --prefix $(SDK) --no-audit --no-fund
	@touch $@

$(IMAPCLIENTS)/node_modules/.ready: $(IMAPCLIENTS)/package-lock.json
	npm ci --prefix $(IMAPCLIENTS) --no-audit --no-fund
	@touch $@

.PHONY: check
check: ## gofmt, vet, staticcheck, race tests, page without diff
	@unformatted=$$(git ls-files -z '*.go' | xargs -0 gofmt -l); [ -z "$$unformatted" ] || { echo "gofmt -w $$unformatted" >&2; exit 1; }
	go mod tidy -diff
	go vet ./...
	$(STATICCHECK) ./...
	npm run --silent --prefix ui check
	npm test --silent --prefix ui
	npm run --silent --prefix clients/js check
	npm test --silent --prefix clients/js
	go test -C ui/gen -count=1 ./...
	go test -C deploy/lint ./...
	go test -race -shuffle=on -timeout 20m ./...

.PHONY: ui
ui: ui/node_modules/.ready ## build the page into ui/dist
	go run -C ui/gen .

.PHONY: e2e
e2e: deps build ## drive the page in Chromium against ./mailsink (a part of make test)
	node ui/test/e2e/run.mjs

.PHONY: e2e-perf
e2e-perf: deps build ## measure the page, with the limit beside each figure
	node ui/test/e2e/perf.mjs

.PHONY: shots
shots: deps build ## write screenshots of every screen to shots/
	node ui/test/shots.mjs shots

.PHONY: fuzz
fuzz: ## run every fuzz target for a minute each (FUZZTIME=1m)
	@FUZZTIME=$${FUZZTIME:-1m} tools/fuzz

.PHONY: bench
bench: build ## measure intake beside Postfix's smtp-sink, in one run
	@tools/need smtp-sink:postfix
	for load in '' '-one' '-size 102400 -messages 4000' '-size 5242880 -messages 100 -conns 1,10'; do \
		go run ./internal/load/cmd/mailload -mailsink ./mailsink -store memory:,file: -against smtp-sink,nothing $$load || exit; \
	done

.PHONY: load
load: ## put ten times the load of make test on the product
	go test -count=1 -timeout 10m -v ./internal/load -run 'Idle|Transaction|Slow|Recipients|CutOff|Greetings|WhileClients' -long

.PHONY: stress-imap
stress-imap: ## let many IMAP clients at one mailbox in ten ways, each for a while (STRESS=30s)
	MAILSINK_STRESS=$${STRESS:-30s} go test -race -count=1 -timeout 30m -run Contradictions ./internal/imap

.PHONY: bench-imap
bench-imap: ## measure IMAP beside Dovecot, in one run, and with many sessions
	@tools/need /usr/lib/dovecot/imap:dovecot-imapd
	go test -run '^$$' -bench . -benchtime 1x -timeout 30m ./internal/imap/clienttests

.PHONY: bench-growth
bench-growth: build ## measure how cost grows from 1,000 to 1,000,000 messages; draws docs/growth.svg
	go run ./internal/load/cmd/mailgrow -mailsink ./mailsink -sizes $${SIZES:-1000,10000,100000,1000000} -plot docs/growth.svg

.PHONY: crash
crash: ## kill the sink and fail its disk, far oftener than make test does
	MAILSINK_CRASH_ROUNDS=$${ROUNDS:-50} go test -count=1 -timeout 60m -run 'SIGKILL|TestKill|TestThreeSinks' ./internal/store/sqlite ./cmd/mailsink
	MAILSINK_FAULT_EVERY=1 go test -count=1 -timeout 60m -run 'TestADiskThatFails' ./internal/store/sqlite

.PHONY: history
history: ## kill, pause and cut off sinks and servers of a cluster, and judge the journal (ROUNDS=20 SEED=…)
	MAILSINK_HISTORY_ROUNDS=$${ROUNDS:-20} MAILSINK_HISTORY_SEED=$${SEED:-} go test -count=1 -timeout 60m -v -run 'TestHistory|TestPartitions' ./internal/store/jetstream

.PHONY: model
model: ## say what many machines would do, by the model; draws docs/scale.svg
	go run ./internal/scale/cmd/mailscale -plot docs/scale.svg

.PHONY: image
image: ## build the container image
	docker build -t mailsink .

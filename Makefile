# The two commands that matter: `make example` and `make test`.

MODULES := . examples/foundation bench
# The race detector needs a C compiler; without one the tests run all the same.
RACE := $(shell command -v $$(go env CC) >/dev/null 2>&1 && echo -race)

.PHONY: help example test kill cover others check fmt vet cross staticcheck vuln regenerate golden compatibility explore fuzz schemas chaos otp-diff bench bench-check bench-programs peers benchmarks rename

help: ## show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

example: ## generate, build and run the Foundation example in a fresh folder
	@go run -C tools ./example

test: cover others ## run every test, with the race detector where a C compiler is found
	@$(if $(RACE),,echo "no C compiler: the race detector was off")

kill: ## kill a thousand runs of generate, new and --stubs each at random moments; each next run must complete
	@go test -count=1 -run '^TestKilled.*Really$$' ./cmd/otpgen -kills 1000 -seed $$(date +%s) -v

cover: ## test the runtime, and fail if less than 95% of its statements ran
	@mkdir -p bin
	@go test $(RACE) -shuffle=on -coverpkg=./runtime,./runtime/internal/supcore -coverprofile=bin/runtime.cov ./runtime/...
	@go run -C tools ./cover -min 95 ../bin/runtime.cov

# All tests but those that cover runs.
others:
	@for m in $(MODULES); do echo "== $$m"; \
	(cd $$m && go test $(RACE) -shuffle=on $$(go list ./... | grep -v /runtime)) || exit 1; done

check: fmt vet cross staticcheck vuln regenerate test fuzz ## everything that CI checks

fmt:
	@out=$$(gofmt -l $$(git ls-files '*.go')); test -z "$$out" || { echo "not gofmt-clean:"; echo "$$out"; exit 1; }

vet:
	@for m in $(MODULES) tools; do (cd $$m && go vet ./...) || exit 1; done
	@go vet -tags otpdiff ./runtime

cross: ## build and vet for the systems that the tests do not run on
	@for os in windows darwin; do echo "== $$os"; GOOS=$$os go build ./... && GOOS=$$os go vet ./... || exit 1; done

staticcheck:
	@go build -C tools -o ../bin/staticcheck honnef.co/go/tools/cmd/staticcheck
	@for m in $(MODULES) tools; do (cd $$m && $(CURDIR)/bin/staticcheck ./...) || exit 1; done

vuln:
	@go run -C tools ./vuln $(MODULES)

regenerate: ## fail if a committed generated file differs from what the schema gives
	@go run ./cmd/otpgen generate --check examples/foundation.yaml
	@go run ./cmd/otpgen generate --check bench/app/otp.yaml
	@go test -count=1 -run TestGolden ./golden

golden: ## regenerate the golden packages, the example and the measured application
	@go test -count=1 -run TestGolden ./golden -update
	@go run ./cmd/otpgen generate examples/foundation.yaml
	@go run ./cmd/otpgen generate bench/app/otp.yaml

compatibility: ## make docs/otp-compatibility.md from what the tests declare
	@go test -count=1 -run TestCompatibilityPage ./runtime/internal/compat -update

explore: ## try every order of events on small supervisors, as far as a minute takes
	@go test -count=1 -run '^TestExplore' -v ./runtime/internal/supcore -deep | grep -E ' states, |^(---|ok|FAIL)'

FUZZTIME ?= 5s
FUZZ := schema:FuzzSchema cmd/otpgen/internal/gomod:FuzzParse generator/internal/oracle:FuzzGenerate \
	runtime/internal/supcore:FuzzPossible runtime/internal/supcore:FuzzImpossible
fuzz: ## let the fuzzer look for new inputs: make fuzz FUZZTIME=1m
	@for f in $(FUZZ); do echo "== $$f"; go test -run '^$$' -fuzz "^$${f#*:}$$" -fuzztime $(FUZZTIME) ./$${f%:*} || exit 1; done

schemas: ## generate random schemas and changes of ours, vet and test what becomes of them: make schemas N=300 SEED=7 RACE=1
	@go test -count=1 -timeout=0 -run '^Test(RandomSchemas|Mutants)' ./generator/internal/oracle -v -schemas.seed=$(SEED) $(if $(filter command%,$(origin RACE)),-schemas.race) \
		$(foreach what,schemas schemas.typed schemas.mutants,-$(what)=$(if $(filter file,$(origin N)),300,$(N)))

SEED ?= 0
ROUNDS ?= 20000
REPEAT ?= 1
chaos: ## crash, hang, kill and stop servers under load: make chaos SEED=7 ROUNDS=20000 REPEAT=10
	@go test $(RACE) -count=$(REPEAT) -timeout=0 -run '^TestChaos$$' -v ./runtime -chaos.seed=$(SEED) -chaos.rounds=$(ROUNDS)

N ?= 100000
otp-diff: ## compare with the installed Erlang/OTP: make otp-diff N=100000 SEED=7
	@go test -count=1 -timeout=0 -tags otpdiff -run '^TestOTPDiff$$' ./runtime -v -otp-diff.n=$(N) -otp-diff.seed=$(SEED)

COUNT ?= 10
TIME ?= 100ms
BENCH := bin/bench -count $(COUNT) -time $(TIME) -only '$(ONLY)' -rows '$(ROWS)' -page '$(PAGE)'
bench: bench-programs ## measure beside raw Go, other frameworks and Erlang: make bench COUNT=3 TIME=50ms ONLY=call ROWS=otpgen
	@$(BENCH) -peers bin/peers

bench-check: bench-programs ## fail if something is slower than it must be: make bench-check ONLY=cast
	@$(BENCH) -check

bench-programs:
	@go build -C bench -o ../bin/bench .
	@rm -rf bin/peers && mkdir -p bin/peers
	@go build -C bench/peers -o ../../bin/peers/ ./... || echo "WARNING: the other frameworks cannot be built, and are left out"

# Not part of make check: it downloads a hundred modules that nothing else needs.
peers: ## vet the benchmarks of other frameworks, and run each once
	@if go list -C bench/peers -deps -test ./... >/dev/null; then cd bench/peers && go vet ./... && go test ./...; \
	else echo "WARNING: the modules of bench/peers cannot be had: the benchmarks of other frameworks were NOT compiled"; fi

benchmarks: ## run the benchmarks of the packages, with allocations
	@go test -run '^$$' -bench . -benchmem ./...

rename: ## make rename MODULE=example.com/your/otpgen: give the module another path
	@go run -C tools ./rename $(MODULE)
	@$(MAKE) --no-print-directory golden

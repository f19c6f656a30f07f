# make test runs every test on a fresh machine; make check adds what CI asks.
.PHONY: build test test-page models english learned check generic cross wasm size bench bench-peers bench-page types

build:
	go build -o heed ./cmd/heed

# All tests; those that need a real model (tag full) are left out, loudly, where
# the model cannot be had, except in CI, where they must run.
test:
	@if $(MAKE) --no-print-directory models; then \
		echo "go test -tags full ./..."; go test -tags full ./...; \
	elif [ "$$CI" = true ]; then \
		echo "heed: the models cannot be had, and CI must run their tests" >&2; exit 1; \
	else \
		go test ./... && echo "heed: SKIPPED the tests that need a real model; why it cannot be had is told above" >&2; \
	fi
	@$(MAKE) --no-print-directory test-page

# The page in a real browser (tag page). Without Chromium they are skipped,
# loudly, except in CI, where they must run.
test-page:
	@if ./.ci/chromium; then \
		echo "go test -tags page ./web"; go test -count=1 -tags page ./web; \
	elif [ "$$CI" = true ]; then \
		echo "heed: there is no Chromium, and CI must run the page's tests" >&2; exit 1; \
	else \
		echo "heed: SKIPPED the tests of the page: there is no Chromium on the path" >&2; \
	fi

# Fetch the models that tests and benchmarks use into the user's cache.
models:
	./.ci/models

# Make the model that heed carries again, in some minutes.
english:
	./.ci/english

# Learn the lesson learned-2d, and its record, again.
learned:
	go run ./cmd/heed learn data/english.txt.gz --dim 2 --seed 40 \
		--vocab bank,money,loan,savings,account,credit,cash,interest,pay,investment,dollars,debt,fund,river,water,stream,shore,boat,lake,fish,sea,valley,bridge,the,of,a,in,to,and,is \
		-o lessons/learned-2d.yaml --record lessons/learned-2d.heed.gz

check: test generic cross wasm types size
	@test -z "$$(gofmt -l .)" || { echo "not gofmt'ed:"; gofmt -l .; exit 1; }
	go vet ./... && go vet -tags full,page,soak ./...
	go tool staticcheck -tags full,page,soak ./...
	@unused="$$(go tool deadcode -test -tags full,page,soak ./...)"; test -z "$$unused" || { echo "dead code:"; echo "$$unused"; exit 1; }
	go mod tidy -diff
	go generate ./... && git diff --exit-code

# The page's TypeScript, by its own checker: the one thing that wants Node.
types:
	cd web && npm ci --silent --no-audit --no-fund && npm run --silent check

# The plain loops in place of the assembly.
generic:
	HEED_CPU=generic go test -count=1 ./internal/... ./tensor ./model

cross:
	@for target in linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64; do \
		echo "build $$target"; \
		CGO_ENABLED=0 GOOS=$${target%/*} GOARCH=$${target#*/} go build -o /dev/null ./cmd/heed || exit 1; \
	done

# The program without its symbols has at most 25 MB.
size:
	@file=$$(mktemp) && go build -ldflags='-s -w' -o "$$file" ./cmd/heed && size=$$(wc -c <"$$file"); rm -f "$$file"; \
		echo "heed has $$size bytes of at most 25000000"; test "$$size" -le 25000000

# The packages that the page's engine will run in the browser.
wasm:
	GOOS=js GOARCH=wasm go vet ./cmd/heed-wasm ./mat ./trace ./token ./attention ./lesson ./tensor ./model ./geom ./learn ./words ./vision ./engine

bench:
	go test -run '^$$' -bench . -benchmem ./...

# How quick the page is: of its own performance marks, in a real browser.
bench-page:
	go test -count=1 -tags page -v -run 'TestDragIsFollowed|TestOpens|TestSizes' ./web | grep -v '^=== '

# Compare forward passes with transformers and ONNX Runtime; see bench/README.md.
bench-peers: models
	python3 bench/peers.py

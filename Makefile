# make demo    a county federation's years, recorded from real figures, printed and verified
# make test    everything that must hold; nothing is green unless this is
# Both install what is missing (make deps) and build first.

BUILD ?= build
JOBS ?= $(shell nproc)
TEST_JOBS ?= $(shell nproc)

.PHONY: deps demo test build bench bench-large asan tidy fuzz format clean

deps:
	@scripts/deps.sh

build: deps
	@cmake --preset default -B $(BUILD) $(CMAKE_FLAGS) >/dev/null
	@cmake --build $(BUILD) -j $(JOBS)

demo: build
	@scripts/demo.sh $(BUILD)

# ctest's closing line counts what ran; a test program that is missing is a failure, not a silence.
test: build
	@cmake --build $(BUILD) -j $(JOBS) --target tests
	@SUNLEDGER_BINARIES=$(abspath $(BUILD)) ctest --test-dir $(BUILD) --output-on-failure --no-tests=error -j $(TEST_JOBS)

# One line a figure: BENCH <name> <value> <unit> target <op> <value> pass|miss. Compare figures of one run only.
bench: build
	@cmake --build $(BUILD) -j $(JOBS) --target benches
	@scripts/bench.sh $(BUILD)

asan:
	@scripts/deps.sh asan
	@cmake --preset asan >/dev/null
	@cmake --build build-asan -j $(JOBS) --target all tests
	@SUNLEDGER_BINARIES=$(abspath build-asan) ctest --test-dir build-asan --output-on-failure --no-tests=error -j $(TEST_JOBS)

tidy:
	@scripts/deps.sh tidy
	@cmake --preset tidy >/dev/null
	@cmake --build build-tidy -j $(JOBS) --target schema
	@scripts/tidy.sh build-tidy

fuzz:
	@scripts/deps.sh fuzz
	@cmake --preset fuzz >/dev/null
	@cmake --build build-fuzz -j $(JOBS) --target fuzzers
	@scripts/fuzz.sh build-fuzz

format:
	@git ls-files '*.cpp' '*.h' | xargs clang-format-14 -i

clean:
	@rm -rf build build-asan build-tidy build-fuzz

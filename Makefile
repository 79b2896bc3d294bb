# hence: `make` sets up, builds, verifies every worksheet; `make test` sets up and runs all tests.
VERSION = 0.1.0
CC = cc
CFLAGS = -O2 -g
O = out
WARN = -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -Wshadow -Wconversion -Wno-sign-conversion
PACKAGES = yaml-0.1 lua5.4 harfbuzz harfbuzz-subset fribidi libseccomp
SYSTEM := $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null | sed 's/-I/-isystem /g')
# harfbuzz and fribidi are loaded when a PDF is wanted, not linked
LIBRARIES := $(shell pkg-config --libs $(filter-out harfbuzz% fribidi,$(PACKAGES)) 2>/dev/null) -lcmark-gfm-extensions -lcmark-gfm -lgmp -lz
# Each library as an archive where there is one: a start that opens no files takes two thirds of the time. `make ARCHIVES=no` links the shared ones.
ARCHIVES = yes
archive = $(wildcard $(filter /%,$(shell $(CC) -print-file-name=$(1:-l%=lib%.a))))
LIBS := $(foreach l,$(LIBRARIES),$(or $(if $(filter yes,$(ARCHIVES)),$(if $(filter -l%,$l),$(call archive,$l))),$l)) -lm
# The pointers in tables are set right at each start: packed, their list is a hundredth as long.
PACKED = -Wl,-z,pack-relative-relocs

SOURCES := $(shell find engine -name '*.c')
GENERATED = commands findings rules figures probes renderers embedded words
OBJECTS = $(SOURCES:%.c=$(O)/%.o) $(GENERATED:%=$(O)/gen/%.o)

WORKSHEETS := $(wildcard worksheets/*.md)
PREFIX = /usr/local

.PHONY: all setup build generate verify test tests regen install clean lint both sanitize fuzz test-long bench test-web
.DEFAULT_GOAL = all

# A fresh machine has no pkg-config until setup is done, so the rest runs in a make of its own.
all: setup
	@$(MAKE) -s --no-print-directory build
	@$(MAKE) -s --no-print-directory verify
setup:
	@engine/setup.sh build
build: generate
	@$(MAKE) -s --no-print-directory $(O)/bin/hence
generate:
	@engine/gen.sh $(O)/gen

# The worksheets are verified again when one of them, the program or what this machine says has changed.
verify: $(O)/verified
$(O)/verified: $(WORKSHEETS) $(O)/bin/hence $(WORKSHEETS:worksheets/%.md=$(O)/%.facts)
	@$(O)/bin/hence render -j 2 --to html,pdf,json -o $(O) $(WORKSHEETS) > $@.new; s=$$?; cat $@.new; \
	if [ $$s = 0 ] || [ $$s = 3 ]; then mv $@.new $@; else rm -f $@.new; exit $$s; fi
$(O)/%.facts: FORCE
	@$(O)/bin/hence facts -o $@.new worksheets/$*.md; s=$$?; [ $$s = 0 ] || [ $$s = 3 ] || exit $$s; \
	if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi
FORCE:

install: build
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(O)/bin/hence $(DESTDIR)$(PREFIX)/bin/hence
clean:
	rm -rf $(O)/*

$(O)/bin/hence: $(OBJECTS)
	@mkdir -p $(@D)
	@echo "  ld $@"
	@$(CC) $(CFLAGS) $(PACKED) $(LDFLAGS) -o $@ $(OBJECTS) $(LIBS)
$(O)/gen/%.o: $(O)/gen/%.c
	@echo "  cc $<"
	@$(CC) $(WARN) $(CFLAGS) -Iengine -I$(O) -MMD -MP -c -o $@ $<
$(O)/%.o: %.c
	@mkdir -p $(@D)
	@echo "  cc $<"
	@$(CC) $(WARN) $(CFLAGS) -DHENCE_VERSION='"$(VERSION)"' -Iengine -I$(O) $(SYSTEM) -MMD -MP -c -o $@ $<
-include $(OBJECTS:.o=.d)

# cmocka programs, and fuzz harnesses with a main that runs their corpus: everything but the commands, and the test
TESTS := $(patsubst tests/%.c,$(O)/tests/%,$(shell find tests -name '*_test.c' -o -name 'fuzz_*.c'))
TESTED = $(filter-out $(O)/engine/main.o $(O)/engine/options.o $(O)/engine/command/% $(O)/gen/commands.o,$(OBJECTS))
$(O)/tests/%: $(O)/tests/%.o $(TESTED) $(O)/tests/replay.o
	@echo "  ld $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter-out $(if $(findstring /fuzz_,$@),,%/replay.o),$^) $(LIBS) -lcmocka
$(O)/tests/%.o: tests/%.c
	@mkdir -p $(@D)
	@echo "  cc $<"
	@$(CC) $(WARN) $(CFLAGS) -Iengine -I$(O) $(SYSTEM) -MMD -MP -c -o $@ $<
-include $(TESTS:%=%.d)
.SECONDARY:

tests: generate
	@$(MAKE) -s --no-print-directory $(O)/bin/hence $(TESTS)
test:
	@engine/setup.sh test
	@$(MAKE) -s --no-print-directory tests
	@tests/lint
	@tests/run
regen: build
	@tests/run --regen
lint:
	@tests/lint

# The same sources under both compilers; the tests under AddressSanitizer and UBSan; every slow test.
both:
	@$(MAKE) -s --no-print-directory O=$(O)/gcc CC=gcc tests
	@$(MAKE) -s --no-print-directory O=$(O)/clang CC=clang tests
SANITIZE = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
sanitize:
	@$(MAKE) -s --no-print-directory O=$(O)/sanitize CFLAGS='$(SANITIZE)' tests
	@ASAN_OPTIONS=allocator_may_return_null=1 HENCE=$(O)/sanitize/bin/hence HENCE_TESTS=$(O)/sanitize/tests tests/run
test-long: both
	@$(MAKE) -s --no-print-directory sanitize
	@tests/run --long

# libFuzzer, FUZZ_SECONDS for each harness, from the corpus beside it; what it finds stays in out/fuzz.
FUZZ_SECONDS = 60
FUZZERS := $(shell find tests -name 'fuzz_*.c')
fuzz:
	@$(MAKE) -s --no-print-directory O=$(O)/fuzz CC=clang CFLAGS='-O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all' fuzzers
	@set -e; for f in $(FUZZERS:tests/%.c=%); do \
		mkdir -p $(O)/fuzz/new/$$f; echo "  fuzz $$f"; \
		$(O)/fuzz/$$f -max_total_time=$(FUZZ_SECONDS) -timeout=5 -rss_limit_mb=1024 -max_len=16384 -verbosity=0 -print_final_stats=1 \
			-artifact_prefix=$(O)/fuzz/new/ $(O)/fuzz/new/$$f $$(dirname tests/$$f)/corpus; \
	done
fuzzers: generate
	@$(MAKE) -s --no-print-directory $(FUZZERS:tests/%.c=$(O)/%)
$(FUZZERS:tests/%.c=$(O)/%): $(O)/%: $(O)/tests/%.o $(TESTED)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS)

$(O)/measure: tests/peers/measure.c
	@$(CC) $(WARN) -O2 -o $@ $<
bench: build $(O)/measure
	@tests/bench
	@echo
	@tests/peers/run

# The pages in a real browser; says so and succeeds where there is none.
test-web: build
	@tests/web/run || [ $$? -eq 77 ]

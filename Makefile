# hence: `make` sets up, builds, verifies every worksheet; `make test` sets up and runs all tests.
VERSION = 0.1.0
CC = cc
CFLAGS = -O2 -g
O = out
WARN = -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -Wshadow -Wconversion -Wno-sign-conversion
PACKAGES = yaml-0.1 lua5.4 harfbuzz harfbuzz-subset fribidi libseccomp
SYSTEM := $(shell pkg-config --cflags $(PACKAGES) | sed 's/-I/-isystem /g')
LIBS := $(shell pkg-config --libs $(PACKAGES)) -lcmark-gfm-extensions -lcmark-gfm -lgmp -lz -lm

SOURCES := $(shell find engine -name '*.c')
GENERATED = findings rules probes renderers embedded words
OBJECTS = $(SOURCES:%.c=$(O)/%.o) $(GENERATED:%=$(O)/gen/%.o)

.PHONY: all build generate test tests regen
all: build
build: generate
	@$(MAKE) --no-print-directory $(O)/bin/hence
generate:
	@engine/gen.sh $(O)/gen

$(O)/bin/hence: $(OBJECTS)
	@mkdir -p $(@D)
	@echo "  ld $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(OBJECTS) $(LIBS)
$(O)/gen/%.o: $(O)/gen/%.c
	@echo "  cc $<"
	@$(CC) $(WARN) $(CFLAGS) -Iengine -I$(O) -MMD -MP -c -o $@ $<
$(O)/%.o: %.c
	@mkdir -p $(@D)
	@echo "  cc $<"
	@$(CC) $(WARN) $(CFLAGS) -DHENCE_VERSION='"$(VERSION)"' -Iengine -I$(O) $(SYSTEM) -MMD -MP -c -o $@ $<
-include $(OBJECTS:.o=.d)

# cmocka programs: everything but the commands, and the test
TESTS := $(patsubst tests/%.c,$(O)/tests/%,$(shell find tests -name '*_test.c'))
$(O)/tests/%: $(O)/tests/%.o $(filter-out $(O)/engine/main.o $(O)/engine/options.o,$(OBJECTS))
	@echo "  ld $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS) -lcmocka
$(O)/tests/%.o: tests/%.c
	@mkdir -p $(@D)
	@echo "  cc $<"
	@$(CC) $(WARN) $(CFLAGS) -Iengine -I$(O) $(SYSTEM) -MMD -MP -c -o $@ $<
-include $(TESTS:%=%.d)
.SECONDARY:

tests: generate
	@$(MAKE) --no-print-directory $(O)/bin/hence $(TESTS)
test: tests
	@tests/run
regen: build
	@tests/run --regen

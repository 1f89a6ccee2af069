# bluetick: one non-recursive Makefile. `make help` lists the targets.
#
# BUILD=release (default) | debug | asan | tsan picks flags and its own tree build/$(BUILD)/.
# Sources are found by wildcard: adding a file edits nothing here.

BUILD ?= release
CC ?= cc
PREFIX ?= /usr/local
OUT := build/$(BUILD)

MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:
.SUFFIXES:
.DEFAULT_GOAL := all

# ---- flags ---------------------------------------------------------------------------------

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla
ifdef CI
WARNINGS += -Werror
endif

FLAGS_debug := -Og -g3
FLAGS_release := -O2 -g -DNDEBUG -flto=auto -fPIE -fstack-protector-strong -D_FORTIFY_SOURCE=2
LINK_release := -flto=auto -O2 -pie -Wl,-z,relro,-z,now
FLAGS_asan := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
LINK_asan := -fsanitize=address,undefined
FLAGS_tsan := -O1 -g -fsanitize=thread
LINK_tsan := -fsanitize=thread

ifeq ($(filter $(BUILD),debug release asan tsan),)
$(error BUILD must be debug, release, asan or tsan, not '$(BUILD)')
endif
# clang has its own spelling of parallel LTO
ifneq ($(findstring clang,$(shell $(CC) --version 2>/dev/null | head -n 1)),)
FLAGS_release := $(subst -flto=auto,-flto=thin,$(FLAGS_release))
LINK_release := $(subst -flto=auto,-flto=thin -fuse-ld=lld,$(LINK_release))
endif

GRAMMARS := grammars/node_modules
RUNTIME := $(GRAMMARS)/tree-sitter/vendor/tree-sitter/lib
PYTHON_GRAMMAR := $(GRAMMARS)/tree-sitter-python/src
TOML_GRAMMAR := $(GRAMMARS)/@tree-sitter-grammars/tree-sitter-toml/src

INCLUDES := -Iserver -I$(OUT)/generated -isystem $(RUNTIME)/include
CPPFLAGS += $(INCLUDES) -D_GNU_SOURCE
CFLAGS_OURS := -std=c11 $(WARNINGS) $(FLAGS_$(BUILD)) $(CFLAGS)
CFLAGS_THEIRS := -std=c11 -w $(FLAGS_$(BUILD)) -D_GNU_SOURCE $(CFLAGS)
# libuv and xxHash are linked in; Debian has no static cJSON, so the shared one lies beside.
LIBUV := $(shell pkg-config --variable=libdir libuv 2>/dev/null)/libuv_a.a
LIBXXHASH := $(shell pkg-config --variable=libdir libxxhash 2>/dev/null)/libxxhash.a
LDLIBS := $(LIBUV) $(LIBXXHASH) -lcjson -lpthread -ldl -lrt -lm
LDFLAGS_ALL := $(LINK_$(BUILD)) -Wl,-rpath,'$$ORIGIN' $(LDFLAGS)

# ---- files ---------------------------------------------------------------------------------

SOURCES := $(filter-out server/main.c,$(wildcard server/*/*.c server/*/*/*.c))
OBJECTS := $(SOURCES:%.c=$(OUT)/%.o)
MAIN_OBJECT := $(OUT)/server/main.o
THIRD_PARTY := $(OUT)/third_party/runtime.o $(OUT)/third_party/python_parser.o \
	$(OUT)/third_party/python_scanner.o $(OUT)/third_party/toml_parser.o \
	$(OUT)/third_party/toml_scanner.o
EMBEDDED := $(sort $(wildcard queries/*/*.scm) $(wildcard server/rules/*/*.md))
ASSETS := $(OUT)/generated/assets.o
UNIT_TESTS := $(patsubst tests/unit/%.c,$(OUT)/tests/%,$(wildcard tests/unit/*/test_*.c))

# ---- build ---------------------------------------------------------------------------------

.PHONY: all
all: $(OUT)/bluetick ## Build build/bluetick (BUILD=release|debug|asan|tsan)
	@ln -sfn $(BUILD)/bluetick build/bluetick

$(OUT)/bluetick: $(MAIN_OBJECT) $(OBJECTS) $(ASSETS) $(THIRD_PARTY)
	$(CC) $(LDFLAGS_ALL) -o $@ $(filter %.o,$^) $(LDLIBS)

$(OUT)/%.o: %.c | $(GRAMMARS)/.installed
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS_OURS) -MMD -MP -c -o $@ $<

$(OUT)/third_party/runtime.o: $(RUNTIME)/src/lib.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_THEIRS) -I$(RUNTIME)/src -I$(RUNTIME)/include -c -o $@ $<

$(OUT)/third_party/python_%.o: $(PYTHON_GRAMMAR)/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_THEIRS) -I$(PYTHON_GRAMMAR) -c -o $@ $<

$(OUT)/third_party/toml_%.o: $(TOML_GRAMMAR)/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_THEIRS) -I$(TOML_GRAMMAR) -c -o $@ $<

# Queries and rule pages travel inside the binary (string literals promise only 4095 characters).
$(OUT)/generated/assets.c: $(EMBEDDED) tests/tools/embed.sh
	@mkdir -p $(@D)
	sh tests/tools/embed.sh $(EMBEDDED) > $@

$(ASSETS): $(OUT)/generated/assets.c
	$(CC) $(CPPFLAGS) $(CFLAGS_OURS) -c -o $@ $<

# ---- grammars ------------------------------------------------------------------------------

$(GRAMMARS)/.installed: grammars/package.json grammars/package-lock.json
	cd grammars && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(RUNTIME)/src/lib.c $(PYTHON_GRAMMAR)/parser.c $(PYTHON_GRAMMAR)/scanner.c \
$(TOML_GRAMMAR)/parser.c $(TOML_GRAMMAR)/scanner.c: $(GRAMMARS)/.installed ;

# ---- tests ---------------------------------------------------------------------------------

# A test program: tests/unit/<room>/test_<file>.c with all of server/ but main.c.
$(OUT)/tests/%: $(OUT)/tests/unit/%.o $(OBJECTS) $(ASSETS) $(THIRD_PARTY)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS_ALL) -o $@ $(filter %.o,$^) $(LDLIBS) -lcmocka

.PHONY: unit-programs
unit-programs: $(UNIT_TESTS)

.PHONY: unit
unit: $(UNIT_TESTS) ## Run the C unit tests
	@sh tests/tools/run_unit.sh $(UNIT_TESTS)

.PHONY: clean
clean: ## Remove what was built
	rm -rf build

.PHONY: help
help: ## List the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.SECONDARY:
-include $(shell find $(OUT) -name '*.d' 2>/dev/null)

# bluetick: one non-recursive Makefile. `make help` lists the targets.
#
# BUILD=release (default) | debug | asan | tsan picks flags and its own tree build/$(BUILD)/.
# Sources are found by wildcard: adding a file edits nothing here. V=1 shows whole commands.

BUILD ?= release
ifeq ($(origin CC),default)
CC := cc
endif
PREFIX ?= /usr/local
OUT := build/$(BUILD)

MAKEFLAGS += --no-builtin-rules

# A short line for each command: $(call say,CC,$<) before it, $(Q) on it.
ifdef V
Q :=
say :=
else
Q := @
say = $(if $(findstring s,$(firstword -$(MAKEFLAGS))),@:,@printf '  %-4s %s\n' $(1) $(2))
endif
# Build on all processors where make demo and make test build, unless -j was given.
JOBS = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc 2>/dev/null || echo 1))
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
# LTO objects need the compiler's own ar; clang's LTO needs lld and llvm-ar, and is left out without.
AR := gcc-ar
ifneq ($(findstring clang,$(shell $(CC) --version 2>/dev/null | head -n 1)),)
AR := $(or $(shell command -v llvm-ar),ar)
LTO_CLANG := $(if $(and $(shell command -v ld.lld),$(shell command -v llvm-ar)),-flto=thin)
FLAGS_release := $(subst -flto=auto,$(LTO_CLANG),$(FLAGS_release))
LINK_release := $(subst -flto=auto,$(if $(LTO_CLANG),$(LTO_CLANG) -fuse-ld=lld),$(LINK_release))
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
UNIT_TESTS := $(patsubst tests/%.c,$(OUT)/tests/%,$(wildcard tests/unit/*/test_*.c))

# ---- build ---------------------------------------------------------------------------------

.PHONY: all
all: $(OUT)/bluetick ## Build build/bluetick (BUILD=release|debug|asan|tsan)
	@ln -sfn $(BUILD)/bluetick build/bluetick

$(OUT)/bluetick: $(MAIN_OBJECT) $(OBJECTS) $(ASSETS) $(THIRD_PARTY)
	$(call say,LINK,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $(filter %.o,$^) $(LDLIBS)

# Test and bench programs take from here only what they use.
$(OUT)/libbluetick.a: $(OBJECTS) $(ASSETS) $(THIRD_PARTY)
	@rm -f $@
	$(call say,AR,$@)
	$(Q)$(AR) rcs $@ $^

$(OUT)/%.o: %.c | $(GRAMMARS)/.installed
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS_OURS) -MMD -MP -c -o $@ $<

$(OUT)/third_party/runtime.o: $(RUNTIME)/src/lib.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CFLAGS_THEIRS) -I$(RUNTIME)/src -I$(RUNTIME)/include -c -o $@ $<

$(OUT)/third_party/python_%.o: $(PYTHON_GRAMMAR)/%.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CFLAGS_THEIRS) -DTREE_SITTER_REUSE_ALLOCATOR -I$(PYTHON_GRAMMAR) -c -o $@ $<

$(OUT)/third_party/toml_%.o: $(TOML_GRAMMAR)/%.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CFLAGS_THEIRS) -I$(TOML_GRAMMAR) -c -o $@ $<

# Queries and rule pages travel inside the binary (string literals promise only 4095 characters).
$(OUT)/generated/assets.c: $(EMBEDDED) tests/tools/embed.sh
	@mkdir -p $(@D)
	$(call say,GEN,$@)
	$(Q)sh tests/tools/embed.sh $(EMBEDDED) > $@

$(ASSETS): $(OUT)/generated/assets.c
	$(call say,CC,$<)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS_OURS) -c -o $@ $<

# ---- grammars ------------------------------------------------------------------------------

$(GRAMMARS)/.installed: grammars/package.json grammars/package-lock.json
	$(call say,NPM,grammars)
	$(Q)cd grammars && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error $(if $(V),,>/dev/null)
	@touch $@

$(RUNTIME)/src/lib.c $(PYTHON_GRAMMAR)/parser.c $(PYTHON_GRAMMAR)/scanner.c \
$(TOML_GRAMMAR)/parser.c $(TOML_GRAMMAR)/scanner.c: $(GRAMMARS)/.installed ;

# ---- tests ---------------------------------------------------------------------------------

# Test programs: tests/unit/<room>/test_<file>.c (cmocka), tests/oracle/*.c and tests/bench/*.c
# (plain main), each with all of server/ but main.c.
ORACLES := $(patsubst tests/%.c,$(OUT)/tests/%,$(wildcard tests/oracle/*.c))
BENCHES := $(patsubst tests/%.c,$(OUT)/tests/%,$(wildcard tests/bench/*.c))

$(OUT)/tests/unit/%: $(OUT)/tests/unit/%.o $(OUT)/libbluetick.a
	$(call say,LINK,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $< $(OUT)/libbluetick.a $(LDLIBS) -lcmocka

$(ORACLES) $(BENCHES): $(OUT)/tests/%: $(OUT)/tests/%.o $(OUT)/libbluetick.a
	$(call say,LINK,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $< $(OUT)/libbluetick.a $(LDLIBS)

.PHONY: unit-programs oracle-programs bench-programs
unit-programs: $(UNIT_TESTS)
oracle-programs: $(ORACLES)
bench-programs: $(BENCHES)

.PHONY: unit
unit: $(UNIT_TESTS) ## Run the C unit tests (BUILD=asan, tsan too)
	@sh tests/tools/run_unit.sh $(UNIT_TESTS)

# Packages from PyPI that the tests run real code with; pinned in tests/requirements.txt.
build/venv/.installed: tests/requirements.txt
	$(call say,VENV,build/venv)
	$(Q)python3 -m venv build/venv
	$(Q)build/venv/bin/pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@

# Older releases of the libraries, for the rewrites that have to run on them.
OLD_VENVS := build/venv-oldest/.installed build/venv-between/.installed
$(OLD_VENVS): build/venv-%/.installed: tests/requirements-%.txt
	$(call say,VENV,build/venv-$*)
	$(Q)python3 -m venv build/venv-$*
	$(Q)build/venv-$*/bin/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

.PHONY: test
test: ## Install what is missing, build, run every test
	@sh tests/tools/setup.sh build test
	@$(MAKE) --no-print-directory $(JOBS) BUILD=release all
	@$(MAKE) --no-print-directory $(JOBS) BUILD=debug unit-programs
	@$(MAKE) --no-print-directory $(JOBS) BUILD=release oracle-programs
	@$(MAKE) --no-print-directory build/venv/.installed $(OLD_VENVS)
	@sh tests/tools/run_all.sh

.PHONY: demo
demo: ## Install what is missing, build, scan the sample project
	@sh tests/tools/setup.sh build
	@echo "building build/bluetick: a minute or two (V=1 shows how)"
	@$(MAKE) $(if $(V),,-s) --no-print-directory $(JOBS) BUILD=release all
	@sh tests/tools/demo.sh

.PHONY: bench
bench: ## Measure scanner, parse, check and memory (valgrind, hyperfine)
	@sh tests/tools/setup.sh build bench
	@$(MAKE) --no-print-directory BUILD=release all bench-programs
	@sh tests/tools/bench.sh

.PHONY: bench-cache
bench-cache: ## Measure check without and with a cache (TREE=folder with much Python)
	@test -n "$(TREE)" || { echo "TREE=folder is missing"; exit 2; }
	@$(MAKE) --no-print-directory BUILD=release all
	@python3 tests/bench/bench_cache.py build/release/bluetick $(TREE)

.PHONY: bench-lsp
bench-lsp: ## Measure the server: keystroke to diagnostics, in a file and in a project (SERVER="ruff server" ARGS=--pull: another one)
	@$(MAKE) --no-print-directory BUILD=release all
	@python3 tests/bench/bench_lsp.py $(if $(SERVER),--server "$(SERVER)") $(ARGS)
	@python3 tests/bench/bench_lsp_project.py $(if $(SERVER),--server "$(SERVER)") $(PROJECT_ARGS)

# Under the sanitizers: a thousand random edits, ten thousand files opened, edited and closed.
.PHONY: test-server
test-server: all build/venv/.installed ## Run the server's tests (BUILD=asan, tsan too)
	BLUETICK=$(CURDIR)/$(OUT)/bluetick LSP_RANDOM_EDITS=1000 LSP_OPEN_CLOSE=10000 LSP_TEST_PATIENCE=60 \
		build/venv/bin/python -m pytest -q -p no:cacheprovider tests/lsp

.PHONY: bless
bless: all ## Rewrite the snapshots of rule fixtures and golden runs (RULE=category/name)
	@$(MAKE) --no-print-directory build/venv/.installed
	BLESS=1 BLESS_RULE=$(RULE) build/venv/bin/python -m pytest -q tests/rules tests/golden

# ---- checks --------------------------------------------------------------------------------

C_FILES = $(shell find server tests -name '*.[ch]' | sort)

.PHONY: lint
lint: ## clang-format, clang-tidy, layers, headers, sizes, globals
	@sh tests/tools/setup.sh build lint
	@$(MAKE) --no-print-directory BUILD=debug all
	@clang-format --dry-run -Werror $(C_FILES) && echo "format: ok"
	@sh tests/tools/layers.sh
	@sh tests/tools/sizes.sh
	@sh tests/tools/headers.sh $(CC) $(CPPFLAGS)
	@sh tests/tools/globals.sh $(OBJECTS:$(OUT)/%=build/debug/%) build/debug/server/main.o
	@printf '%s\n' $(SOURCES) server/main.c | xargs -P 2 -n 4 sh -c \
		'clang-tidy --quiet "$$@" -- -std=c11 $(CPPFLAGS) 2>/dev/null' tidy && echo "tidy: ok"

.PHONY: readme
readme: all ## Write the generated parts of the README
	python3 tests/tools/readme.py

.PHONY: fmt
fmt: ## Format the C sources
	clang-format -i $(C_FILES)

.PHONY: new-rule
new-rule: ## Make the files of a rule: NAME=category/name
	@sh tests/tools/new_rule.sh "$(NAME)"

.PHONY: install
install: all ## Install to PREFIX (default /usr/local)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/doc/bluetick
	install -m 755 $(OUT)/bluetick $(DESTDIR)$(PREFIX)/bin/bluetick
	install -m 644 README.md LICENSE $(DESTDIR)$(PREFIX)/share/doc/bluetick
	@cd server/rules && for page in */*.md; do \
		install -D -m 644 $$page $(DESTDIR)$(PREFIX)/share/doc/bluetick/rules/$$page; done
	@sh tests/tools/install_generated.sh $(OUT)/bluetick $(DESTDIR)$(PREFIX)/share

.PHONY: clean
clean: ## Remove what was built
	rm -rf build

.PHONY: help
help: ## List the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.SECONDARY:
-include $(shell find $(OUT) -name '*.d' 2>/dev/null)

/* What the files say in which Python projects write down their dependencies: pure, bytes in,
 * versions out. A broken file says what could be read of it; that is never an error. */
#ifndef BLUETICK_CONFIG_REQUIREMENTS_H
#define BLUETICK_CONFIG_REQUIREMENTS_H

#include "base/arena.h"
#include "registry/library.h"
#include "syntax/toml.h"

typedef enum RequirementsKind {
    REQUIREMENTS_NONE,
    REQUIREMENTS_LINES,    /* requirements*.txt */
    REQUIREMENTS_PIPFILE,  /* TOML */
    REQUIREMENTS_PIP_LOCK, /* Pipfile.lock: JSON */
    REQUIREMENTS_LOCK,     /* poetry.lock, uv.lock, pdm.lock: [[package]] tables, one key a line */
    REQUIREMENTS_SETUP_CFG,
    REQUIREMENTS_SETUP_PY,  /* install_requires when it is a list of literals */
    REQUIREMENTS_PYPROJECT, /* read with the config: requirements_read_entry */
} RequirementsKind;

/* By the file's name. */
RequirementsKind requirements_kind(Str name);

/* Names of further files, relative to the one that names them ("-r base.txt"). */
typedef struct RequirementsIncludes {
    Str *items;
    uint32_t count;
    uint32_t capacity;
} RequirementsIncludes;

/* Adds what the text says. O(text) for all kinds; `mem` takes the tree of a Pipfile only.
 * `includes` may be NULL; its texts are slices of `text`. */
void requirements_read(LibraryVersions *versions, RequirementsKind kind, Str text, Arena *mem,
                       RequirementsIncludes *includes);

/* One entry of a pyproject.toml: PEP 621, dependency groups, Poetry's and PDM's tables. */
void requirements_read_entry(LibraryVersions *versions, const TomlEntry *entry);

/* "Django[argon2] >=4.2,<5 ; python_version > '3.8'  # why". */
void requirements_read_one(LibraryVersions *versions, Str requirement, LibrarySource source);

#endif

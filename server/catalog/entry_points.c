/* Knows the names by which frameworks find what they call; knows nothing about functions. */
#include "catalog/entry_points.h"

#define TEXT(literal)                                                                              \
    { (literal), (uint32_t)(sizeof(literal) - 1) }

enum { FORM_PLAIN, FORM_PATH };

const EntryDecorator catalog_entry_decorators[] = {
#define ENTRY_DECORATOR(name, kind, form) {TEXT(name), ENTRY_##kind, FORM_##form == FORM_PATH},
#include "catalog/entry_points.def"
};
const uint32_t catalog_entry_decorator_count =
    sizeof catalog_entry_decorators / sizeof *catalog_entry_decorators;

const EntrySignature catalog_entry_signatures[] = {
#define ENTRY_SIGNATURE(first, second, module, kind)                                               \
    {TEXT(first), TEXT(second), TEXT(module), ENTRY_##kind},
#include "catalog/entry_points.def"
};
const uint32_t catalog_entry_signature_count =
    sizeof catalog_entry_signatures / sizeof *catalog_entry_signatures;

typedef struct NamedEntry {
    Str name;
    EntryKind kind;
} NamedEntry;

static const NamedEntry bases[] = {
#define ENTRY_BASE(path, kind) {TEXT(path), ENTRY_##kind},
#include "catalog/entry_points.def"
};

static const NamedEntry methods[] = {
#define ENTRY_METHOD(name, kind) {TEXT(name), ENTRY_##kind},
#include "catalog/entry_points.def"
};

const Str catalog_entry_registrars[] = {
#define ENTRY_REGISTRAR(name) TEXT(name),
#include "catalog/entry_points.def"
};
const uint32_t catalog_entry_registrar_count =
    sizeof catalog_entry_registrars / sizeof *catalog_entry_registrars;

const EntryMount catalog_entry_mounts[] = {
#define ENTRY_MOUNT(name, prefix) {TEXT(name), TEXT(prefix)},
#include "catalog/entry_points.def"
};
const uint32_t catalog_entry_mount_count =
    sizeof catalog_entry_mounts / sizeof *catalog_entry_mounts;

const EntryQueuer catalog_entry_queuers[] = {
#define ENTRY_QUEUER(name, position) {TEXT(name), position},
#include "catalog/entry_points.def"
};
const uint32_t catalog_entry_queuer_count =
    sizeof catalog_entry_queuers / sizeof *catalog_entry_queuers;

Str entry_kind_name(EntryKind kind) {
    static const Str names[ENTRY_KIND_COUNT] = {
        [ENTRY_NONE] = TEXT(""),           [ENTRY_VIEW] = TEXT("view"),
        [ENTRY_ROUTE] = TEXT("route"),     [ENTRY_TASK] = TEXT("task"),
        [ENTRY_COMMAND] = TEXT("command"), [ENTRY_LAMBDA] = TEXT("lambda handler"),
        [ENTRY_SCRIPT] = TEXT("script"),
    };
    return names[kind];
}

const EntryDecorator *catalog_entry_decorator(Str name) {
    uint32_t low = 0;
    uint32_t high = catalog_entry_decorator_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = str_compare(catalog_entry_decorators[middle].name, name);
        if (order == 0) {
            return &catalog_entry_decorators[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

static bool is_base(Str row, Str class_path) {
    bool is_module = row.ptr[row.len - 1] == '.';
    return is_module ? str_starts_with(class_path, row) : str_equal(class_path, row);
}

EntryKind catalog_entry_base(Str class_path) {
    for (uint32_t i = 0; i < sizeof bases / sizeof *bases; i++) {
        if (is_base(bases[i].name, class_path)) {
            return bases[i].kind;
        }
    }
    return ENTRY_NONE;
}

bool catalog_entry_method(EntryKind kind, Str method) {
    for (uint32_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (methods[i].kind == kind && str_equal(methods[i].name, method)) {
            return true;
        }
    }
    return false;
}

bool catalog_entry_registrar(Str name) {
    for (uint32_t i = 0; i < catalog_entry_registrar_count; i++) {
        if (str_equal(catalog_entry_registrars[i], name)) {
            return true;
        }
    }
    return false;
}

/* Look-ups in the tables about ORMs. Knows nothing of Python's syntax or of any project. */
#include "catalog/models.h"

#include <stdlib.h>

#define TEXT(literal)                                                                              \
    { (literal), (uint32_t)(sizeof(literal) - 1) }
#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* The short names that the tables use. */
enum {
    EMBEDDED = MODEL_BASE_EMBEDDED,
    AUTO_PREFETCH = MODEL_BASE_AUTO_PREFETCH,
    DECORATOR = MODEL_BASE_DECORATOR,
    NEEDS_TABLE = MODEL_BASE_NEEDS_TABLE,
    ROOT = MODEL_BASE_ROOT,
    LOWER_TABLE = MODEL_BASE_LOWER_TABLE,
    SNAKE_TABLE = MODEL_BASE_SNAKE_TABLE,
    ONE_TO_ONE = MODEL_FIELD_ONE_TO_ONE,
    MANY_TO_MANY = MODEL_FIELD_MANY_TO_MANY,
    KEYED = MODEL_FIELD_KEYED,
    INDEXED = MODEL_FIELD_INDEXED,
    UNIQUE = MODEL_FIELD_UNIQUE,
    PRIMARY = MODEL_FIELD_PRIMARY,
    LIST = MODEL_FIELD_LIST,
    WRAPS = MODEL_FIELD_WRAPS,
    DEFERRED = MODEL_FIELD_DEFERRED,
    BY_CALL = MODEL_FIELD_BY_CALL,
    BY_TARGET = MODEL_FIELD_BY_TARGET,
    NULLABLE = MODEL_FIELD_NULLABLE,
    GENERIC = MODEL_FIELD_GENERIC,
    TAGS = MODEL_FIELD_TAGS,
    NO_BACK = MODEL_FIELD_NO_BACK,
    EMBEDS = MODEL_FIELD_EMBEDS,
    IS_MANAGER = MANAGER_IS_MANAGER,
    IS_QUERYSET = MANAGER_IS_QUERYSET,
    ABSTRACT = BUILT_IN_ABSTRACT,
    USER = BUILT_IN_USER,
    ORDERED = BUILT_IN_ORDERED,
};

static const CatalogModelBase model_bases[] = {
#define MODEL_BASE(path, orm, traits) {TEXT(path), ORM_##orm, (traits)},
#include "catalog/models.def"
#undef MODEL_BASE
};

static const CatalogModelField model_fields[] = {
#define MODEL_FIELD_CLASS(path, kind, traits) {TEXT(path), MODEL_##kind, (traits)},
#include "catalog/models.def"
#undef MODEL_FIELD_CLASS
};

typedef struct ManagerClass {
    Str path;
    uint32_t roles;
} ManagerClass;

static const ManagerClass managers[] = {
#define MANAGER_CLASS(path, roles) {TEXT(path), (roles)},
#include "catalog/models.def"
#undef MANAGER_CLASS
};

static const CatalogMappedForm mapped_forms[] = {
#define MAPPED_FORM(path, many, mapped, optional, loading)                                         \
    {TEXT(path), (many), (mapped), (optional), MODEL_LOADS_##loading},
#include "catalog/models.def"
#undef MAPPED_FORM
};

typedef struct LazyWord {
    Str word;
    ModelLoading loading;
} LazyWord;

static const LazyWord lazy_words[] = {
#define LAZY_WORD(word, loading) {TEXT(word), MODEL_LOADS_##loading},
#include "catalog/models.def"
#undef LAZY_WORD
};

static const OrmWords words[] = {
#define ORM_WORDS(orm, text, target, back, back_query, nullable, to_field, through, indexed,       \
                  unique, primary, key_name, meta, table)                                          \
    [ORM_##orm] = {TEXT(target),   TEXT(back),     TEXT(back_query), TEXT(nullable),               \
                   TEXT(to_field), TEXT(through),  TEXT(indexed),    TEXT(unique),                 \
                   TEXT(primary),  TEXT(key_name), TEXT(meta),       TEXT(table)},
#include "catalog/models.def"
#undef ORM_WORDS
};

static const Str orm_names[] = {
#define ORM_WORDS(orm, text, target, back, back_query, nullable, to_field, through, indexed,       \
                  unique, primary, key_name, meta, table)                                          \
    [ORM_##orm] = TEXT(text),
#include "catalog/models.def"
#undef ORM_WORDS
};
_Static_assert(COUNT(words) == ORM_COUNT, "a row of words for each ORM");

/* ---- built-in models: a row for each, and one array of fields for all ------------------------ */

#define FIELDS(...) __VA_ARGS__
#define COLUMN(name, class_path, traits)                                                           \
    {TEXT(name), TEXT(class_path), TEXT(""), TEXT(""), TEXT(""), (traits)},
#define RELATION(name, class_path, target, related_name, query_name, traits)                       \
    {TEXT(name), TEXT(class_path), TEXT(target), TEXT(related_name), TEXT(query_name), (traits)},
#define END                                                                                        \
    { TEXT(""), TEXT(""), TEXT(""), TEXT(""), TEXT(""), 0 }

/* A model's fields end with an empty one. */
static const CatalogBuiltInField built_in_fields[] = {
#define BUILT_IN(path, orm, bases, app_label, traits, fields) fields END,
#include "catalog/built_in_models.def"
#undef BUILT_IN
};
#undef COLUMN
#undef RELATION
#undef END

#define COLUMN(name, class_path, traits)                                     +1
#define RELATION(name, class_path, target, related_name, query_name, traits) +1
static const CatalogBuiltInModel built_ins[] = {
#define BUILT_IN(path, orm, bases, app_label, traits, fields)                                      \
    {TEXT(path), ORM_##orm, TEXT(bases), TEXT(app_label), (traits), 0 fields},
#include "catalog/built_in_models.def"
#undef BUILT_IN
};
#undef COLUMN
#undef RELATION

/* ---- look-ups ------------------------------------------------------------------------------- */

/* Every row begins with its Str key. */
static int compare_key(const void *key, const void *row) {
    return str_compare(*(const Str *)key, *(const Str *)row);
}

#define FIND(table, key) bsearch(&(key), (table), COUNT(table), sizeof(table)[0], compare_key)

Str orm_name(Orm orm) {
    return orm_names[orm];
}

const OrmWords *orm_keywords(Orm orm) {
    return &words[orm];
}

bool orm_word_is(Str list, Str name) {
    while (list.len && name.len) {
        uint32_t bar = str_find_byte(list, '|');
        if (str_equal(str_slice(list, 0, bar), name)) {
            return true;
        }
        list = str_slice(list, bar + 1, list.len);
    }
    return false;
}

const CatalogModelBase *catalog_model_base(Str path) {
    return FIND(model_bases, path);
}

bool catalog_ends_model_base(Str name) {
    for (size_t i = 0; i < COUNT(model_bases); i++) {
        Str path = model_bases[i].path;
        if (path.len > name.len && path.ptr[path.len - name.len - 1] == '.' &&
            str_ends_with(path, name)) {
            return true;
        }
    }
    return false;
}

const CatalogModelField *catalog_model_field(Str path) {
    return FIND(model_fields, path);
}

const CatalogMappedForm *catalog_mapped_form(Str path) {
    return FIND(mapped_forms, path);
}

ModelLoading catalog_lazy_word(Str word) {
    const LazyWord *row = FIND(lazy_words, word);
    return row ? row->loading : MODEL_LOADS_UNKNOWN;
}

uint32_t catalog_manager_role(Str path) {
    const ManagerClass *row = FIND(managers, path);
    return row ? row->roles : 0;
}

uint32_t catalog_built_in_model_count(void) {
    return COUNT(built_ins);
}

const CatalogBuiltInModel *catalog_built_in_model_at(uint32_t index) {
    return &built_ins[index];
}

const CatalogBuiltInModel *catalog_built_in_model(Str path) {
    return FIND(built_ins, path);
}

const CatalogBuiltInField *catalog_built_in_fields(const CatalogBuiltInModel *model) {
    uint32_t first = 0;
    for (const CatalogBuiltInModel *row = built_ins; row < model; row++) {
        first += row->field_count + 1;
    }
    return &built_in_fields[first];
}

static const Str user_models[] = {
#define USER_MODEL(path) TEXT(path),
#include "catalog/models.def"
#undef USER_MODEL
};

static const Str model_getters[] = {
#define MODEL_GETTER(path) TEXT(path),
#include "catalog/models.def"
#undef MODEL_GETTER
};

bool catalog_ends_model_getter(Str name) {
    for (size_t i = 0; name.len && i < sizeof model_getters / sizeof model_getters[0]; i++) {
        Str path = model_getters[i];
        if (path.len > name.len && path.ptr[path.len - name.len - 1] == '.' &&
            str_ends_with(path, name)) {
            return true;
        }
    }
    return false;
}

bool catalog_is_model_getter(Str path) {
    return FIND(model_getters, path) != NULL;
}

bool catalog_is_user_model(Str path) {
    return FIND(user_models, path) != NULL;
}
Str catalog_default_user(void) {
    return STR("django.contrib.auth.models.User");
}
Str catalog_default_tag(void) {
    return STR("taggit.models.Tag");
}

#define VISIT(table)                                                                               \
    for (size_t i = 0; i < COUNT(table); i++) {                                                    \
        visit(context, #table, *(const Str *)&(table)[i]);                                         \
    }

void catalog_visit_model_tables(void (*visit)(void *context, const char *table, Str path),
                                void *context) {
    VISIT(model_bases)
    VISIT(model_fields)
    VISIT(managers)
    VISIT(mapped_forms)
    VISIT(lazy_words)
    VISIT(built_ins)
    VISIT(user_models)
    VISIT(model_getters)
}

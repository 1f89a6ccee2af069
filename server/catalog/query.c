/* Look-ups in the tables of query APIs. */
#include "catalog/query.h"

#include <stdio.h>
#include <stdlib.h>

#define TEXT(literal)                                                                              \
    { (literal), (uint32_t)(sizeof(literal) - 1) }
#define COUNT(table) (sizeof(table) / sizeof(table)[0])

enum {
    READS = QUERY_READS,
    WRITES = QUERY_WRITES,
    AWAITED = QUERY_AWAITED,
    NARROWS = QUERY_NARROWS,
    ORDERS = QUERY_ORDERS,
    LIMITS = QUERY_LIMITS,
    DISTINCTS = QUERY_DISTINCTS,
    ANNOTATES = QUERY_ANNOTATES,
    JOINS = QUERY_JOINS,
    LOCKS = QUERY_LOCKS,
    CREATES = QUERY_CREATES,
    DELETES = QUERY_DELETES,
    BULK = QUERY_BULK,
    SQL = QUERY_SQL,
    EXECUTES = QUERY_EXECUTES,
    BY_KEY = QUERY_BY_KEY,
    LINKS = QUERY_LINKS,
    KEEPS_CACHE = QUERY_KEEPS_CACHE,
    KEEPS_CACHE_ORDERED = QUERY_KEEPS_CACHE_ORDERED,
    ENDS = QUERY_ENDS,
    EXPIRES = QUERY_EXPIRES,
    OF_PARENT = QUERY_OF_PARENT,
};

static const CatalogQueryMethod methods[] = {
#define QUERY_METHOD(path, gives, loads, effects)                                                  \
    {TEXT(path), QUERY_GIVES_##gives, QUERY_LOADS_##loads, (effects)},
#include "catalog/query_methods.def"
#undef QUERY_METHOD
};

static bool ends_with_name(Str path, Str name) {
    return path.len > name.len && path.ptr[path.len - name.len - 1] == '.' &&
           str_ends_with(path, name);
}

/* Asked of every call of a project: most rows are told from the name by its first byte. */
static bool has_effect(Str name, uint32_t effects) {
    for (size_t i = 0; name.len && i < COUNT(methods); i++) {
        Str path = methods[i].path;
        if ((methods[i].effects & effects) && path.len > name.len &&
            path.ptr[path.len - name.len] == name.ptr[0] && ends_with_name(path, name)) {
            return true;
        }
    }
    return false;
}

bool catalog_query_sends(Str name) {
    return has_effect(name, QUERY_READS | QUERY_WRITES);
}

typedef enum WordMeaning {
    WORD_KEY_NAME,
    WORD_NEW_ROW_MARK,
    WORD_GIVES_ALL,
    WORD_TAKES_MANY,
    WORD_BOOLEAN_FIELD,
    WORD_TEXT_FIELD,
    WORD_FILE_FIELD,
    WORD_EXACT_NUMBER,
    WORD_INEXACT_NUMBER,
    WORD_BATCHES,
    WORD_PAGING,
    WORD_INDEXED_LOOKUP,
    WORD_SESSION_NAME,
    WORD_REQUEST_NAME,
    WORD_REQUEST_USER,
    WORD_MIDDLEWARE_CLASS,
} WordMeaning;

typedef enum WordForm { WORD_IS, WORD_ENDS, WORD_HOLDS } WordForm;

typedef struct WordRow {
    WordMeaning meaning;
    WordForm form;
    Str text;
} WordRow;

static const WordRow words[] = {
#define QUERY_WORD(meaning, form, text) {WORD_##meaning, WORD_##form, TEXT(text)},
#include "catalog/query_words.def"
#undef QUERY_WORD
};

static bool fits(const WordRow *row, Str name) {
    switch (row->form) {
    case WORD_IS:
        return str_equal(name, row->text);
    case WORD_ENDS:
        return str_ends_with(name, row->text);
    default:
        return str_find(name, row->text) < name.len;
    }
}

static bool means(Str name, WordMeaning meaning) {
    for (size_t i = 0; i < COUNT(words); i++) {
        if (words[i].meaning == meaning && fits(&words[i], name)) {
            return true;
        }
    }
    return false;
}

bool catalog_query_gives_all(Str name) {
    return means(name, WORD_GIVES_ALL);
}

bool catalog_query_joins(Str name) {
    return has_effect(name, QUERY_JOINS);
}

bool catalog_is_key_name(Str name) {
    return means(name, WORD_KEY_NAME);
}

bool catalog_marks_new_rows(Str state, Str mark) {
    char text[32];
    if (state.len + mark.len + 1 > sizeof text) {
        return false;
    }
    memcpy(text, state.ptr, state.len);
    text[state.len] = '.';
    memcpy(text + state.len + 1, mark.ptr, mark.len);
    return means((Str){text, state.len + mark.len + 1}, WORD_NEW_ROW_MARK);
}

bool catalog_is_boolean_field(Str class_path) {
    return means(class_path, WORD_BOOLEAN_FIELD);
}

bool catalog_is_text_field(Str class_path) {
    return means(class_path, WORD_TEXT_FIELD);
}

bool catalog_is_plain_column(Str class_path) {
    return str_starts_with(class_path, STR("django.db.models.")) &&
           !means(class_path, WORD_FILE_FIELD);
}

CatalogNumber catalog_number_field(Str class_path) {
    return means(class_path, WORD_EXACT_NUMBER)     ? CATALOG_NUMBER_EXACT
           : means(class_path, WORD_INEXACT_NUMBER) ? CATALOG_NUMBER_INEXACT
                                                    : CATALOG_NUMBER_NONE;
}

bool catalog_query_takes_many(Str name) {
    return means(name, WORD_TAKES_MANY);
}

bool catalog_makes_batches(Str name) {
    return means(name, WORD_BATCHES);
}

bool catalog_is_indexed_lookup(Str name) {
    return means(name, WORD_INDEXED_LOOKUP);
}

bool catalog_is_paging(Str callee) {
    return means(callee, WORD_PAGING);
}

typedef struct SqlWord {
    Str word;
    uint32_t effect;
} SqlWord;

static const SqlWord sql_words[] = {
#define SQL_WORD(word, effect) {TEXT(word), (effect)},
#include "catalog/sql_words.def"
#undef SQL_WORD
};

static bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

uint32_t catalog_sql_effect(Str literal) {
    uint32_t start = 0;
    while (start < literal.len && !is_letter(literal.ptr[start])) {
        start++;
    }
    for (size_t i = 0; i < COUNT(sql_words); i++) {
        Str word = sql_words[i].word;
        uint32_t at = 0;
        while (at < word.len && start + at < literal.len &&
               (literal.ptr[start + at] | 32) == word.ptr[at]) {
            at++;
        }
        if (at == word.len) {
            return sql_words[i].effect;
        }
    }
    return 0;
}

bool catalog_runs_sql(Str name) {
    return has_effect(name, QUERY_SQL);
}

typedef struct LoaderRow {
    Str name;
    LoaderForm form;
} LoaderRow;

static const LoaderRow loaders[] = {
#define LOADER(name, form) {TEXT(name), LOADER_##form},
#include "catalog/loader_options.def"
#undef LOADER
};

typedef struct LoadingCallRow {
    Orm orm;
    LoadingWay way;
    Str path;
} LoadingCallRow;

static const LoadingCallRow loading_calls[] = {
#define LOADING_CALL(orm, way, path) {ORM_##orm, LOADING_##way, TEXT(path)},
#include "catalog/loading_calls.def"
#undef LOADING_CALL
};

Str catalog_loading_call(Orm orm, LoadingWay way) {
    for (size_t i = 0; i < COUNT(loading_calls); i++) {
        if (loading_calls[i].orm == orm && loading_calls[i].way == way) {
            return loading_calls[i].path;
        }
    }
    return STR("");
}

static const Str query_counters[] = {
#define QUERY_COUNTER(name) TEXT(name),
#include "catalog/query_counters.def"
#undef QUERY_COUNTER
};

typedef struct ConsumerRow {
    Str path;
    QueryEvaluation how;
} ConsumerRow;

static const ConsumerRow consumers[] = {
#define CONSUMER(path, how) {TEXT(path), QUERY_EVALUATION_##how},
#include "catalog/query_consumers.def"
#undef CONSUMER
};

enum { KEY = -1, SELF = -1 };
static const CatalogCallback callbacks[] = {
#define CALLBACK(path, function, iterable) {TEXT(path), (function), (iterable)},
#include "catalog/callbacks.def"
#undef CALLBACK
};

static const Str receiver_names[] = {
    [QUERY_ON_CLASS] = TEXT("class"),         [QUERY_ON_ROW] = TEXT("row"),
    [QUERY_ON_QUERY] = TEXT("query"),         [QUERY_ON_RELATED] = TEXT("related"),
    [QUERY_ON_STATEMENT] = TEXT("statement"), [QUERY_ON_RESULT] = TEXT("result"),
    [QUERY_ON_SCALARS] = TEXT("scalars"),     [QUERY_ON_SESSION] = TEXT("session"),
    [QUERY_ON_VIEW] = TEXT("view"),
};

static const Str orm_words[ORM_COUNT] = {
    [ORM_NONE] = TEXT(""),
    [ORM_DJANGO] = TEXT("django"),
    [ORM_SQLALCHEMY] = TEXT("sqlalchemy"),
    [ORM_PEEWEE] = TEXT("peewee"),
    [ORM_TORTOISE] = TEXT("tortoise"),
    [ORM_MONGOENGINE] = TEXT("mongoengine"),
    [ORM_PONY] = TEXT("pony"),
};

/* Packages whose functions work on another library's models. */
typedef struct Extending {
    Str package;
    Orm orm;
} Extending;
static const Extending extending[] = {
    {TEXT("flask_sqlalchemy"), ORM_SQLALCHEMY},
    {TEXT("rest_framework"),   ORM_DJANGO    },
    {TEXT("sqlmodel"),         ORM_SQLALCHEMY},
};

enum { PATH_BYTES_MAX = 96 };

static int compare_path(const void *key, const void *row) {
    return str_compare(*(const Str *)key, *(const Str *)row);
}

const CatalogQueryMethod *catalog_query_path(Str path) {
    return bsearch(&path, methods, COUNT(methods), sizeof methods[0], compare_path);
}

static const CatalogQueryMethod *method_on(Orm orm, QueryReceiver on, Str name) {
    char text[PATH_BYTES_MAX];
    int length = snprintf(text, sizeof text, "%.*s.%.*s.%.*s", STR_ARG(orm_words[orm]),
                          STR_ARG(receiver_names[on]), STR_ARG(name));
    if (length < 0 || length >= PATH_BYTES_MAX) {
        return NULL;
    }
    return catalog_query_path((Str){text, (uint32_t)length});
}

const CatalogQueryMethod *catalog_query_method(Orm orm, QueryReceiver on, Str name) {
    if (orm == ORM_NONE || on >= COUNT(receiver_names)) {
        return NULL;
    }
    const CatalogQueryMethod *row = method_on(orm, on, name);
    return row || on != QUERY_ON_RELATED ? row : method_on(orm, QUERY_ON_QUERY, name);
}

Orm catalog_query_orm(const CatalogQueryMethod *method) {
    Str first = str_slice(method->path, 0, str_find_byte(method->path, '.'));
    for (int orm = ORM_NONE + 1; orm < ORM_COUNT; orm++) {
        if (str_equal(orm_words[orm], first)) {
            return (Orm)orm;
        }
    }
    for (size_t i = 0; i < COUNT(extending); i++) {
        if (str_equal(extending[i].package, first)) {
            return extending[i].orm;
        }
    }
    return ORM_NONE;
}

bool catalog_loads_into_rows(Str name) {
    for (size_t i = 0; i < COUNT(methods); i++) {
        if (methods[i].loads == QUERY_LOADS_FETCHED && methods[i].path.len > name.len &&
            methods[i].path.ptr[methods[i].path.len - name.len - 1] == '.' &&
            str_ends_with(methods[i].path, name)) {
            return true;
        }
    }
    return false;
}

bool catalog_counts_queries(Str name) {
    return bsearch(&name, query_counters, COUNT(query_counters), sizeof query_counters[0],
                   compare_path) != NULL;
}

bool catalog_is_session_name(Str name) {
    return means(name, WORD_SESSION_NAME);
}

bool catalog_is_request_name(Str name) {
    return means(name, WORD_REQUEST_NAME);
}

bool catalog_is_request_user(Str name) {
    return means(name, WORD_REQUEST_USER);
}

bool catalog_is_middleware(Str class_name) {
    return means(class_name, WORD_MIDDLEWARE_CLASS);
}

static const Str view_packages[] = {
    TEXT("django.contrib.admin."),      TEXT("django.views."),
    TEXT("rest_framework.generics."),   TEXT("rest_framework.mixins."),
    TEXT("rest_framework.pagination."), TEXT("rest_framework.viewsets.")};

bool catalog_is_view_class(Str path) {
    for (size_t i = 0; i < COUNT(view_packages); i++) {
        if (str_starts_with(path, view_packages[i])) {
            return true;
        }
    }
    return false;
}

bool catalog_is_inline_page(Str path) {
    return str_starts_with(path, (Str)TEXT("django.contrib.")) &&
           (str_ends_with(path, (Str)TEXT("TabularInline")) ||
            str_ends_with(path, (Str)TEXT("StackedInline")));
}

bool catalog_is_list_view(Str path) {
    return str_starts_with(path, (Str)TEXT("django.views.generic.")) &&
           (str_ends_with(path, (Str)TEXT("ListView")) ||
            str_ends_with(path, (Str)TEXT("MultipleObjectMixin")));
}

static const Str listing_views[] = {
    TEXT("rest_framework.generics.ListAPIView"),
    TEXT("rest_framework.generics.ListCreateAPIView"),
    TEXT("rest_framework.mixins.ListModelMixin"),
    TEXT("rest_framework.viewsets.ModelViewSet"),
    TEXT("rest_framework.viewsets.ReadOnlyModelViewSet"),
};

bool catalog_is_listing_view(Str path) {
    return bsearch(&path, listing_views, COUNT(listing_views), sizeof listing_views[0],
                   compare_path) != NULL;
}

static const Str retrieving_views[] = {
    TEXT("rest_framework.generics.RetrieveAPIView"),
    TEXT("rest_framework.generics.RetrieveDestroyAPIView"),
    TEXT("rest_framework.generics.RetrieveUpdateAPIView"),
    TEXT("rest_framework.generics.RetrieveUpdateDestroyAPIView"),
    TEXT("rest_framework.mixins.RetrieveModelMixin"),
    TEXT("rest_framework.viewsets.ModelViewSet"),
    TEXT("rest_framework.viewsets.ReadOnlyModelViewSet"),
};

bool catalog_is_retrieving_view(Str path) {
    return bsearch(&path, retrieving_views, COUNT(retrieving_views), sizeof retrieving_views[0],
                   compare_path) != NULL;
}

bool catalog_is_view_set(Str path) {
    return str_starts_with(path, (Str)TEXT("rest_framework.viewsets."));
}

bool catalog_is_serializer_class(Str path) {
    return str_starts_with(path, (Str)TEXT("rest_framework.serializers."));
}

bool catalog_writes_fields(Str path) {
    return catalog_is_serializer_class(path) && str_ends_with(path, (Str)TEXT("Serializer"));
}

typedef struct SerializerFieldRow {
    Str name;
    SerializerField form;
} SerializerFieldRow;

static const SerializerFieldRow serializer_fields[] = {
    {TEXT("HiddenField"),              SERIALIZER_FIELD_NONE  },
    {TEXT("HyperlinkedIdentityField"), SERIALIZER_FIELD_NONE  },
    {TEXT("HyperlinkedRelatedField"),  SERIALIZER_FIELD_KEY   },
    {TEXT("PrimaryKeyRelatedField"),   SERIALIZER_FIELD_KEY   },
    {TEXT("SerializerMethodField"),    SERIALIZER_FIELD_METHOD},
    {TEXT("StringRelatedField"),       SERIALIZER_FIELD_TEXT  },
};

SerializerField catalog_serializer_field(Str path) {
    if (!str_starts_with(path, (Str)TEXT("rest_framework."))) {
        return SERIALIZER_FIELD_NONE;
    }
    Str name = path;
    for (uint32_t at = 0; at < path.len; at++) {
        name = path.ptr[at] == '.' ? str_slice(path, at + 1, path.len) : name;
    }
    const SerializerFieldRow *row = bsearch(&name, serializer_fields, COUNT(serializer_fields),
                                            sizeof serializer_fields[0], compare_path);
    return row ? row->form : SERIALIZER_FIELD_PLAIN;
}

bool catalog_is_orm_path(Str path) {
    Str first = str_slice(path, 0, str_find_byte(path, '.'));
    if (first.len == path.len) {
        return false;
    }
    for (int orm = ORM_NONE + 1; orm < ORM_COUNT; orm++) {
        if (str_equal(orm_words[orm], first)) {
            return true;
        }
    }
    for (size_t i = 0; i < COUNT(extending); i++) {
        if (str_equal(extending[i].package, first)) {
            return true;
        }
    }
    return false;
}

QueryReceiver catalog_query_receiver(const CatalogQueryMethod *method) {
    Str rest = str_slice(method->path, str_find_byte(method->path, '.') + 1, method->path.len);
    Str word = str_slice(rest, 0, str_find_byte(rest, '.'));
    for (size_t i = 0; word.len < rest.len && i < COUNT(receiver_names); i++) {
        if (str_equal(receiver_names[i], word)) {
            return (QueryReceiver)i;
        }
    }
    return QUERY_ON_FUNCTION;
}

LoaderForm catalog_loader(Str path) {
    uint32_t last = path.len;
    while (last > 0 && path.ptr[last - 1] != '.') {
        last--;
    }
    Str name = str_slice(path, last, path.len);
    const LoaderRow *row = bsearch(&name, loaders, COUNT(loaders), sizeof loaders[0], compare_path);
    return row ? row->form : LOADER_NONE;
}

QueryEvaluation catalog_query_consumer(Str path) {
    const ConsumerRow *row =
        bsearch(&path, consumers, COUNT(consumers), sizeof consumers[0], compare_path);
    return row ? row->how : QUERY_EVALUATION_NONE;
}

const CatalogCallback *catalog_callback(Str path) {
    return bsearch(&path, callbacks, COUNT(callbacks), sizeof callbacks[0], compare_path);
}

void catalog_visit_query_tables(void (*visit)(void *context, const char *table, Str path),
                                void *context) {
    for (size_t i = 0; i < COUNT(methods); i++) {
        visit(context, "query methods", methods[i].path);
    }
    for (size_t i = 0; i < COUNT(loaders); i++) {
        visit(context, "loader options", loaders[i].name);
    }
    for (size_t i = 0; i < COUNT(sql_words); i++) {
        visit(context, "SQL words", sql_words[i].word);
    }
    for (size_t i = 0; i < COUNT(query_counters); i++) {
        visit(context, "query counters", query_counters[i]);
    }
    for (size_t i = 0; i < COUNT(consumers); i++) {
        visit(context, "query consumers", consumers[i].path);
    }
    for (size_t i = 0; i < COUNT(callbacks); i++) {
        visit(context, "callbacks", callbacks[i].path);
    }
}

/* What is known of ORMs: their base classes, field and relation classes, the words of their
 * options, and the models they bring themselves. Rows of catalog/models.def and
 * built_in_models.def; paths in the notation of semantics/class_ref.h. */
#ifndef BLUETICK_CATALOG_MODELS_H
#define BLUETICK_CATALOG_MODELS_H

#include "catalog/catalog.h"

typedef enum Orm {
    ORM_NONE,
    ORM_DJANGO,
    ORM_SQLALCHEMY, /* Flask-SQLAlchemy and SQLModel too */
    ORM_PEEWEE,
    ORM_TORTOISE,
    ORM_MONGOENGINE,
    ORM_PONY,
    ORM_COUNT
} Orm;

/* "django", "sqlalchemy". */
Str orm_name(Orm orm);

typedef enum ModelFieldKind {
    MODEL_COLUMN,   /* part of the row; also what is embedded in it */
    MODEL_TO_ONE,   /* one object, or None */
    MODEL_TO_MANY,  /* Django, Tortoise, peewee: a manager or query; SQLAlchemy: a collection */
    MODEL_GENERIC,  /* GenericForeignKey, GenericReferenceField: one object of any class */
    MODEL_THROUGH,  /* association_proxy: reading it evaluates another relation */
    MODEL_COMPUTED, /* column_property, synonym: no column of its own, no relation */
} ModelFieldKind;

/* When a relation, or a column, comes into memory, as the class says it. */
typedef enum ModelLoading {
    MODEL_LOADS_AT_ACCESS,  /* a statement of its own at the first access; Django: lazy */
    MODEL_LOADS_WITH_ROW,   /* columns; lazy='joined', 'selectin', 'subquery', False */
    MODEL_LOADS_BEHIND_ROW, /* 'immediate': no statement at the access, one a row at the load */
    MODEL_LOADS_EACH_TIME,  /* 'dynamic': touching it is free, each evaluation is a statement; also
                               what a Django manager does */
    MODEL_LOADS_BY_STATEMENT, /* 'write_only': only through a select() of one's own */
    MODEL_LOADS_BY_CALL, /* LazyReferenceField.fetch(), Tortoise's await: the access itself is free
                          */
    MODEL_LOADS_NEVER,   /* 'raise', 'raise_on_sql' raise, 'noload' gives nothing */
    MODEL_LOADS_BATCHED, /* Pony: the library loads many at once by itself */
    MODEL_LOADS_UNKNOWN, /* not written as a literal */
} ModelLoading;

/* ---- base classes --------------------------------------------------------------------------- */

enum {
    MODEL_BASE_EMBEDDED = 1 << 0,      /* lives in another class's rows */
    MODEL_BASE_AUTO_PREFETCH = 1 << 1, /* to-one relations of all rows load at once */
    MODEL_BASE_DECORATOR = 1 << 2,     /* the path is one of a decorator that makes models */
    MODEL_BASE_NEEDS_TABLE = 1 << 3,   /* a model only with `table=True` among the bases */
    MODEL_BASE_ROOT = 1 << 4,          /* the classes right below it have no rows yet */
    MODEL_BASE_LOWER_TABLE = 1 << 5,   /* the table is named as the class, in lower case */
    MODEL_BASE_SNAKE_TABLE = 1 << 6,   /* ...in snake_case */
};

typedef struct CatalogModelBase {
    Str path;
    Orm orm;
    uint32_t traits;
} CatalogModelBase;
const CatalogModelBase *catalog_model_base(Str path);

/* True when the last part of some base's path is `name`: a cheap test on a class's header. */
bool catalog_ends_model_base(Str name);

/* ---- fields --------------------------------------------------------------------------------- */

enum {
    MODEL_FIELD_ONE_TO_ONE = 1 << 0,
    MODEL_FIELD_MANY_TO_MANY = 1 << 1,
    MODEL_FIELD_KEYED = 1 << 2, /* the instance has the key's value beside the object: x_id */
    MODEL_FIELD_INDEXED = 1 << 3,
    MODEL_FIELD_UNIQUE = 1 << 4,
    MODEL_FIELD_PRIMARY = 1 << 5,
    MODEL_FIELD_LIST = 1 << 6, /* a list of what the field in its first argument holds */
    MODEL_FIELD_WRAPS =
        1 << 7, /* deferred(Column(...)): the field in the first argument, if one is */
    MODEL_FIELD_DEFERRED = 1 << 8,   /* not loaded with the row */
    MODEL_FIELD_BY_CALL = 1 << 9,    /* loads by a call of its own only */
    MODEL_FIELD_BY_TARGET = 1 << 10, /* Pony: a relation when the argument is a model */
    MODEL_FIELD_NULLABLE = 1 << 11,
    MODEL_FIELD_GENERIC = 1 << 12, /* GenericRelation: back over a GenericForeignKey */
    MODEL_FIELD_TAGS = 1 << 13,    /* the target when none is written: taggit's Tag */
    MODEL_FIELD_EMBEDS = 1 << 15,  /* an object of the class in its first argument, in the row */
    MODEL_FIELD_NO_BACK = 1 << 14, /* the target gets no reverse side unless one is named */
};

typedef struct CatalogModelField {
    Str path;
    ModelFieldKind kind;
    uint32_t traits;
} CatalogModelField;
const CatalogModelField *catalog_model_field(Str path);

/* What a constructor's keywords are called; several by `|`. */
typedef struct OrmWords {
    Str target; /* the keyword of the class a relation leads to, if not the first argument */
    Str back;
    Str back_query;
    Str nullable;
    Str to_field;
    Str through;
    Str indexed;
    Str unique;
    Str primary;
    Str key_name; /* names the attribute that holds the key */
    Str meta;     /* the class in the body that holds options */
    Str table;    /* in it, or an attribute of the class */
} OrmWords;
const OrmWords *orm_keywords(Orm orm);

/* True when `name` is one of the words in `words`. */
bool orm_word_is(Str words, Str name);

/* `lazy=` of SQLAlchemy, without quotes: "select", "joined", "True". UNKNOWN for other words. */
ModelLoading catalog_lazy_word(Str word);

/* Annotations around the target's class: what they say of the relation. */
typedef struct CatalogMappedForm {
    Str path;
    bool is_many;   /* "list" */
    bool is_mapped; /* "sqlalchemy.orm.Mapped": what stands in its brackets decides */
    bool is_optional;
    ModelLoading loading; /* AT_ACCESS unless the form decides: DynamicMapped, WriteOnlyMapped */
} CatalogMappedForm;
const CatalogMappedForm *catalog_mapped_form(Str path);

/* ---- models of the libraries themselves ----------------------------------------------------- */

enum { BUILT_IN_ABSTRACT = 1 << 0, BUILT_IN_USER = 1 << 1, BUILT_IN_ORDERED = 1 << 2 };

typedef struct CatalogBuiltInField {
    Str name;
    Str class_path;
    Str target; /* path; empty for a column */
    Str related_name;
    Str query_name;
    uint32_t traits; /* MODEL_FIELD_... */
} CatalogBuiltInField;

typedef struct CatalogBuiltInModel {
    Str path;
    Orm orm;
    Str bases; /* further paths by `|`, in order: the library's own classes it inherits from */
    Str app_label;
    uint32_t traits;
    uint32_t field_count;
} CatalogBuiltInModel;

uint32_t catalog_built_in_model_count(void);
const CatalogBuiltInModel *catalog_built_in_model_at(uint32_t index);
const CatalogBuiltInModel *catalog_built_in_model(Str path);
const CatalogBuiltInField *catalog_built_in_fields(const CatalogBuiltInModel *model);

/* True for what stands for the project's user class: settings.AUTH_USER_MODEL and the like. */
bool catalog_is_user_model(Str path);
/* True for functions that give a model by its app and name: apps.get_model; and when the last part
 * of some such path is `name`, a cheap test. */
bool catalog_ends_model_getter(Str name);
bool catalog_is_model_getter(Str path);
Str catalog_default_user(void);
Str catalog_default_tag(void);

/* ---- managers ------------------------------------------------------------------------------- */

enum { MANAGER_IS_MANAGER = 1 << 0, MANAGER_IS_QUERYSET = 1 << 1 };

/* What a class of a library is to a query: bits of MANAGER_...; 0 for any other class. */
uint32_t catalog_manager_role(Str path);

/* For the test of order and uniqueness. */
void catalog_visit_model_tables(void (*visit)(void *context, const char *table, Str path),
                                void *context);

#endif

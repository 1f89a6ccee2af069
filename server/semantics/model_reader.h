/* Inside of class facts: what a class's body says, before anybody gives it a meaning. */
#ifndef BLUETICK_SEMANTICS_MODEL_READER_H
#define BLUETICK_SEMANTICS_MODEL_READER_H

#include "semantics/model.h"

/* `name = value`, `name: annotation = value` in a body, or a declared_attr method: its result. */
typedef struct BodyItem {
    Str name;
    UnitId unit;
    NodeId statement;
    NodeId value;      /* or NODE_NONE */
    NodeId annotation; /* or NODE_NONE */
} BodyItem;

typedef struct BodyItems {
    BodyItem *items;
    uint32_t count;
    uint32_t capacity;
} BodyItems;

/* In the order of the file, methods last. In `mem`. */
BodyItems model_body_items(const FileModel *file, ClassRef class_ref, Arena *mem);

/* The last item of this name; NULL when there is none. */
const BodyItem *model_body_item(const BodyItems *items, Str name);

/* The class of this name in the body (`class Meta:` or `Meta = Other`); NONE when there is none. */
ClassRef model_inner_class(const FileModel *file, ClassRef class_ref, Str name, Arena *mem);

/* The value of the last `return` of the function itself, or NODE_NONE. */
NodeId model_returned_value(const Ast *ast, NodeId function);

/* True when the body itself binds the name: a method, a property, anything. */
bool model_body_binds(const FileModel *file, ClassRef class_ref, Str name);

/* An expression of some unit: what the helpers below read. `file` is the file it stands in. */
typedef struct Reading {
    const FileModel *file;
    const UnitFacts *facts;
    UnitId unit;
    Arena *mem;
} Reading;
Reading model_reading(const FileModel *file, UnitId unit, Arena *mem);

/* The argument of a call at this place, or by one of the keywords (`a|b`); position -1: keyword
 * only. NODE_NONE when it is not given. */
NodeId reading_argument(const Reading *reading, NodeId call, int position, Str keywords);

/* The text of a plain string literal; empty for anything else. Copied to `mem`. */
Str reading_string(const Reading *reading, NodeId node);
/* The same, through the names that a string is bound to. */
Str reading_text(const Reading *reading, NodeId node);
bool reading_is_true(const Reading *reading, NodeId node);
bool reading_is_false(const Reading *reading, NodeId node);
bool reading_is_call(const Reading *reading, NodeId node);

/* The value under a string key of a dict literal; NODE_NONE when there is none. */
NodeId reading_dict_value(const Reading *reading, NodeId dict, Str key);

/* The strings of a list or tuple literal, or the one string; *known false when it is no literal. */
ModelWords reading_strings(const Reading *reading, NodeId node, bool *known);

/* What the callee of a call, or an expression, names. */
ClassRef reading_callee(const Reading *reading, NodeId call);
ClassRef reading_ref(const Reading *reading, NodeId node);

/* The row of the field class: of its own path or the nearest base with one; for a class of a
 * library that is called some `...Field` the row of a column. NULL: no field. *path is set with it.
 */
const CatalogModelField *model_field_class(const FileModel *file, ClassRef callee, Str *path);

/* ---- one class's own facts --------------------------------------------------------------------
 */

/* What is known of a class without looking at other models: safe to ask while they are read. */
typedef struct ModelHead {
    Orm orm; /* ORM_NONE: no model */
    ClassRef self;
    Str name;
    Str module;
    Str app_label;
    Str table; /* as written, or by the library's default where that is simple; else empty */
    bool is_abstract;
    bool is_proxy;
    bool is_embedded;
    bool auto_prefetch;
    ClassRef meta; /* the options that apply: its own or an inherited class */
    ClassRef root; /* what all models of its registry derive from: a call or a library's class */
} ModelHead;

/* The class that the ORM finds for a string written in `from`: "app.Name", "Name". */
ClassRef model_name_lookup(const FileModel *file, const ModelHead *from, Str name, bool *is_likely);

/* Never NULL. Remembered. `class_ref` is a CLASS or a PATH. */
const ModelHead *model_head(const FileModel *file, ClassRef class_ref);

typedef struct ModelFieldList ARRAY_OF(ModelField) ModelFieldList;
typedef struct ModelManagerList ARRAY_OF(ModelManager) ModelManagerList;

/* Whose field is read, and where it is declared. */
typedef struct FieldContext {
    const FileModel *file; /* of the model */
    const ModelHead *of;   /* the model that has the field */
    ClassRef owner;        /* the class whose body declares it */
    Arena *mem;            /* the model's */
} FieldContext;

/* The field that an item declares; false when it is none. The ORMs whose relations are calls with
 * keywords: all but SQLAlchemy. */
bool model_read_keyword_field(const FieldContext *context, const BodyItem *item, ModelField *out);
/* SQLAlchemy and SQLModel. */
bool model_read_mapped_field(const FieldContext *context, const BodyItem *item, ModelField *out);

/* The class that the argument names for the ORM: by itself, by a string, by a setting. */
ClassRef model_read_target(const FieldContext *context, const Reading *reading, NodeId node,
                           bool *is_likely);

/* The fields of a model of a library, without those of its bases. */
void model_read_built_in_fields(const FieldContext *context, ModelFieldList *out);

/* Names on the other side, as Django makes them; `related` and `query` are what is written. */
void model_name_django_back(const FieldContext *context, Str related, Str query, ModelField *field);

/* What an annotation says of a relation: "Mapped[list['Line']]". */
typedef struct MappedAnnotation {
    bool is_known; /* the annotation was read to its end */
    bool is_mapped;
    bool is_many;
    bool is_optional;
    ModelLoading loading;
    Str target; /* dotted name; empty when it is none */
} MappedAnnotation;
MappedAnnotation model_read_annotation(const Reading *reading, NodeId annotation);

/* The columns of a mapped class that refer to other tables. */
typedef struct KeyColumn {
    Str name; /* the attribute */
    Str table;
    Str column;
    bool is_nullable;
} KeyColumn;
typedef struct KeyColumns ARRAY_OF(KeyColumn) KeyColumns;
bool model_column_is_nullable(const Reading *reading, NodeId call, NodeId annotation);
KeyColumns model_key_columns(const FileModel *file, ClassRef class_ref, Arena *mem);

void model_read_managers(const FileModel *file, Model *model, Arena *mem);
void model_read_indexes(const FileModel *file, Model *model, const ModelHead *head, Arena *mem);

/* The facts of a class that is a model; nothing is remembered. */
const Model *model_build(const FileModel *file, const ModelHead *head, Arena *mem);
ModelFields model_fields_sorted(const ModelField *items, uint32_t count, Arena *mem);

/* A Meta option: the value's place in the class that gives it, or a NULL statement name. */
bool model_meta_option(const FileModel *file, ClassRef meta, Str name, BodyItem *item,
                       ClassRef *owner, Arena *mem);

/* The reverse sides of a model's relations by the name of the class they are on. */
ModelFields model_reverse_of(const FileModel *file, const Model *model);

/* The table's key for a class: its target after proxies. */
ClassRef model_concrete(const FileModel *file, ClassRef target);

/* `text` with every `%(class)s` and `%(app_label)s` of Django's related names replaced. */
Str model_expand_name(Str text, const ModelHead *of, Arena *mem);
Str model_lower(Str text, Arena *mem);

#endif

/* Class facts: what a class is to an ORM (spec/query.md C): its fields, relations and their reverse
 * sides, managers, ordering.
 *
 * Read off class bodies, following bases over files, with the library's words in
 * catalog/models.def. Nothing is evaluated, so it may be asked from anywhere, also from inside an
 * answer of kinds. Facts are computed once a class and remembered with the file that holds the
 * class; reverse sides once a project. Circles (self references, mutual relations) are fine, since
 * a field names its target and does not hold the target's facts. */
#ifndef BLUETICK_SEMANTICS_MODEL_H
#define BLUETICK_SEMANTICS_MODEL_H

#include "catalog/models.h"
#include "semantics/class_ref.h"

typedef struct ModelField {
    Str name; /* the attribute of an instance */
    ModelFieldKind kind;
    ModelLoading loading;
    bool is_reverse;      /* declared on the other class, or for it (backref, related_name) */
    bool holds_key;       /* many-to-one: the key is a column of this class's own row */
    bool is_one_to_one;   /* TO_ONE on both sides */
    bool is_many_to_many; /* TO_MANY on both sides */
    bool is_nullable;     /* null=True, Optional; reverse one-to-one: always */
    bool is_primary_key;
    bool is_unique;
    bool has_index;
    bool is_deferred;    /* deferred(): not loaded with the row */
    bool is_inherited;   /* of a parent with rows of its own, which gives the reverse side */
    bool is_parent_link; /* multi-table inheritance: from the child to its parent's row */
    bool is_likely;  /* the target was found by a class name that is unique in the project only */
    Str lazy;        /* as written, for messages; empty when absent */
    ClassRef target; /* NONE when it cannot be told, or any class */
    /* What queries on this class call the field: filter(), Count(), select_related(). Empty: it
     * cannot be named there. Differs from the name for Django's reverse sides. */
    Str query_name;
    /* The attribute on the target that leads back, or empty; and what queries there call it. */
    Str back_name;
    Str back_query_name;
    bool makes_back; /* this declaration makes the other side: always but for back_populates */
    ModelFieldKind back_kind; /* what it makes there */
    ModelLoading back_loading;
    Str back_lazy;
    Str key_name; /* the attribute that holds the key without loading: "author_id"; or empty */
    Str to_field; /* the target's column that the key refers to; empty: its primary key */
    Str via;      /* THROUGH: the relation's name; `via_attribute` what is read of its objects */
    Str via_attribute;
    ClassRef through;     /* the class of the rows between, if there is one of the project */
    Str class_path;       /* the nearest library class of the field: "django.db.models.CharField" */
    ClassRef field_class; /* the field's class as it is called, a subclass of the project perhaps */
    ClassRef owner;       /* the class whose body declares it, an abstract base perhaps; for a
                             reverse side the class on the other end */
    ClassRef place;       /* VALUE: the statement that declares it; NONE for a built-in class */
} ModelField;

typedef struct ModelFields {
    const ModelField *items;
    uint32_t count;
    const uint32_t *by_name; /* indices into items, in the byte order of their names */
} ModelFields;

typedef struct ModelManager {
    Str name;
    /* The manager's class: a library's or the project's own. For `X.as_manager()` and
     * `M.from_queryset(X)` the class M (or the library's Manager), and X in `queryset`. */
    ClassRef manager;
    ClassRef queryset; /* NONE when the manager brings none of its own */
    bool is_plain;     /* the library's Manager itself: no get_queryset of the project */
    ClassRef place;    /* VALUE, as in a field; NONE for the implicit `objects` */
} ModelManager;

typedef struct ModelManagers {
    const ModelManager *items; /* in order, those of bases included: the first is the default */
    uint32_t count;
} ModelManagers;

typedef struct ModelIndex {
    const Str *columns; /* field names; a leading '-' is taken off */
    uint32_t count;
    bool is_unique;
} ModelIndex;

typedef struct ModelIndexes {
    const ModelIndex *items;
    uint32_t count;
} ModelIndexes;

typedef struct ModelWords {
    const Str *items;
    uint32_t count;
} ModelWords;

typedef struct Model {
    Orm orm;
    ClassRef self; /* CLASS, or PATH for a class of the library's own */
    Str name;
    Str module;    /* dotted */
    Str app_label; /* Django: Meta.app_label or the app's folder; empty elsewhere */
    Str table;     /* __tablename__, Meta.db_table, Meta.table_name when written; else empty */
    const ClassOrder *order;
    bool is_abstract;    /* no rows of its own: Meta.abstract, __abstract__, a mixin */
    bool is_proxy;       /* Django: the same table as its parent */
    bool auto_prefetch;  /* the library loads to-one relations of all rows at once by itself */
    bool overrides_save; /* a save() or delete() of the project's runs */
    bool overrides_delete;
    ModelWords ordering;    /* Meta.ordering as written, inherited; count 0: none */
    bool ordering_unknown;  /* written, but not as a literal */
    ModelFields fields;     /* own and inherited, in the order of the classes; no reverse sides */
    ModelManagers managers; /* Django; the implicit `objects` included */
    ModelIndexes indexes;   /* over several columns, or written apart from the column */
} Model;

/* The facts of the class; NULL when it is none to any ORM. A class of the library itself
 * (django.contrib.auth.models.User) has facts too. Lives as long as the file's model. */
const Model *model_of_class(const FileModel *file, ClassRef class_ref);
const Model *model_of_kind(const FileModel *file, const Kind *kind);

/* The field of this name: own, inherited, or a reverse side that other classes give it. NULL when
 * there is none: then the name is a property, a method, or not known. `pk` is the primary key. */
const ModelField *model_field(const FileModel *file, const Model *model, Str name);
/* The same of an attribute of a row. NULL for `pk` where the key is a relation: the row holds the
 * key itself, nothing is loaded. */
const ModelField *model_attribute(const FileModel *file, const Model *model, Str name);

/* The field that queries call by this name ("book" where the accessor is "book_set"). */
const ModelField *model_query_field(const FileModel *file, const Model *model, Str query_name);

/* What other classes of the project, and the library's own, give the class. */
ModelFields model_reverse_fields(const FileModel *file, const Model *model);

/* The facts of what a relation leads to; NULL when that is not known. */
const Model *model_target(const FileModel *file, const ModelField *field);

const ModelManager *model_manager(const Model *model, Str name);

/* True when the class itself or a base, without the library's, binds the attribute: methods,
 * properties, constants. What it is, kinds_attribute says. */
bool model_binds(const FileModel *file, const Model *model, Str name);

/* The class that an expression names, as class_ref_resolve, or through get_user_model() and
 * apps.get_model("app", "Name"). */
ClassRef model_class_of(const FileModel *file, UnitId unit, NodeId expression, Arena *mem);

/* The project's user class: get_user_model(), settings.AUTH_USER_MODEL. */
ClassRef model_user_class(const FileModel *file);

/* "app.Name" or "Name" as the ORM looks it up for a string in the class `from`; NONE when there is
 * no such class or more than one. `is_likely` is set when only the bare name decided. */
ClassRef model_named(const FileModel *file, const Model *from, Str name, bool *is_likely);

/* What a class is to a Django query: a Manager, a QuerySet, or neither. Both for what
 * from_queryset() makes. */
typedef struct ManagerRole {
    bool is_manager;
    bool is_queryset;
} ManagerRole;
ManagerRole model_manager_role(const FileModel *file, ClassRef class_ref);

/* One line a fact, for `debug model`. */
void model_describe(const FileModel *file, const Model *model, Buf *out);

#endif

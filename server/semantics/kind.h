/* Value kinds: what an expression is, as far as can be known (spec/io.md R2).
 *
 * A kind is a small number; equal kinds have equal numbers, so joining is a comparison. Two
 * different kinds join to Unknown, which is a value of its own and silences every rule (I2); Never
 * is the kind of what has not been computed or cannot happen, and gives way to anything. None gives
 * way to an instance: a method called on the result is called on the instance, or raises. */
#ifndef BLUETICK_SEMANTICS_KIND_H
#define BLUETICK_SEMANTICS_KIND_H

#include "ast/ast.h"
#include "base/array.h"
#include "base/buf.h"
#include "semantics/file_model.h"

typedef uint32_t KindId;
enum { KIND_NEVER = 0, KIND_UNKNOWN = 1, KIND_ARGUMENTS_MAX = 6 };

typedef enum KindTag {
    KIND_TAG_NEVER,
    KIND_TAG_UNKNOWN,
    /* What an import or a builtin name stands for, by canonical dotted path: a module, class or
     * function ("requests", "requests.get", "open"). With an argument: a method bound to that
     * receiver ("requests.Session.get"). */
    KIND_TAG_SYMBOL,
    /* An instance of a class of a library ("requests.Session") or a builtin ("list"), with the
     * kinds of its elements as arguments ("dict": of its keys and values). */
    KIND_TAG_INSTANCE,
    KIND_TAG_MODULE, /* a module or package of the project: file, or FILE_NONE for a folder without
                        `__init__`; path is its dotted name */
    KIND_TAG_CLASS,  /* a class of the project: where its definition stands */
    KIND_TAG_OBJECT, /* an instance of such a class; arguments: the models' classes that its
                        constructor was given, by the parameter's place */
    KIND_TAG_FUNCTION, /* a function or lambda of the project */
    KIND_TAG_METHOD,   /* such a function bound to the receiver in arguments[0] */
    KIND_TAG_PARTIAL,  /* functools.partial(...): unit and node of that call; arguments[0] is the
                          callable */
    /* ORMs: built and read through semantics/query_kind.h. */
    KIND_TAG_QUERY,   /* a manager, a query or the result of one */
    KIND_TAG_ROW,     /* an instance of a model that a query gave, or what it leads to */
    KIND_TAG_LOADER,  /* what a loader option loads: joinedload(A.b), Prefetch("b") */
    KIND_TAG_CONTEXT, /* no value: a function called with these kinds: query_kind.h */
} KindTag;

typedef struct Kind {
    KindTag tag;
    Str path;       /* SYMBOL, INSTANCE, MODULE */
    uint32_t flags; /* of the ORM kinds; SYMBOL: see query_kind.h; CLASS: KIND_IS_EXAMPLE */
    FileId file;    /* CLASS, OBJECT, FUNCTION, METHOD, PARTIAL: where its definition stands */
    UnitId unit;
    NodeId node;
    KindId arguments[KIND_ARGUMENTS_MAX];
    uint32_t argument_count;
} Kind;

/* Of a CLASS: one of several that the expression may be, as good as any other. */
enum { KIND_IS_EXAMPLE = 1 << 0 };

/* A definition somewhere in the project. */
typedef struct KindPlace {
    FileId file;
    UnitId unit;
    NodeId node;
} KindPlace;

static inline KindPlace kind_place(const Kind *kind) {
    return (KindPlace){kind->file, kind->unit, kind->node};
}

typedef struct KindTable {
    struct KindItems ARRAY_OF(Kind) kinds;
    uint32_t *slots; /* open addressing: KindId, 0 = free */
    uint32_t slot_count;
    Arena *mem; /* borrowed: everything lives there */
} KindTable;

void kind_table_init(KindTable *table, Arena *mem);

/* Borrowed until the next kind is added. */
static inline const Kind *kind_get(const KindTable *table, KindId kind) {
    return &table->kinds.items[kind];
}

KindId kind_add(KindTable *table, const Kind *kind);
KindId kind_symbol(KindTable *table, Str path);
KindId kind_bound_symbol(KindTable *table, Str path, KindId receiver);
KindId kind_instance(KindTable *table, Str path);
KindId kind_container(KindTable *table, Str path, KindId element);

/* The least kind that holds both. Queries of one model join to what both of them load. */
KindId kind_join(KindTable *table, KindId a, KindId b);

bool kind_is_symbol(const KindTable *table, KindId kind, Str path);
bool kind_is_instance(const KindTable *table, KindId kind, Str path);

/* The traits (catalog CLASS_...) of an instance's class; 0 for anything else. */
uint32_t kind_traits(const KindTable *table, KindId kind);

/* What iterating over the kind gives; Unknown when that is not known. */
KindId kind_element(KindTable *table, KindId kind);

/* What the notation of catalog.h means where `receiver` and the arguments are of these kinds. Kinds
 * that it asks for and that are not there are Unknown. `results` are the kinds of calling each
 * argument, for "()0". */
typedef struct KindNotation {
    KindId receiver;
    const KindId *arguments;
    const KindId *results;
    uint32_t argument_count;
    bool has_more; /* further arguments stand in the call */
} KindNotation;
KindId kind_parse(KindTable *table, Str notation, const KindNotation *where);

/* A kind in words for a reader: "requests.Session", "list[str]", "unknown". */
void kind_describe(const KindTable *table, KindId kind, Buf *out);

/* True when a question that the project's evaluator has answered looked for an attribute of the
 * class in its methods, and would look into one with this text. O(questions answered). */
bool kinds_would_read(const struct Project *project, FileId file, UnitId class_unit,
                      Str method_text);

#endif

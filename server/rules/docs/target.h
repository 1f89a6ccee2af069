/* The definitions of a unit as the docs rules see them, computed once and read by all of them.
 *
 * A target is a function or a class; those nested in it stand in the same unit's ast and are
 * targets too. One walk over the unit finds them all and what each does in its own scope: returns,
 * yields, raises. What costs more (docstring lines, sections, signature) is filled in at the first
 * question. Offsets are unit offsets. */
#ifndef BLUETICK_RULES_DOCS_TARGET_H
#define BLUETICK_RULES_DOCS_TARGET_H

#include "base/array.h"
#include "rules/docs/docs_options.h"
#include "rules/docs/docstring.h"
#include "rules/docs/sections.h"
#include "rules/docs/signature.h"
#include "rules/docs/style.h"
#include "rules/rule.h"
#include "semantics/file_model.h"

/* What its decorators say. */
enum {
    TRAIT_OVERLOAD = 1 << 0,
    TRAIT_OVERRIDE = 1 << 1,
    TRAIT_SETTER = 1 << 2, /* or deleter */
    TRAIT_PROPERTY = 1 << 3,
    TRAIT_FIXTURE = 1 << 4,
    TRAIT_ABSTRACT = 1 << 5,
    TRAIT_COMMAND = 1 << 6, /* the docstring is help text that a user reads */
    TRAIT_STATIC = 1 << 7,
    TRAIT_CONTEXT_MANAGER = 1 << 8,
    TRAIT_DATACLASS = 1 << 9,
    TRAIT_IGNORED = 1 << 10, /* docs.ignoreDecorators */
};

typedef enum TargetName {
    NAME_PLAIN,
    NAME_PRIVATE,     /* _x */
    NAME_CONSTRUCTOR, /* __init__, __new__ in a class */
    NAME_CALL,        /* __call__ */
    NAME_MAGIC,       /* the other special methods: their contract is the language's */
    NAME_UNDERSCORES, /* _ */
} TargetName;

#define TARGET_NONE UINT32_MAX

typedef struct Target {
    NodeId node;
    uint32_t parent; /* index of the target around it; TARGET_NONE: the units around it */
    Str name;
    TargetName name_kind;
    uint32_t traits;
    bool is_class;
    bool is_async;
    bool is_member;   /* defined in a class body */
    bool is_method;   /* a function that is */
    bool is_nested;   /* inside a function */
    bool is_private;  /* its own name, or a class around it */
    bool is_test;     /* a test, a fixture of a test file...: no docs rule speaks */
    bool is_broken;   /* holds code that could not be read: likewise */
    bool is_stub;     /* after the docstring only pass, ..., raise NotImplementedError */
    bool is_ellipsis; /* after the docstring only ... */
    bool returns_value;
    bool returns_none; /* `return None` or a bare return */
    bool yields;
    bool yields_value;
    uint32_t member_first; /* targets defined in its own scope are adjacent in DocsUnit.targets */
    uint32_t member_count;
    uint32_t raise_first; /* into DocsUnit.raises */
    uint32_t raise_count;
    NodeId annotation; /* of the return value, or NODE_NONE */
    NodeId body;       /* first statement after the docstring, or NODE_NONE */
    Docstring doc;
    /* filled by target_read */
    bool is_read;
    Signature signature;
    DocStyle style;
    Span style_token;
    Sections sections;
    Span summary;                      /* the first line with text; empty when there is none */
    const struct Arguments *arguments; /* arguments.h; NULL until asked */
} Target;

typedef struct DocsUnit {
    UnitId unit;
    const FileModel *file;
    const UnitFacts *facts;
    const Ast *ast;
    Str text;
    DocsOptions options;
    bool in_test_file;
    Arena *mem;
    Arena *scratch;             /* while targets are found */
    struct ClassTable *classes; /* file_classes.h: defined in this unit; NULL until asked */
    struct ARRAY_OF(Target) targets;
    struct ARRAY_OF(NodeId) raises;
    const struct TargetPlace *by_node; /* sorted; NULL until asked */
} DocsUnit;

typedef struct TargetPlace {
    NodeId node;
    uint32_t index; /* into DocsUnit.targets */
} TargetPlace;

/* The targets of context->unit; the same answer for every docs rule of one check. */
DocsUnit *docs_unit(const RuleContext *context);

/* Splits the docstring, reads sections, signature and style, once. For a target without a readable
 * docstring only the signature. */
void target_read(DocsUnit *unit, Target *target);

/* The target at this node (Finding.anchor), or NULL. */
Target *docs_unit_target(DocsUnit *unit, NodeId node);

/* A class, in this unit or around it. */
typedef struct ClassRef {
    const UnitFacts *facts; /* NULL when there is none */
    NodeId node;
} ClassRef;

/* The class that a method belongs to. */
ClassRef target_class(const DocsUnit *unit, const Target *target);

/* The bases of a class hold this last dotted name: `Protocol`, `Protocol[T]`. */
bool class_has_base(ClassRef class_ref, Str name);

/* Its docstring has a section of parameters, or fields of another style: it documents the
 * constructor. Lives in unit->mem. */
bool class_documents_parameters(DocsUnit *unit, ClassRef class_ref);

/* The `__init__` (else `__new__`) defined in the class `target`: its facts and node. */
ClassRef class_constructor(const DocsUnit *unit, const Target *target);

/* Offset just past the colon that opens the suite; the name's end when it is missing. */
uint32_t target_header_end(const DocsUnit *unit, const Target *target);

/* The last dotted name of a Name, Attribute, Subscript (its value) or Call (its function); empty
 * for anything else. */
Str docs_last_name(const Ast *ast, NodeId expression);

/* A docs report on the target: owner on the name's row, definition for suppressions, severity of
 * `private_variant` (a VariantId, or NO_VARIANT) for private targets. */
enum { NO_VARIANT = -1 };
Report target_report(const DocsUnit *unit, const Target *target, RuleId rule, Span span,
                     int private_variant);

static inline bool target_is_function(const Target *target) {
    return !target->is_class;
}

/* A repair of the wording changes nothing that runs, but for help text that a user reads. */
static inline Safety target_wording_safety(const Target *target) {
    return (target->traits & TRAIT_COMMAND) ? SAFETY_UNSAFE : SAFETY_SAFE;
}

#endif

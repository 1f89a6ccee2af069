/* The scope tree of one unit: every name in it, what binds it, and what is free.
 *
 * Built from the unit's text alone and position-free (arrays and indices), so it is shared and kept
 * with the ast. What a free name is bound to is the file's business: semantics/file_scope.h.
 *
 * Scope 0 is the module's own scope in a module unit. In a function or class unit it is
 * SCOPE_OUTER: that part of the parent's body in which the unit's header is evaluated (decorators,
 * defaults, annotations, bases stand there, and the definition binds its name there).
 *
 * The flags are those of Python's symtable (tests/oracle/symtable compares them over the standard
 * library). Private names (`__x` in a class) keep their spelling here; a name is the same only in
 * the same class. */
#ifndef BLUETICK_SEMANTICS_SCOPE_H
#define BLUETICK_SEMANTICS_SCOPE_H

#include "ast/ast.h"

typedef uint32_t ScopeId;
typedef uint32_t SymbolId;
typedef uint32_t BindingId;
typedef uint32_t UseId;
enum { SCOPE_ROOT = 0 };
#define SCOPE_NONE   UINT32_MAX
#define SYMBOL_NONE  UINT32_MAX
#define BINDING_NONE UINT32_MAX
#define USE_NONE     UINT32_MAX

typedef enum ScopeKind {
    SCOPE_OUTER, /* scope 0 of a function or class unit */
    SCOPE_MODULE,
    SCOPE_CLASS,
    SCOPE_FUNCTION,
    SCOPE_LAMBDA,
    SCOPE_COMPREHENSION,
    SCOPE_TYPE_PARAMETERS, /* of a generic function, class or `type` statement */
    SCOPE_TYPE_ALIAS,      /* the value of a `type` statement: evaluated when asked for */
    SCOPE_KIND_COUNT
} ScopeKind;

typedef struct Scope {
    uint8_t kind;          /* ScopeKind */
    bool is_generator;     /* a yield stands in it */
    bool has_star_import;  /* unknown names may be bound here */
    bool in_annotation;    /* it stands in an annotation */
    NodeId node;           /* Module, ClassDef, FunctionDef, Lambda, ListComp... */
    ScopeId parent;        /* SCOPE_NONE for scope 0; always smaller than the scope's own id */
    ScopeId class_scope;   /* innermost class scope at or above, in this unit; or SCOPE_NONE */
    SymbolId first_symbol; /* this scope's symbols are adjacent, in order of appearance */
    uint32_t symbol_count;
} Scope;

enum {
    SYMBOL_ASSIGNED = 1 << 0, /* bound here by anything but import and parameter, `del` included */
    SYMBOL_IMPORTED = 1 << 1,
    SYMBOL_PARAMETER = 1 << 2,
    SYMBOL_ANNOTATED = 1 << 3,
    SYMBOL_REFERENCED = 1 << 4, /* read here; not by an augmented assignment's target */
    SYMBOL_GLOBAL = 1 << 5,     /* `global x` here (or a walrus in a comprehension of a module) */
    SYMBOL_NONLOCAL = 1 << 6,   /* `nonlocal x` here (or a walrus in a comprehension) */
    SYMBOL_COMPREHENSION_TARGET = 1 << 7,
    SYMBOL_CELL = 1 << 8, /* bound here and used by an inner function */
    SYMBOL_FREE = 1 << 9, /* belongs to an enclosing function of this unit */
    SYMBOL_TYPE_PARAMETER = 1 << 10,
    SYMBOL_IN_ANNOTATION = 1 << 11, /* read in an annotation, which may never be evaluated */
};
#define SYMBOL_BOUND (SYMBOL_ASSIGNED | SYMBOL_IMPORTED | SYMBOL_PARAMETER)

typedef struct Symbol {
    NameId name; /* of the unit's ast, or an extra one: scope_name */
    ScopeId scope;
    uint32_t flags;
    SymbolId home;           /* the symbol of this unit that owns the variable, itself included;
                                SYMBOL_NONE: free in the unit, or declared global in it */
    BindingId first_binding; /* the variable's bindings, adjacent and in order of evaluation: at the
                                home, also those made through `nonlocal`, walrus and (in a module
                                unit) `global`; a symbol without home holds its own */
    uint32_t binding_count;
    uint32_t first_use; /* into ScopeTree.symbol_uses, grouped like the bindings */
    uint32_t use_count;
} Symbol;

typedef enum BindingKind {
    BINDING_ASSIGN,         /* source: Assign */
    BINDING_AUGMENTED,      /* AugAssign; the same node is a use too */
    BINDING_ANNOTATED,      /* AnnAssign with a value */
    BINDING_DECLARED,       /* AnnAssign without a value: binds nothing, says the type */
    BINDING_FOR,            /* For, AsyncFor */
    BINDING_WITH,           /* withitem */
    BINDING_EXCEPT,         /* ExceptHandler: unbound again at its end */
    BINDING_IMPORT,         /* alias of an Import: the first part of its path, or its asname */
    BINDING_IMPORT_FROM,    /* alias of an ImportFrom */
    BINDING_FUNCTION,       /* FunctionDef, AsyncFunctionDef */
    BINDING_CLASS,          /* ClassDef */
    BINDING_PARAMETER,      /* arg */
    BINDING_WALRUS,         /* NamedExpr */
    BINDING_COMPREHENSION,  /* comprehension, AsyncComprehension */
    BINDING_MATCH,          /* MatchAs, MatchStar, MatchMapping */
    BINDING_DELETE,         /* Delete: unbinds */
    BINDING_TYPE_PARAMETER, /* TypeVar, ParamSpec, TypeVarTuple */
    BINDING_TYPE_ALIAS,     /* TypeAlias */
    BINDING_KIND_COUNT
} BindingKind;

typedef struct Binding {
    NodeId node;   /* where the name stands: Name, arg, alias, or the Identifier of a definition,
                      handler or capture */
    NodeId source; /* the construct that binds: see BindingKind */
    ScopeId
        scope; /* where it is written, which differs from the symbol's for nonlocal and walrus */
    SymbolId symbol;  /* the symbol whose list it is in */
    uint32_t order;   /* order of evaluation in the unit, uses and bindings together */
    uint8_t kind;     /* BindingKind */
    bool is_unpacked; /* the target is part of a tuple, list or starred: the value's element */
} Binding;

typedef struct Use {
    NodeId node;     /* Name that is read, or the target of an AugAssign */
    ScopeId scope;   /* where it is evaluated */
    SymbolId symbol; /* the symbol of that scope; its `home` says whose variable it is */
    uint32_t order;
    /* Index into ScopeTree.reaching, or REACHING_ALL: then any binding of the variable may be seen
     * (it has one only, or the use runs later: in an inner function). */
    uint32_t reaching;
    bool in_annotation;
} Use;
#define REACHING_ALL UINT32_MAX
enum { REACHING_BINDINGS_MAX = 62 };
/* A reaching set: bit i = the variable's i-th binding, and REACHING_ENTRY = the value from before
 * the scope began: unbound in a function, in a class or a module perhaps an outer name. */
typedef uint64_t ReachingSet;
#define REACHING_ENTRY ((ReachingSet)1 << 63)

/* Scopes by runs of nodes: `scope` holds for nodes from `first_node` up to the next run. */
typedef struct ScopeRun {
    NodeId first_node;
    ScopeId scope;
} ScopeRun;

typedef struct ScopeTree {
    const Scope *scopes; /* a parent before its children */
    uint32_t scope_count;
    const Symbol *symbols; /* grouped by scope */
    uint32_t symbol_count;
    const Binding *bindings; /* grouped by symbol */
    uint32_t binding_count;
    const BindingId *bindings_by_node; /* binding_count items */
    const Use *uses;                   /* by node */
    uint32_t use_count;
    const UseId *symbol_uses; /* grouped by symbol, in order of evaluation; use_count items */
    const ReachingSet *reaching;
    uint32_t reaching_count;
    const Str *extra_names; /* NameIds from ast->name_count on: the `a` of `import a.b` */
    uint32_t extra_name_count;
    const ScopeRun *runs; /* by first_node; covers all nodes */
    uint32_t run_count;
    ScopeId body_scope; /* what child units' scope 0 is a part of: the module's scope, or the class
                           scope of a class unit; SCOPE_NONE in a function unit */
} ScopeTree;

/* Linear in the ast (sets of reaching bindings: linear in uses and bindings times the nesting of
 * statements, with a cap beyond which they are REACHING_ALL). Lives in `mem`. Never fails. */
const ScopeTree *scope_tree_build(const Ast *ast, Arena *mem);

/* The scope in which `node` is evaluated (a definition's decorators, defaults, annotations and a
 * comprehension's first iterable: the enclosing one). O(log scopes). */
ScopeId scope_of_node(const ScopeTree *tree, NodeId node);

static inline Str scope_name(const ScopeTree *tree, const Ast *ast, NameId name) {
    return name < ast->name_count ? ast->names[name] : tree->extra_names[name - ast->name_count];
}

/* The symbol of exactly this scope, or SYMBOL_NONE. O(symbols of the scope), a linear search. */
SymbolId scope_symbol(const ScopeTree *tree, ScopeId scope, NameId name);
SymbolId scope_symbol_by_text(const ScopeTree *tree, const Ast *ast, ScopeId scope, Str name);

/* The use at a Name node (or AugAssign target); USE_NONE when it is not read. O(log uses). */
UseId scope_use(const ScopeTree *tree, NodeId node);

/* The binding that stands at this node, or BINDING_NONE. O(log bindings). */
BindingId scope_binding(const ScopeTree *tree, NodeId node);

/* The variable a use reads, within the unit: its home symbol, or SYMBOL_NONE when free. */
static inline SymbolId scope_use_home(const ScopeTree *tree, UseId use) {
    return tree->symbols[tree->uses[use].symbol].home;
}

/* The bindings a use may see, as a set over symbols[home]'s bindings; all of them (with
 * REACHING_ENTRY clear) when nothing better is known and there are at most REACHING_BINDINGS_MAX;
 * 0 for a free name or when there are more. */
ReachingSet scope_reaching(const ScopeTree *tree, UseId use);

/* The innermost function or lambda scope at or above, in this unit; SCOPE_NONE when none. */
ScopeId scope_function(const ScopeTree *tree, ScopeId scope);

const char *scope_kind_name(ScopeKind kind);
const char *binding_kind_name(BindingKind kind);

#endif

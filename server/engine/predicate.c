/* Knows which question of semantics a predicate stands for; the answers are made in semantics/. */
#include "engine/predicate.h"

#include "catalog/extension.h"
#include "semantics/class_ref.h"
#include "semantics/kinds.h"
#include "semantics/purity.h"
#include "semantics/qualified_name.h"
#include "semantics/query_kind.h"

typedef enum Answer { ANSWER_NO, ANSWER_YES, ANSWER_UNKNOWN } Answer;

static Answer answer(bool holds) {
    return holds ? ANSWER_YES : ANSWER_NO;
}

static Answer resolves(const RuleContext *context, const Predicate *predicate, NodeId node) {
    Str path = qualified_name(context->file, context->unit, node, context->scratch);
    for (uint32_t i = 1; path.len && i < predicate->argument_count; i++) {
        if (str_equal(path, predicate->arguments[i].text)) {
            return ANSWER_YES;
        }
    }
    return path.len ? ANSWER_NO : ANSWER_UNKNOWN;
}

static Answer is_in_async(const Ast *ast, NodeId node) {
    NodeId function = enclosing_function(ast, node);
    return answer(function != NODE_NONE && ast_kind(ast, function) == NODE_ASYNC_FUNCTION_DEF);
}

static Answer is_awaited(const Ast *ast, NodeId node) {
    NodeId parent = ast_node(ast, node)->parent;
    return answer(parent != NODE_NONE && ast_kind(ast, parent) == NODE_AWAIT);
}

/* `**options` may hold any keyword, `*values` any position. */
static bool has_splat(const Ast *ast, NodeId call) {
    NodeId child = ast_first_child(ast, call);
    for (; child != NODE_NONE; child = ast_next_sibling(ast, child)) {
        NodeKind kind = ast_kind(ast, child);
        if (kind == NODE_STARRED || (kind == NODE_KEYWORD && ast_name(ast, child).len == 0)) {
            return true;
        }
    }
    return false;
}

static Answer has_argument(const Ast *ast, const Predicate *predicate, NodeId call) {
    for (uint32_t i = 1; i < predicate->argument_count; i++) {
        if (ast_keyword(ast, call, predicate->arguments[i].text) != NODE_NONE) {
            return ANSWER_YES;
        }
    }
    return has_splat(ast, call) ? ANSWER_UNKNOWN : ANSWER_NO;
}

static Answer negate(Answer given) {
    return given == ANSWER_UNKNOWN ? given : answer(given == ANSWER_NO);
}

static uint32_t number_of(Str text) {
    uint32_t number = 0;
    for (uint32_t i = 0; i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9'; i++) {
        number =
            number < UINT32_MAX / 10 - 1 ? number * 10 + (uint32_t)(text.ptr[i] - '0') : number;
    }
    return number;
}

/* `#unbounded? @x 8`: no bound is known, or it is above 8 (spec/io.md R7). */
static Answer is_unbounded(const RuleContext *context, const Predicate *predicate, NodeId node) {
    enum { LIMIT_DEFAULT = 8 };
    uint32_t limit = predicate->argument_count > 1 ? number_of(predicate->arguments[1].text)
                                                   : (uint32_t)LIMIT_DEFAULT;
    return answer(size_bound(context->file, context->unit, node) > limit);
}

/* ---- words -------------------------------------------------------------------------------- */

typedef struct PredicateWord {
    Str word;
    uint32_t bits;
} PredicateWord;

/* clang-format off: it takes the rows for blocks */
#define TEXT(literal)                                                                              \
    { (literal), sizeof(literal) - 1 }
static const PredicateWord effect_words[] = {
#define EFFECT_WORD(text, effects) {TEXT(text), (effects)},
#include "engine/predicate_words.def"
};

static const PredicateWord trait_words[] = {
#define TRAIT_WORD(text, traits) {TEXT(text), (traits)},
#include "engine/predicate_words.def"
};
#undef TEXT
/* clang-format on */

static uint32_t bits_of(const PredicateWord *words, size_t count, Str word) {
    for (size_t i = 0; i < count; i++) {
        if (str_equal(words[i].word, word)) {
            return words[i].bits;
        }
    }
    return 0;
}

static uint32_t effects_of(Str word) {
    return bits_of(effect_words, sizeof effect_words / sizeof *effect_words, word);
}

static uint32_t traits_of(Str word) {
    return bits_of(trait_words, sizeof trait_words / sizeof *trait_words, word);
}

/* ---- catalog and kinds -------------------------------------------------------------------- */

/* The Call that `node` is, or whose callee it is; NODE_NONE for anything else. */
static NodeId call_of(const Ast *ast, NodeId node) {
    if (ast_kind(ast, node) == NODE_CALL) {
        return node;
    }
    NodeId parent = ast_node(ast, node)->parent;
    bool is_callee = parent != NODE_NONE && ast_kind(ast, parent) == NODE_CALL &&
                     ast_child(ast, parent, FIELD_FUNC) == node;
    return is_callee ? parent : NODE_NONE;
}

/* A callable that the catalog does not know may do anything. */
static Answer has_effect(const RuleContext *context, const Predicate *predicate, NodeId node) {
    NodeId call = call_of(&context->facts->ast, node);
    Str path = call != NODE_NONE
                   ? kinds_callee(context->file, context->unit, call, context->scratch)
                   : qualified_name(context->file, context->unit, node, context->scratch);
    const CatalogCallable *row =
        path.len ? extended_callable(context->file->extension, path) : NULL;
    if (!row) {
        return ANSWER_UNKNOWN;
    }
    uint32_t wanted = 0;
    for (uint32_t i = 1; i < predicate->argument_count; i++) {
        wanted |= effects_of(predicate->arguments[i].text);
    }
    return wanted ? answer((row->effects & wanted) != 0) : ANSWER_UNKNOWN;
}

/* Of a library's class: itself, and the bases that the catalog tells of. A class that the catalog
 * does not tell of may have any base. */
static Answer class_is(Str path, Str wanted) {
    enum { BASES_MAX = 32 };
    bool is_known = true;
    for (int i = 0; i < BASES_MAX && path.len; i++) {
        if (str_equal(path, wanted)) {
            return ANSWER_YES;
        }
        const CatalogClass *row = catalog_class(path);
        is_known = row || catalog_is_builtin(path);
        path = row ? row->base : STR("");
    }
    return is_known ? ANSWER_NO : ANSWER_UNKNOWN;
}

static Answer object_is(const RuleContext *context, const Kind *kind, Str wanted) {
    const ClassOrder *order = class_order(context->file, class_ref_of_kind(kind));
    Answer all = order->is_complete ? ANSWER_NO : ANSWER_UNKNOWN;
    for (uint32_t i = 0; i < order->count; i++) {
        Answer one =
            order->items[i].tag == REF_PATH ? class_is(order->items[i].path, wanted) : ANSWER_NO;
        if (one == ANSWER_YES) {
            return one;
        }
        all = one == ANSWER_UNKNOWN ? one : all;
    }
    return all;
}

static Answer kind_is(const RuleContext *context, KindId id, Str word) {
    const KindTable *table = kinds_table(context->file);
    if (str_equal(word, STR("queryset"))) {
        return answer(kind_is_query(table, id));
    }
    if (str_equal(word, STR("row"))) {
        return answer(kind_is_row(table, id));
    }
    uint32_t traits = traits_of(word);
    if (traits && kind_get(table, id)->tag != KIND_TAG_OBJECT) {
        return answer((kind_traits(table, id) & traits) != 0);
    }
    Kind kind = *kind_get(table, id); /* the table may grow below */
    switch (kind.tag) {
    case KIND_TAG_INSTANCE:
        return class_is(kind.path, word);
    case KIND_TAG_OBJECT:
        return traits ? ANSWER_UNKNOWN : object_is(context, &kind, word);
    default:
        return ANSWER_NO;
    }
}

/* What an import stands for may be a value of any kind, unless the catalog knows what it is. */
static bool is_told(const Kind *kind) {
    return kind->tag != KIND_TAG_SYMBOL || kind->argument_count || catalog_callable(kind->path) ||
           catalog_class(kind->path) || catalog_is_builtin(kind->path);
}

/* Yes when one word holds; no when none can. */
static Answer is_of_kind(const RuleContext *context, const Predicate *predicate, NodeId node) {
    KindId id = kinds_expression(context->file, context->unit, node);
    if (id == KIND_UNKNOWN || id == KIND_NEVER ||
        !is_told(kind_get(kinds_table(context->file), id))) {
        return ANSWER_UNKNOWN;
    }
    Answer all = ANSWER_NO;
    for (uint32_t i = 1; i < predicate->argument_count; i++) {
        Answer one = kind_is(context, id, predicate->arguments[i].text);
        if (one == ANSWER_YES) {
            return one;
        }
        all = one == ANSWER_UNKNOWN ? one : all;
    }
    return all;
}

/* ---- loops -------------------------------------------------------------------------------- */

/* Outside a loop there is nothing to be invariant in. */
static Answer is_invariant(const RuleContext *context, NodeId node) {
    NodeId loop = loop_of_node(&context->facts->ast, node);
    if (loop == NODE_NONE) {
        return ANSWER_UNKNOWN;
    }
    LoopContext loops = loop_context(context->file, context->unit);
    return answer(loop_is_invariant(&loops, loop, node));
}

/* What a loop iterates over is asked about that loop; any other name about the loop around it. */
static NodeId loop_about(const Ast *ast, NodeId node) {
    NodeId parent = ast_node(ast, node)->parent;
    bool is_iterable = parent != NODE_NONE && ast_child(ast, parent, FIELD_ITER) == node;
    return is_iterable ? parent : loop_of_node(ast, node);
}

static Answer is_mutated(const RuleContext *context, NodeId node) {
    const Ast *ast = &context->facts->ast;
    NodeId loop = loop_about(ast, node);
    if (loop == NODE_NONE || ast_kind(ast, node) != NODE_NAME) {
        return ANSWER_UNKNOWN;
    }
    LoopContext loops = loop_context(context->file, context->unit);
    return answer(loop_mutates(&loops, loop, node));
}

static Answer escapes(const RuleContext *context, NodeId node) {
    if (ast_kind(&context->facts->ast, node) != NODE_NAME) {
        return ANSWER_UNKNOWN;
    }
    LoopContext loops = loop_context(context->file, context->unit);
    return answer(name_escapes(&loops, node));
}

/* ---- one predicate ------------------------------------------------------------------------ */

static Answer ask(const RuleContext *context, const Predicate *predicate, NodeId node) {
    const Ast *ast = &context->facts->ast;
    switch (predicate->kind) {
    case PREDICATE_AWAITED:
        return is_awaited(ast, node);
    case PREDICATE_CATALOG:
        return has_effect(context, predicate, node);
    case PREDICATE_ESCAPES:
        return escapes(context, node);
    case PREDICATE_HAS_ARGUMENT:
        return has_argument(ast, predicate, node);
    case PREDICATE_IN_ASYNC:
        return is_in_async(ast, node);
    case PREDICATE_IN_LOOP:
        return answer(loop_of_node(ast, node) != NODE_NONE);
    case PREDICATE_INVARIANT:
        return is_invariant(context, node);
    case PREDICATE_KIND:
        return is_of_kind(context, predicate, node);
    case PREDICATE_LACKS_ARGUMENT:
        return negate(has_argument(ast, predicate, node));
    case PREDICATE_MUTATED:
        return is_mutated(context, node);
    case PREDICATE_RESOLVES:
        return resolves(context, predicate, node);
    case PREDICATE_UNBOUNDED:
        return is_unbounded(context, predicate, node);
    default:
        return ANSWER_UNKNOWN;
    }
}

static bool holds(const RuleContext *context, const Candidate *candidate,
                  const Predicate *predicate) {
    NodeId node = candidate->captures[predicate->arguments[0].slot];
    if (node == NODE_NONE) {
        return false;
    }
    Answer given = ask(context, predicate, node);
    return given == (predicate->negated ? ANSWER_NO : ANSWER_YES);
}

bool predicates_hold(const RuleContext *context, const QueryPattern *pattern,
                     const Candidate *candidate) {
    for (uint32_t i = 0; pattern && i < pattern->predicate_count; i++) {
        if (!holds(context, candidate, &pattern->predicates[i])) {
            return false;
        }
    }
    return pattern != NULL;
}

Str predicate_unknown_word(const Predicate *predicate) {
    for (uint32_t i = 1; predicate->kind == PREDICATE_CATALOG && i < predicate->argument_count;
         i++) {
        if (!effects_of(predicate->arguments[i].text)) {
            return predicate->arguments[i].text;
        }
    }
    return STR("");
}

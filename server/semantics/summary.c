/* Knows how to sum up what the nodes of a function do; what each does, effects and queries say. */
#include "semantics/summary.h"

#include "semantics/effects.h"
#include "semantics/query_use.h"

enum { CALLED_MAX = 64 };

typedef enum Doing { DOES_QUERY, DOES_REQUEST, DOES_BLOCK, DOES_FILE, DOING_COUNT } Doing;

static const struct {
    const char *text;
    uint32_t wanted; /* CATALOG_... */
} doings[DOING_COUNT] = {
    [DOES_QUERY] = {"runs a query",    CATALOG_QUERY       },
    [DOES_REQUEST] = {"sends a request", CATALOG_HTTP_REQUEST},
    [DOES_BLOCK] = {"blocks",          CATALOG_BLOCKING    },
    [DOES_FILE] = {"does file IO",    CATALOG_FILE        },
};

/* The first place where it is done each time, else the first one. */
typedef struct Told {
    bool is_known;
    bool is_always;
    CallPlace place;
} Told;

typedef struct Summing {
    const FileModel *file;
    UnitId unit;
    NodeId function;
    NodeId first_exit; /* from here on a call may have returned already */
    Told told[DOING_COUNT];
} Summing;

/* Does the parent evaluate this child whenever it is evaluated itself? */
static bool runs_always(const Ast *ast, NodeId parent, NodeId child) {
    Field field = (Field)ast_node(ast, child)->field;
    switch (ast_kind(ast, parent)) {
    case NODE_IF:
    case NODE_IF_EXP:
    case NODE_WHILE:
        return field == FIELD_TEST;
    case NODE_FOR:
    case NODE_ASYNC_FOR:
    case NODE_COMPREHENSION:
    case NODE_ASYNC_COMPREHENSION:
        return field == FIELD_ITER;
    case NODE_LIST_COMP:
    case NODE_SET_COMP:
    case NODE_DICT_COMP:
        return child == ast_child(ast, parent, FIELD_GENERATORS);
    case NODE_BOOL_OP:
        return child == ast_first_child(ast, parent);
    case NODE_MATCH:
        return field == FIELD_SUBJECT;
    case NODE_TRY:
    case NODE_TRY_STAR:
        return field == FIELD_BODY || field == FIELD_FINALBODY;
    case NODE_GENERATOR_EXP:
        return false;
    default:
        return true;
    }
}

/* An exit before the node may have left the function; its own expression still runs. */
static bool is_always(const Summing *summing, const Ast *ast, NodeId node) {
    if (summing->first_exit != NODE_NONE && !ast_is_within(ast, node, summing->first_exit)) {
        return false;
    }
    for (NodeId child = node; child != summing->function && child != NODE_NONE;
         child = ast_node(ast, child)->parent) {
        if (!runs_always(ast, ast_node(ast, child)->parent, child)) {
            return false;
        }
    }
    return true;
}

static void tell(Summing *summing, Doing doing, CallPlace place, bool always) {
    Told *told = &summing->told[doing];
    if (!told->is_known || (always && !told->is_always)) {
        *told = (Told){true, always, place};
    }
}

/* ---- queries --------------------------------------------------------------------------------- */

static bool sends_statement(const FileModel *file, UnitId unit, NodeId node) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    if (ast_kind(ast, node) == NODE_CALL &&
        (query_call(file, unit, node, KIND_NEVER).effects & (QUERY_READS | QUERY_WRITES))) {
        return true;
    }
    if (!ast_kind_is_expression(ast_kind(ast, node))) {
        return false;
    }
    RowRead read = query_row_read(file, unit, node, KIND_NEVER);
    if (read.access != ROW_ACCESS_FREE && !read.is_by_call) {
        return true;
    }
    QueryKind query;
    NodeId evaluating;
    KindId kind = kinds_expression(file, unit, node);
    if (!query_kind_get(kinds_table(file), kind, &query) || !query_runs_when_evaluated(&query)) {
        return false;
    }
    QueryEvaluation how = query_evaluation(file, unit, node, KIND_NEVER, &evaluating);
    return how != QUERY_EVALUATION_NONE && how != QUERY_EVALUATION_CALLED;
}

/* The first statement that the function sends itself; NODE_NONE. */
static NodeId first_statement(const FunctionPlace *function) {
    const Ast *ast = &file_model_unit(function->file, function->unit)->ast;
    NodeId end = ast_node(ast, function->node)->subtree_end;
    for (NodeId node = function->node + 1; node < end; node++) {
        if (sends_statement(function->file, function->unit, node)) {
            return node;
        }
    }
    return NODE_NONE;
}

/* ---- effects --------------------------------------------------------------------------------- */

static EffectChain chain_of(CallPlace place, uint32_t wanted, EffectReach reach) {
    EffectQuestion question = {.wanted = wanted, .reach = reach};
    EffectChain chain = effect_chain(place, &question, place.file->mem);
    if (!chain.callable && call_awaiter(place.file, place.unit, place.call) != NODE_NONE) {
        question.is_awaited = true;
        chain = effect_chain(place, &question, place.file->mem);
    }
    return chain;
}

/* What a function that the call runs does itself: whether each time is not looked into. */
static void look_into(Summing *summing, const FunctionPlace *called) {
    const Ast *ast = &file_model_unit(called->file, called->unit)->ast;
    NodeId end = ast_node(ast, called->node)->subtree_end;
    NodeId statement = first_statement(called);
    if (statement != NODE_NONE) {
        tell(summing, DOES_QUERY, (CallPlace){called->file, called->unit, statement}, false);
    }
    for (NodeId node = called->node + 1; node < end; node++) {
        CallPlace place = {called->file, called->unit, node};
        for (Doing doing = 0; ast_kind(ast, node) == NODE_CALL && doing < DOING_COUNT; doing++) {
            if (!summing->told[doing].is_known &&
                chain_of(place, doings[doing].wanted, EFFECT_ANYWHERE).step_count == 1) {
                tell(summing, doing, place, false);
            }
        }
    }
}

static void look_behind(Summing *summing, CallPlace place) {
    FunctionList called = called_functions(place, CALLED_MAX, summing->file->mem);
    for (uint32_t i = 0; i < called.count && i < CALLED_MAX; i++) {
        look_into(summing, &called.items[i]);
    }
}

static void look_at_call(Summing *summing, NodeId call, bool always) {
    CallPlace place = {summing->file, summing->unit, call};
    for (Doing doing = 0; doing < DOING_COUNT; doing++) {
        EffectChain chain = chain_of(place, doings[doing].wanted, EFFECT_ALWAYS);
        bool each_time = always && chain.callable;
        if (!chain.callable) {
            chain = chain_of(place, doings[doing].wanted, EFFECT_ANYWHERE);
        }
        if (chain.callable) {
            tell(summing, doing, chain.steps[chain.step_count - 1], each_time);
        }
    }
    look_behind(summing, place);
}

static void look_at(Summing *summing, const Ast *ast, NodeId node) {
    bool always = is_always(summing, ast, node);
    if (sends_statement(summing->file, summing->unit, node)) {
        tell(summing, DOES_QUERY, (CallPlace){summing->file, summing->unit, node}, always);
    }
    if (ast_kind(ast, node) == NODE_CALL) {
        look_at_call(summing, node, always);
    }
}

/* ---- the answer ------------------------------------------------------------------------------ */

static bool is_inner(NodeKind kind) {
    return ast_kind_is_function(kind) || kind == NODE_LAMBDA || kind == NODE_CLASS_DEF;
}

static void describe(const Summing *summing, Doing doing, Buf *out) {
    const Told *told = &summing->told[doing];
    if (!told->is_known) {
        return;
    }
    const FileModel *file = told->place.file;
    const Ast *ast = &file_model_unit(file, told->place.unit)->ast;
    uint32_t offset =
        outline_to_file(file->outline, told->place.unit, ast_node(ast, told->place.call)->start);
    Position place = line_index_position(file->lines, offset, POSITION_UTF32);
    buf_format(out, "  %s%s: %.*s:%u\n", doings[doing].text,
               told->is_always ? " each time" : ", perhaps", STR_ARG(file->path), place.row + 1);
}

void summary_describe(const FileModel *file, UnitId unit, Buf *out) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    Summing summing = {.file = file, .unit = unit, .function = ast_definition(ast)};
    NodeId node = ast_child(ast, summing.function, FIELD_BODY);
    NodeId end = ast_node(ast, summing.function)->subtree_end;
    summing.first_exit = NODE_NONE;
    while (node != NODE_NONE && node < end) {
        if (is_inner(ast_kind(ast, node))) {
            node = ast_node(ast, node)->subtree_end;
            continue;
        }
        bool is_exit = ast_kind(ast, node) == NODE_RETURN || ast_kind(ast, node) == NODE_RAISE;
        summing.first_exit = is_exit && node < summing.first_exit ? node : summing.first_exit;
        look_at(&summing, ast, node);
        node++;
    }
    for (Doing doing = 0; doing < DOING_COUNT; doing++) {
        describe(&summing, doing, out);
    }
}

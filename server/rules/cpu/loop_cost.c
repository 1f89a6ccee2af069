#include "rules/cpu/loop_cost.h"

#include "catalog/extension.h"
#include "semantics/flow.h"

static const UnitFacts *facts_of(const LoopContext *loops) {
    return file_model_unit(loops->file, loops->unit);
}

NodeId cost_base_name(const Ast *ast, NodeId expression) {
    while (expression != NODE_NONE && ast_kind(ast, expression) == NODE_ATTRIBUTE) {
        expression = ast_child(ast, expression, FIELD_VALUE);
    }
    return expression != NODE_NONE && ast_kind(ast, expression) == NODE_NAME ? expression
                                                                             : NODE_NONE;
}

/* Binds a name, or stores the attribute chain, by anything but the updates. */
static bool is_other_store(const LoopContext *loops, NodeId node, NodeId place,
                           SelfUpdate updates) {
    const UnitFacts *facts = facts_of(loops);
    const Ast *ast = &facts->ast;
    const Node *at = ast_node(ast, node);
    if (at->name != ast_node(ast, place)->name) {
        return false;
    }
    bool is_store = (at->kind == NODE_NAME || at->kind == NODE_ATTRIBUTE) &&
                    (at->flags & (NODE_STORE | NODE_DEL)) && shape_same_text(facts, node, place);
    bool is_named = at->kind == NODE_IDENTIFIER || at->kind == NODE_ALIAS || at->kind == NODE_ARG;
    return (is_named && ast_kind(ast, place) == NODE_NAME) ||
           (is_store && !cost_updates(loops, facts, ast_node(ast, node)->parent, updates));
}

static bool find_other_store(const LoopContext *loops, NodeId loop, NodeId place,
                             SelfUpdate updates) {
    const UnitFacts *facts = facts_of(loops);
    NodeId extent = loop_extent(&facts->ast, loop);
    NodeId end = ast_node(&facts->ast, extent)->subtree_end;
    for (NodeId node = extent; node < end; node++) {
        if (is_other_store(loops, node, place, updates)) {
            return true;
        }
    }
    return false;
}

static bool stores_otherwise(const LoopContext *loops, NodeId loop, NodeId place,
                             SelfUpdate updates) {
    CostMemo *memo = cost_memo(loops);
    if (memo && cost_answers(&memo->bound, facts_of(loops), loop, place, updates)) {
        return memo->bound.answer;
    }
    bool answer = find_other_store(loops, loop, place, updates);
    if (memo) {
        memo->bound = (CostAnswer){loop, place, updates, answer};
    }
    return answer;
}

bool cost_is_bound(const LoopContext *loops, NodeId loop, NodeId place, SelfUpdate updates) {
    NodeId name = cost_base_name(&facts_of(loops)->ast, place);
    bool base_is_bound = name == NODE_NONE || loop_binds(loops, loop, name);
    if (base_is_bound && (name != place || !updates)) {
        return true;
    }
    bool may_store = base_is_bound || name != place;
    return may_store && stores_otherwise(loops, loop, place, updates);
}

bool cost_mutates(const LoopContext *loops, NodeId loop, NodeId name) {
    CostMemo *memo = cost_memo(loops);
    if (!memo) {
        return loop_mutates(loops, loop, name);
    }
    if (!cost_answers(&memo->mutates, facts_of(loops), loop, name, NULL)) {
        memo->mutates = (CostAnswer){loop, name, NULL, loop_mutates(loops, loop, name)};
    }
    return memo->mutates.answer;
}

/* KIND_NEVER when all bindings are updates. */
static KindId kind_of_places(const LoopContext *loops, const NameMeaning *meaning,
                             SelfUpdate updates) {
    const FileModel *file = loops->file;
    KindId kind = KIND_NEVER;
    for (uint32_t i = 0; i < meaning->place_count; i++) {
        BindingPlace place = meaning->places[i];
        const Binding *binding = file_scope_binding(file, place);
        if (!binding) {
            return KIND_UNKNOWN;
        }
        if (!cost_updates(loops, file_model_unit(file, place.unit), binding->source, updates)) {
            kind =
                kind_join(kinds_table(file), kind, kinds_binding(file, place.unit, place.binding));
        }
    }
    return kind;
}

/* Of a function's own variable: of those of its bindings that are in the set. */
static KindId kind_of_bindings(const LoopContext *loops, const Symbol *symbol, ReachingSet set,
                               SelfUpdate updates) {
    const UnitFacts *facts = facts_of(loops);
    KindId kind = KIND_NEVER;
    for (uint32_t i = 0; i < symbol->binding_count; i++) {
        BindingId binding = symbol->first_binding + i;
        bool is_in = set == 0 || (i < REACHING_BINDINGS_MAX && (set >> i & 1));
        if (is_in &&
            !cost_updates(loops, facts, facts->scopes->bindings[binding].source, updates)) {
            kind = kind_join(kinds_table(loops->file), kind,
                             kinds_binding(loops->file, loops->unit, binding));
        }
    }
    return kind;
}

KindId cost_start_kind(const LoopContext *loops, NodeId place, SelfUpdate updates) {
    const FileModel *file = loops->file;
    const UnitFacts *facts = facts_of(loops);
    if (ast_kind(&facts->ast, place) != NODE_NAME) {
        return kinds_expression(file, loops->unit, place);
    }
    UseId use = scope_use(facts->scopes, place);
    SymbolId home = use == USE_NONE ? SYMBOL_NONE : scope_use_home(facts->scopes, use);
    const Symbol *symbol = home == SYMBOL_NONE ? NULL : &facts->scopes->symbols[home];
    if (symbol && facts->scopes->scopes[symbol->scope].kind == SCOPE_FUNCTION) {
        KindId kind = kind_of_bindings(loops, symbol, scope_reaching(facts->scopes, use), updates);
        /* Only an update reaches the place: what did that one begin with? */
        return kind != KIND_NEVER ? kind : kind_of_bindings(loops, symbol, 0, updates);
    }
    Arena scratch;
    arena_init(&scratch);
    NameMeaning meaning = file_scope_resolve(file, loops->unit, place, &scratch);
    KindId kind = kind_of_places(loops, &meaning, updates);
    if (kind == KIND_NEVER) {
        meaning =
            file_scope_lookup(file, loops->unit, place, ast_name(&facts->ast, place), &scratch);
        kind = kind_of_places(loops, &meaning, updates);
    }
    arena_release(&scratch);
    return kind;
}

enum { NEXT_STATEMENTS_MAX = 16 };

NodeId cost_repeating_loop(const Ast *ast, NodeId node) {
    NodeId loop = loop_of_node(ast, node);
    while (loop != NODE_NONE && loop_is_left_behind(ast, loop, node, NEXT_STATEMENTS_MAX)) {
        loop = loop_enclosing(ast, loop);
    }
    return loop;
}

/* `x //= 2`, `x >>= 1`, `x = x // 2`, `x, r = divmod(x, 36)`. */
static bool divides(const LoopContext *loops, const UnitFacts *facts, NodeId statement,
                    NodeId name) {
    const Ast *ast = &facts->ast;
    NodeId value = ast_child(ast, statement, FIELD_VALUE);
    if (value == NODE_NONE) {
        return false;
    }
    uint8_t op = ast_node(ast, statement)->detail;
    if (ast_kind(ast, statement) == NODE_AUG_ASSIGN) {
        return (op == OPERATOR_FLOOR_DIV || op == OPERATOR_R_SHIFT) &&
               shape_same_text(facts, ast_child(ast, statement, FIELD_TARGET), name);
    }
    NodeId left = NODE_NONE;
    op = ast_node(ast, value)->detail;
    if (ast_kind(ast, value) == NODE_BIN_OP &&
        (op == OPERATOR_FLOOR_DIV || op == OPERATOR_R_SHIFT)) {
        left = ast_child(ast, value, FIELD_LEFT);
    } else if (ast_kind(ast, value) == NODE_CALL &&
               str_equal(kinds_callee(loops->file, loops->unit, value, loops->file->mem),
                         STR("divmod"))) {
        left = ast_child(ast, value, FIELD_ARGS);
    }
    return left != NODE_NONE && shape_same_text(facts, left, name);
}

/* `while number: number, digit = divmod(number, 10)` turns a few times, however large the number.
 */
static bool is_halving(const LoopContext *loops, NodeId loop) {
    const UnitFacts *facts = facts_of(loops);
    const Ast *ast = &facts->ast;
    NodeId name = ast_kind(ast, loop) == NODE_WHILE ? ast_child(ast, loop, FIELD_TEST) : NODE_NONE;
    if (name != NODE_NONE && ast_kind(ast, name) == NODE_COMPARE) {
        name = ast_child(ast, name, FIELD_LEFT);
    }
    if (name == NODE_NONE || ast_kind(ast, name) != NODE_NAME) {
        return false;
    }
    for (NodeId statement = ast_child(ast, loop, FIELD_BODY); statement != NODE_NONE;
         statement = ast_next_in_field(ast, statement)) {
        NodeKind kind = ast_kind(ast, statement);
        if ((kind == NODE_ASSIGN || kind == NODE_AUG_ASSIGN) &&
            divides(loops, facts, statement, name)) {
            return true;
        }
    }
    return false;
}

bool cost_turns_often(const LoopContext *loops, NodeId loop) {
    if (is_halving(loops, loop)) {
        return false;
    }
    uint32_t bound = loop_bound(loops->file, loops->unit, loop);
    return bound == SIZE_UNKNOWN || bound > FEW_TURNS;
}

NodeId cost_outlived_loop(const LoopContext *loops, NodeId loop, NodeId place, SelfUpdate updates) {
    const Ast *ast = &facts_of(loops)->ast;
    for (; loop != NODE_NONE && !cost_is_bound(loops, loop, place, updates);
         loop = loop_enclosing(ast, loop)) {
        if (cost_turns_often(loops, loop)) {
            return loop;
        }
    }
    return NODE_NONE;
}

static bool waits(const LoopContext *loops, NodeId loop) {
    const Ast *ast = &facts_of(loops)->ast;
    if (ast_kind(ast, loop) != NODE_WHILE) {
        return false;
    }
    if (loop_contents(ast, loop) & LOOP_HAS_AWAIT) {
        return true;
    }
    NodeId end = ast_node(ast, loop)->subtree_end;
    for (NodeId node = loop; node < end; node++) {
        const CatalogCallable *row =
            ast_kind(ast, node) == NODE_CALL
                ? extended_callable(loops->file->extension,
                                    kinds_callee(loops->file, loops->unit, node, loops->file->mem))
                : NULL;
        if (row && (row->effects & CATALOG_SLEEP)) {
            return true;
        }
    }
    return false;
}

bool cost_is_poll(const LoopContext *loops, NodeId loop) {
    CostMemo *memo = cost_memo(loops);
    if (!memo || memo->poll.loop != loop) {
        bool answer = waits(loops, loop);
        if (!memo) {
            return answer;
        }
        memo->poll = (CostAnswer){loop, NODE_NONE, NULL, answer};
    }
    return memo->poll.answer;
}

bool cost_is_library_list(const LoopContext *loops, NodeId place) {
    NodeId name = cost_base_name(&facts_of(loops)->ast, place);
    if (name == NODE_NONE || name == place) {
        return false;
    }
    KindId kind = kinds_expression(loops->file, loops->unit, name);
    return kind_get(kinds_table(loops->file), kind)->tag == KIND_TAG_SYMBOL;
}

bool cost_is_instance(const LoopContext *loops, NodeId expression, Str path) {
    KindId kind = kinds_expression(loops->file, loops->unit, expression);
    return kind_is_instance(kinds_table(loops->file), kind, path);
}

bool cost_is_digit(const UnitFacts *facts, NodeId expression, char digit) {
    const Ast *ast = &facts->ast;
    Str text = str_span(facts->text, ast_span(ast, expression));
    return ast_kind(ast, expression) == NODE_CONSTANT && text.len == 1 && text.ptr[0] == digit;
}

/* The branch of `parent` in which `child` stands is one of several ways. */
static bool is_branch(const Ast *ast, NodeId parent, NodeId child) {
    Field field = (Field)ast_node(ast, child)->field;
    switch (ast_kind(ast, parent)) {
    case NODE_IF:
        return field == FIELD_BODY || field == FIELD_ORELSE;
    case NODE_TRY:
    case NODE_TRY_STAR:
    case NODE_MATCH:
    case NODE_EXCEPT_HANDLER:
        return true;
    default:
        return false;
    }
}

static bool has_conditions(const Ast *ast, NodeId comprehension) {
    NodeId loop = ast_child(ast, comprehension, FIELD_GENERATORS);
    for (; loop != NODE_NONE; loop = ast_next_in_field(ast, loop)) {
        if (ast_child(ast, loop, FIELD_IFS) != NODE_NONE) {
            return true;
        }
    }
    return false;
}

bool cost_may_be_skipped(const Ast *ast, NodeId loop, NodeId node) {
    NodeId extent = loop_extent(ast, loop);
    for (NodeId child = node; child != extent && child != NODE_ROOT;) {
        NodeId parent = ast_node(ast, child)->parent;
        NodeKind kind = ast_kind(ast, parent);
        Field field = (Field)ast_node(ast, child)->field;
        bool is_operand = (kind == NODE_BOOL_OP && ast_child(ast, parent, FIELD_VALUES) != child) ||
                          (kind == NODE_IF_EXP && field != FIELD_TEST);
        bool is_element = (field == FIELD_ELT || field == FIELD_KEY || field == FIELD_VALUE) &&
                          ast_child(ast, parent, FIELD_GENERATORS) != NODE_NONE;
        bool is_inner_loop =
            parent != extent && parent != loop && loop_of_node(ast, child) == parent;
        bool is_later_test = field == FIELD_IFS && ast_child(ast, parent, FIELD_IFS) != child;
        if (is_operand || is_inner_loop || is_later_test || is_branch(ast, parent, child) ||
            (is_element && (parent != extent || has_conditions(ast, parent)))) {
            return true;
        }
        child = parent;
    }
    return false;
}

Str cost_text(const RuleContext *context, NodeId node) {
    return shape_first_row(context->facts, node, context->mem);
}

#include "rules/cpu/search_fix.h"

#include "rules/cpu/hoist.h"
#include "rules/cpu/join_fix.h"

/* ---- positions and counts -----------------------------------------------------------------------
 */

static Str list_text(const FixContext *context, const Search *search) {
    const UnitFacts *facts = context->rule.facts;
    return str_span(facts->text, ast_span(&facts->ast, search->list));
}

/* Another call of the same method on the same list that the loop makes: it asks the table, too. */
static bool is_same_search(const FixContext *context, const Search *search, NodeId node) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    NodeId function =
        ast_kind(ast, node) == NODE_CALL ? ast_child(ast, node, FIELD_FUNC) : NODE_NONE;
    if (function == NODE_NONE || ast_kind(ast, function) != NODE_ATTRIBUTE ||
        ast_count_in_field(ast, node, FIELD_ARGS) != 1 ||
        ast_child(ast, node, FIELD_KEYWORDS) != NODE_NONE ||
        ast_node(ast, function)->name !=
            ast_node(ast, ast_child(ast, search->call, FIELD_FUNC))->name) {
        return false;
    }
    NodeId list = ast_child(ast, function, FIELD_VALUE);
    NodeId base = cost_base_name(ast, list);
    return base != NODE_NONE && shape_same_text(facts, list, search->list) &&
           hoist_same_variable(facts, base, cost_base_name(ast, search->list));
}

/* `L.index(` -> `L_positions[`, `)` -> `]`. */
static void ask_table(FixContext *context, NodeId call, Str table) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Str argument = str_span(facts->text, ast_span(ast, ast_child(ast, call, FIELD_ARGS)));
    fix_replace(context, ast_span(ast, call),
                arena_format(context->rule.mem, "%.*s[%.*s]", STR_ARG(table), STR_ARG(argument)));
}

static void ask_table_everywhere(FixContext *context, const Search *search, NodeId loop,
                                 Str table) {
    const Ast *ast = &context->rule.facts->ast;
    NodeId extent = loop_extent(ast, loop);
    for (NodeId node = extent; node < ast_node(ast, extent)->subtree_end;) {
        bool is_asked = is_same_search(context, search, node) && loop_runs(ast, loop, node);
        if (is_asked) {
            ask_table(context, node, table);
        }
        node = is_asked ? ast_node(ast, node)->subtree_end : node + 1;
    }
}

static bool is_unhashable(const FixContext *context, KindId kind) {
    KindTable *table = kinds_table(context->rule.file);
    return kind_is_instance(table, kind, STR("list")) ||
           kind_is_instance(table, kind, STR("set")) || kind_is_instance(table, kind, STR("dict"));
}

/* `except ValueError` would no longer see what is not found. */
static Str table_obstacle(const FixContext *context, const Search *search) {
    const Ast *ast = &context->rule.facts->ast;
    if (ast_count_in_field(ast, search->call, FIELD_ARGS) != 1) {
        return STR("the search begins at a given place");
    }
    KindId kind = kinds_expression(context->rule.file, context->rule.unit, search->list);
    if (is_unhashable(context, kind_element(kinds_table(context->rule.file), kind)) ||
        is_unhashable(context,
                      kinds_expression(context->rule.file, context->rule.unit, search->wanted))) {
        return STR("its elements cannot be hashed");
    }
    bool is_index = search->form == SEARCH_INDEX;
    if (is_index && enclosing_try(ast, search->call, NODE_NONE) != NODE_NONE) {
        return STR("what is not found would raise KeyError instead of ValueError in the `try`");
    }
    return STR("");
}

static void use_table(FixContext *context, const Search *search) {
    const Ast *ast = &context->rule.facts->ast;
    Arena *mem = context->rule.mem;
    Str list = list_text(context, search);
    bool is_index = search->form == SEARCH_INDEX;
    Str title = arena_format(mem,
                             is_index ? "Look the positions of `%.*s` up in a dictionary"
                                      : "Count the elements of `%.*s` once",
                             STR_ARG(list));
    Str obstacle = table_obstacle(context, search);
    NodeId loop = obstacle.len ? NODE_NONE
                               : hoist_loop(context, search->call,
                                            cost_base_name(ast, search->list), list, &obstacle);
    if (loop == NODE_NONE) {
        fix_refuse(context, title, obstacle);
        return;
    }
    fix_start(context, SAFETY_UNSAFE, title);
    Str counter = is_index ? STR("") : fix_import(context, STR("collections"), STR("Counter"));
    Str table =
        fix_fresh_name(context, arena_format(mem, is_index ? "%.*s_positions" : "%.*s_counts",
                                             STR_ARG(ast_name(ast, search->list))));
    Str row = is_index
                  ? arena_format(mem, "%.*s = {v: i for i, v in reversed(list(enumerate(%.*s)))}",
                                 STR_ARG(table), STR_ARG(list))
                  : arena_format(mem, "%.*s = %.*s(%.*s)", STR_ARG(table), STR_ARG(counter),
                                 STR_ARG(list));
    fix_insert_row_before(context, hoist_statement(context, loop), row);
    ask_table_everywhere(context, search, loop, table);
}

/* ---- elements by key ----------------------------------------------------------------------------
 */

/* Made of names, attributes and subscripts alone. */
static bool is_chain(const Ast *ast, NodeId expression) {
    for (NodeId node = expression; node < ast_node(ast, expression)->subtree_end; node++) {
        switch (ast_kind(ast, node)) {
        case NODE_NAME:
        case NODE_ATTRIBUTE:
        case NODE_SUBSCRIPT:
        case NODE_CONSTANT:
            break;
        default:
            return false;
        }
    }
    return true;
}

static Str elements_obstacle(const FixContext *context, const Search *search) {
    const Ast *ast = &context->rule.facts->ast;
    const Lookup *lookup = &search->lookup;
    NodeId generator = ast_node(ast, lookup->loop)->parent;
    if (ast_count_in_field(ast, lookup->loop, FIELD_IFS) != 1 ||
        lookup->condition != lookup->compare) {
        return STR("the search has further conditions");
    }
    if (ast_kind(ast, lookup->target) != NODE_NAME ||
        !is_chain(ast, ast_child(ast, generator, FIELD_ELT))) {
        return STR("what is looked for is made anew for each search");
    }
    if (search->fallback == NODE_NONE && enclosing_try(ast, search->call, NODE_NONE) != NODE_NONE) {
        return STR("what is not found would raise KeyError instead of StopIteration in the `try`");
    }
    return join_key_obstacle(context, lookup);
}

static Str answer_text(const FixContext *context, const Search *search, Str index) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Arena *mem = context->rule.mem;
    Str wanted = str_span(facts->text, ast_span(ast, search->wanted));
    if (search->fallback == NODE_NONE) {
        return arena_format(mem, "%.*s[%.*s]", STR_ARG(index), STR_ARG(wanted));
    }
    Str fallback = str_span(facts->text, ast_span(ast, search->fallback));
    if (str_equal(fallback, STR("None"))) {
        return arena_format(mem, "%.*s.get(%.*s)", STR_ARG(index), STR_ARG(wanted));
    }
    return arena_format(mem, "%.*s.get(%.*s, %.*s)", STR_ARG(index), STR_ARG(wanted),
                        STR_ARG(fallback));
}

static void use_elements(FixContext *context, const Search *search) {
    const Ast *ast = &context->rule.facts->ast;
    Arena *mem = context->rule.mem;
    const Lookup *lookup = &search->lookup;
    Str list = list_text(context, search);
    Str title = arena_format(mem, "Look the elements of `%.*s` up in a dictionary", STR_ARG(list));
    Str obstacle = elements_obstacle(context, search);
    NodeId loop = obstacle.len ? NODE_NONE : join_hoist_loop(context, lookup, &obstacle);
    if (loop == NODE_NONE) {
        fix_refuse(context, title, obstacle);
        return;
    }
    fix_start(context, SAFETY_UNSAFE, title);
    Str index = fix_fresh_name(context, join_index_name(context, lookup));
    Str target = join_target_name(context, lookup);
    Str own = ast_name(ast, lookup->target);
    NodeId element = ast_child(ast, ast_node(ast, lookup->loop)->parent, FIELD_ELT);
    NodeId statement = hoist_statement(context, loop);
    fix_insert_row_before(context, statement, arena_format(mem, "%.*s = {}", STR_ARG(index)));
    fix_insert_row_before(context, statement,
                          arena_format(mem, "for %.*s in %.*s:", STR_ARG(target), STR_ARG(list)));
    fix_insert_row_before(context, statement,
                          arena_format(mem, "%.*s%.*s.setdefault(%.*s, %.*s)",
                                       STR_ARG(fix_indent_unit(context)), STR_ARG(index),
                                       STR_ARG(hoist_rename(context, lookup->key, own, target)),
                                       STR_ARG(hoist_rename(context, element, own, target))));
    fix_replace(context, ast_span(ast, search->call), answer_text(context, search, index));
}

void search_fix(FixContext *context, const Search *search) {
    switch (search->form) {
    case SEARCH_INDEX:
    case SEARCH_COUNT:
        use_table(context, search);
        break;
    case SEARCH_NEXT:
        use_elements(context, search);
        break;
    default:
        fix_refuse(context,
                   arena_format(context->rule.mem, "Take the elements out of `%.*s` together",
                                STR_ARG(list_text(context, search))),
                   STR("the list changes in every turn"));
    }
}

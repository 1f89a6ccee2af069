/* Knows peewee's statement for many rows; refuses to know other ORMs. */
#include "rules/query/write_fix.h"

#include "rules/shape.h"

/* `{"name": row["name"]}` of `create(name=row["name"])`, the pairs with `between`; empty when a
 * keyword has no name, or a comment stands there. */
static Str pairs_of(const RuleContext *rule, NodeId call, Str between) {
    const Ast *ast = &rule->facts->ast;
    Str text = shape_text(rule->facts, call);
    if (ast_child(ast, call, FIELD_ARGS) != NODE_NONE || str_find_byte(text, '#') < text.len) {
        return STR("");
    }
    Str pairs = STR("");
    for (NodeId keyword = ast_child(ast, call, FIELD_KEYWORDS); keyword != NODE_NONE;
         keyword = ast_next_in_field(ast, keyword)) {
        if (!ast_name(ast, keyword).len) {
            return STR("");
        }
        pairs =
            arena_format(rule->mem, "%.*s%.*s\"%.*s\": %.*s", STR_ARG(pairs),
                         STR_ARG(pairs.len ? between : STR("")), STR_ARG(ast_name(ast, keyword)),
                         STR_ARG(loop_shape_text(rule, ast_child(ast, keyword, FIELD_VALUE))));
    }
    return pairs;
}

/* With a pair on each row, in a list that is one step deeper than the loop. */
static Str dict_below(const FixContext *context, const LoopShape *shape, NodeId call) {
    const RuleContext *rule = &context->rule;
    Str step = fix_indent_unit(context);
    Str line = arena_format(
        rule->mem, "%.*s%.*s%.*s", STR_ARG(fix_line_end(context)),
        STR_ARG(fix_indent_of(context, ast_node(&rule->facts->ast, shape->loop)->start)),
        STR_ARG(step));
    Str between = arena_format(rule->mem, ",%.*s%.*s", STR_ARG(line), STR_ARG(step));
    return arena_format(rule->mem, "{%.*s%.*s%.*s,%.*s}", STR_ARG(line), STR_ARG(step),
                        STR_ARG(pairs_of(rule, call, between)), STR_ARG(line));
}

/* `Tweet.create(text=row)` in a loop becomes one insert_many(). */
bool write_fix_peewee(FixContext *context, const LoopShape *shape, const Statement *statement) {
    enum { SHORT_DICT = 80 };
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    NodeId call = statement->node;
    NodeId class = ast_child(ast, ast_child(ast, call, FIELD_FUNC), FIELD_VALUE);
    const Model *model =
        model_of_kind(rule->file, kind_get(kinds_table(rule->file), statement->call.model));
    if (!(statement->call.effects & QUERY_CREATES) || !model ||
        !loop_shape_is_call(rule, shape, call) || ast_kind(ast, class) != NODE_NAME ||
        loop_shape_reads(rule, shape, class) > 0) {
        return false;
    }
    Str title = STR("Insert all rows in one call");
    Str pairs = pairs_of(rule, call, STR(", "));
    const char *reason =
        model->overrides_save ? "the class has a save() of its own, which would not run"
        : loop_shape_is_explained(rule, shape) ? "a comment at the loop says why it is one"
        : !pairs.len ? "what is set is not written there by name, or with a comment"
                     : NULL;
    if (reason) {
        fix_refuse(context, title, str_from_c(reason));
        return true;
    }
    fix_start(context, SAFETY_UNSAFE, title);
    Str flat = arena_format(rule->mem, "{%.*s}", STR_ARG(pairs));
    LoopList list = {
        .call = arena_format(rule->mem, "%.*s.insert_many", STR_ARG(ast_name(ast, class))),
        .element = flat,
        .element_below = flat.len > SHORT_DICT ? dict_below(context, shape, call) : flat,
        .behind = STR(".execute()"),
    };
    loop_shape_replace(context, shape, loop_shape_list(context, shape, &list));
    return true;
}

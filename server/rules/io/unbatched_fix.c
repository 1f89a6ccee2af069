/* Knows how calls of a loop become one call; whether they should is the rule's business. */
#include "rules/io/unbatched_fix.h"

#include "rules/shape.h"
#include "semantics/flow.h"
#include "semantics/kinds.h"
#include "text/rows.h"
#include "text/token.h"

typedef struct Batching {
    FixContext *fix;
    const UnitFacts *facts;
    const Ast *ast;
    const Unbatched *found;
    NodeId loop;   /* as loops.h names it */
    NodeId anchor; /* the statement before which rows can be put */
    Str title;
} Batching;

static const char pipeline_title[] = "Send them through one pipeline";
static const char many_title[] = "Ask for all of them at once";
static const char insert_title[] = "Insert all of them at once";

static void refuse(const Batching *batching, Str reason) {
    fix_refuse(batching->fix, batching->title, reason);
}

static Str text_of(const Batching *batching, NodeId node) {
    return shape_text(batching->facts, node);
}

/* ---- the loop ------------------------------------------------------------------------------- */

static NodeId iterable_of(const Batching *batching) {
    return loop_iterable(batching->ast, batching->loop);
}

/* A name or attribute that gives the same elements again. */
static bool is_iterable_again(const Batching *batching) {
    NodeId iterable = iterable_of(batching);
    NodeKind kind = iterable == NODE_NONE ? NODE_BROKEN : ast_kind(batching->ast, iterable);
    if (kind != NODE_NAME && kind != NODE_ATTRIBUTE && !ast_kind_is_sequence(kind)) {
        return false;
    }
    const FileModel *file = batching->fix->rule.file;
    KindId value = kinds_expression(file, batching->fix->rule.unit, iterable);
    return !(kind_traits(kinds_table(file), value) & CLASS_ONCE);
}

/* A `for` with a body on rows of its own and nothing behind it. */
static const char *loop_obstacle(const Batching *batching) {
    const Ast *ast = batching->ast;
    Str text = batching->facts->text;
    if (ast_kind(ast, batching->loop) != NODE_FOR) {
        return "it is no `for` statement";
    }
    if (ast_child(ast, batching->loop, FIELD_ORELSE) != NODE_NONE) {
        return "the loop has an `else`";
    }
    NodeId body = ast_child(ast, batching->loop, FIELD_BODY);
    bool rows = row_begins_at(text, ast_node(ast, batching->loop)->start) &&
                row_begins_at(text, ast_node(ast, body)->start) &&
                row_ends_at(text, ast_node(ast, batching->loop)->end);
    return rows ? NULL : "the loop does not stand on rows of its own";
}

/* Another call or use of the client in the loop; NODE_NONE when there is none but `call`'s. */
static NodeId other_use(const Batching *batching, NodeId from) {
    const Ast *ast = batching->ast;
    NodeId end = ast_node(ast, batching->loop)->subtree_end;
    for (NodeId node = from; node < end; node++) {
        if (node != batching->found->receiver &&
            ast_kind(ast, node) == ast_kind(ast, batching->found->receiver) &&
            shape_same_text(batching->facts, node, batching->found->receiver)) {
            return node;
        }
    }
    return NODE_NONE;
}

/* ---- pipelines ------------------------------------------------------------------------------- */

/* `R.set(...)` as a statement, awaited or not, with a command that a pipeline takes. */
static bool is_plain_command(const Batching *batching, NodeId receiver) {
    const Ast *ast = batching->ast;
    NodeId attribute = ast_node(ast, receiver)->parent;
    NodeId call = ast_node(ast, attribute)->parent;
    if (ast_kind(ast, attribute) != NODE_ATTRIBUTE || ast_kind(ast, call) != NODE_CALL ||
        ast_node(ast, attribute)->field != FIELD_FUNC) {
        return false;
    }
    NodeId value = ast_node(ast, call)->parent;
    value = ast_kind(ast, value) == NODE_AWAIT ? ast_node(ast, value)->parent : value;
    Unbatched other;
    return ast_kind(ast, value) == NODE_EXPR &&
           unbatched_of_call(&batching->fix->rule, call, &other) &&
           other.loop.loop == batching->loop && other.batch->form == BATCH_PIPELINE;
}

/* `await cache.set(k, v)` -> `pipe.set(k, v)`. */
static void use_pipe(const Batching *batching, NodeId receiver, Str pipe) {
    const Ast *ast = batching->ast;
    NodeId call = ast_node(ast, ast_node(ast, receiver)->parent)->parent;
    NodeId parent = ast_node(ast, call)->parent;
    uint32_t start = ast_kind(ast, parent) == NODE_AWAIT ? ast_node(ast, parent)->start
                                                         : ast_node(ast, receiver)->start;
    fix_replace(batching->fix, (Span){start, ast_node(ast, receiver)->end}, pipe);
}

static bool is_awaited(const Batching *batching) {
    return batching->found->value != batching->found->call;
}

/* Behind the loop's last row. */
static void add_row_after(const Batching *batching, Str row) {
    Str text = batching->facts->text;
    uint32_t end = row_end(text, ast_node(batching->ast, batching->loop)->end);
    Str indent = fix_indent_of(batching->fix, ast_node(batching->ast, batching->loop)->start);
    fix_insert(batching->fix, end,
               arena_format(batching->fix->rule.mem, "%.*s%.*s%.*s",
                            STR_ARG(fix_line_end(batching->fix)), STR_ARG(indent), STR_ARG(row)));
}

static void add_row_before(const Batching *batching, Str row) {
    uint32_t at = ast_node(batching->ast, batching->anchor)->start;
    fix_insert(batching->fix, at,
               arena_format(batching->fix->rule.mem, "%.*s%.*s%.*s", STR_ARG(row),
                            STR_ARG(fix_line_end(batching->fix)),
                            STR_ARG(fix_indent_of(batching->fix, at))));
}

static Str pipeline_row(const Batching *batching, Str pipe) {
    return arena_format(batching->fix->rule.mem, "%.*s = %.*s.pipeline()", STR_ARG(pipe),
                        STR_ARG(text_of(batching, batching->found->receiver)));
}

static Str other_use_reason(const Batching *batching) {
    return arena_format(batching->fix->rule.mem, "the loop uses `%.*s` in other ways too",
                        STR_ARG(text_of(batching, batching->found->receiver)));
}

enum { COMMANDS_MAX = 32 };

/* Commands whose answers nobody reads: they are collected, and sent behind the loop. */
static void pipe_commands(const Batching *batching) {
    uint32_t count = 0;
    for (NodeId use = other_use(batching, batching->loop); use != NODE_NONE;
         use = other_use(batching, use + 1)) {
        if (++count > COMMANDS_MAX || !is_plain_command(batching, use)) {
            refuse(batching, other_use_reason(batching));
            return;
        }
    }
    fix_start(batching->fix, SAFETY_UNSAFE, batching->title);
    Str pipe = fix_fresh_name(batching->fix, STR("pipe"));
    add_row_before(batching, pipeline_row(batching, pipe));
    use_pipe(batching, batching->found->receiver, pipe);
    for (NodeId use = other_use(batching, batching->loop); use != NODE_NONE;
         use = other_use(batching, use + 1)) {
        use_pipe(batching, use, pipe);
    }
    add_row_after(batching, arena_format(batching->fix->rule.mem, "%s%.*s.execute()",
                                         is_awaited(batching) ? "await " : "", STR_ARG(pipe)));
}

/* Every turn asks, and asks first: answers and turns correspond. */
static bool asks_first(const Batching *batching) {
    const Ast *ast = batching->ast;
    NodeId statement = ast_statement(ast, batching->found->call);
    NodeKind kind = ast_kind(ast, statement);
    bool once =
        kind == NODE_ASSIGN || kind == NODE_EXPR || kind == NODE_ANN_ASSIGN || kind == NODE_IF;
    return once && statement == ast_child(ast, batching->loop, FIELD_BODY) &&
           loop_of_node(ast, batching->found->call) == batching->loop &&
           !flow_is_conditional(ast, batching->found->call);
}

static Str answer_obstacle(const Batching *batching) {
    if (other_use(batching, batching->loop) != NODE_NONE) {
        return other_use_reason(batching);
    }
    if (!asks_first(batching)) {
        return STR("other statements of the turn run before it, or it does not always run");
    }
    return is_iterable_again(batching) ? STR("") : STR("the elements may be read once only");
}

/* The target beside another one: a bare tuple needs its parentheses. */
static Str target_text(const Batching *batching) {
    NodeId target = loop_target(batching->ast, batching->loop);
    Str text = text_of(batching, target);
    bool bare = ast_kind(batching->ast, target) == NODE_TUPLE && text.ptr[0] != '(';
    return bare ? arena_format(batching->fix->rule.mem, "(%.*s)", STR_ARG(text)) : text;
}

/* A first loop asks, the second one has each answer beside its element. */
static void pipe_answers(const Batching *batching) {
    const Ast *ast = batching->ast;
    Arena *mem = batching->fix->rule.mem;
    Str reason = answer_obstacle(batching);
    if (reason.len) {
        refuse(batching, reason);
        return;
    }
    fix_start(batching->fix, SAFETY_UNSAFE, batching->title);
    Str pipe = fix_fresh_name(batching->fix, STR("pipe"));
    Str reply = fix_fresh_name(batching->fix, STR("reply"));
    NodeId target = loop_target(ast, batching->loop);
    NodeId iterable = iterable_of(batching);
    Span receiver = ast_span(ast, batching->found->receiver);
    Span call = ast_span(ast, batching->found->call);
    add_row_before(batching, pipeline_row(batching, pipe));
    add_row_before(batching,
                   arena_format(mem, "for %.*s in %.*s:", STR_ARG(text_of(batching, target)),
                                STR_ARG(text_of(batching, iterable))));
    Str rest = str_slice(batching->facts->text, receiver.end, call.end);
    add_row_before(batching,
                   arena_format(mem, "%.*s%.*s%.*s", STR_ARG(fix_indent_unit(batching->fix)),
                                STR_ARG(pipe), STR_ARG(rest)));
    fix_replace(batching->fix, ast_span(ast, target),
                arena_format(mem, "%.*s, %.*s", STR_ARG(target_text(batching)), STR_ARG(reply)));
    fix_replace(batching->fix, ast_span(ast, iterable),
                arena_format(mem, "zip(%.*s, %s%.*s.execute())",
                             STR_ARG(text_of(batching, iterable)),
                             is_awaited(batching) ? "await " : "", STR_ARG(pipe)));
    fix_replace(batching->fix, ast_span(ast, batching->found->value), reply);
}

static void use_pipeline(Batching *batching) {
    batching->title = STR(pipeline_title);
    const char *reason = loop_obstacle(batching);
    Str text = batching->facts->text;
    Span call = ast_span(batching->ast, batching->found->call);
    bool one_row = row_end(text, call.start) >= call.end;
    if (reason) {
        refuse(batching, str_from_c(reason));
    } else if (ast_kind(batching->ast, ast_node(batching->ast, batching->found->value)->parent) ==
               NODE_EXPR) {
        pipe_commands(batching);
    } else if (one_row) {
        pipe_answers(batching);
    } else {
        refuse(batching, STR("the call goes over several rows"));
    }
}

/* ---- keys -------------------------------------------------------------------------------------
 */

/* Worked out from the target and from what no turn changes. */
static bool is_known_before(const Batching *batching, NodeId expression) {
    const Ast *ast = batching->ast;
    LoopContext loops = loop_context(batching->fix->rule.file, batching->fix->rule.unit);
    NodeId target = loop_target(ast, batching->loop);
    NodeId end = ast_node(ast, expression)->subtree_end;
    for (NodeId node = expression; node < end; node++) {
        NodeKind kind = ast_kind(ast, node);
        if (kind == NODE_CALL &&
            !call_is_pure(batching->fix->rule.file, batching->fix->rule.unit, node)) {
            return false;
        }
        if (kind == NODE_AWAIT || kind == NODE_NAMED_EXPR || kind == NODE_LAMBDA) {
            return false;
        }
        bool own = false;
        for (NodeId name = target; name < ast_node(ast, target)->subtree_end; name++) {
            own |= kind == NODE_NAME && ast_kind(ast, name) == NODE_NAME &&
                   str_equal(ast_name(ast, name), ast_name(ast, node));
        }
        if (kind == NODE_NAME && !own && loop_binds(&loops, batching->loop, node)) {
            return false;
        }
    }
    return true;
}

/* `[E for T in XS]`, or XS itself when E is T. */
static Str all_of(const Batching *batching, NodeId element) {
    Str target = text_of(batching, loop_target(batching->ast, batching->loop));
    Str iterable = text_of(batching, iterable_of(batching));
    Str text = text_of(batching, element);
    if (str_equal(text, target)) {
        return iterable;
    }
    return arena_format(batching->fix->rule.mem, "[%.*s for %.*s in %.*s]", STR_ARG(text),
                        STR_ARG(target), STR_ARG(iterable));
}

static Str many_obstacle(const Batching *batching, NodeId key) {
    const Ast *ast = batching->ast;
    Str text = batching->facts->text;
    if (key == NODE_NONE || ast_child(ast, batching->found->call, FIELD_KEYWORDS) != NODE_NONE ||
        shape_has_splat(ast, batching->found->call)) {
        return STR("the call has other arguments than a key and a default");
    }
    if (loop_iterable(ast, batching->loop) == NODE_NONE || !is_iterable_again(batching)) {
        return STR("the elements may be read once only");
    }
    if (!is_known_before(batching, key)) {
        return arena_format(batching->fix->rule.mem, "`%.*s` is worked out inside of the turn",
                            STR_ARG(text_of(batching, key)));
    }
    bool row = batching->anchor != NODE_NONE &&
               row_begins_at(text, ast_node(ast, batching->anchor)->start) &&
               !(ast_node(ast, batching->anchor)->flags & NODE_ELIF);
    return row ? STR("") : STR("there is no row before the loop");
}

/* What is found is a dict: `cache.get(key)` becomes `cached.get(key)`. */
static void ask_for_many(Batching *batching) {
    const Ast *ast = batching->ast;
    batching->title = STR(many_title);
    NodeId key = ast_child(ast, batching->found->call, FIELD_ARGS);
    Str reason = many_obstacle(batching, key);
    if (reason.len) {
        refuse(batching, reason);
        return;
    }
    fix_start(batching->fix, SAFETY_UNSAFE, batching->title);
    Str cached = fix_fresh_name(batching->fix, STR("cached"));
    add_row_before(batching,
                   arena_format(batching->fix->rule.mem, "%.*s = %.*s.%.*s(%.*s)", STR_ARG(cached),
                                STR_ARG(text_of(batching, batching->found->receiver)),
                                STR_ARG(batching->found->batch->method),
                                STR_ARG(all_of(batching, key))));
    fix_replace(batching->fix, ast_span(ast, batching->found->receiver), cached);
}

/* ---- documents --------------------------------------------------------------------------------
 */

static Str insert_obstacle(const Batching *batching, NodeId document) {
    const Ast *ast = batching->ast;
    const char *reason = loop_obstacle(batching);
    if (reason) {
        return str_from_c(reason);
    }
    NodeId statement = ast_statement(ast, batching->found->call);
    bool alone = ast_node(ast, statement)->parent == batching->loop &&
                 ast_node(ast, batching->found->value)->parent == statement &&
                 ast_count_in_field(ast, batching->loop, FIELD_BODY) == 1;
    if (!alone) {
        return STR("the loop does other things too");
    }
    if (document == NODE_NONE || !is_known_before(batching, document)) {
        return STR("the call has other arguments than a document that is known before");
    }
    return is_iterable_again(batching) ? STR("") : STR("the elements may be read once only");
}

/* The loop becomes `if rows:`, since no document at all is an error. */
static void insert_many(Batching *batching) {
    const Ast *ast = batching->ast;
    batching->title = STR(insert_title);
    NodeId document = shape_only_argument(ast, batching->found->call);
    Str reason = insert_obstacle(batching, document);
    if (reason.len) {
        refuse(batching, reason);
        return;
    }
    fix_start(batching->fix, SAFETY_UNSAFE, batching->title);
    NodeId iterable = iterable_of(batching);
    Span header = {ast_node(ast, batching->loop)->start, ast_node(ast, iterable)->end};
    NodeId function = ast_child(ast, batching->found->call, FIELD_FUNC);
    fix_replace(
        batching->fix, header,
        arena_format(batching->fix->rule.mem, "if %.*s", STR_ARG(text_of(batching, iterable))));
    fix_replace(batching->fix, ast_name_span(ast, function), batching->found->batch->method);
    fix_replace(batching->fix, ast_span(ast, document), all_of(batching, document));
}

/* ---- all ---------------------------------------------------------------------------------------
 */

void unbatched_fix(FixContext *context, const Unbatched *found) {
    const Ast *ast = &context->rule.facts->ast;
    NodeId loop = found->loop.loop;
    Batching batching = {.fix = context,
                         .facts = context->rule.facts,
                         .ast = ast,
                         .found = found,
                         .loop = loop,
                         .anchor = ast_statement(ast, loop_extent(ast, loop))};
    switch (found->batch->form) {
    case BATCH_PIPELINE:
        use_pipeline(&batching);
        break;
    case BATCH_MANY:
        ask_for_many(&batching);
        break;
    case BATCH_INSERT:
        insert_many(&batching);
        break;
    case BATCH_ADVICE:
        break;
    }
}

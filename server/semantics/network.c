/* Knows what an HTTP request is, and which ones only read; how a call leads to one is effects.c's
 * business. */
#include "semantics/network.h"

#include "semantics/file_scope.h"
#include "semantics/kinds.h"

static Str owner_of(Str path) {
    uint32_t dot = path.len;
    while (dot > 0 && path.ptr[dot - 1] != '.') {
        dot--;
    }
    return str_slice(path, 0, dot ? dot - 1 : 0);
}

/* A function, or a method of a client with more than one connection. */
static bool is_client_call(CallPlace place, const CatalogCallable *callable) {
    (void)place;
    const CatalogClass *owner = catalog_class(owner_of(callable->path));
    return !owner || (owner->traits & CLASS_HTTP_CLIENT);
}

/* Outside of coroutines only a call that waits for its answer sends anything. */
static bool is_blocking_client_call(CallPlace place, const CatalogCallable *callable) {
    return (callable->effects & CATALOG_BLOCKING) && is_client_call(place, callable);
}

/* ---- verbs ------------------------------------------------------------------------------------
 */

static bool is_reading_verb(Str literal) {
    static const char *const verbs[] = {"get", "head", "options"};
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        Str verb = str_from_c(verbs[i]);
        bool same = literal.len == verb.len;
        for (uint32_t at = 0; same && at < verb.len; at++) {
            same = (literal.ptr[at] | 0x20) == verb.ptr[at];
        }
        if (same) {
            return true;
        }
    }
    return false;
}

/* The argument at a place or of a name; NODE_NONE when it is not given. */
static NodeId argument(const Ast *ast, NodeId call, uint32_t position, Str name) {
    NodeId keyword = ast_keyword(ast, call, name);
    if (keyword != NODE_NONE) {
        return ast_first_child(ast, keyword);
    }
    NodeId found = ast_child(ast, call, FIELD_ARGS);
    for (uint32_t i = 0; i < position && found != NODE_NONE; i++) {
        found = ast_next_in_field(ast, found);
    }
    return found;
}

/* The text between the quotes of a plain literal. */
static Str literal_text(const UnitFacts *facts, NodeId node) {
    const Node *constant = ast_node(&facts->ast, node);
    if (ast_kind(&facts->ast, node) != NODE_CONSTANT || constant->detail != CONSTANT_STR) {
        return (Str){"", 0};
    }
    Str text = str_span(facts->text, ast_span(&facts->ast, node));
    return text.len > 1 ? str_slice(text, 1, text.len - 1) : text;
}

/* What the name was assigned, when that is the only thing it can be; the expression itself else. */
static NodeId assigned_value(CallPlace place, NodeId expression) {
    const UnitFacts *facts = file_model_unit(place.file, place.unit);
    if (ast_kind(&facts->ast, expression) != NODE_NAME) {
        return expression;
    }
    NameMeaning meaning = file_scope_resolve(place.file, place.unit, expression, place.file->mem);
    if (meaning.place_count != 1 || meaning.places[0].unit != place.unit) {
        return expression;
    }
    const Binding *binding = file_scope_binding(place.file, meaning.places[0]);
    bool plain = binding && binding->kind == BINDING_ASSIGN && !binding->is_unpacked;
    return plain ? ast_child(&facts->ast, binding->source, FIELD_VALUE) : expression;
}

/* `Request(url, data=...)`: an object that may carry another verb than GET. One whose making is
 * seen and names none does not. */
static bool carries_verb(CallPlace place, NodeId url) {
    if (url == NODE_NONE ||
        !kind_is_instance(kinds_table(place.file), kinds_expression(place.file, place.unit, url),
                          STR("urllib.request.Request"))) {
        return false;
    }
    const Ast *ast = &file_model_unit(place.file, place.unit)->ast;
    NodeId made = assigned_value(place, url);
    return ast_kind(ast, made) != NODE_CALL || argument(ast, made, 1, STR("data")) != NODE_NONE ||
           argument(ast, made, 5, STR("method")) != NODE_NONE;
}

bool network_call_writes(CallPlace place, const CatalogCallable *callable) {
    const UnitFacts *facts = file_model_unit(place.file, place.unit);
    const Ast *ast = &facts->ast;
    if (callable->effects & CATALOG_VERB_ARGUMENT) {
        NodeId verb = argument(ast, place.call, 0, STR("method"));
        return verb == NODE_NONE || !is_reading_verb(literal_text(facts, verb));
    }
    if (callable->effects & CATALOG_DATA_ARGUMENT) {
        return argument(ast, place.call, 1, STR("data")) != NODE_NONE ||
               carries_verb(place, argument(ast, place.call, 0, STR("url")));
    }
    return (callable->effects & (CATALOG_HTTP_WRITE | CATALOG_VERB_UNKNOWN)) != 0;
}

/* ---- requests -----------------------------------------------------------------------------------
 */

static EffectQuestion question_of(bool is_awaited) {
    return (EffectQuestion){.wanted = CATALOG_HTTP_REQUEST,
                            .unwanted = is_awaited ? CATALOG_BLOCKING : 0,
                            .accepts = is_awaited ? is_client_call : is_blocking_client_call,
                            .reach = EFFECT_ALWAYS,
                            .is_awaited = is_awaited,
                            .stops_at_pacing = true,
                            .takes_likely = true};
}

static bool any_write(CallPlace place, bool is_awaited, Arena *mem) {
    EffectQuestion question = question_of(is_awaited);
    question.accepts = network_call_writes;
    question.reach = EFFECT_ANYWHERE;
    question.stops_at_pacing = false;
    return effect_chain(place, &question, mem).callable != NULL;
}

NetworkRequest network_request(const FileModel *file, UnitId unit, NodeId call, Arena *mem) {
    CallPlace place = {file, unit, call};
    NodeId awaiter = call_awaiter(file, unit, call);
    bool is_awaited = awaiter != NODE_NONE;
    EffectQuestion question = question_of(is_awaited);
    NetworkRequest request = {.chain = effect_chain(place, &question, mem), .awaiter = awaiter};
    if (!request.chain.callable) {
        return request;
    }
    request.writes = any_write(place, is_awaited, mem);
    return request;
}

#include "rules/io/timeout_argument.h"

#include "catalog/mutators.h"
#include "semantics/purity.h"

bool timeout_is_none(const FileModel *file, UnitId unit, NodeId value) {
    return value != NODE_NONE &&
           kind_is_instance(kinds_table(file), kinds_expression(file, unit, value), STR("None"));
}

/* ---- names that stand for one value ---------------------------------------------------------- */

/* An expression of the file. */
typedef struct Place {
    UnitId unit;
    NodeId node;
} Place;

/* The expression itself, or the only value of the name that it is. */
static Place value_place(const FileModel *file, UnitId unit, NodeId node) {
    Place place = {unit, node};
    if (ast_kind(&file_model_unit(file, unit)->ast, node) != NODE_NAME) {
        return place;
    }
    NameMeaning meaning = file_scope_resolve(file, unit, node, file->mem);
    const Binding *binding = meaning.place_count == 1 && !meaning.maybe_star
                                 ? file_scope_binding(file, meaning.places[0])
                                 : NULL;
    if (!binding || binding->is_unpacked ||
        (binding->kind != BINDING_ASSIGN && binding->kind != BINDING_ANNOTATED)) {
        return place;
    }
    UnitId home = meaning.places[0].unit;
    NodeId value = ast_child(&file_model_unit(file, home)->ast, binding->source, FIELD_VALUE);
    return value == NODE_NONE ? place : (Place){home, value};
}

/* ---- `**options` ---------------------------------------------------------------------------- */

/* `options["timeout"] = 5`, `options.update(...)`: what the display says is not all. */
static bool is_changed(const FileModel *file, UnitId unit, Str name) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeId parent = ast_node(ast, node)->parent;
        if (ast_kind(ast, node) != NODE_NAME || !str_equal(ast_name(ast, node), name) ||
            ast_node(ast, node)->field != FIELD_VALUE) {
            continue;
        }
        bool stored =
            ast_kind(ast, parent) == NODE_SUBSCRIPT && (ast_node(ast, parent)->flags & NODE_STORE);
        bool mutated =
            ast_kind(ast, parent) == NODE_ATTRIBUTE && catalog_is_mutator(ast_name(ast, parent));
        if (stored || mutated) {
            return true;
        }
    }
    return false;
}

/* The dict display that a splat spreads: itself, or the only value of its name. */
static bool dict_display(const FileModel *file, UnitId unit, NodeId splat, Place *out) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    *out = value_place(file, unit, splat);
    if (ast_kind(&file_model_unit(file, out->unit)->ast, out->node) != NODE_DICT) {
        return false;
    }
    return out->node == splat || (!is_changed(file, unit, ast_name(ast, splat)) &&
                                  !is_changed(file, out->unit, ast_name(ast, splat)));
}

/* The string literal's text without its quotes; empty for anything else. */
static Str literal_key(const UnitFacts *facts, NodeId key) {
    const Node *node = ast_node(&facts->ast, key);
    Str text = str_span(facts->text, ast_span(&facts->ast, key));
    bool plain = node->kind == NODE_CONSTANT && node->detail == CONSTANT_STR && text.len >= 2 &&
                 (text.ptr[0] == '"' || text.ptr[0] == '\'');
    return plain ? str_slice(text, 1, text.len - 1) : (Str){"", 0};
}

typedef enum SplatAnswer { SPLAT_HAS, SPLAT_LACKS, SPLAT_UNKNOWN } SplatAnswer;

static SplatAnswer splat_has(const FileModel *file, UnitId unit, NodeId splat, Str keyword) {
    Place dict;
    if (!dict_display(file, unit, splat, &dict)) {
        return SPLAT_UNKNOWN;
    }
    const UnitFacts *facts = file_model_unit(file, dict.unit);
    const Ast *ast = &facts->ast;
    SplatAnswer answer = SPLAT_LACKS;
    for (NodeId child = ast_first_child(ast, dict.node); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        if (ast_kind(ast, child) == NODE_DICT_UNPACK) {
            answer = answer == SPLAT_HAS ? answer : SPLAT_UNKNOWN;
            continue;
        }
        if (ast_node(ast, child)->field != FIELD_KEYS) {
            continue;
        }
        Str key = literal_key(facts, child);
        if (catalog_names_timeout(keyword, key)) {
            return SPLAT_HAS;
        }
        answer = key.len ? answer : SPLAT_UNKNOWN;
    }
    return answer;
}

/* ---- the argument ---------------------------------------------------------------------------- */

static TimeoutArgument find_argument(const FileModel *file, UnitId unit, NodeId call,
                                     const CatalogTimeout *row, uint32_t skipped) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    TimeoutArgument found = {TIMEOUT_MISSING, NODE_NONE};
    uint32_t place = 0;
    for (NodeId child = ast_first_child(ast, call); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        Field field = (Field)ast_node(ast, child)->field;
        if (field == FIELD_ARGS && ast_kind(ast, child) == NODE_STARRED) {
            found.state = row->position >= 0 ? TIMEOUT_UNKNOWN : found.state;
        } else if (field == FIELD_ARGS) {
            bool here = row->position >= 0 && place == (uint32_t)row->position + skipped;
            found = here ? (TimeoutArgument){TIMEOUT_BOUNDED, child} : found;
            place++;
        } else if (field == FIELD_KEYWORDS && ast_node(ast, child)->name != NAME_NONE) {
            if (catalog_names_timeout(row->keyword, ast_name(ast, child))) {
                found = (TimeoutArgument){TIMEOUT_BOUNDED, ast_child(ast, child, FIELD_VALUE)};
            }
        } else if (field == FIELD_KEYWORDS) {
            SplatAnswer answer =
                splat_has(file, unit, ast_child(ast, child, FIELD_VALUE), row->keyword);
            found.state = answer == SPLAT_LACKS ? found.state
                          : answer == SPLAT_HAS ? TIMEOUT_BOUNDED
                                                : TIMEOUT_UNKNOWN;
        }
    }
    return found;
}

/* HTTPConnectionPool(host, port, X): X is `strict` in urllib3 1.26 and the timeout in 2.x. */
static void third_of_pool(const FileModel *file, UnitId unit, NodeId call, TimeoutArgument *found) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId third = ast_child(ast, call, FIELD_ARGS);
    for (int i = 0; i < 2 && third != NODE_NONE; i++) {
        third = ast_next_in_field(ast, third);
    }
    if (third == NODE_NONE || found->state != TIMEOUT_MISSING) {
        return;
    }
    bool flag =
        kind_is_instance(kinds_table(file), kinds_expression(file, unit, third), STR("bool"));
    *found = flag ? *found : (TimeoutArgument){TIMEOUT_BOUNDED, third};
}

/* ---- what a value means ---------------------------------------------------------------------- */

/* `(3.05, None)`: requests waits for ever for the half that is None. */
static bool pair_has_none(const FileModel *file, UnitId unit, NodeId value) {
    Place place = value_place(file, unit, value);
    unit = place.unit;
    value = place.node;
    const Ast *ast = &file_model_unit(file, unit)->ast;
    if (ast_kind(ast, value) != NODE_TUPLE) {
        return false;
    }
    for (NodeId item = ast_child(ast, value, FIELD_ELTS); item != NODE_NONE;
         item = ast_next_in_field(ast, item)) {
        if (timeout_is_none(file, unit, item)) {
            return true;
        }
    }
    return false;
}

/* `Timeout(None)` with nothing else. */
static bool is_empty_httpx_timeout(const FileModel *file, UnitId unit, NodeId value) {
    Place place = value_place(file, unit, value);
    unit = place.unit;
    value = place.node;
    const Ast *ast = &file_model_unit(file, unit)->ast;
    if (ast_kind(ast, value) != NODE_CALL ||
        !str_equal(kinds_callee(file, unit, value, file->mem), STR("httpx.Timeout"))) {
        return false;
    }
    NodeId first = ast_child(ast, value, FIELD_ARGS);
    return first != NODE_NONE && ast_next_sibling(ast, first) == NODE_NONE &&
           timeout_is_none(file, unit, first);
}

/* ClientTimeout(): no total; with another finite field only a part is bounded. */
static TimeoutState aiohttp_state(const FileModel *file, UnitId unit, NodeId value) {
    Place place = value_place(file, unit, value);
    unit = place.unit;
    value = place.node;
    const Ast *ast = &file_model_unit(file, unit)->ast;
    if (ast_kind(ast, value) != NODE_CALL ||
        !str_equal(kinds_callee(file, unit, value, file->mem), STR("aiohttp.ClientTimeout"))) {
        return TIMEOUT_BOUNDED;
    }
    NodeId total = ast_child(ast, value, FIELD_ARGS);
    bool other = false;
    bool reads = false; /* each wait for the next bytes is bounded */
    for (NodeId item = ast_child(ast, value, FIELD_KEYWORDS); item != NODE_NONE;
         item = ast_next_in_field(ast, item)) {
        NodeId given = ast_child(ast, item, FIELD_VALUE);
        if (ast_node(ast, item)->name == NAME_NONE) {
            return TIMEOUT_UNKNOWN;
        }
        if (str_equal(ast_name(ast, item), STR("total"))) {
            total = given;
        } else {
            bool bounds = !timeout_is_none(file, unit, given);
            other |= bounds;
            reads |= bounds && str_equal(ast_name(ast, item), STR("sock_read"));
        }
    }
    if (total != NODE_NONE && !timeout_is_none(file, unit, total)) {
        return TIMEOUT_BOUNDED;
    }
    if (reads && total != NODE_NONE) { /* a long download that says so */
        return TIMEOUT_BOUNDED;
    }
    return other ? TIMEOUT_PARTIAL : TIMEOUT_NONE;
}

TimeoutArgument timeout_argument(const FileModel *file, UnitId unit, NodeId call,
                                 const CatalogTimeout *row, uint32_t skipped) {
    TimeoutArgument found = find_argument(file, unit, call, row, skipped);
    if (row->form == TIMEOUT_FORM_POOL && row->position >= 0) {
        third_of_pool(file, unit, call, &found);
    }
    if (found.state != TIMEOUT_BOUNDED || found.value == NODE_NONE) {
        return found;
    }
    const Ast *ast = &file_model_unit(file, unit)->ast;
    bool literal = ast_kind(ast, found.value) == NODE_CONSTANT;
    switch (row->form) {
    case TIMEOUT_FORM_REQUESTS:
        found.state = pair_has_none(file, unit, found.value) ? TIMEOUT_NONE : found.state;
        break;
    case TIMEOUT_FORM_HTTPX:
    case TIMEOUT_FORM_HTTPX_CLIENT:
        found.state = is_empty_httpx_timeout(file, unit, found.value) ? TIMEOUT_NONE : found.state;
        break;
    case TIMEOUT_FORM_AIOHTTP:
        found.state = aiohttp_state(file, unit, found.value);
        break;
    case TIMEOUT_FORM_HTTPX_CALL:
        if (!literal) {
            return found;
        }
        break;
    default:
        break;
    }
    if (timeout_is_none(file, unit, found.value)) {
        found.state = TIMEOUT_NONE;
    }
    return found;
}

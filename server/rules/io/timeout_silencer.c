#include "rules/io/timeout_silencer.h"

#include "catalog/extension.h"
#include "semantics/file_mentions.h"
#include "semantics/loops.h"
#include "semantics/project.h"

/* ---- the file -------------------------------------------------------------------------------- */

bool timeout_wants_file(const FileModel *file, const RuleOptions *options) {
    /* A session or client may come from another file, which names the library. */
    TriggerSet words = TRIGGER_BIT(NETWORK_LIBRARY) | TRIGGER_BIT(CLIENT);
    if (options_integer(options, OPTION_io_missing_timeout_tier) > 1) {
        words |= TRIGGER_BIT(PROCESS_LIBRARY); /* subprocess, asyncio streams */
    }
    return extension_has_timeouts(file->extension) || (file_model_triggers(file) & words) != 0;
}

typedef bool (*CallTest)(const FileModel *file, UnitId unit, NodeId call, const void *wanted);

/* True when some call of a unit that mentions one of the words passes the test. */
static bool any_call(const FileModel *file, TriggerSet words, CallTest test, const void *wanted) {
    for (UnitId unit = file_model_next_mention(file, words, 0); unit != UNIT_NONE;
         unit = file_model_next_mention(file, words, unit + 1)) {
        const Ast *ast = &file_model_unit(file, unit)->ast;
        for (NodeId node = 0; node < ast->node_count; node++) {
            if (ast_kind(ast, node) == NODE_CALL && test(file, unit, node, wanted)) {
                return true;
            }
        }
    }
    return false;
}

static Str dotted_import(const Ast *ast, NodeId node, Arena *mem) {
    if (ast_kind(ast, node) == NODE_ALIAS &&
        ast_kind(ast, ast_node(ast, node)->parent) == NODE_IMPORT) {
        return ast_name(ast, node);
    }
    if (ast_kind(ast, node) != NODE_IMPORT_FROM) {
        return STR("");
    }
    Str dots = STR("........");
    uint8_t level = ast_node(ast, node)->detail;
    return arena_format(mem, "%.*s%.*s", (int)(level < dots.len ? level : dots.len), dots.ptr,
                        STR_ARG(ast_name(ast, node)));
}

/* The other file runs in one program with this one, as far as can be told: it is part of a package,
 * or imports other files of the project. Scripts that only lie in the same folder do not. */
static bool is_of_program(const FileModel *file, const FileModel *other) {
    if (other->id == file->id || project_module(other, STR(".")) != FILE_NONE) {
        return true;
    }
    const Ast *ast = &file_model_unit(other, UNIT_MODULE_ID)->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        Str dotted = dotted_import(ast, node, file->mem);
        if (dotted.len && project_module(other, dotted) != FILE_NONE) {
            return true;
        }
    }
    return false;
}

/* The same over all files of the program, for the calls of one name. */
static bool any_call_in_program(const FileModel *file, Str name, CallTest test,
                                const void *wanted) {
    ProjectUnits units = project_callers_named(file, name, file->mem);
    for (uint32_t i = 0; i < units.count; i++) {
        const FileModel *other = project_file(file, units.items[i].file);
        UnitId unit = units.items[i].unit;
        if (!is_of_program(file, other)) {
            continue;
        }
        const Ast *ast = &file_model_unit(other, unit)->ast;
        for (NodeId node = 0; node < ast->node_count; node++) {
            if (ast_kind(ast, node) == NODE_CALL && test(other, unit, node, wanted)) {
                return true;
            }
        }
    }
    return false;
}

/* `socket.setdefaulttimeout(15)` outside of any function. */
static bool sets_socket_default(const FileModel *file, UnitId unit, NodeId call,
                                const void *wanted) {
    (void)wanted;
    const UnitFacts *facts = file_model_unit(file, unit);
    NodeId argument = ast_child(&facts->ast, call, FIELD_ARGS);
    return unit == UNIT_MODULE_ID && argument != NODE_NONE &&
           enclosing_function(&facts->ast, call) == NODE_NONE &&
           str_equal(kinds_callee(file, unit, call, file->mem), STR("socket.setdefaulttimeout")) &&
           !timeout_is_none(file, unit, argument);
}

/* ---- sessions that were given a default --------------------------------------------------------
 */

static Str receiver_text(const UnitFacts *facts, NodeId call) {
    NodeId function = ast_child(&facts->ast, call, FIELD_FUNC);
    if (function == NODE_NONE || ast_kind(&facts->ast, function) != NODE_ATTRIBUTE) {
        return (Str){"", 0};
    }
    NodeId value = ast_child(&facts->ast, function, FIELD_VALUE);
    return str_span(facts->text, ast_span(&facts->ast, value));
}

/* `app.mount("/static", files)`: a web application, not a session. */
static bool is_path(const UnitFacts *facts, NodeId prefix) {
    if (ast_kind(&facts->ast, prefix) != NODE_CONSTANT) {
        return false;
    }
    Str text = str_span(facts->text, ast_span(&facts->ast, prefix));
    return str_starts_with(text, STR("\"/")) || str_starts_with(text, STR("'/"));
}

/* Where the changes of one session may stand. */
typedef struct SessionPlace {
    Str receiver;   /* as it is written there; empty: any */
    UnitId unit;    /* only in this one, or UNIT_NONE */
    UnitId members; /* only in members of this class, or UNIT_NONE */
} SessionPlace;

static const SessionPlace anywhere = {
    {"", 0},
    UNIT_NONE, UNIT_NONE
};

static bool place_has(const FileModel *file, const SessionPlace *place, UnitId unit, Str receiver) {
    return (place->unit == UNIT_NONE || place->unit == unit) &&
           (place->members == UNIT_NONE || file->outline->units[unit].parent == place->members) &&
           (!place->receiver.len || str_equal(receiver, place->receiver));
}

/* `<receiver>.mount(prefix, A)` where A is not simply an HTTPAdapter. */
static bool mounts_adapter(const FileModel *file, UnitId unit, NodeId call, const void *wanted) {
    const UnitFacts *facts = file_model_unit(file, unit);
    const Ast *ast = &facts->ast;
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    bool mount = function != NODE_NONE && ast_kind(ast, function) == NODE_ATTRIBUTE &&
                 str_equal(ast_name(ast, function), STR("mount"));
    if (!mount || !place_has(file, wanted, unit, receiver_text(facts, call))) {
        return false;
    }
    NodeId prefix = ast_child(ast, call, FIELD_ARGS);
    NodeId adapter = prefix == NODE_NONE ? NODE_NONE : ast_next_in_field(ast, prefix);
    if (prefix != NODE_NONE && is_path(facts, prefix)) {
        return false;
    }
    bool plain = adapter != NODE_NONE && ast_kind(ast, adapter) == NODE_CALL &&
                 str_equal(kinds_callee(file, unit, adapter, file->mem),
                           STR("requests.adapters.HTTPAdapter"));
    return !plain;
}

/* `<receiver>.request = ...`: the method itself is replaced. */
static bool replaces_request(const FileModel *file, const SessionPlace *place) {
    for (UnitId unit = file_model_next_mention(file, TRIGGER_BIT(SESSION_CHANGE), 0);
         unit != UNIT_NONE;
         unit = file_model_next_mention(file, TRIGGER_BIT(SESSION_CHANGE), unit + 1)) {
        const UnitFacts *facts = file_model_unit(file, unit);
        const Ast *ast = &facts->ast;
        for (NodeId node = 0; node < ast->node_count; node++) {
            if (ast_kind(ast, node) != NODE_ATTRIBUTE ||
                !(ast_node(ast, node)->flags & NODE_STORE) ||
                !(str_equal(ast_name(ast, node), STR("request")) ||
                  str_equal(ast_name(ast, node), STR("send")))) {
                continue;
            }
            NodeId value = ast_child(ast, node, FIELD_VALUE);
            if (place_has(file, place, unit, str_span(facts->text, ast_span(ast, value)))) {
                return true;
            }
        }
    }
    return false;
}

static bool is_overridden(const FileModel *file, UnitId unit, NodeId class_node) {
    Str methods[] = {STR("request"), STR("send")};
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        KindId found = kinds_attribute(file, unit, class_node, methods[i]);
        if (kind_get(kinds_table(file), found)->tag == KIND_TAG_FUNCTION || found == KIND_UNKNOWN) {
            return true;
        }
    }
    return false;
}

/* An instance of a class of the file that overrides how requests are sent. */
static bool overrides_sending(const FileModel *file, KindId receiver) {
    Kind kind = *kind_get(kinds_table(file), receiver);
    return kind.tag == KIND_TAG_OBJECT && is_overridden(file, kind.unit, kind.node);
}

/* Some class unit derives from Session and overrides how requests are sent. */
static bool class_overrides(const FileModel *file, UnitId unit) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId definition = ast_definition(ast);
    NodeId base = definition == NODE_NONE ? NODE_NONE : ast_child(ast, definition, FIELD_BASES);
    for (; base != NODE_NONE; base = ast_next_in_field(ast, base)) {
        if (kind_is_symbol(kinds_table(file), kinds_expression(file, unit, base),
                           STR("requests.Session")) &&
            is_overridden(file, unit, definition)) {
            return true;
        }
    }
    return false;
}

static bool any_class_overrides(const FileModel *file) {
    file_model_note_outline(file);
    for (UnitId unit = 0; unit < file->outline->unit_count; unit++) {
        if (file->outline->units[unit].kind == UNIT_CLASS && class_overrides(file, unit)) {
            return true;
        }
    }
    return false;
}

/* Classes that can derive from Session mention it. */
static bool any_class_of_project_overrides(const FileModel *file) {
    ProjectUnits classes = project_classes_mentioning(file, TRIGGER_BIT(CLIENT), file->mem);
    for (uint32_t i = 0; i < classes.count; i++) {
        const FileModel *other = project_file(file, classes.items[i].file);
        if (is_of_program(file, other) && class_overrides(other, classes.items[i].unit)) {
            return true;
        }
    }
    return false;
}

/* `session: Session` may be given any session that the project makes. */
static bool is_parameter(const FileModel *file, UnitId unit, NodeId receiver) {
    if (ast_kind(&file_model_unit(file, unit)->ast, receiver) != NODE_NAME) {
        return false;
    }
    NameMeaning meaning = file_scope_resolve(file, unit, receiver, file->mem);
    const Binding *binding =
        meaning.place_count == 1 ? file_scope_binding(file, meaning.places[0]) : NULL;
    return binding && binding->kind == BINDING_PARAMETER;
}

/* Some session of the project has a default of its own. */
static bool project_customises(const FileModel *file) {
    return any_call_in_program(file, STR("mount"), mounts_adapter, &anywhere) ||
           any_class_of_project_overrides(file);
}

static bool makes_session(const FileModel *file, UnitId unit, NodeId value) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    if (value == NODE_NONE || ast_kind(ast, value) != NODE_CALL) {
        return false;
    }
    if (extended_callable(file->extension, kinds_callee(file, unit, value, file->mem))) {
        return true;
    }
    KindId callee = kinds_expression(file, unit, ast_child(ast, value, FIELD_FUNC));
    return kind_get(kinds_table(file), callee)->tag == KIND_TAG_CLASS;
}

/* The variable is handed to a call: who knows what is done to it there. */
static bool is_passed_on(const UnitFacts *facts, Str name) {
    const Ast *ast = &facts->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeKind parent = ast_kind(ast, ast_node(ast, node)->parent);
        bool is_argument = ast_node(ast, node)->field == FIELD_ARGS || parent == NODE_KEYWORD;
        if (ast_kind(ast, node) == NODE_NAME && is_argument &&
            (parent == NODE_CALL || parent == NODE_KEYWORD) &&
            str_equal(ast_name(ast, node), name)) {
            return true;
        }
    }
    return false;
}

/* `s = Session()`, `with Session() as s`: what is done to sessions of other names, or in other
 * functions, does not touch it. */
static bool place_of_name(const FileModel *file, UnitId unit, NodeId name, SessionPlace *out) {
    NameMeaning meaning = file_scope_resolve(file, unit, name, file->mem);
    const Binding *binding =
        meaning.place_count == 1 ? file_scope_binding(file, meaning.places[0]) : NULL;
    if (!binding || (binding->kind != BINDING_ASSIGN && binding->kind != BINDING_ANNOTATED &&
                     binding->kind != BINDING_WITH && binding->kind != BINDING_WALRUS)) {
        return false;
    }
    UnitId home = meaning.places[0].unit;
    const UnitFacts *facts = file_model_unit(file, home);
    Field field = binding->kind == BINDING_WITH ? FIELD_CONTEXT_EXPR : FIELD_VALUE;
    if (!makes_session(file, home, ast_child(&facts->ast, binding->source, field))) {
        return false;
    }
    out->receiver = meaning.name;
    if (meaning.home == NAME_HOME_FUNCTION) {
        bool escapes = is_passed_on(facts, meaning.name);
        out->receiver = escapes ? anywhere.receiver : meaning.name;
        out->unit = escapes ? UNIT_NONE : unit;
    }
    return true;
}

/* Each assignment to `self.x` in the methods of the class makes a session. */
static bool place_of_attribute(const FileModel *file, UnitId unit, NodeId attribute,
                               SessionPlace *out) {
    const Outline *outline = file->outline;
    const UnitFacts *own = file_model_unit(file, unit);
    UnitId class_unit = outline->units[unit].parent;
    NodeId base = ast_child(&own->ast, attribute, FIELD_VALUE);
    if (class_unit == UNIT_NONE || outline->units[class_unit].kind != UNIT_CLASS ||
        base == NODE_NONE || ast_kind(&own->ast, base) != NODE_NAME) {
        return false;
    }
    Str text = str_span(own->text, ast_span(&own->ast, attribute));
    uint32_t made = 0;
    file_model_note_outline(file);
    for (UnitId member = outline->units[class_unit].first_child; member != UNIT_NONE;
         member = outline->units[member].next_sibling) {
        const UnitFacts *facts = file_model_unit(file, member);
        for (NodeId node = 0; node < facts->ast.node_count; node++) {
            bool stores = ast_kind(&facts->ast, node) == NODE_ATTRIBUTE &&
                          (ast_node(&facts->ast, node)->flags & NODE_STORE) &&
                          str_equal(str_span(facts->text, ast_span(&facts->ast, node)), text);
            if (!stores) {
                continue;
            }
            NodeId value = ast_child(&facts->ast, ast_node(&facts->ast, node)->parent, FIELD_VALUE);
            if (!makes_session(file, member, value)) {
                return false;
            }
            made++;
        }
    }
    *out = (SessionPlace){text, UNIT_NONE, class_unit};
    return made > 0;
}

/* Where what is done to the session of the call stands. A parameter, or what a function gave, may
 * be any session of the file: false. */
static bool session_place(const FileModel *file, UnitId unit, NodeId receiver, SessionPlace *out) {
    const UnitFacts *facts = file_model_unit(file, unit);
    *out = anywhere;
    switch (ast_kind(&facts->ast, receiver)) {
    case NODE_NAME:
        return place_of_name(file, unit, receiver, out);
    case NODE_ATTRIBUTE:
        return place_of_attribute(file, unit, receiver, out);
    default:
        out->receiver = str_span(facts->text, ast_span(&facts->ast, receiver));
        return makes_session(file, unit, receiver);
    }
}

static bool session_is_customised(RuleContext *context, NodeId call) {
    const FileModel *file = context->file;
    const Ast *ast = &context->facts->ast;
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    if (ast_kind(ast, function) != NODE_ATTRIBUTE) {
        return false;
    }
    NodeId receiver = ast_child(ast, function, FIELD_VALUE);
    KindId kind = kinds_expression(file, context->unit, receiver);
    if (kind_get(kinds_table(file), kind)->tag == KIND_TAG_SYMBOL) {
        return false; /* the module requests itself */
    }
    SessionPlace place;
    bool here = session_place(file, context->unit, receiver, &place);
    if (!here) {
        place = anywhere;
    }
    return overrides_sending(file, kind) ||
           any_call(file, TRIGGER_BIT(SESSION_CHANGE), mounts_adapter, &place) ||
           replaces_request(file, &place) || (!here && any_class_overrides(file)) ||
           (is_parameter(file, context->unit, receiver) && project_customises(file));
}

/* ---- what is done with the result --------------------------------------------------------------
 */

/* The name that the call's value is assigned to or entered as; NODE_NONE when there is none. */
static NodeId result_name(const Ast *ast, NodeId call) {
    NodeId parent = ast_node(ast, call)->parent;
    NodeKind kind = ast_kind(ast, parent);
    NodeId target = kind == NODE_ASSIGN       ? ast_child(ast, parent, FIELD_TARGETS)
                    : kind == NODE_ANN_ASSIGN ? ast_child(ast, parent, FIELD_TARGET)
                    : kind == NODE_WITHITEM   ? ast_child(ast, parent, FIELD_OPTIONAL_VARS)
                                              : NODE_NONE;
    bool usable = target != NODE_NONE &&
                  (ast_kind(ast, target) == NODE_NAME || ast_kind(ast, target) == NODE_ATTRIBUTE);
    return usable ? target : NODE_NONE;
}

typedef struct ResultCalls {
    uint32_t calls;   /* calls that take a timeout */
    uint32_t bounded; /* calls with a finite timeout of their own */
    bool sets_timeout;
    bool connects;
    bool connect_is_bounded;
} ResultCalls;

static bool has_timeout_keyword(RuleContext *context, NodeId call) {
    NodeId keyword = ast_keyword(&context->facts->ast, call, STR("timeout"));
    return keyword != NODE_NONE &&
           !timeout_is_none(context->file, context->unit,
                            ast_child(&context->facts->ast, keyword, FIELD_VALUE));
}

/* A positional argument at the place where the method has its timeout. */
static bool has_timeout_place(const Ast *ast, NodeId call, const CatalogTimeout *row) {
    return row && row->position >= 0 &&
           ast_count_in_field(ast, call, FIELD_ARGS) > (uint32_t)row->position;
}

static void count_method(RuleContext *context, NodeId call, Str method, Str class_path,
                         ResultCalls *out) {
    const Ast *ast = &context->facts->ast;
    const CatalogTimeout *row = catalog_method_timeout(class_path, method);
    bool bounded = has_timeout_keyword(context, call) || has_timeout_place(ast, call, row);
    if (str_equal(method, STR("settimeout"))) {
        NodeId value = ast_child(ast, call, FIELD_ARGS);
        out->sets_timeout |=
            value != NODE_NONE && !timeout_is_none(context->file, context->unit, value);
    } else if (str_equal(method, STR("connect"))) {
        out->connects = true;
        out->connect_is_bounded |= bounded;
    } else {
        out->calls += row != NULL;
        out->bounded += bounded;
    }
}

/* The methods called in this unit on what the call of a constructor gave. */
static ResultCalls result_calls(RuleContext *context, NodeId call, Str class_path) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    ResultCalls out = {0};
    NodeId target = result_name(ast, call);
    if (target == NODE_NONE) {
        return out;
    }
    Str name = str_span(facts->text, ast_span(ast, target));
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeId function =
            ast_kind(ast, node) == NODE_CALL ? ast_child(ast, node, FIELD_FUNC) : NODE_NONE;
        if (function != NODE_NONE && ast_kind(ast, function) == NODE_ATTRIBUTE &&
            str_equal(receiver_text(facts, node), name)) {
            count_method(context, node, ast_name(ast, function), class_path, &out);
        }
    }
    return out;
}

/* `<receiver>.anything(..., timeout=5)`. */
static bool bounds_receiver(const FileModel *file, UnitId unit, NodeId call, const void *wanted) {
    const UnitFacts *facts = file_model_unit(file, unit);
    NodeId keyword = ast_keyword(&facts->ast, call, STR("timeout"));
    return keyword != NODE_NONE && str_equal(receiver_text(facts, call), *(const Str *)wanted) &&
           !timeout_is_none(file, unit, ast_child(&facts->ast, keyword, FIELD_VALUE));
}

/* A pool is shared by a module or an object: its calls may stand in any function of the file. */
static bool pool_call_is_bounded(RuleContext *context, NodeId call) {
    const UnitFacts *facts = context->facts;
    NodeId target = result_name(&facts->ast, call);
    if (target == NODE_NONE) {
        return false;
    }
    Str name = str_span(facts->text, ast_span(&facts->ast, target));
    return any_call(context->file, TRIGGER_BIT(TIMEOUT), bounds_receiver, &name);
}

static bool connects_later(RuleContext *context, NodeId call, Str class_path) {
    const Ast *ast = &context->facts->ast;
    bool host = ast_child(ast, call, FIELD_ARGS) != NODE_NONE ||
                ast_keyword(ast, call, STR("host")) != NODE_NONE;
    ResultCalls calls = result_calls(context, call, class_path);
    return !host && (!calls.connects || calls.connect_is_bounded);
}

/* ---- scopes and strings ------------------------------------------------------------------------
 */

static bool bounds(RuleContext *context, NodeId expression) {
    if (expression == NODE_NONE || ast_kind(&context->facts->ast, expression) != NODE_CALL) {
        return false;
    }
    const CatalogCallable *row =
        extended_callable(context->file->extension,
                          kinds_callee(context->file, context->unit, expression, context->scratch));
    return row && (row->effects & CATALOG_BOUNDS);
}

/* Under `async with asyncio.timeout(...)` or inside `wait_for(...)`. */
static bool in_async_scope(RuleContext *context, NodeId call) {
    const Ast *ast = &context->facts->ast;
    for (NodeId node = ast_node(ast, call)->parent; node != NODE_ROOT;
         node = ast_node(ast, node)->parent) {
        NodeKind kind = ast_kind(ast, node);
        if (ast_kind_is_function(kind) || kind == NODE_LAMBDA) {
            return false;
        }
        bool with = kind == NODE_ASYNC_WITH || kind == NODE_WITH;
        NodeId item = with ? ast_child(ast, node, FIELD_ITEMS) : NODE_NONE;
        for (; item != NODE_NONE; item = ast_next_in_field(ast, item)) {
            if (bounds(context, ast_child(ast, item, FIELD_CONTEXT_EXPR))) {
                return true;
            }
        }
        if (bounds(context, node)) {
            return true;
        }
    }
    return false;
}

/* The connection string of the call; NODE_NONE when the parts are given one by one. */
static NodeId connection_string(const Ast *ast, NodeId call) {
    static const char *const names[] = {"dsn", "conninfo"};
    NodeId found = ast_child(ast, call, FIELD_ARGS);
    for (size_t i = 0; found == NODE_NONE && i < sizeof names / sizeof names[0]; i++) {
        NodeId keyword = ast_keyword(ast, call, str_from_c(names[i]));
        found = keyword == NODE_NONE ? NODE_NONE : ast_child(ast, keyword, FIELD_VALUE);
    }
    return found;
}

static bool says_timeout(Str text, Str keyword) {
    Str first = catalog_timeout_parameter(keyword);
    Str second =
        str_slice(keyword, first.len < keyword.len ? first.len + 1 : first.len, keyword.len);
    return str_find(text, first) < text.len || (second.len && str_find(text, second) < text.len);
}

/* A connection string that is not written here, or bounds the wait itself; or no argument at all:
 * then the environment says where to connect, and how. */
static bool dsn_may_bound(RuleContext *context, NodeId call, const CatalogTimeout *row) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    NodeId dsn = connection_string(ast, call);
    if (dsn == NODE_NONE) {
        return ast_child(ast, call, FIELD_KEYWORDS) == NODE_NONE;
    }
    bool literal =
        ast_kind(ast, dsn) == NODE_CONSTANT && ast_node(ast, dsn)->detail == CONSTANT_STR;
    return !literal || says_timeout(str_span(facts->text, ast_span(ast, dsn)), row->keyword);
}

bool timeout_is_silenced(RuleContext *context, NodeId call, const CatalogTimeout *row,
                         TimeoutState state) {
    bool missing = state == TIMEOUT_MISSING;
    if (missing && row->when_missing == TIMEOUT_DEFAULT_SOCKET_DEFAULT &&
        any_call_in_program(context->file, STR("setdefaulttimeout"), sets_socket_default, NULL)) {
        return true;
    }
    switch (row->form) {
    case TIMEOUT_FORM_REQUESTS:
        return missing && session_is_customised(context, call);
    case TIMEOUT_FORM_HTTPX_CLIENT: {
        ResultCalls calls = result_calls(context, call, row->path);
        return calls.calls > 0 && calls.bounded >= calls.calls;
    }
    case TIMEOUT_FORM_SET_AFTER:
        return result_calls(context, call, row->path).sets_timeout;
    case TIMEOUT_FORM_CONNECTS_LATER:
        return missing && connects_later(context, call, row->path);
    case TIMEOUT_FORM_CONNECT_CALL:
        return missing; /* its constructor is reported */
    case TIMEOUT_FORM_POOL:
        return missing && pool_call_is_bounded(context, call);
    case TIMEOUT_FORM_DSN:
        return missing && dsn_may_bound(context, call, row);
    case TIMEOUT_FORM_ASYNC_SCOPE:
        return in_async_scope(context, call);
    case TIMEOUT_FORM_REDIS:
        return true; /* from 8.0 on the default is finite, and the pinned version is not known */
    default:
        return false;
    }
}

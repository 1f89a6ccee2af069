/* Knows what gives a session of requests a timeout of its own (spec/io.md A, Silencers 3): an
 * adapter that is mounted, a method that is replaced or overridden. */
#include "rules/io/session_change.h"

#include "catalog/extension.h"
#include "rules/io/timeout_calls.h"
#include "semantics/attribute_mentions.h"
#include "semantics/class_ref.h"
#include "semantics/file_mentions.h"
#include "semantics/kinds.h"
#include "semantics/project.h"

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
    if (!mount || !place_has(file, wanted, unit, timeout_receiver_text(facts, call))) {
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
        if (timeout_is_of_program(file, other) && class_overrides(other, classes.items[i].unit)) {
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
    return timeout_any_call_in_program(file, STR("mount"), mounts_adapter, &anywhere) ||
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

/* How often the unit stores a session in what is written as `text`; SESSION_OTHER: something else
 * is stored there too. */
enum { SESSION_OTHER = -1 };

static int sessions_stored(const FileModel *file, UnitId unit, Str text) {
    const UnitFacts *facts = file_model_unit(file, unit);
    const Ast *ast = &facts->ast;
    int made = 0;
    for (NodeId node = 0; node < ast->node_count; node++) {
        bool stores = ast_kind(ast, node) == NODE_ATTRIBUTE &&
                      (ast_node(ast, node)->flags & NODE_STORE) &&
                      str_equal(str_span(facts->text, ast_span(ast, node)), text);
        if (!stores) {
            continue;
        }
        if (!makes_session(file, unit, ast_child(ast, ast_node(ast, node)->parent, FIELD_VALUE))) {
            return SESSION_OTHER;
        }
        made++;
    }
    return made;
}

/* The members of the class that may store the attribute: of a large class by their texts, all of
 * which are looked at then. */
static const UnitId *storing_members(const FileModel *file, UnitId class_unit, Str name,
                                     uint32_t *count) {
    enum { FEW = 64 };
    const Outline *outline = file->outline;
    file_model_note_outline(file);
    UnitId *few = ARENA_ARRAY(file->mem, UnitId, FEW);
    *count = 0;
    for (UnitId member = outline->units[class_unit].first_child; member != UNIT_NONE;
         member = outline->units[member].next_sibling) {
        if (*count == FEW) {
            file_model_note_texts(file);
            return attribute_mentions_of(attribute_mentions(file, class_unit), name, count);
        }
        few[(*count)++] = member;
    }
    return few;
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
    uint32_t count;
    const UnitId *members =
        storing_members(file, class_unit, ast_name(&own->ast, attribute), &count);
    int made = 0;
    for (uint32_t i = 0; i < count; i++) {
        int stored = sessions_stored(file, members[i], text);
        if (stored == SESSION_OTHER) {
            return false;
        }
        made += stored;
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

static bool file_customises(const FileModel *file) {
    return timeout_any_call(file, TRIGGER_BIT(SESSION_CHANGE), mounts_adapter, &anywhere) ||
           replaces_request(file, &anywhere);
}

/* The session is an attribute of an object whose class, or one that it inherits from, stands in
 * another file, or a name of another module: something is done to sessions there. */
static bool is_customised_elsewhere(const FileModel *file, UnitId unit, NodeId receiver) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    if (ast_kind(ast, receiver) != NODE_ATTRIBUTE) {
        ClassRef origin = class_ref_follow(file, unit, receiver, file->mem);
        return origin.tag == REF_VALUE && origin.file != file->id &&
               file_customises(project_file(file, origin.file));
    }
    KindId owner = kinds_expression(file, unit, ast_child(ast, receiver, FIELD_VALUE));
    ClassRef class_ref = class_ref_of_kind(kind_get(kinds_table(file), owner));
    const ClassOrder *order = class_ref.tag == REF_CLASS ? class_order(file, class_ref) : NULL;
    for (uint32_t i = 0; order && i < order->count; i++) {
        const ClassRef *one = &order->items[i];
        if (one->tag == REF_CLASS && one->file != file->id &&
            file_customises(project_file(file, one->file))) {
            return true;
        }
    }
    return false;
}

bool session_is_customised(RuleContext *context, NodeId call) {
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
           timeout_any_call(file, TRIGGER_BIT(SESSION_CHANGE), mounts_adapter, &place) ||
           replaces_request(file, &place) || (!here && any_class_overrides(file)) ||
           (!here && is_customised_elsewhere(file, context->unit, receiver)) ||
           (is_parameter(file, context->unit, receiver) && project_customises(file));
}

#include "rules/memory/cached_method.h"

#include "catalog/catalog.h"
#include "rules/shape.h"
#include "semantics/class_ref.h"
#include "semantics/kinds.h"
#include "semantics/loops.h"
#include "semantics/project.h"
#include "semantics/qualified_name.h"

/* ---- the decorator --------------------------------------------------------------------------- */

static bool is_none(const Ast *ast, NodeId value) {
    return ast_kind(ast, value) == NODE_CONSTANT && ast_node(ast, value)->detail == CONSTANT_NONE;
}

/* `lru_cache(None)`, `lru_cache(maxsize=None)`, `lru_cache()`; a bound that is given is meant. */
static bool call_is_unbounded(const Ast *ast, NodeId call, bool *is_bounded) {
    NodeId size = ast_child(ast, call, FIELD_ARGS);
    NodeId keyword = ast_keyword(ast, call, STR("maxsize"));
    if (size == NODE_NONE && keyword != NODE_NONE) {
        size = ast_child(ast, keyword, FIELD_VALUE);
    }
    *is_bounded = size == NODE_NONE;
    return !shape_has_splat(ast, call) && (size == NODE_NONE || is_none(ast, size));
}

static bool is_cache(RuleContext *context, NodeId decorator, bool *is_bounded) {
    const Ast *ast = &context->facts->ast;
    bool called = ast_kind(ast, decorator) == NODE_CALL;
    NodeId name = called ? ast_child(ast, decorator, FIELD_FUNC) : decorator;
    Str path = qualified_name(context->file, context->unit, name, context->scratch);
    *is_bounded = false;
    if (str_equal(path, STR("functools.cache"))) {
        return !called;
    }
    if (!str_equal(path, STR("functools.lru_cache"))) {
        return false;
    }
    *is_bounded = true;
    return !called || call_is_unbounded(ast, decorator, is_bounded);
}

/* The cache among the decorators; NODE_NONE when there is none, or when there is no `self`. */
static NodeId cache_of(RuleContext *context, NodeId function, bool *is_bounded) {
    const Ast *ast = &context->facts->ast;
    NodeId found = NODE_NONE;
    NodeId decorator = ast_child(ast, function, FIELD_DECORATOR_LIST);
    for (; decorator != NODE_NONE; decorator = ast_next_in_field(ast, decorator)) {
        if (found == NODE_NONE && is_cache(context, decorator, is_bounded)) {
            found = decorator;
            continue;
        }
        Str path = qualified_name(context->file, context->unit, decorator, context->scratch);
        DecoratorEffect effect = catalog_decorator(path);
        if (effect == DECORATOR_STATIC || effect == DECORATOR_CLASS) {
            return NODE_NONE;
        }
    }
    bool self = ast_child(ast, function, FIELD_ARGS) != NODE_NONE ||
                ast_child(ast, function, FIELD_POSONLYARGS) != NODE_NONE;
    return self ? found : NODE_NONE;
}

/* ---- the class ------------------------------------------------------------------------------- */

/* The class whose body the function stands in; REF_NONE when it is no method. */
static ClassRef class_around(RuleContext *context, NodeId function) {
    const FileModel *file = context->file;
    const Ast *ast = &context->facts->ast;
    NodeId parent = ast_node(ast, function)->parent;
    ClassRef ref = {.tag = REF_NONE};
    if (ast_kind(ast, parent) == NODE_CLASS_DEF) {
        return (ClassRef){REF_CLASS, file->id, context->unit, parent, STR("")};
    }
    UnitId around = file->outline->units[context->unit].parent;
    if (function != ast_definition(ast) || around == UNIT_NONE ||
        file->outline->units[around].kind != UNIT_CLASS) {
        return ref;
    }
    NodeId node = ast_definition(&file_model_unit(file, around)->ast);
    return node == NODE_NONE ? ref : (ClassRef){REF_CLASS, file->id, around, node, STR("")};
}

/* Instances of these are members of the class, made once. */
static bool is_enumeration_path(Str path) {
    static const Str paths[] = {
        {"django.db.models.Choices",        24},
        {"django.db.models.IntegerChoices", 31},
        {"django.db.models.TextChoices",    28},
        {"enum.Enum",                       9 },
        {"enum.Flag",                       9 },
        {"enum.IntEnum",                    12},
        {"enum.IntFlag",                    12},
        {"enum.StrEnum",                    12},
    };
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        if (str_equal(path, paths[i])) {
            return true;
        }
    }
    return false;
}

/* The class says how its instances are told apart or made, so that equal ones count once. */
static bool makes_its_own(const FileModel *home, ClassRef ref) {
    const Ast *ast = &file_model_unit(home, ref.unit)->ast;
    if (ast_keyword(ast, ref.node, STR("metaclass")) != NODE_NONE) {
        return true;
    }
    bool is_unit = ref.unit != UNIT_MODULE_ID && ref.node == ast_definition(ast);
    if (is_unit && (file_model_member(home, ref.unit, STR("__hash__")) != UNIT_NONE ||
                    file_model_member(home, ref.unit, STR("__new__")) != UNIT_NONE)) {
        return true;
    }
    for (NodeId child = ast_child(ast, ref.node, FIELD_BODY); child != NODE_NONE;
         child = ast_next_in_field(ast, child)) {
        Str name = ast_kind_is_function(ast_kind(ast, child)) ? ast_name(ast, child) : STR("");
        if (str_equal(name, STR("__hash__")) || str_equal(name, STR("__new__"))) {
            return true;
        }
    }
    return false;
}

/* The class or one of its bases, over files; a hierarchy of more than BASES_MAX classes ends. */
static bool has_few_instances(const FileModel *file, ClassRef first) {
    enum { BASES_MAX = 32 };
    ClassRef queue[BASES_MAX] = {first};
    uint32_t count = 1;
    for (uint32_t at = 0; at < count; at++) {
        ClassRef ref = queue[at];
        const FileModel *home = project_file(file, ref.file);
        if (home && makes_its_own(home, ref)) {
            return true;
        }
        const Ast *ast = home ? &file_model_unit(home, ref.unit)->ast : NULL;
        NodeId base = ast ? ast_child(ast, ref.node, FIELD_BASES) : NODE_NONE;
        for (; base != NODE_NONE; base = ast_next_in_field(ast, base)) {
            const Kind *kind = kind_get(kinds_table(home), kinds_expression(home, ref.unit, base));
            if (kind->tag == KIND_TAG_SYMBOL && is_enumeration_path(kind->path)) {
                return true;
            }
            if (kind->tag == KIND_TAG_CLASS && count < BASES_MAX) {
                queue[count++] = (ClassRef){REF_CLASS, kind->file, kind->unit, kind->node, STR("")};
            }
        }
    }
    return false;
}

/* Each cached method asks for the members of its class: beyond this many nothing is said. */
static bool has_many_members(const FileModel *file, UnitId unit) {
    enum { MEMBERS_MAX = 2000 };
    uint32_t count = 0;
    UnitId member = file->outline->units[unit].first_child;
    for (; member != UNIT_NONE && count <= MEMBERS_MAX;
         member = file->outline->units[member].next_sibling) {
        count++;
    }
    return count > MEMBERS_MAX;
}

/* Calls of the name at the module's own level, and all others. */
static void count_calls(const UnitFacts *facts, Str name, bool is_module, uint32_t *outer,
                        uint32_t *inner) {
    const Ast *ast = &facts->ast;
    for (NodeId node = ast_call_named(ast, 0, name); node != NODE_NONE;
         node = ast_call_named(ast, node + 1, name)) {
        bool once = is_module && enclosing_function(ast, node) == NODE_NONE &&
                    loop_of_node(ast, node) == NODE_NONE;
        *(once ? outer : inner) += 1;
    }
}

/* The project makes one instance, when a module is imported. */
static bool is_singleton(RuleContext *context, Str name) {
    ProjectUnits units = project_callers_named(context->file, name, context->scratch);
    uint32_t outer = 0;
    uint32_t inner = 0;
    for (uint32_t i = 0; i < units.count && outer + inner < 2; i++) {
        const FileModel *file = project_file(context->file, units.items[i].file);
        if (file) {
            count_calls(file_model_unit(file, units.items[i].unit), name,
                        units.items[i].unit == UNIT_MODULE_ID, &outer, &inner);
        }
    }
    return outer == 1 && inner == 0;
}

bool cached_method(RuleContext *context, NodeId function, CachedMethod *out) {
    const FileModel *file = context->file;
    if (ast_child(&context->facts->ast, function, FIELD_DECORATOR_LIST) == NODE_NONE) {
        return false;
    }
    ClassRef ref = class_around(context, function);
    if (ref.tag == REF_NONE) {
        return false;
    }
    out->function = function;
    out->decorator = cache_of(context, function, &out->is_bounded);
    if (out->decorator == NODE_NONE) {
        return false;
    }
    out->class_name = ast_name(&file_model_unit(file, ref.unit)->ast, ref.node);
    return !has_many_members(file, ref.unit) && !has_few_instances(file, ref) &&
           !is_singleton(context, out->class_name);
}

/* ---- fix ------------------------------------------------------------------------------------- */

static const char *const title_format = "Make `%.*s` a cached_property";

/* Only `self`, one decorator, and a result that can be kept. */
static bool can_be_property(const Ast *ast, const CachedMethod *method) {
    NodeId function = method->function;
    bool plain = ast_kind(ast, function) == NODE_FUNCTION_DEF &&
                 ast_count_in_field(ast, function, FIELD_DECORATOR_LIST) == 1 &&
                 ast_count_in_field(ast, function, FIELD_ARGS) == 1;
    static const Field others[] = {FIELD_POSONLYARGS, FIELD_VARARG, FIELD_KWONLYARGS, FIELD_KWARG};
    for (size_t i = 0; plain && i < sizeof others / sizeof others[0]; i++) {
        plain = ast_child(ast, function, others[i]) == NODE_NONE;
    }
    for (NodeId node = function; plain && node < ast_node(ast, function)->subtree_end; node++) {
        plain = ast_kind(ast, node) != NODE_YIELD && ast_kind(ast, node) != NODE_YIELD_FROM;
    }
    return plain;
}

/* Every mention of the name in the unit is a call without arguments, or the definition itself. With
 * `context` the parentheses of the calls go. */
static bool mentions_are_calls(const FileModel *file, UnitId unit, Str name, FixContext *context) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeKind kind = ast_kind(ast, node);
        bool mention = (kind == NODE_NAME || kind == NODE_ATTRIBUTE || kind == NODE_KEYWORD) &&
                       str_equal(ast_name(ast, node), name);
        if (!mention) {
            continue;
        }
        NodeId call = ast_node(ast, node)->parent;
        if (kind != NODE_ATTRIBUTE || ast_kind(ast, call) != NODE_CALL ||
            ast_node(ast, node)->field != FIELD_FUNC || shape_has_arguments(ast, call)) {
            return false;
        }
        if (context) {
            Span parentheses = {ast_node(ast, node)->end, ast_node(ast, call)->end};
            fix_replace_in_file(context, outline_span_to_file(file->outline, unit, parentheses),
                                STR(""));
        }
    }
    return true;
}

static bool unit_mentions(const FileModel *file, UnitId unit, Str name) {
    Str text = str_span(file->outline->text, file->outline->units[unit].extent);
    return unit == UNIT_MODULE_ID || str_find(text, name) < text.len;
}

/* Why the calls cannot all be changed; NULL when they can. */
static const char *obstacle(const FileModel *file, Str name, Arena *mem) {
    uint32_t definitions = 0;
    for (UnitId unit = 0; unit < file->outline->unit_count; unit++) {
        const Unit *outline = &file->outline->units[unit];
        definitions += str_equal(str_span(file->outline->text, outline->name), name);
        if (unit_mentions(file, unit, name) && !mentions_are_calls(file, unit, name, NULL)) {
            return "the method is used in another way than being called";
        }
    }
    if (definitions != 1) {
        return "another definition has the same name";
    }
    ProjectUnits callers = project_callers_named(file, name, mem);
    for (uint32_t i = 0; i < callers.count; i++) {
        if (callers.items[i].file != file->id) {
            return "other files call a method of this name";
        }
    }
    return NULL;
}

void cached_method_fix(FixContext *context, const CachedMethod *method) {
    const FileModel *file = context->rule.file;
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Str name = ast_name(ast, method->function);
    if (!can_be_property(ast, method)) {
        return;
    }
    Str title = arena_format(context->rule.mem, title_format, STR_ARG(name));
    const char *reason = obstacle(file, name, context->rule.scratch);
    if (reason) {
        fix_refuse(context, title, str_from_c(reason));
        return;
    }
    fix_start(context, SAFETY_UNSAFE, title);
    NodeId head = method->decorator;
    head = ast_kind(ast, head) == NODE_CALL ? ast_child(ast, head, FIELD_FUNC) : head;
    Str property = ast_kind(ast, head) == NODE_ATTRIBUTE
                       ? arena_format(context->rule.mem, "%.*s.cached_property",
                                      STR_ARG(shape_text(facts, ast_child(ast, head, FIELD_VALUE))))
                       : fix_import(context, STR("functools"), STR("cached_property"));
    fix_replace(context, ast_span(ast, method->decorator), property);
    for (UnitId unit = 0; unit < file->outline->unit_count; unit++) {
        if (unit_mentions(file, unit, name)) {
            mentions_are_calls(file, unit, name, context);
        }
    }
}

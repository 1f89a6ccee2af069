/* cpu/cache-without-ttl: an entry of a cache that nothing ever ends. Backends with a lifetime of
 * their own, locks (nx) and keys that get their end in the same function are left alone. */
#include "catalog/name_list.h"
#include "rules/cpu/cache_entry.h"
#include "rules/fix_builder.h"
#include "rules/shape.h"
#include "semantics/file_scope.h"
#include "semantics/loops.h"

/* Nodes that are looked at for the calls of a unit which end entries: behind that none is
 * reported. */
enum { EXPIRY_STEPS_MAX = 4000000 };

/* ---- how it could end ------------------------------------------------------------------------ */

static bool has_lifetime(const Ast *ast, const CacheEntry *entry) {
    NodeId keyword = ast_child(ast, entry->call, FIELD_KEYWORDS);
    for (; keyword != NODE_NONE; keyword = ast_next_in_field(ast, keyword)) {
        if (name_list_has(entry->cache->keywords, ast_name(ast, keyword))) {
            return true;
        }
    }
    return ast_count_in_field(ast, entry->call, FIELD_ARGS) > (uint32_t)entry->cache->position;
}

/* The constructor of the client that a name stands for, wherever it stands in the file. */
static bool constructor_of(const FileModel *file, UnitId *unit, NodeId *node) {
    const Ast *ast = &file_model_unit(file, *unit)->ast;
    if (ast_kind(ast, *node) != NODE_NAME) {
        return ast_kind(ast, *node) == NODE_CALL;
    }
    NameMeaning meaning = file_scope_resolve(file, *unit, *node, file->mem);
    const Binding *binding = meaning.place_count == 1 && !meaning.maybe_star
                                 ? file_scope_binding(file, meaning.places[0])
                                 : NULL;
    if (!binding || binding->is_unpacked || binding->kind != BINDING_ASSIGN) {
        return false;
    }
    *unit = meaning.places[0].unit;
    ast = &file_model_unit(file, *unit)->ast;
    *node = ast_child(ast, binding->source, FIELD_VALUE);
    return *node != NODE_NONE && ast_kind(ast, *node) == NODE_CALL;
}

/* The client ends all entries, or it is not seen whether it does. */
static bool client_ends_entries(RuleContext *context, const CacheEntry *entry) {
    Str option = entry->cache->constructor;
    if (option.len == 0 || str_equal(option, STR("*"))) {
        return option.len != 0;
    }
    UnitId unit = context->unit;
    NodeId call = entry->receiver;
    if (!constructor_of(context->file, &unit, &call)) {
        return true;
    }
    const Ast *ast = &file_model_unit(context->file, unit)->ast;
    return shape_has_splat(ast, call) || ast_keyword(ast, call, option) != NODE_NONE;
}

/* `cache.expire(key, 60)` with the same key, anywhere in the function. */
static bool ends_elsewhere(RuleContext *context, const CacheEntry *entry, uint32_t *steps) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    NodeId function = enclosing_function(ast, entry->call);
    NodeId top = function == NODE_NONE ? NODE_ROOT : function;
    uint32_t length = ast_node(ast, top)->subtree_end - top;
    if (length > *steps) {
        return true;
    }
    *steps -= length;
    for (NodeId node = top; node < ast_node(ast, top)->subtree_end; node++) {
        Str method = ast_kind(ast, node) == NODE_CALL ? shape_method(ast, node) : STR("");
        if (method.len == 0 || !name_list_has(entry->cache->expiry, method)) {
            continue;
        }
        NodeId key = ast_child(ast, node, FIELD_ARGS);
        if (key != NODE_NONE && shape_same_text(facts, key, entry->key)) {
            return true;
        }
    }
    return false;
}

/* ---- report ---------------------------------------------------------------------------------- */

static void report(RuleContext *context, const CacheEntry *entry) {
    const UnitFacts *facts = context->facts;
    Report found = report_new(RULE_cpu_cache_without_ttl, ast_span(&facts->ast, entry->call));
    found.subject = shape_first_row(facts, entry->key, context->mem);
    found.message =
        arena_format(context->mem, "the entry `%.*s` never expires; give it a lifetime with `%.*s`",
                     STR_ARG(found.subject), STR_ARG(entry->cache->parameter));
    found.cost = STR("an entry of the cache for ever, out of date or not");
    found.anchor = entry->call;
    rule_report(context, &found);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    uint32_t steps = EXPIRY_STEPS_MAX;
    CacheEntry entry;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) != NODE_CALL || !cache_entry(context, node, STR("set"), &entry)) {
            continue;
        }
        if (ast_count_in_field(ast, node, FIELD_ARGS) >= 2 && !shape_has_splat(ast, node) &&
            !has_lifetime(ast, &entry) && !client_ends_entries(context, &entry) &&
            !ends_elsewhere(context, &entry, &steps)) {
            report(context, &entry);
        }
    }
}

static void fix(FixContext *context, const Finding *finding) {
    const Ast *ast = &context->rule.facts->ast;
    CacheEntry entry;
    if (!cache_entry(&context->rule, finding->anchor, STR("set"), &entry)) {
        return;
    }
    NodeId last = NODE_NONE;
    for (NodeId child = ast_first_child(ast, entry.call); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        last = child;
    }
    fix_start(context, SAFETY_PLACEHOLDER, STR("Let the entry expire after an hour"));
    fix_insert(context, ast_node(ast, last)->end,
               arena_format(context->rule.mem, ", %.*s=3600", STR_ARG(entry.cache->parameter)));
}

const RuleImplementation rule_cpu_cache_without_ttl = {
    .rule = RULE_cpu_cache_without_ttl,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(SET),
    .check_unit = check_unit,
    .fix = fix,
};

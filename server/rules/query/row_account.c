/* Knows which costs are one: what a row has kept, what stands in one chain. Knows nothing of where
 * they come from. */
#include "rules/query/row_account.h"

#include "rules/shape.h"
#include "semantics/loops.h"

enum { COSTS_MAX = 1024 };

static bool is_prefix(Str path, Str longer) {
    return longer.len > path.len && longer.ptr[path.len] == '.' && str_starts_with(longer, path);
}

/* Reads are kept with the row: the first one pays, and pays for what leads to it. */
bool row_hit_is_kept(RowHitKind kind) {
    return kind == ROW_HIT_TO_ONE || kind == ROW_HIT_COLLECTION || kind == ROW_HIT_COLUMN;
}

/* The list that the loop goes through, by a name that is bound once; SYMBOL_NONE: anything else. */
static SymbolId list_of(const RowAccount *account, NodeId loop) {
    const RuleContext *rule = account->rule;
    NodeId iterable = loop == NODE_NONE || ast_kind(account->ast, loop) == NODE_CALL
                          ? NODE_NONE
                          : loop_iterable(account->ast, loop);
    if (iterable == NODE_NONE || ast_kind(account->ast, iterable) != NODE_NAME) {
        return SYMBOL_NONE;
    }
    KindId kind = kinds_expression_in(rule->file, rule->unit, iterable, account->context);
    SymbolId symbol = kind_is_instance(kinds_table(rule->file), kind, STR("list"))
                          ? shape_local(rule->facts, iterable)
                          : SYMBOL_NONE;
    bool is_fixed =
        symbol != SYMBOL_NONE && rule->facts->scopes->symbols[symbol].binding_count == 1;
    return is_fixed ? symbol : SYMBOL_NONE;
}

/* Whoever comes to `later` has run the statement around `first`: it stands before, in a block that
 * holds both. */
bool row_account_always_before(const Ast *ast, NodeId first, NodeId later) {
    for (NodeId node = first; first < later && node != NODE_NONE && node != 0;
         node = ast_node(ast, node)->parent) {
        uint8_t field = ast_node(ast, node)->field;
        if (field == FIELD_BODY || field == FIELD_ORELSE || field == FIELD_FINALBODY) {
            NodeId other = later;
            NodeId block = ast_node(ast, node)->parent;
            while (other != NODE_NONE && other > block && ast_node(ast, other)->parent != block) {
                other = ast_node(ast, other)->parent;
            }
            return other > block && ast_node(ast, other)->field == field;
        }
    }
    return false;
}

/* The call that `first` calls back for gives its rows on to the loop: `for row in sorted(rows,
 * key=..)`, a list of them, the groups of groupby(). */
static bool is_given_on(const RowAccount *account, const RowCost *first, const RowCost *cost) {
    const KindTable *table = kinds_table(account->rule->file);
    RowKind one;
    RowKind other;
    NodeId iterable = ast_kind(account->ast, cost->loop) == NODE_CALL
                          ? NODE_NONE
                          : loop_iterable(account->ast, cost->loop);
    if (iterable == NODE_NONE || !row_kind_get(table, first->row, &one) ||
        !row_kind_get(table, cost->row, &other) || one.query != other.query) {
        return false;
    }
    KindId kind =
        kinds_expression_in(account->rule->file, account->rule->unit, iterable, account->context);
    return ast_is_within(account->ast, first->loop, iterable) ||
           (kind_get(table, kind)->tag == KIND_TAG_INSTANCE &&
            row_account_always_before(account->ast, first->loop, cost->loop));
}

/* A second loop over the same list: its rows have kept what the first one read. */
static bool goes_again(const RowAccount *account, const RowCost *first, const RowCost *cost) {
    if (first->loop != NODE_NONE && cost->loop != NODE_NONE &&
        ast_kind(account->ast, first->loop) == NODE_CALL) {
        return is_given_on(account, first, cost);
    }
    SymbolId list = list_of(account, cost->loop);
    return list != SYMBOL_NONE && list == list_of(account, first->loop) &&
           row_account_always_before(account->ast, first->loop, cost->loop);
}

/* What gave the loop its rows has read the same of them already: `for item in order.sorted_items`,
 * where the property looks at each. */
static bool is_read_by_source(const RowAccount *account, const RowCost *first,
                              const RowCost *cost) {
    NodeId iterable = cost->loop == NODE_NONE || cost->is_picked ||
                              ast_kind(account->ast, cost->loop) == NODE_CALL
                          ? NODE_NONE
                          : loop_iterable(account->ast, cost->loop);
    return iterable != NODE_NONE && first->step_count && row_hit_is_kept(cost->hit.kind) &&
           ast_is_within(account->ast, first->node, iterable) &&
           first->hit.value == cost->hit.value && str_equal(first->hit.path, cost->hit.path);
}

static bool is_paid(const RowAccount *account, const RowCost *cost) {
    for (uint32_t i = account->costs.count; i > 0; i--) {
        const RowCost *other = &account->costs.items[i - 1];
        if (is_read_by_source(account, other, cost)) {
            return true;
        }
        bool same = str_equal(other->path, cost->path);
        bool is_other_loop = other->loop != cost->loop && row_hit_is_kept(cost->hit.kind) &&
                             (same || is_prefix(cost->path, other->path));
        if (other->rule != cost->rule ||
            (other->loop != cost->loop && !(is_other_loop && goes_again(account, other, cost))) ||
            (cost->loop == NODE_NONE && other->node != cost->node)) {
            continue;
        }
        if (other->node == cost->node && (same || is_prefix(cost->path, other->path))) {
            return true;
        }
        if (row_hit_is_kept(cost->hit.kind) && row_hit_is_kept(other->hit.kind) &&
            (same || is_prefix(cost->path, other->path))) {
            return true;
        }
    }
    return false;
}

/* At one call or chain the deepest path is the one to tell. */
static void drop_beginnings(RowAccount *account, const RowCost *cost) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < account->costs.count; i++) {
        const RowCost *other = &account->costs.items[i];
        bool begins = other->node == cost->node && other->loop == cost->loop &&
                      other->rule == cost->rule && is_prefix(other->path, cost->path);
        if (!begins) {
            account->costs.items[kept++] = *other;
        }
    }
    account->costs.count = kept;
}

void row_account_add(RowAccount *account, RowCost cost) {
    if (account->costs.count < COSTS_MAX && !is_paid(account, &cost)) {
        drop_beginnings(account, &cost);
        ARENA_PUSH(account->mem, &account->costs, cost);
    }
}

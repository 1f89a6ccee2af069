/* The table of kinds: equal kinds, equal numbers. Knows the catalog's notation, nothing of Python.
 */
#include "semantics/kind.h"

#include "base/hash.h"
#include "catalog/catalog.h"
#include "semantics/query_kind.h"

enum { FIRST_SLOTS = 256, DESCRIBE_DEPTH_MAX = 4 };

static bool equal(const Kind *a, const Kind *b) {
    return a->tag == b->tag && a->flags == b->flags && a->file == b->file && a->unit == b->unit &&
           a->node == b->node && a->argument_count == b->argument_count &&
           str_equal(a->path, b->path) &&
           memcmp(a->arguments, b->arguments, sizeof(KindId) * a->argument_count) == 0;
}

static uint64_t hash_of(const Kind *kind) {
    uint64_t parts[4 + KIND_ARGUMENTS_MAX] = {(uint64_t)kind->file << 8 | kind->tag,
                                              (uint64_t)kind->flags << 32 | kind->unit, kind->node,
                                              kind->argument_count};
    for (uint32_t i = 0; i < kind->argument_count; i++) {
        parts[4 + i] = kind->arguments[i];
    }
    return hash_short((Str){(const char *)parts, sizeof parts}) ^ hash_short(kind->path);
}

static uint32_t find_slot(const KindTable *table, const Kind *kind) {
    uint32_t mask = table->slot_count - 1;
    uint32_t slot = (uint32_t)hash_of(kind) & mask;
    while (table->slots[slot] && !equal(&table->kinds.items[table->slots[slot]], kind)) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

void kind_table_init(KindTable *table, Arena *mem) {
    *table = (KindTable){.slot_count = FIRST_SLOTS, .mem = mem};
    table->slots = ARENA_ARRAY(mem, uint32_t, FIRST_SLOTS);
    ARENA_PUSH(mem, &table->kinds, ((Kind){.tag = KIND_TAG_NEVER}));
    ARENA_PUSH(mem, &table->kinds, ((Kind){.tag = KIND_TAG_UNKNOWN}));
}

static void grow_slots(KindTable *table) {
    table->slot_count *= 2;
    table->slots = ARENA_ARRAY(table->mem, uint32_t, table->slot_count);
    for (KindId kind = KIND_UNKNOWN + 1; kind < table->kinds.count; kind++) {
        table->slots[find_slot(table, &table->kinds.items[kind])] = kind;
    }
}

KindId kind_add(KindTable *table, const Kind *kind) {
    if (kind->tag == KIND_TAG_NEVER || kind->tag == KIND_TAG_UNKNOWN) {
        return kind->tag == KIND_TAG_NEVER ? KIND_NEVER : KIND_UNKNOWN;
    }
    uint32_t slot = find_slot(table, kind);
    if (table->slots[slot]) {
        return table->slots[slot];
    }
    if (table->kinds.count * 2 >= table->slot_count) {
        grow_slots(table);
        slot = find_slot(table, kind);
    }
    Kind copy = *kind;
    copy.path = arena_copy(table->mem, kind->path);
    ARENA_PUSH(table->mem, &table->kinds, copy);
    return table->slots[slot] = table->kinds.count - 1;
}

KindId kind_symbol(KindTable *table, Str path) {
    return kind_add(table, &(Kind){.tag = KIND_TAG_SYMBOL, .path = path});
}

KindId kind_bound_symbol(KindTable *table, Str path, KindId receiver) {
    return kind_add(table, &(Kind){.tag = KIND_TAG_SYMBOL,
                                   .path = path,
                                   .arguments = {receiver},
                                   .argument_count = 1});
}

KindId kind_instance(KindTable *table, Str path) {
    return kind_add(table, &(Kind){.tag = KIND_TAG_INSTANCE, .path = path});
}

KindId kind_container(KindTable *table, Str path, KindId element) {
    if (element == KIND_UNKNOWN || element == KIND_NEVER) {
        return kind_instance(table, path);
    }
    return kind_add(table, &(Kind){.tag = KIND_TAG_INSTANCE,
                                   .path = path,
                                   .arguments = {element},
                                   .argument_count = 1});
}

bool kind_is_symbol(const KindTable *table, KindId kind, Str path) {
    const Kind *found = kind_get(table, kind);
    return found->tag == KIND_TAG_SYMBOL && str_equal(found->path, path);
}

bool kind_is_instance(const KindTable *table, KindId kind, Str path) {
    const Kind *found = kind_get(table, kind);
    return found->tag == KIND_TAG_INSTANCE && str_equal(found->path, path);
}

static bool is_none(const KindTable *table, KindId kind) {
    return kind_is_instance(table, kind, STR("None"));
}

/* Two containers of one class with different elements: the container stays known. */
static bool same_class(const Kind *a, const Kind *b) {
    return a->tag == KIND_TAG_INSTANCE && b->tag == KIND_TAG_INSTANCE &&
           str_equal(a->path, b->path);
}

static bool is_of_orm(const KindTable *table, KindId kind) {
    KindTag tag = kind_get(table, kind)->tag;
    return tag == KIND_TAG_QUERY || tag == KIND_TAG_ROW || tag == KIND_TAG_LOADER;
}

/* Place by place where one holds something of an ORM; any other difference is forgotten. */
static KindId join_places(KindTable *table, Kind a, Kind b) {
    bool known = false;
    Kind joined = {.tag = KIND_TAG_INSTANCE, .path = a.path, .argument_count = a.argument_count};
    for (uint32_t i = 0; i < a.argument_count && a.argument_count == b.argument_count; i++) {
        KindId one = a.arguments[i];
        KindId other = b.arguments[i];
        bool joins = one > KIND_UNKNOWN && other > KIND_UNKNOWN && is_of_orm(table, one);
        joined.arguments[i] = one == other ? one
                              : joins      ? orm_kind_join(table, one, other)
                                           : KIND_UNKNOWN;
        known |= joined.arguments[i] > KIND_UNKNOWN;
    }
    return known ? kind_add(table, &joined) : kind_instance(table, a.path);
}

/* Two instances of one class that were made with different arguments. */
static bool same_object(const Kind *a, const Kind *b) {
    return a->tag == KIND_TAG_OBJECT && b->tag == KIND_TAG_OBJECT && a->file == b->file &&
           a->unit == b->unit && a->node == b->node;
}

/* One method of receivers that are joined: `query.filter` of a query that a loop builds up. */
static bool same_method(const Kind *a, const Kind *b) {
    return (a->tag == KIND_TAG_SYMBOL || a->tag == KIND_TAG_METHOD) && a->tag == b->tag &&
           a->argument_count == 1 && b->argument_count == 1 && a->flags == b->flags &&
           a->file == b->file && a->unit == b->unit && a->node == b->node &&
           str_equal(a->path, b->path);
}

static KindId join_methods(KindTable *table, Kind a, Kind b) {
    KindId one = a.arguments[0];
    KindId other = b.arguments[0];
    if (same_class(kind_get(table, one), kind_get(table, other))) {
        a.arguments[0] = join_places(table, *kind_get(table, one), *kind_get(table, other));
    } else {
        a.arguments[0] = is_of_orm(table, one) ? orm_kind_join(table, one, other) : KIND_UNKNOWN;
    }
    return a.arguments[0] == KIND_UNKNOWN ? KIND_UNKNOWN : kind_add(table, &a);
}

KindId kind_join(KindTable *table, KindId a, KindId b) {
    if (a == b || b == KIND_NEVER) {
        return a;
    }
    if (a == KIND_NEVER) {
        return b;
    }
    if (a == KIND_UNKNOWN || b == KIND_UNKNOWN) {
        return KIND_UNKNOWN;
    }
    if (is_none(table, a)) {
        return b;
    }
    if (is_none(table, b)) {
        return a;
    }
    if (same_class(kind_get(table, a), kind_get(table, b))) {
        return join_places(table, *kind_get(table, a), *kind_get(table, b));
    }
    if (same_method(kind_get(table, a), kind_get(table, b))) {
        return join_methods(table, *kind_get(table, a), *kind_get(table, b));
    }
    if (same_object(kind_get(table, a), kind_get(table, b))) {
        Kind plain = *kind_get(table, a);
        plain.argument_count = 0;
        memset(plain.arguments, 0, sizeof plain.arguments);
        return kind_add(table, &plain);
    }
    return kind_is_of_orm(table, a) || kind_is_of_orm(table, b) ? orm_kind_join(table, a, b)
                                                                : KIND_UNKNOWN;
}

uint32_t kind_traits(const KindTable *table, KindId kind) {
    const Kind *found = kind_get(table, kind);
    if (found->tag != KIND_TAG_INSTANCE) {
        return 0;
    }
    const CatalogClass *row = catalog_class(found->path);
    return row ? row->traits : 0;
}

/* A dict iterates over its keys; a tuple of several places over all of them. */
static KindId element_of_arguments(KindTable *table, const Kind *kind) {
    if (kind->argument_count == 0) {
        return KIND_UNKNOWN;
    }
    Kind copy = *kind; /* joining may move the table */
    KindId element = copy.arguments[0];
    for (uint32_t i = 1; str_equal(copy.path, STR("tuple")) && i < copy.argument_count; i++) {
        element = kind_join(table, element, copy.arguments[i]);
    }
    return element;
}

KindId kind_element(KindTable *table, KindId kind) {
    const Kind *found = kind_get(table, kind);
    if (found->tag == KIND_TAG_NEVER) {
        return KIND_NEVER;
    }
    if (found->tag == KIND_TAG_QUERY) {
        return query_element(table, kind);
    }
    if (found->tag != KIND_TAG_INSTANCE) {
        return KIND_UNKNOWN;
    }
    const CatalogClass *row = catalog_class(found->path);
    if (!row || !row->element.len) {
        return KIND_UNKNOWN;
    }
    if (str_equal(row->element, STR("*self"))) {
        return element_of_arguments(table, found);
    }
    return kind_instance(table, row->element);
}

/* ---- the catalog's notation -------------------------------------------------------------- */

static KindId values_of(const KindTable *table, KindId dict) {
    const Kind *kind = kind_get(table, dict);
    return kind->tag == KIND_TAG_INSTANCE && kind->argument_count == 2 ? kind->arguments[1]
                                                                       : KIND_UNKNOWN;
}

/* Unknown when there may be more arguments than were looked at. */
static KindId common_element(KindTable *table, const KindNotation *where) {
    KindId joined = KIND_NEVER;
    for (uint32_t i = 0; where && i < where->argument_count; i++) {
        joined = kind_join(table, joined, kind_element(table, where->arguments[i]));
    }
    return where && !where->has_more ? joined : KIND_UNKNOWN;
}

/* "*0", "@self", "()1": one marker and what it is asked of. */
static KindId parse_single_marker(KindTable *table, Str text, const KindNotation *where) {
    bool element = text.ptr[0] == '*';
    bool result = text.ptr[0] == '(';
    Str rest = str_slice(text, result ? 2 : 1, text.len);
    KindId kind = KIND_UNKNOWN;
    if (text.ptr[0] == '=') {
        return where ? values_of(table, where->receiver) : KIND_UNKNOWN;
    }
    if (str_equal(text, STR("*+"))) {
        return common_element(table, where);
    }
    if (str_equal(rest, STR("self"))) {
        kind = where ? where->receiver : KIND_UNKNOWN;
    } else if (where && rest.len == 1) {
        uint32_t place = (uint32_t)(rest.ptr[0] - '0');
        const KindId *source = result ? where->results : where->arguments;
        kind = source && place < where->argument_count ? source[place] : KIND_UNKNOWN;
    }
    return element ? kind_element(table, kind) : kind;
}

/* "**0" is an element's element: the last star belongs to the marker, those before it to the
 * result. */
static KindId parse_marker(KindTable *table, Str text, const KindNotation *where) {
    uint32_t outer = 0;
    while (str_starts_with(str_slice(text, outer, text.len), STR("**"))) {
        outer++;
    }
    KindId kind = parse_single_marker(table, str_slice(text, outer, text.len), where);
    for (; outer > 0; outer--) {
        kind = kind_element(table, kind);
    }
    return kind;
}

static bool is_marker(Str text) {
    return text.len > 0 &&
           (text.ptr[0] == '*' || text.ptr[0] == '@' || text.ptr[0] == '=' || text.ptr[0] == '(');
}

/* The catalog nests one level only ("iterator[list[str]]" is two): each level is parsed by the next
 * function, so a row can never recurse without end. */
static KindId parse_leaf(KindTable *table, Str text, const KindNotation *where) {
    if (text.len == 0) {
        return KIND_UNKNOWN;
    }
    return is_marker(text) ? parse_marker(table, text, where) : kind_instance(table, text);
}

typedef KindId (*ParseLevel)(KindTable *table, Str text, const KindNotation *where);

static KindId parse_brackets(KindTable *table, Str text, const KindNotation *where,
                             ParseLevel inner) {
    uint32_t open = str_find_byte(text, '[');
    if (is_marker(text) || open == text.len) {
        return parse_leaf(table, text, where);
    }
    Kind kind = {.tag = KIND_TAG_INSTANCE, .path = str_slice(text, 0, open)};
    Str rest = str_slice(text, open + 1, text.len - 1);
    uint32_t depth = 0;
    uint32_t start = 0;
    for (uint32_t at = 0; at <= rest.len; at++) {
        char byte = at < rest.len ? rest.ptr[at] : ',';
        depth += byte == '[';
        depth -= byte == ']';
        if (byte == ',' && depth == 0 && kind.argument_count < KIND_ARGUMENTS_MAX) {
            kind.arguments[kind.argument_count++] = inner(table, str_slice(rest, start, at), where);
            start = at + 1;
        }
    }
    if (kind.argument_count == 1 && kind.arguments[0] <= KIND_UNKNOWN) {
        kind.argument_count = 0;
        kind.arguments[0] = 0;
    }
    return kind_add(table, &kind);
}

static KindId parse_third(KindTable *table, Str text, const KindNotation *where) {
    return parse_brackets(table, text, where, parse_leaf);
}

static KindId parse_second(KindTable *table, Str text, const KindNotation *where) {
    return parse_brackets(table, text, where, parse_third);
}

KindId kind_parse(KindTable *table, Str notation, const KindNotation *where) {
    return parse_brackets(table, notation, where, parse_second);
}

/* ---- in words ---------------------------------------------------------------------------- */

typedef struct DescribeFrame {
    KindId kind;
    uint32_t next;
} DescribeFrame;

static void describe_head(const Kind *kind, Buf *out) {
    switch (kind->tag) {
    case KIND_TAG_NEVER:
        buf_append_c(out, "never");
        break;
    case KIND_TAG_UNKNOWN:
        buf_append_c(out, "unknown");
        break;
    case KIND_TAG_SYMBOL:
        buf_append_c(out, kind->argument_count ? "method " : "name ");
        buf_append(out, kind->path);
        break;
    case KIND_TAG_INSTANCE:
        buf_append(out, kind->path);
        break;
    case KIND_TAG_MODULE:
        buf_append_c(out, "module ");
        buf_append(out, kind->path);
        break;
    case KIND_TAG_CLASS:
        buf_format(out, "class of unit %u", kind->unit);
        break;
    case KIND_TAG_OBJECT:
        buf_format(out, "instance of the class of unit %u", kind->unit);
        break;
    case KIND_TAG_FUNCTION:
        buf_format(out, "function of unit %u", kind->unit);
        break;
    case KIND_TAG_METHOD:
        buf_format(out, "bound method of unit %u", kind->unit);
        break;
    case KIND_TAG_PARTIAL:
        buf_append_c(out, "functools.partial");
        break;
    case KIND_TAG_QUERY:
        buf_format(out, "query loading {%.*s}", STR_ARG(kind->path));
        break;
    case KIND_TAG_ROW:
        buf_format(out, "row%s%.*s", kind->path.len ? " ." : "", STR_ARG(kind->path));
        break;
    case KIND_TAG_LOADER:
        buf_format(out, "option loading {%.*s}", STR_ARG(kind->path));
        break;
    case KIND_TAG_CONTEXT:
        buf_append_c(out, "call");
        break;
    }
}

void kind_describe(const KindTable *table, KindId kind, Buf *out) {
    DescribeFrame stack[DESCRIBE_DEPTH_MAX];
    uint32_t depth = 0;
    stack[depth++] = (DescribeFrame){kind, 0};
    describe_head(kind_get(table, kind), out);
    while (depth) {
        DescribeFrame *frame = &stack[depth - 1];
        const Kind *top = kind_get(table, frame->kind);
        if (top->tag != KIND_TAG_INSTANCE || frame->next == top->argument_count) {
            buf_append_c(out, frame->next ? "]" : "");
            depth--;
            continue;
        }
        KindId argument = top->arguments[frame->next];
        buf_append_c(out, frame->next++ ? ", " : "[");
        describe_head(kind_get(table, argument), out);
        if (depth < DESCRIBE_DEPTH_MAX) {
            stack[depth++] = (DescribeFrame){argument, 0};
        }
    }
}

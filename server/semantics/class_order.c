/* Knows in which order Python looks through a class and its bases. What a base's expression names,
 * class_ref.c says. */
#include "semantics/class_ref.h"

/* More classes than any reader could follow: the rest is left out, the order not complete. */
enum { ANCESTORS_MAX = 64, BASES_MAX = 32 };

typedef struct DirectBases {
    UnitId unit;
    NodeId node;
    const ClassRef *items;
    uint32_t count;
    bool is_complete;
    UnitNotes notes;
    const ClassOrder *order; /* NULL until asked for */
    UnitNotes order_notes;
    struct DirectBases *next; /* of the same unit: classes nested in a function */
} DirectBases;

struct FileClasses {
    DirectBases **by_unit;
};

/* ---- the bases of one class ---------------------------------------------------------------- */

static DirectBases *find_entry(const FileModel *file, ClassRef ref) {
    struct FileClasses *classes = file->layers->classes;
    if (!classes) {
        classes = file->layers->classes = ARENA_NEW(file->mem, struct FileClasses);
        classes->by_unit = ARENA_ARRAY(file->mem, DirectBases *, file->outline->unit_count);
    }
    DirectBases *entry = classes->by_unit[ref.unit];
    while (entry && entry->node != ref.node) {
        entry = entry->next;
    }
    return entry;
}

static void read_bases(const FileModel *file, DirectBases *entry) {
    const Ast *ast = &file_model_unit(file, entry->unit)->ast;
    ClassRef *items = ARENA_ARRAY(file->mem, ClassRef, BASES_MAX);
    entry->is_complete = true;
    for (NodeId base = ast_child(ast, entry->node, FIELD_BASES); base != NODE_NONE;
         base = ast_next_in_field(ast, base)) {
        ClassRef ref = class_ref_resolve(file, entry->unit, base, file->mem);
        if (entry->count == BASES_MAX || (ref.tag != REF_CLASS && ref.tag != REF_PATH)) {
            entry->is_complete = false;
            continue;
        }
        items[entry->count++] = ref;
    }
    entry->items = items;
}

static DirectBases *bases_of(const FileModel *asker, ClassRef ref) {
    const FileModel *file = project_file(asker, ref.file);
    DirectBases *entry = find_entry(file, ref);
    if (entry) {
        file_model_renote(file, &entry->notes);
        return entry;
    }
    entry = ARENA_NEW(file->mem, DirectBases);
    entry->unit = ref.unit;
    entry->node = ref.node;
    UnitWatch watch;
    file_model_watch(file, &watch);
    read_bases(file, entry);
    entry->notes = file_model_unwatch(file, &watch, file->mem);
    entry->next = file->layers->classes->by_unit[ref.unit];
    file->layers->classes->by_unit[ref.unit] = entry;
    return entry;
}

/* ---- the graph of ancestors ----------------------------------------------------------------- */

typedef struct Ancestor {
    ClassRef ref;
    uint32_t bases[BASES_MAX]; /* indices of ancestors */
    uint32_t base_count;
    uint32_t *order; /* linearised: itself first */
    uint32_t order_count;
    bool is_active;
} Ancestor;

typedef struct Graph {
    const FileModel *asker;
    Ancestor *items;
    uint32_t count;
    bool is_complete;
    Arena mem;
} Graph;

static uint32_t add_ancestor(Graph *graph, ClassRef ref) {
    for (uint32_t i = 0; i < graph->count; i++) {
        if (class_ref_equal(graph->items[i].ref, ref)) {
            return i;
        }
    }
    if (graph->count == ANCESTORS_MAX) {
        graph->is_complete = false;
        return UINT32_MAX;
    }
    graph->items[graph->count].ref = ref;
    return graph->count++;
}

static void collect(Graph *graph, ClassRef first) {
    add_ancestor(graph, first);
    for (uint32_t at = 0; at < graph->count; at++) {
        if (graph->items[at].ref.tag != REF_CLASS) {
            continue;
        }
        const DirectBases *bases = bases_of(graph->asker, graph->items[at].ref);
        graph->is_complete = graph->is_complete && bases->is_complete;
        for (uint32_t i = 0; i < bases->count; i++) {
            uint32_t base = add_ancestor(graph, bases->items[i]);
            if (base != UINT32_MAX) {
                graph->items[at].bases[graph->items[at].base_count++] = base;
            }
        }
    }
}

/* ---- C3 ------------------------------------------------------------------------------------- */

typedef struct MergeList {
    const uint32_t *items;
    uint32_t count;
    uint32_t at;
} MergeList;

static bool in_a_tail(const MergeList *lists, uint32_t count, uint32_t wanted) {
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = lists[i].at + 1; j < lists[i].count; j++) {
            if (lists[i].items[j] == wanted) {
                return true;
            }
        }
    }
    return false;
}

/* The next class in order: the first head that no tail holds; the first head of all when the bases
 * contradict each other (Python would refuse the class). UINT32_MAX when all lists are empty. */
static uint32_t next_in_order(const MergeList *lists, uint32_t count) {
    uint32_t fallback = UINT32_MAX;
    for (uint32_t i = 0; i < count; i++) {
        if (lists[i].at >= lists[i].count) {
            continue;
        }
        uint32_t head = lists[i].items[lists[i].at];
        if (!in_a_tail(lists, count, head)) {
            return head;
        }
        fallback = fallback == UINT32_MAX ? head : fallback;
    }
    return fallback;
}

static void drop(MergeList *lists, uint32_t count, uint32_t taken) {
    for (uint32_t i = 0; i < count; i++) {
        while (lists[i].at < lists[i].count && lists[i].items[lists[i].at] == taken) {
            lists[i].at++;
        }
    }
}

static bool holds(const uint32_t *items, uint32_t count, uint32_t wanted) {
    for (uint32_t i = 0; i < count; i++) {
        if (items[i] == wanted) {
            return true;
        }
    }
    return false;
}

/* All bases of `at` are linearised, but for those in a circle with it. */
static void merge(Graph *graph, uint32_t at) {
    Ancestor *self = &graph->items[at];
    MergeList lists[BASES_MAX + 1];
    uint32_t count = 0;
    for (uint32_t i = 0; i < self->base_count; i++) {
        const Ancestor *base = &graph->items[self->bases[i]];
        lists[count++] = (MergeList){.items = base->order, .count = base->order_count};
    }
    lists[count++] = (MergeList){.items = self->bases, .count = self->base_count};
    self->order = ARENA_ARRAY(&graph->mem, uint32_t, graph->count);
    self->order[self->order_count++] = at;
    uint32_t next = next_in_order(lists, count);
    while (next != UINT32_MAX) {
        if (!holds(self->order, self->order_count, next)) {
            self->order[self->order_count++] = next;
        }
        drop(lists, count, next);
        next = next_in_order(lists, count);
    }
}

/* Bases before the classes that inherit from them; a base that is being worked on (a circle) is
 * left as it is. */
static void linearise(Graph *graph) {
    uint32_t stack[ANCESTORS_MAX];
    uint32_t depth = 0;
    stack[depth++] = 0;
    while (depth) {
        uint32_t at = stack[depth - 1];
        Ancestor *self = &graph->items[at];
        uint32_t waiting = UINT32_MAX;
        self->is_active = true;
        for (uint32_t i = 0; i < self->base_count; i++) {
            const Ancestor *base = &graph->items[self->bases[i]];
            if (!base->order && !base->is_active) {
                waiting = self->bases[i];
                break;
            }
        }
        if (waiting != UINT32_MAX) {
            stack[depth++] = waiting;
            continue;
        }
        merge(graph, at);
        depth--;
    }
}

static const ClassOrder *build_order(const FileModel *asker, ClassRef ref, Arena *mem) {
    Graph graph = {.asker = asker, .is_complete = true};
    arena_init(&graph.mem);
    graph.items = ARENA_ARRAY(&graph.mem, Ancestor, ANCESTORS_MAX);
    collect(&graph, ref);
    linearise(&graph);
    const Ancestor *self = &graph.items[0];
    ClassRef *items = ARENA_ARRAY(mem, ClassRef, self->order_count);
    for (uint32_t i = 0; i < self->order_count; i++) {
        items[i] = graph.items[self->order[i]].ref;
    }
    ClassOrder *order = ARENA_NEW(mem, ClassOrder);
    *order = (ClassOrder){items, self->order_count, graph.is_complete};
    arena_release(&graph.mem);
    return order;
}

/* ---- questions ------------------------------------------------------------------------------ */

static const ClassOrder *order_of_path(const FileModel *file, ClassRef ref) {
    ClassRef *items = ARENA_NEW(file->mem, ClassRef);
    ClassOrder *order = ARENA_NEW(file->mem, ClassOrder);
    *items = ref;
    *order = (ClassOrder){items, 1, ref.tag == REF_PATH};
    return order;
}

const ClassOrder *class_order(const FileModel *file, ClassRef ref) {
    if (ref.tag != REF_CLASS) {
        return order_of_path(file, ref);
    }
    const FileModel *home = project_file(file, ref.file);
    DirectBases *entry = bases_of(file, ref);
    if (!entry->order) {
        UnitWatch watch;
        file_model_watch(home, &watch);
        entry->order = build_order(home, ref, home->mem);
        entry->order_notes = file_model_unwatch(home, &watch, home->mem);
    } else {
        file_model_renote(home, &entry->order_notes);
    }
    return entry->order;
}

bool class_reaches(const FileModel *file, ClassRef ref, Str path) {
    const ClassOrder *order = class_order(file, ref);
    for (uint32_t i = 0; i < order->count; i++) {
        if (order->items[i].tag == REF_PATH && str_equal(order->items[i].path, path)) {
            return true;
        }
    }
    return false;
}

/* Knows how a serializer's fields read a row: which are declared, which Meta.fields names, what
 * each class of field reads. */
#include "rules/query/serializer.h"

enum { SERIALIZERS_MAX = 16, FIELDS_MAX = 128 };

typedef struct Declared {
    Str name;
    const FileModel *file;
    UnitId unit;
    NodeId call;
} Declared;

typedef struct Scanning {
    const FileModel *home;
    KindTable *table;
    Arena *mem;
    RowScan *into;
    const ClassOrder *order;     /* of the serializer at hand */
    const FileModel *class_file; /* where it stands */
    Kind serializer;
    KindId row;
    struct DeclaredItems ARRAY_OF(Declared) declared;
    struct Pending {
        KindId serializer;
        KindId row;
    } pending[SERIALIZERS_MAX];
    uint32_t pending_count;
    bool nests; /* Meta.depth: relations are written out */
} Scanning;

/* Where a field is told of. */
typedef struct FieldPlace {
    const FileModel *file;
    UnitId unit;
    NodeId node;
} FieldPlace;

/* ---- reading the row
 * ----------------------------------------------------------------------------- */

static void add_hit(Scanning *scanning, FieldPlace place, RowHitKind kind, KindId value, Str path) {
    ARENA_PUSH(scanning->mem, &scanning->into->hits,
               ((RowHit){kind, place.file->id, place.unit, place.node, value, path}));
}

static void add_step(Scanning *scanning, FieldPlace place, KindId context) {
    if (context != KIND_NEVER) {
        ARENA_PUSH(scanning->mem, &scanning->into->steps,
                   ((RowStep){place.file->id, place.unit, place.node, context}));
    }
}

/* Reads `name` of the row: the cost of a relation, or what a property or method does. Gives what a
 * relation leads to. */
static KindId read_name(Scanning *scanning, FieldPlace place, KindId row, Str name) {
    RowRead read = query_row_reads(scanning->home, row, name);
    if (!read.field) {
        add_step(scanning, place, query_dunder(scanning->home, row, name));
        return KIND_UNKNOWN;
    }
    if (read.access == ROW_ACCESS_TO_ONE) {
        add_hit(scanning, place, ROW_HIT_TO_ONE, row, read.path);
    } else if (read.field->kind == MODEL_TO_MANY) {
        RowKind holder;
        QueryKind query;
        bool known = row_kind_get(scanning->table, row, &holder) &&
                     query_kind_get(scanning->table, holder.query, &query);
        if (known && read.path.len && !path_set_has(query.loaded, read.path)) {
            add_hit(scanning, place, ROW_HIT_COLLECTION, row, read.path);
        }
    }
    return query_row_step(scanning->home, row, read.field);
}

static KindId read_source(Scanning *scanning, FieldPlace place, Str source) {
    KindId row = scanning->row;
    for (uint32_t at = 0; at < source.len && row > KIND_UNKNOWN;) {
        Str rest = str_slice(source, at, source.len);
        Str name = str_slice(rest, 0, str_find_byte(rest, '.'));
        row = read_name(scanning, place, row, name);
        at += name.len + 1;
    }
    return row;
}

/* ---- fields
 * --------------------------------------------------------------------------------------- */

static Str literal(const UnitFacts *facts, NodeId node) {
    const Ast *ast = &facts->ast;
    if (node == NODE_NONE || ast_kind(ast, node) != NODE_CONSTANT ||
        ast_node(ast, node)->detail != CONSTANT_STR) {
        return (Str){"", 0};
    }
    Str text = str_span(facts->text, ast_span(ast, node));
    return text.len > 2 ? str_slice(text, 1, text.len - 1) : (Str){"", 0};
}

static Str keyword_text(const Declared *field, Str name) {
    const UnitFacts *facts = file_model_unit(field->file, field->unit);
    return literal(
        facts, ast_child(&facts->ast, ast_keyword(&facts->ast, field->call, name), FIELD_VALUE));
}

static void pend(Scanning *scanning, KindId serializer, KindId row) {
    if (row > KIND_UNKNOWN && scanning->pending_count < SERIALIZERS_MAX) {
        scanning->pending[scanning->pending_count].serializer = serializer;
        scanning->pending[scanning->pending_count].row = row;
        scanning->pending_count++;
    }
}

/* `get_total(self, obj)` with the row as `obj`. */
static void read_method(Scanning *scanning, FieldPlace place, Str method) {
    KindId found = kinds_attribute(scanning->class_file, scanning->serializer.unit,
                                   scanning->serializer.node, method);
    const Kind *function = kind_get(scanning->table, found);
    if (function->tag == KIND_TAG_FUNCTION) {
        ContextKind context = {
            .function = kind_place(function), .parameters = {KIND_NEVER, scanning->row}
        };
        add_step(scanning, place, context_kind_add(scanning->table, &context));
    }
}

/* A relation that is written as its key is in the row already; one to many never is. */
static void read_key(Scanning *scanning, FieldPlace place, Str source) {
    RowRead read = query_row_reads(scanning->home, scanning->row, source);
    bool dotted = str_find_byte(source, '.') < source.len;
    if (dotted || (read.field && read.field->kind == MODEL_TO_MANY) || scanning->nests ||
        !read.field) {
        read_source(scanning, place, source);
    }
}

static void read_declared(Scanning *scanning, const Declared *field) {
    const Ast *ast = &file_model_unit(field->file, field->unit)->ast;
    FieldPlace place = {field->file, field->unit, field->call};
    KindId callee =
        kinds_expression(field->file, field->unit, ast_child(ast, field->call, FIELD_FUNC));
    Kind kind = *kind_get(scanning->table, callee);
    Str source = keyword_text(field, STR("source"));
    if (str_equal(source, STR("*"))) {
        return;
    }
    source = source.len ? source : field->name;
    if (kind.tag == KIND_TAG_CLASS) {
        pend(scanning, callee, read_source(scanning, place, source));
        return;
    }
    switch (catalog_serializer_field(kind.tag == KIND_TAG_SYMBOL ? kind.path : (Str){"", 0})) {
    case SERIALIZER_FIELD_METHOD: {
        Str method = keyword_text(field, STR("method_name"));
        read_method(scanning, place,
                    method.len ? method
                               : arena_format(scanning->mem, "get_%.*s", STR_ARG(field->name)));
        break;
    }
    case SERIALIZER_FIELD_KEY:
        read_key(scanning, place, source);
        break;
    case SERIALIZER_FIELD_TEXT:
        add_step(
            scanning, place,
            query_dunder(scanning->home, read_source(scanning, place, source), STR("__str__")));
        break;
    case SERIALIZER_FIELD_PLAIN:
        read_source(scanning, place, source);
        break;
    case SERIALIZER_FIELD_NONE:
        break;
    }
}

/* ---- the class
 * ------------------------------------------------------------------------------------- */

static const Declared *declared_field(const Scanning *scanning, Str name) {
    for (uint32_t i = scanning->declared.count; i > 0; i--) {
        if (str_equal(scanning->declared.items[i - 1].name, name)) {
            return &scanning->declared.items[i - 1];
        }
    }
    return NULL;
}

static void collect_declared(Scanning *scanning, ClassRef of_class) {
    const FileModel *file = row_scan_file(scanning->home, of_class.file);
    const Ast *ast = &file_model_unit(file, of_class.unit)->ast;
    for (NodeId node = ast_child(ast, of_class.node, FIELD_BODY); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        NodeId target =
            ast_kind(ast, node) == NODE_ASSIGN ? ast_child(ast, node, FIELD_TARGETS) : NODE_NONE;
        NodeId value = target == NODE_NONE ? NODE_NONE : ast_child(ast, node, FIELD_VALUE);
        if (value != NODE_NONE && ast_kind(ast, target) == NODE_NAME &&
            ast_kind(ast, value) == NODE_CALL && scanning->declared.count < FIELDS_MAX) {
            ARENA_PUSH(scanning->mem, &scanning->declared,
                       ((Declared){ast_name(ast, target), file, of_class.unit, value}));
        }
    }
}

/* The value of `name` in the class's own `Meta`, or in that of the nearest base that has one. */
static NodeId meta_value(const Scanning *scanning, Str name, const FileModel **file, UnitId *unit) {
    for (uint32_t i = 0; i < scanning->order->count; i++) {
        ClassRef of_class = scanning->order->items[i];
        if (of_class.tag != REF_CLASS) {
            continue;
        }
        *file = row_scan_file(scanning->home, of_class.file);
        *unit = file_model_member(*file, of_class.unit, STR("Meta"));
        if (*unit == UNIT_NONE) {
            continue;
        }
        const Ast *ast = &file_model_unit(*file, *unit)->ast;
        for (NodeId node = 0; node < ast->node_count; node++) {
            NodeId target = ast_kind(ast, node) == NODE_ASSIGN ? ast_child(ast, node, FIELD_TARGETS)
                                                               : NODE_NONE;
            if (target != NODE_NONE && str_equal(ast_name(ast, target), name)) {
                return ast_child(ast, node, FIELD_VALUE);
            }
        }
    }
    return NODE_NONE;
}

/* A name of Meta.fields that the class does not declare: a field of the model, or a property. */
static void read_model_name(Scanning *scanning, FieldPlace place, Str name) {
    read_key(scanning, place, name);
}

static void read_all(Scanning *scanning, FieldPlace place) {
    for (uint32_t i = 0; i < scanning->declared.count; i++) {
        if (declared_field(scanning, scanning->declared.items[i].name) ==
            &scanning->declared.items[i]) {
            read_declared(scanning, &scanning->declared.items[i]);
        }
    }
    RowKind row;
    if (place.node == NODE_NONE || !row_kind_get(scanning->table, scanning->row, &row)) {
        return;
    }
    const Model *model = model_of_kind(scanning->home, kind_get(scanning->table, row.model));
    for (uint32_t i = 0; model && i < model->fields.count; i++) {
        if (!declared_field(scanning, model->fields.items[i].name)) {
            read_model_name(scanning, place, model->fields.items[i].name);
        }
    }
}

static void read_listed(Scanning *scanning, FieldPlace place) {
    const UnitFacts *facts = file_model_unit(place.file, place.unit);
    NodeId list = place.node;
    for (NodeId node = ast_child(&facts->ast, list, FIELD_ELTS); node != NODE_NONE;
         node = ast_next_in_field(&facts->ast, node)) {
        Str name = literal(facts, node);
        const Declared *field = declared_field(scanning, name);
        place.node = node;
        if (field) {
            read_declared(scanning, field);
        } else if (name.len) {
            read_model_name(scanning, place, name);
        }
    }
}

static bool is_nesting(const Scanning *scanning) {
    const FileModel *file;
    UnitId unit;
    NodeId depth = meta_value(scanning, STR("depth"), &file, &unit);
    if (depth == NODE_NONE) {
        return false;
    }
    const UnitFacts *facts = file_model_unit(file, unit);
    return !str_equal(str_span(facts->text, ast_span(&facts->ast, depth)), STR("0"));
}

static void scan_class(Scanning *scanning, KindId serializer, KindId row) {
    scanning->serializer = *kind_get(scanning->table, serializer);
    scanning->row = row;
    scanning->declared.count = 0;
    scanning->class_file = row_scan_file(scanning->home, scanning->serializer.file);
    scanning->order = class_order(scanning->home, class_ref_of_kind(&scanning->serializer));
    if (!scanning->order) {
        return;
    }
    for (uint32_t i = scanning->order->count; i > 0; i--) {
        if (scanning->order->items[i - 1].tag == REF_CLASS) {
            collect_declared(scanning, scanning->order->items[i - 1]);
        }
    }
    scanning->nests = is_nesting(scanning);
    FieldPlace place;
    place.node = meta_value(scanning, STR("fields"), &place.file, &place.unit);
    NodeKind kind = place.node == NODE_NONE
                        ? NODE_MODULE
                        : ast_kind(&file_model_unit(place.file, place.unit)->ast, place.node);
    if (kind == NODE_LIST || kind == NODE_TUPLE) {
        read_listed(scanning, place);
    } else {
        place.node = kind == NODE_CONSTANT ? place.node : NODE_NONE;
        read_all(scanning, place);
    }
}

void serializer_scan(const FileModel *home, KindId serializer, KindId row, RowScan *into,
                     Arena *mem) {
    Scanning scanning = {.home = home, .table = kinds_table(home), .mem = mem, .into = into};
    pend(&scanning, serializer, row);
    for (uint32_t i = 0; i < scanning.pending_count; i++) {
        scan_class(&scanning, scanning.pending[i].serializer, scanning.pending[i].row);
    }
}

/* A relation is joined by the page; what its row's own text reads is not. */
void column_scan(const FileModel *home, UnitId unit, const SerializerUse *use, RowScan *into,
                 Arena *mem) {
    Scanning scanning = {.home = home, .table = kinds_table(home), .mem = mem, .into = into};
    FieldPlace place = {home, unit, use->column};
    RowRead read = query_row_reads(home, use->row, use->name);
    if (!read.field) {
        add_step(&scanning, place, query_dunder(home, use->row, use->name));
    } else if (read.field->kind == MODEL_TO_ONE) {
        KindId one = query_row_step(home, use->row, read.field);
        add_step(&scanning, place, query_dunder(home, one, STR("__str__")));
    }
}

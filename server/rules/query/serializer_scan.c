/* Knows what each class of field reads of a row, and what a serializer writes out by itself. Which
 * fields there are, serializer_fields.c says. */
#include "rules/query/serializer.h"
#include "rules/query/serializer_fields.h"

enum { SERIALIZERS_MAX = 24 };

/* A serializer, or a model's own fields where Meta.depth writes them out, that has a row. */
typedef struct Pending {
    KindId serializer; /* KIND_NEVER: none, the model's fields */
    KindId row;
    ReadField place; /* of the latter: where they are asked for */
    uint32_t depth;
} Pending;

typedef struct Scanning {
    const FileModel *home;
    KindTable *table;
    Arena *mem;
    RowScan *into;
    KindId serializer; /* at hand */
    KindId row;
    uint32_t depth; /* relations are written out, so many levels down */
    Pending pending[SERIALIZERS_MAX];
    uint32_t pending_count;
} Scanning;

/* ---- reading the row --------------------------------------------------------------------------
 */

static void add_hit(Scanning *scanning, const ReadField *place, RowHitKind kind, KindId value,
                    Str path) {
    Str name = scanning->serializer == KIND_NEVER
                   ? place->name
                   : serializer_class_name(scanning->home, scanning->serializer);
    ARENA_PUSH(scanning->mem, &scanning->into->hits,
               ((RowHit){.kind = kind,
                         .file = place->file->id,
                         .unit = place->unit,
                         .node = place->node,
                         .value = value,
                         .path = path,
                         .serializer = name}));
}

static void add_step(Scanning *scanning, const ReadField *place, KindId context) {
    if (context != KIND_NEVER) {
        ARENA_PUSH(scanning->mem, &scanning->into->steps,
                   ((RowStep){place->file->id, place->unit, place->node, context}));
    }
}

static bool is_loaded(const Scanning *scanning, KindId row, Str path) {
    RowKind holder;
    QueryKind query;
    bool known = row_kind_get(scanning->table, row, &holder) &&
                 query_kind_get(scanning->table, holder.query, &query);
    return !known || !path.len || path_set_has(query.loaded, path);
}

/* `source="tracks.last"`: a method that the related manager is asked, other than all(). */
static const CatalogQueryMethod *asked_method(const ModelField *field, Str name) {
    return field && field->kind == MODEL_TO_MANY && name.len
               ? catalog_query_method(ORM_DJANGO, QUERY_ON_QUERY, name)
               : NULL;
}

static void read_many(Scanning *scanning, const ReadField *place, KindId row, const RowRead *read,
                      const CatalogQueryMethod *asked, Str name) {
    bool is_served =
        !asked || catalog_query_gives_all(name) || (asked->effects & QUERY_KEEPS_CACHE);
    bool loaded = is_loaded(scanning, row, read->path);
    if (!loaded) {
        add_hit(scanning, place, ROW_HIT_COLLECTION, row, read->path);
        scanning->into->hits.items[scanning->into->hits.count - 1].is_unserved = !is_served;
    } else if (!is_served && read->path.len) {
        add_hit(scanning, place, ROW_HIT_BYPASS, row, read->path);
    }
}

/* Reads `name` of the row: the cost of a relation, or what a property or method does. Gives what a
 * relation leads to; `next` is what is read of that. */
static KindId read_name(Scanning *scanning, const ReadField *place, KindId row, Str name,
                        Str next) {
    RowRead read = query_row_reads(scanning->home, row, name);
    if (!read.field) {
        add_step(scanning, place, query_dunder(scanning->home, row, name));
        return KIND_UNKNOWN;
    }
    if (read.access == ROW_ACCESS_TO_ONE) {
        add_hit(scanning, place, ROW_HIT_TO_ONE, row, read.path);
    } else if (read.field->kind == MODEL_TO_MANY) {
        const CatalogQueryMethod *asked = asked_method(read.field, next);
        read_many(scanning, place, row, &read, asked, next);
        if (asked && !catalog_query_gives_all(next)) {
            return KIND_UNKNOWN;
        }
    }
    return query_row_step(scanning->home, row, read.field);
}

static KindId read_source(Scanning *scanning, const ReadField *place, Str source) {
    KindId row = scanning->row;
    bool is_manager = false; /* the last name was that of a relation to many */
    for (uint32_t at = 0; at < source.len && row > KIND_UNKNOWN;) {
        Str rest = str_slice(source, at, source.len);
        Str name = str_slice(rest, 0, str_find_byte(rest, '.'));
        at += name.len + 1;
        rest = at < source.len ? str_slice(source, at, source.len) : STR("");
        if (is_manager && catalog_query_gives_all(name)) {
            is_manager = false;
            continue;
        }
        RowRead read = query_row_reads(scanning->home, row, name);
        is_manager = read.field && read.field->kind == MODEL_TO_MANY;
        row = read_name(scanning, place, row, name, str_slice(rest, 0, str_find_byte(rest, '.')));
    }
    return row;
}

/* ---- fields -----------------------------------------------------------------------------------
 */

static Str keyword_text(const DeclaredField *field, Str name) {
    const UnitFacts *facts = file_model_unit(field->file, field->unit);
    return listed_name_literal(
        facts, ast_child(&facts->ast, ast_keyword(&facts->ast, field->call, name), FIELD_VALUE));
}

static void pend(Scanning *scanning, Pending pending) {
    if (pending.row > KIND_UNKNOWN && scanning->pending_count < SERIALIZERS_MAX) {
        scanning->pending[scanning->pending_count++] = pending;
    }
}

/* The method `name` of the class, with `given` as what it is called with. */
static void call_method(Scanning *scanning, const ReadField *place, KindId of_class, Str name,
                        KindId given) {
    const Kind kind = *kind_get(scanning->table, of_class);
    KindId found =
        kinds_attribute(row_scan_file(scanning->home, kind.file), kind.unit, kind.node, name);
    const Kind *function = kind_get(scanning->table, found);
    if (function->tag == KIND_TAG_FUNCTION) {
        ContextKind context = {
            .function = kind_place(function), .parameters = {KIND_NEVER, given}
        };
        add_step(scanning, place, context_kind_add(scanning->table, &context));
    }
}

/* A relation that is written as its key is in the row already; one to many never is. */
static void read_key(Scanning *scanning, const ReadField *place, Str source) {
    RowRead read = query_row_reads(scanning->home, scanning->row, source);
    bool dotted = str_find_byte(source, '.') < source.len;
    if (dotted || (read.field && read.field->kind == MODEL_TO_MANY) || !read.field) {
        read_source(scanning, place, source);
    }
}

/* `source="album.artist"` of a field that writes keys: the artist's is in the album. */
static void read_key_of_source(Scanning *scanning, const ReadField *place, Str source) {
    uint32_t last = source.len;
    while (last > 0 && source.ptr[last - 1] != '.') {
        last--;
    }
    KindId holder =
        last ? read_source(scanning, place, str_slice(source, 0, last - 1)) : scanning->row;
    Str name = str_slice(source, last, source.len);
    RowRead read = query_row_reads(scanning->home, holder, name);
    if (holder > KIND_UNKNOWN && !(read.field && read.field->kind == MODEL_TO_ONE)) {
        read_name(scanning, place, holder, name, STR(""));
    }
}

/* The library's class that the field is of: its own path, or that of the nearest base. */
static Str field_path(const Scanning *scanning, KindId callee) {
    const Kind *kind = kind_get(scanning->table, callee);
    if (kind->tag != KIND_TAG_CLASS) {
        return kind->tag == KIND_TAG_SYMBOL ? kind->path : STR("");
    }
    const ClassOrder *order = class_order(scanning->home, class_ref_of_kind(kind));
    for (uint32_t i = 0; order && i < order->count; i++) {
        if (order->items[i].tag == REF_PATH) {
            return order->items[i].path;
        }
    }
    return STR("");
}

static bool is_serializer(const Scanning *scanning, KindId callee) {
    return kind_get(scanning->table, callee)->tag == KIND_TAG_CLASS &&
           serializer_reaches(scanning->home, callee, catalog_writes_fields);
}

/* `SerializerMethodField("named")`, `SerializerMethodField(method_name="named")`, `get_<name>`. */
static void read_by_method(Scanning *scanning, const ReadField *field) {
    const UnitFacts *facts = file_model_unit(field->declared->file, field->declared->unit);
    Str method = keyword_text(field->declared, STR("method_name"));
    Str first =
        listed_name_literal(facts, ast_child(&facts->ast, field->declared->call, FIELD_ARGS));
    method = method.len ? method : first;
    call_method(scanning, field, scanning->serializer,
                method.len ? method : arena_format(scanning->mem, "get_%.*s", STR_ARG(field->name)),
                scanning->row);
}

/* A field whose class writes the value in its own way: what its source leads to is given to it. */
static void read_by_class(Scanning *scanning, const ReadField *field, KindId callee,
                          SerializerField form, Str source) {
    bool is_whole = str_equal(source, STR("*"));
    KindId value = is_whole                        ? scanning->row
                   : form == SERIALIZER_FIELD_KEY  ? KIND_UNKNOWN
                   : form == SERIALIZER_FIELD_NONE ? KIND_UNKNOWN
                                                   : read_source(scanning, field, source);
    if (!is_whole && form == SERIALIZER_FIELD_KEY) {
        read_key_of_source(scanning, field, source);
    }
    if (kind_is_row(scanning->table, value) &&
        kind_get(scanning->table, callee)->tag == KIND_TAG_CLASS) {
        call_method(scanning, field, callee, STR("to_representation"), value);
    }
    if (form == SERIALIZER_FIELD_TEXT && value > KIND_UNKNOWN) {
        add_step(scanning, field, query_dunder(scanning->home, value, STR("__str__")));
    }
}

/* HyperlinkedRelatedField(lookup_field="name"): more than the key goes into the address. */
static bool links_by_key(const DeclaredField *field) {
    Str lookup = keyword_text(field, STR("lookup_field"));
    return !lookup.len || catalog_is_key_name(lookup);
}

static void read_declared(Scanning *scanning, const ReadField *field) {
    const DeclaredField *declared = field->declared;
    const Ast *ast = &file_model_unit(declared->file, declared->unit)->ast;
    KindId callee = kinds_expression(declared->file, declared->unit,
                                     ast_child(ast, declared->call, FIELD_FUNC));
    Str source = keyword_text(declared, STR("source"));
    source = source.len ? source : field->name;
    if (is_serializer(scanning, callee)) {
        KindId row =
            str_equal(source, STR("*")) ? scanning->row : read_source(scanning, field, source);
        pend(scanning, (Pending){.serializer = callee, .row = row});
        return;
    }
    SerializerField form = catalog_serializer_field(field_path(scanning, callee));
    if (form == SERIALIZER_FIELD_METHOD) {
        read_by_method(scanning, field);
        return;
    }
    form = form == SERIALIZER_FIELD_KEY && !links_by_key(declared) ? SERIALIZER_FIELD_PLAIN : form;
    read_by_class(scanning, field, callee, form, source);
}

/* A name of Meta.fields that the class does not declare: a field of the model, or a property. */
static void read_model_name(Scanning *scanning, const ReadField *field) {
    RowRead read = query_row_reads(scanning->home, scanning->row, field->name);
    bool is_relation =
        read.field && (read.field->kind == MODEL_TO_MANY || read.field->kind == MODEL_TO_ONE);
    if (!scanning->depth || !is_relation) {
        read_key(scanning, field, field->name);
        return;
    }
    KindId row = read_source(scanning, field, field->name);
    pend(scanning,
         (Pending){
             .serializer = KIND_NEVER, .row = row, .place = *field, .depth = scanning->depth - 1});
}

/* ---- the class --------------------------------------------------------------------------------
 */

static bool calls_super(const Ast *ast, Str name) {
    for (NodeId call = ast_call_named(ast, 0, name); call != NODE_NONE;
         call = ast_call_named(ast, call + 1, name)) {
        NodeId object = ast_child(ast, ast_child(ast, call, FIELD_FUNC), FIELD_VALUE);
        if (object != NODE_NONE && ast_kind(ast, object) == NODE_CALL) {
            return true;
        }
    }
    return false;
}

/* `to_representation(self, instance)` of the class and its bases, as far as each goes on to the
 * next one; true when the library's comes in the end, which writes the fields. */
static bool reads_fields(Scanning *scanning) {
    Kind serializer = *kind_get(scanning->table, scanning->serializer);
    const ClassOrder *order = class_order(scanning->home, class_ref_of_kind(&serializer));
    Str name = STR("to_representation");
    for (uint32_t i = 0; order && i < order->count; i++) {
        ClassRef one = order->items[i];
        if (one.tag != REF_CLASS) {
            continue;
        }
        const FileModel *file = row_scan_file(scanning->home, one.file);
        UnitId method = file_model_member(file, one.unit, name);
        NodeId function =
            method == UNIT_NONE ? NODE_NONE : ast_definition(&file_model_unit(file, method)->ast);
        if (function == NODE_NONE) {
            continue;
        }
        const Ast *ast = &file_model_unit(file, method)->ast;
        ReadField place = {file, method, function, name, NULL};
        ContextKind context = {
            .function = {file->id, method, function},
              .parameters = {KIND_NEVER,        scanning->row    }
        };
        add_step(scanning, &place, context_kind_add(scanning->table, &context));
        if (!calls_super(ast, name)) {
            return false;
        }
    }
    return true;
}

static void read_fields(Scanning *scanning, const ReadFields *fields) {
    for (uint32_t i = 0; i < fields->count; i++) {
        if (fields->items[i].declared) {
            read_declared(scanning, &fields->items[i]);
        } else {
            read_model_name(scanning, &fields->items[i]);
        }
    }
}

static void scan_pending(Scanning *scanning, const Pending *pending) {
    scanning->serializer = pending->serializer;
    scanning->row = pending->row;
    scanning->depth = pending->depth;
    ReadFields fields;
    if (pending->serializer == KIND_NEVER) {
        fields =
            serializer_fields_of_model(scanning->home, pending->place, pending->row, scanning->mem);
    } else if (reads_fields(scanning)) {
        const Kind serializer = *kind_get(scanning->table, pending->serializer);
        fields = serializer_fields_read(scanning->home, &serializer, pending->row, scanning->mem);
        scanning->depth = fields.depth;
    } else {
        return;
    }
    read_fields(scanning, &fields);
}

void serializer_scan(const FileModel *home, KindId serializer, KindId row, RowScan *into,
                     Arena *mem) {
    Scanning scanning = {.home = home, .table = kinds_table(home), .mem = mem, .into = into};
    pend(&scanning, (Pending){.serializer = serializer, .row = row});
    for (uint32_t i = 0; i < scanning.pending_count; i++) {
        Pending pending = scanning.pending[i];
        scan_pending(&scanning, &pending);
    }
}

/* A function that the list holds itself: `[home_of, lambda boat: boat.owner]`. */
static void scan_function_column(Scanning *scanning, const ReadField *place) {
    KindId kind = kinds_expression(place->file, place->unit, place->node);
    const Kind *function = kind_get(scanning->table, kind);
    if (function->tag == KIND_TAG_FUNCTION) {
        ContextKind context = {.function = kind_place(function), .parameters = {scanning->row}};
        add_step(scanning, place, context_kind_add(scanning->table, &context));
    }
}

/* "owner__name": each relation on the way, as a source with dots. */
static Str source_of_lookup(Str lookup, Arena *mem) {
    Str source = STR("");
    for (uint32_t at = 0; at < lookup.len;) {
        Str rest = str_slice(lookup, at, lookup.len);
        uint32_t length = str_find(rest, STR("__"));
        source = access_path_join(source, str_slice(rest, 0, length), mem);
        at += length + 2;
    }
    return source;
}

/* A page shows the text of a relation's row. */
void column_scan(const FileModel *home, const SerializerUse *use, RowScan *into, Arena *mem) {
    Scanning scanning = {.home = home,
                         .table = kinds_table(home),
                         .mem = mem,
                         .into = into,
                         .serializer = KIND_NEVER,
                         .row = use->row};
    ReadField place = {row_scan_file(home, use->column_file), use->column_unit, use->column,
                       use->name, NULL};
    RowRead read = query_row_reads(home, use->row, use->name);
    if (use->is_function) {
        scan_function_column(&scanning, &place);
    } else if (str_starts_with(use->name, STR("__")) || read.field) {
        KindId one = read_name(&scanning, &place, use->row, use->name, STR(""));
        add_step(&scanning, &place, query_dunder(home, one, STR("__str__")));
    } else {
        bool is_lookup = str_find(use->name, STR("__")) < use->name.len;
        read_source(&scanning, &place, is_lookup ? source_of_lookup(use->name, mem) : use->name);
    }
}

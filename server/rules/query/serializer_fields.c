/* Knows which fields a serializer has: declared ones, those that Meta names, those of its model.
 * What they read of a row it does not know. */
#include "rules/query/serializer_fields.h"

enum { DECLARED_MAX = 128 };

typedef struct Gathering {
    const FileModel *home;
    const ClassOrder *order;
    Arena *mem;
    struct DeclaredFields ARRAY_OF(DeclaredField) declared;
    struct ReadItems ARRAY_OF(ReadField) fields;
    ListedNames written; /* of Meta.extra_kwargs: fields of the model that are not read */
} Gathering;

/* ---- declared ---------------------------------------------------------------------------------
 */

bool serializer_flag(const Ast *ast, NodeId call, Str keyword) {
    NodeId given = ast_keyword(ast, call, keyword);
    NodeId value = given == NODE_NONE ? NODE_NONE : ast_child(ast, given, FIELD_VALUE);
    return value != NODE_NONE && ast_kind(ast, value) == NODE_CONSTANT &&
           ast_node(ast, value)->detail == CONSTANT_TRUE;
}

/* The one that the class itself declares, or its nearest base. */
static const DeclaredField *declared_field(const Gathering *gathering, Str name) {
    for (uint32_t i = gathering->declared.count; i > 0; i--) {
        if (str_equal(gathering->declared.items[i - 1].name, name)) {
            return &gathering->declared.items[i - 1];
        }
    }
    return NULL;
}

static void collect_declared(Gathering *gathering, ClassRef of_class) {
    const FileModel *file = row_scan_file(gathering->home, of_class.file);
    const Ast *ast = &file_model_unit(file, of_class.unit)->ast;
    for (NodeId node = ast_child(ast, of_class.node, FIELD_BODY); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        NodeId target =
            ast_kind(ast, node) == NODE_ASSIGN ? ast_child(ast, node, FIELD_TARGETS) : NODE_NONE;
        NodeId value = target == NODE_NONE ? NODE_NONE : ast_child(ast, node, FIELD_VALUE);
        if (value == NODE_NONE || ast_kind(ast, target) != NODE_NAME) {
            continue;
        }
        Str name = ast_name(ast, target);
        bool is_call = ast_kind(ast, value) == NODE_CALL;
        if (gathering->declared.count < DECLARED_MAX &&
            (is_call || declared_field(gathering, name))) {
            ARENA_PUSH(gathering->mem, &gathering->declared,
                       ((DeclaredField){name, file, of_class.unit, is_call ? value : NODE_NONE}));
        }
    }
}

static bool is_read(const DeclaredField *field) {
    return field->call != NODE_NONE &&
           !serializer_flag(&file_model_unit(field->file, field->unit)->ast, field->call,
                            STR("write_only"));
}

/* ---- Meta -------------------------------------------------------------------------------------
 */

/* The value of `name` in the class's own `Meta`, or in that of the nearest base that has one. */
static ClassRef meta_value(const Gathering *gathering, Str name) {
    for (uint32_t i = 0; i < gathering->order->count; i++) {
        ClassRef of_class = gathering->order->items[i];
        if (of_class.tag != REF_CLASS) {
            continue;
        }
        const FileModel *file = row_scan_file(gathering->home, of_class.file);
        UnitId unit = file_model_member(file, of_class.unit, STR("Meta"));
        NodeId meta =
            unit == UNIT_NONE ? NODE_NONE : ast_definition(&file_model_unit(file, unit)->ast);
        if (meta != NODE_NONE) {
            ClassRef value = class_body_value(
                gathering->home,
                (ClassRef){.tag = REF_CLASS, .file = file->id, .unit = unit, .node = meta}, name,
                NULL);
            if (value.tag == REF_VALUE) {
                return value;
            }
        }
    }
    return (ClassRef){.tag = REF_NONE};
}

static ListedNames names_at(const Gathering *gathering, ClassRef value) {
    return value.tag == REF_VALUE ? listed_names_read(row_scan_file(gathering->home, value.file),
                                                      value.unit, value.node, gathering->mem)
                                  : (ListedNames){.is_whole = false};
}

/* The keys of `extra_kwargs` whose value says `"write_only": True`. */
static ListedNames written_names(const Gathering *gathering) {
    ClassRef value = meta_value(gathering, STR("extra_kwargs"));
    struct WrittenNames ARRAY_OF(ListedName) names = {0};
    if (value.tag != REF_VALUE) {
        return (ListedNames){NULL, 0, true};
    }
    const UnitFacts *facts = class_ref_facts(gathering->home, value);
    const Ast *ast = &facts->ast;
    bool is_dict = ast_kind(ast, value.node) == NODE_DICT;
    for (NodeId key = is_dict ? ast_child(ast, value.node, FIELD_KEYS) : NODE_NONE,
                options = is_dict ? ast_child(ast, value.node, FIELD_VALUES) : NODE_NONE;
         key != NODE_NONE && options != NODE_NONE;
         key = ast_next_in_field(ast, key), options = ast_next_in_field(ast, options)) {
        Str text = str_span(facts->text, ast_span(ast, options));
        uint32_t at = str_find(text, STR("write_only"));
        Str rest = str_slice(text, at, text.len);
        if (at < text.len && str_find(rest, STR("True")) < str_find(rest, STR("False"))) {
            ARENA_PUSH(
                gathering->mem, &names,
                ((ListedName){value.file, value.unit, key, listed_name_literal(facts, key)}));
        }
    }
    return (ListedNames){names.items, names.count, true};
}

static uint32_t depth_of(const Gathering *gathering) {
    ClassRef value = meta_value(gathering, STR("depth"));
    if (value.tag != REF_VALUE) {
        return 0;
    }
    const UnitFacts *facts = class_ref_facts(gathering->home, value);
    Str text = str_span(facts->text, ast_span(&facts->ast, value.node));
    return text.len == 1 && text.ptr[0] >= '0' && text.ptr[0] <= '9' ? (uint32_t)(text.ptr[0] - '0')
                                                                     : 0;
}

/* ---- all of them ------------------------------------------------------------------------------
 */

static void add_field(Gathering *gathering, ReadField field) {
    const DeclaredField *declared = declared_field(gathering, field.name);
    if (declared ? !is_read(declared)
                 : !field.name.len || listed_names_have(&gathering->written, field.name)) {
        return;
    }
    if (declared) {
        field = (ReadField){declared->file, declared->unit, declared->call, field.name, declared};
    }
    ARENA_PUSH(gathering->mem, &gathering->fields, field);
}

static void add_declared(Gathering *gathering, const ListedNames *excluded) {
    for (uint32_t i = 0; i < gathering->declared.count; i++) {
        const DeclaredField *field = &gathering->declared.items[i];
        if (declared_field(gathering, field->name) == field &&
            !listed_names_have(excluded, field->name)) {
            add_field(gathering,
                      (ReadField){field->file, field->unit, field->call, field->name, NULL});
        }
    }
}

static void add_model(Gathering *gathering, ReadField place, KindId row_kind,
                      const ListedNames *excluded) {
    RowKind row;
    KindTable *table = kinds_table(gathering->home);
    const Model *model = row_kind_get(table, row_kind, &row)
                             ? model_of_kind(gathering->home, kind_get(table, row.model))
                             : NULL;
    for (uint32_t i = 0; model && i < model->fields.count; i++) {
        place.name = model->fields.items[i].name;
        if (!declared_field(gathering, place.name) && !listed_names_have(excluded, place.name)) {
            add_field(gathering, place);
        }
    }
}

/* `fields = [...]`, `fields = "__all__"`, `exclude = [...]`. Where the list is computed, what the
 * class declares. */
static void gather(Gathering *gathering, KindId row) {
    ClassRef value = meta_value(gathering, STR("fields"));
    ClassRef left_out = meta_value(gathering, STR("exclude"));
    ListedNames names = names_at(gathering, value);
    ListedNames none = {NULL, 0, true};
    ListedNames excluded = value.tag == REF_NONE ? names_at(gathering, left_out) : none;
    bool is_all = value.tag == REF_VALUE && ast_kind(&class_ref_facts(gathering->home, value)->ast,
                                                     value.node) == NODE_CONSTANT;
    for (uint32_t i = 0; i < names.count; i++) {
        const ListedName *name = &names.items[i];
        if (names.is_whole || !declared_field(gathering, name->name)) {
            add_field(gathering, (ReadField){row_scan_file(gathering->home, name->file), name->unit,
                                             name->node, name->name, NULL});
        }
    }
    if (!names.is_whole) {
        add_declared(gathering, &excluded);
    }
    if (is_all || excluded.count) {
        ClassRef at = is_all ? value : left_out;
        add_model(
            gathering,
            (ReadField){row_scan_file(gathering->home, at.file), at.unit, at.node, STR(""), NULL},
            row, &excluded);
    }
}

ReadFields serializer_fields_read(const FileModel *home, const Kind *serializer, KindId row,
                                  Arena *mem) {
    Gathering gathering = {.home = home, .mem = mem};
    gathering.order = class_order(home, class_ref_of_kind(serializer));
    if (!gathering.order) {
        return (ReadFields){NULL, 0, 0};
    }
    for (uint32_t i = gathering.order->count; i > 0; i--) {
        if (gathering.order->items[i - 1].tag == REF_CLASS) {
            collect_declared(&gathering, gathering.order->items[i - 1]);
        }
    }
    gathering.written = written_names(&gathering);
    gather(&gathering, row);
    return (ReadFields){gathering.fields.items, gathering.fields.count, depth_of(&gathering)};
}

ReadFields serializer_fields_of_model(const FileModel *home, ReadField place, KindId row,
                                      Arena *mem) {
    Gathering gathering = {.home = home, .mem = mem};
    ListedNames none = {NULL, 0, true};
    gathering.written = none;
    add_model(&gathering, place, row, &none);
    return (ReadFields){gathering.fields.items, gathering.fields.count, 0};
}

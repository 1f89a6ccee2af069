/* Knows indexes and constraints that stand apart from the columns: Django's Meta, SQLAlchemy's
 * __table_args__. */
#include "semantics/model_reader.h"

enum { INDEXES_MAX = 64 };

typedef struct IndexList ARRAY_OF(ModelIndex) IndexList;

static void add_index(IndexList *out, ModelWords words, bool is_unique, Arena *mem) {
    Str *columns = ARENA_ARRAY(mem, Str, words.count);
    for (uint32_t i = 0; i < words.count; i++) {
        bool descends = words.items[i].len > 0 && words.items[i].ptr[0] == '-';
        columns[i] = descends ? str_slice(words.items[i], 1, words.items[i].len) : words.items[i];
    }
    if (words.count && out->count < INDEXES_MAX) {
        ARENA_PUSH(mem, out, ((ModelIndex){columns, words.count, is_unique}));
    }
}

static bool is_sequence(const Reading *reading, NodeId node) {
    NodeKind kind = node == NODE_NONE ? NODE_BROKEN : ast_kind(&reading->facts->ast, node);
    return ast_kind_is_collection(kind);
}

static bool is_called(const Reading *reading, NodeId call, Str name) {
    NodeId callee = ast_child(&reading->facts->ast, call, FIELD_FUNC);
    return callee != NODE_NONE && str_equal(ast_name(&reading->facts->ast, callee), name);
}

/* `[models.Index(fields=["a", "b"]), models.UniqueConstraint(fields=[...], name=...)]`. */
static void add_calls(const Reading *reading, NodeId list, IndexList *out) {
    const Ast *ast = &reading->facts->ast;
    if (!is_sequence(reading, list)) {
        return;
    }
    for (NodeId item = ast_child(ast, list, FIELD_ELTS); item != NODE_NONE;
         item = ast_next_in_field(ast, item)) {
        bool known = false;
        NodeId fields = reading_is_call(reading, item)
                            ? reading_argument(reading, item, -1, STR("fields"))
                            : NODE_NONE;
        bool is_partial = fields != NODE_NONE &&
                          reading_argument(reading, item, -1, STR("condition")) != NODE_NONE;
        ModelWords words = reading_strings(reading, fields, &known);
        if (known && !is_partial) {
            add_index(out, words, is_called(reading, item, STR("UniqueConstraint")), reading->mem);
        }
    }
}

/* `unique_together = ("a", "b")`, `[("a", "b"), ("c", "d")]`. */
static void add_together(const Reading *reading, NodeId value, bool is_unique, IndexList *out) {
    const Ast *ast = &reading->facts->ast;
    if (!is_sequence(reading, value)) {
        return;
    }
    bool known;
    NodeId first = ast_child(ast, value, FIELD_ELTS);
    if (!is_sequence(reading, first)) {
        add_index(out, reading_strings(reading, value, &known), is_unique, reading->mem);
        return;
    }
    for (NodeId item = first; item != NODE_NONE; item = ast_next_in_field(ast, item)) {
        add_index(out, reading_strings(reading, item, &known), is_unique, reading->mem);
    }
}

static void read_meta_indexes(const FileModel *file, const ModelHead *head, IndexList *out,
                              Arena *mem) {
    static const struct {
        Str name;
        bool calls;
        bool is_unique;
    } options[] = {
        {{"indexes", 7},          true,  false},
        {{"constraints", 11},     true,  true },
        {{"unique_together", 15}, false, true },
        {{"index_together", 14},  false, false},
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        BodyItem item;
        ClassRef owner;
        if (!model_meta_option(file, head->meta, options[i].name, &item, &owner, mem)) {
            continue;
        }
        Reading reading = model_reading(project_file(file, owner.file), item.unit, mem);
        if (options[i].calls) {
            add_calls(&reading, item.value, out);
        } else {
            add_together(&reading, item.value, options[i].is_unique, out);
        }
    }
}

/* The strings, or the class's own columns, from argument `first` of the call on. */
static ModelWords argument_words(const Reading *reading, NodeId call, uint32_t first) {
    const Ast *ast = &reading->facts->ast;
    struct ARRAY_OF(Str) words = {0};
    uint32_t at = 0;
    for (NodeId item = ast_child(ast, call, FIELD_ARGS); item != NODE_NONE;
         item = ast_next_in_field(ast, item)) {
        Str text =
            ast_kind(ast, item) == NODE_NAME ? ast_name(ast, item) : reading_string(reading, item);
        if (at++ >= first) {
            ARENA_PUSH(reading->mem, &words, text);
        }
    }
    return (ModelWords){words.items, words.count};
}

static void read_table_args(const FileModel *file, const ModelHead *head, IndexList *out,
                            Arena *mem) {
    BodyItems items = model_body_items(file, head->self, mem);
    const BodyItem *item = model_body_item(&items, STR("__table_args__"));
    if (!item) {
        return;
    }
    Reading reading = model_reading(file, item->unit, mem);
    const Ast *ast = &reading.facts->ast;
    if (!is_sequence(&reading, item->value)) {
        return;
    }
    for (NodeId call = ast_child(ast, item->value, FIELD_ELTS); call != NODE_NONE;
         call = ast_next_in_field(ast, call)) {
        ClassRef callee = reading_is_call(&reading, call) ? reading_callee(&reading, call)
                                                          : (ClassRef){.tag = REF_NONE};
        if (callee.tag != REF_PATH) {
            continue;
        }
        if (str_equal(callee.path, STR("sqlalchemy.Index"))) {
            add_index(out, argument_words(&reading, call, 1), false, mem);
        } else if (str_equal(callee.path, STR("sqlalchemy.UniqueConstraint"))) {
            add_index(out, argument_words(&reading, call, 0), true, mem);
        }
    }
}

void model_read_indexes(const FileModel *file, Model *model, const ModelHead *head, Arena *mem) {
    IndexList list = {0};
    if (model->orm == ORM_SQLALCHEMY) {
        read_table_args(file, head, &list, mem);
    } else {
        read_meta_indexes(file, head, &list, mem);
    }
    model->indexes = (ModelIndexes){list.items, list.count};
}

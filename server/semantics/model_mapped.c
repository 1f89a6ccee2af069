/* Knows fields of SQLAlchemy's mapped classes, SQLModel's and Flask-SQLAlchemy's among them. */
#include "semantics/model_reader.h"

static const ClassRef none = {.tag = REF_NONE};

/* ---- options -------------------------------------------------------------------------------- */

/* A keyword of the constructor, or of SQLModel's `sa_relationship_kwargs`. */
static NodeId option(const Reading *reading, NodeId call, Str keyword) {
    NodeId written = reading_argument(reading, call, -1, keyword);
    if (written != NODE_NONE) {
        return written;
    }
    NodeId more = reading_argument(reading, call, -1, STR("sa_relationship_kwargs"));
    if (more == NODE_NONE) {
        return NODE_NONE;
    }
    return reading_is_call(reading, more) ? reading_argument(reading, more, -1, keyword)
                                          : reading_dict_value(reading, more, keyword);
}

/* A word as it is written: a string's text, or True, False, None. */
static Str written_word(const Reading *reading, NodeId node) {
    Str text = reading_string(reading, node);
    if (text.len || node == NODE_NONE || ast_kind(&reading->facts->ast, node) != NODE_CONSTANT) {
        return text;
    }
    return str_span(reading->facts->text, ast_span(&reading->facts->ast, node));
}

static ModelLoading loading_of(const Reading *reading, NodeId lazy, Str *word) {
    if (lazy == NODE_NONE) {
        return MODEL_LOADS_AT_ACCESS;
    }
    *word = written_word(reading, lazy);
    return word->len ? catalog_lazy_word(*word) : MODEL_LOADS_UNKNOWN;
}

/* ---- direction ------------------------------------------------------------------------------ */

typedef enum Direction {
    DIRECTION_UNKNOWN,
    DIRECTION_TO_PARENT,   /* the key stands in this class: many-to-one */
    DIRECTION_TO_CHILDREN, /* in the target */
    DIRECTION_BETWEEN,     /* in a table between both */
} Direction;

/* "net.hubs" for the table "hubs": the schema stands elsewhere, where it is not computed. */
static bool names_table(Str written, Str table) {
    return str_equal(written, table) ||
           (table.len && written.len > table.len && str_ends_with(written, table) &&
            written.ptr[written.len - table.len - 1] == '.');
}

static bool is_table_of(const FileModel *file, ClassRef ref, Str table) {
    const ClassOrder *order = class_order(file, ref);
    for (uint32_t i = 0; i < order->count; i++) {
        if (order->items[i].tag == REF_CLASS &&
            names_table(table, model_head(file, order->items[i])->table)) {
            return true;
        }
    }
    return false;
}

/* The key columns that refer to the class; *first is the first of them. */
static uint32_t count_keys_to(const FileModel *file, const KeyColumns *keys, ClassRef target,
                              const KeyColumn **first) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < keys->count; i++) {
        if (is_table_of(file, target, keys->items[i].table)) {
            *first = count++ ? *first : &keys->items[i];
        }
    }
    return count;
}

/* The name of the column that `foreign_keys=` names: "x_id" of `[x_id]`, `"User.x_id"`. */
static Str foreign_key_name(const Reading *reading, NodeId call) {
    const Ast *ast = &reading->facts->ast;
    NodeId node = option(reading, call, STR("foreign_keys"));
    if (node != NODE_NONE && ast_kind_is_sequence(ast_kind(ast, node))) {
        node = ast_child(ast, node, FIELD_ELTS);
    }
    if (node == NODE_NONE) {
        return STR("");
    }
    if (ast_kind(ast, node) == NODE_NAME || ast_kind(ast, node) == NODE_ATTRIBUTE) {
        return ast_name(ast, node);
    }
    Str text = reading_string(reading, node);
    uint32_t end = text.len;
    while (end > 0 && (text.ptr[end - 1] == ']' || text.ptr[end - 1] == ' ')) {
        end--;
    }
    uint32_t start = end;
    while (start > 0 && text.ptr[start - 1] != '.' && text.ptr[start - 1] != '[') {
        start--;
    }
    return str_slice(text, start, end);
}

static const KeyColumn *key_named(const KeyColumns *keys, Str name) {
    for (uint32_t i = 0; name.len && i < keys->count; i++) {
        if (str_equal(keys->items[i].name, name)) {
            return &keys->items[i];
        }
    }
    return NULL;
}

static Direction direction_of(const FieldContext *context, const Reading *reading, NodeId call,
                              const ModelField *field, const KeyColumn **key) {
    if (option(reading, call, STR("secondary")) != NODE_NONE ||
        option(reading, call, STR("link_model")) != NODE_NONE) {
        return DIRECTION_BETWEEN;
    }
    if (field->target.tag != REF_CLASS) {
        return DIRECTION_UNKNOWN;
    }
    KeyColumns own = model_key_columns(context->file, context->of->self, context->mem);
    const KeyColumn *named = key_named(&own, foreign_key_name(reading, call));
    if (class_ref_equal(field->target, context->of->self) ||
        is_table_of(context->file, field->target, context->of->table)) {
        bool to_parent = option(reading, call, STR("remote_side")) != NODE_NONE;
        count_keys_to(context->file, &own, field->target, key);
        *key = named ? named : *key;
        return to_parent ? DIRECTION_TO_PARENT : DIRECTION_TO_CHILDREN;
    }
    uint32_t forward = count_keys_to(context->file, &own, field->target, key);
    KeyColumns theirs = model_key_columns(context->file, field->target, context->mem);
    const KeyColumn *ignored = NULL;
    uint32_t backward = count_keys_to(context->file, &theirs, context->of->self, &ignored);
    if (named) {
        *key = named;
        return DIRECTION_TO_PARENT;
    }
    if (forward && backward) {
        return key_named(&theirs, foreign_key_name(reading, call)) ? DIRECTION_TO_CHILDREN
                                                                   : DIRECTION_UNKNOWN;
    }
    return forward ? DIRECTION_TO_PARENT : backward ? DIRECTION_TO_CHILDREN : DIRECTION_UNKNOWN;
}

/* ---- the other side ------------------------------------------------------------------------- */

/* `backref="n"`, `backref=backref("n", lazy=..., uselist=False)`. */
static void read_backref(const FieldContext *context, const Reading *reading, NodeId node,
                         Direction direction, ModelField *field) {
    NodeId lazy = NODE_NONE;
    bool is_one = false;
    field->back_name = reading_string(reading, node);
    if (reading_is_call(reading, node)) {
        field->back_name = reading_string(reading, reading_argument(reading, node, 0, STR("name")));
        lazy = reading_argument(reading, node, -1, STR("lazy"));
        is_one = reading_is_false(reading, reading_argument(reading, node, -1, STR("uselist")));
    }
    field->makes_back = field->back_name.len > 0;
    field->back_query_name = field->back_name;
    field->back_loading = loading_of(reading, lazy, &field->back_lazy);
    bool to_one = direction == DIRECTION_TO_CHILDREN ||
                  (direction == DIRECTION_UNKNOWN && field->kind == MODEL_TO_MANY);
    field->back_kind = to_one || is_one ? MODEL_TO_ONE : MODEL_TO_MANY;
    field->is_one_to_one = field->back_kind == MODEL_TO_ONE && field->kind == MODEL_TO_ONE;
    (void)context;
}

/* ---- relations ------------------------------------------------------------------------------ */

static ClassRef target_of(const FieldContext *context, const Reading *reading, NodeId call,
                          const MappedAnnotation *annotation, const BodyItem *item,
                          ModelField *field) {
    NodeId written = reading_argument(reading, call, 0, STR("argument"));
    ClassRef found = none;
    if (written != NODE_NONE) {
        found = model_read_target(context, reading, written, &field->is_likely);
    } else if (annotation->target.len) {
        found = class_ref_lookup(reading->file, reading->unit, item->annotation, annotation->target,
                                 context->mem);
        if (found.tag != REF_CLASS) {
            found = model_name_lookup(context->file, context->of, annotation->target,
                                      &field->is_likely);
        }
    }
    return found.tag == REF_CLASS ? found : none;
}

static ModelFieldKind kind_of(const Reading *reading, NodeId call,
                              const MappedAnnotation *annotation, bool dynamic,
                              Direction direction) {
    if (reading_is_false(reading, option(reading, call, STR("uselist")))) {
        return MODEL_TO_ONE;
    }
    if (reading_is_true(reading, option(reading, call, STR("uselist"))) || dynamic) {
        return MODEL_TO_MANY;
    }
    if (annotation->is_known) {
        return annotation->is_many ? MODEL_TO_MANY : MODEL_TO_ONE;
    }
    return direction == DIRECTION_TO_PARENT ? MODEL_TO_ONE : MODEL_TO_MANY;
}

static void read_relation(const FieldContext *context, const Reading *reading, const BodyItem *item,
                          NodeId call, ModelField *field) {
    const KeyColumn *key = NULL;
    MappedAnnotation annotation = model_read_annotation(reading, item->annotation);
    bool dynamic = str_equal(field->class_path, STR("sqlalchemy.orm.dynamic_loader"));
    field->target = target_of(context, reading, call, &annotation, item, field);
    Direction direction = direction_of(context, reading, call, field, &key);
    field->kind = kind_of(reading, call, &annotation, dynamic, direction);
    field->loading = loading_of(reading, option(reading, call, STR("lazy")), &field->lazy);
    if (annotation.loading != MODEL_LOADS_AT_ACCESS || dynamic) {
        field->loading = dynamic ? MODEL_LOADS_EACH_TIME : annotation.loading;
    }
    field->is_many_to_many = direction == DIRECTION_BETWEEN;
    field->holds_key = direction == DIRECTION_TO_PARENT;
    field->is_nullable = annotation.is_optional || (key && key->is_nullable);
    field->is_nullable = field->is_nullable || (field->kind == MODEL_TO_ONE && !field->holds_key);
    if (field->holds_key && key) {
        field->key_name = arena_copy(context->mem, key->name);
        field->to_field = arena_copy(context->mem, key->column);
    }
    NodeId through = option(reading, call, STR("link_model"));
    through = through == NODE_NONE ? option(reading, call, STR("secondary")) : through;
    if (through != NODE_NONE) {
        ClassRef between = reading_ref(reading, through);
        field->through = between.tag == REF_CLASS ? between : none;
    }
    NodeId backref = option(reading, call, STR("backref"));
    if (backref != NODE_NONE) {
        read_backref(context, reading, backref, direction, field);
    } else {
        field->back_name = reading_string(reading, option(reading, call, STR("back_populates")));
        field->back_query_name = field->back_name;
    }
}

/* ---- columns -------------------------------------------------------------------------------- */

static void read_column(const Reading *reading, const BodyItem *item, NodeId call,
                        ModelField *field) {
    const OrmWords *words = orm_keywords(ORM_SQLALCHEMY);
    field->loading = MODEL_LOADS_WITH_ROW;
    field->is_nullable = model_column_is_nullable(reading, call, item->annotation);
    NodeId inner = reading_argument(reading, call, -1, STR("sa_column"));
    call = reading_is_call(reading, inner) ? inner : call;
    field->is_primary_key =
        reading_is_true(reading, reading_argument(reading, call, -1, words->primary));
    field->is_unique = reading_is_true(reading, reading_argument(reading, call, -1, words->unique));
    field->has_index =
        reading_is_true(reading, reading_argument(reading, call, -1, words->indexed));
    field->is_deferred =
        field->is_deferred ||
        reading_is_true(reading, reading_argument(reading, call, -1, STR("deferred")));
    if (field->is_deferred) {
        field->loading = MODEL_LOADS_AT_ACCESS;
    }
}

static void read_proxy(const FieldContext *context, const Reading *reading, NodeId call,
                       ModelField *field) {
    field->via =
        reading_string(reading, reading_argument(reading, call, 0, STR("target_collection")));
    field->via_attribute = reading_string(reading, reading_argument(reading, call, 1, STR("attr")));
    field->loading = MODEL_LOADS_AT_ACCESS;
    (void)context;
}

/* ---- fields --------------------------------------------------------------------------------- */

/* A constructor call, through one function of the project that returns it. */
static const CatalogModelField *constructor(Reading *reading, NodeId *call, Str *path,
                                            ClassRef *callee) {
    for (uint32_t hop = 0; hop < 2 && reading_is_call(reading, *call); hop++) {
        *callee = reading_callee(reading, *call);
        if (callee->tag != REF_FUNCTION) {
            return model_field_class(reading->file, *callee, path);
        }
        const FileModel *home = project_file(reading->file, callee->file);
        *reading = model_reading(home, callee->unit, reading->mem);
        *call = model_returned_value(&reading->facts->ast, callee->node);
    }
    return NULL;
}

/* `name: Mapped[str]`; in SQLModel any annotated name. */
static bool read_annotated(const FieldContext *context, const Reading *reading,
                           const BodyItem *item, ModelField *out) {
    if (item->annotation == NODE_NONE || reading_is_call(reading, item->value)) {
        return false;
    }
    MappedAnnotation annotation = model_read_annotation(reading, item->annotation);
    bool every = class_reaches(context->file, context->of->self, STR("sqlmodel.SQLModel"));
    bool is_private = item->name.ptr[0] == '_';
    if (!annotation.is_mapped && (!every || is_private)) {
        return false;
    }
    out->kind = MODEL_COLUMN;
    out->loading = MODEL_LOADS_WITH_ROW;
    out->is_nullable = annotation.is_optional;
    return true;
}

/* What a constructor makes, and where its call stands. */
typedef struct Made {
    const CatalogModelField *row; /* NULL: no field that we know */
    Reading reading;
    NodeId call;
    Str path;
    ClassRef field_class;
} Made;

static Made make(const Reading *reading, NodeId call) {
    Made made = {.reading = *reading, .call = call};
    made.row = constructor(&made.reading, &made.call, &made.path, &made.field_class);
    return made;
}

/* For one that wraps a column (`deferred(Column())`) that column; of what wraps something else
 * only a computed property is a field. */
static Made made_field(const Reading *reading, NodeId call, ModelField *out) {
    Made made = make(reading, call);
    if (!made.row || !(made.row->traits & MODEL_FIELD_WRAPS)) {
        return made;
    }
    Made inner = make(&made.reading, reading_argument(&made.reading, made.call, 0, STR("column")));
    NodeId deferred = reading_argument(&made.reading, made.call, -1, STR("deferred"));
    out->is_deferred =
        (made.row->traits & MODEL_FIELD_DEFERRED) || reading_is_true(&made.reading, deferred);
    return inner.row || made.row->kind != MODEL_COMPUTED ? inner : made;
}

static bool read_constructed(const FieldContext *context, const Reading *reading,
                             const BodyItem *item, ModelField *out) {
    Made made = made_field(reading, item->value, out);
    if (!made.row) {
        return false;
    }
    BodyItem at = *item;
    at.annotation = made.reading.unit == item->unit ? item->annotation : NODE_NONE;
    out->field_class = made.field_class;
    out->class_path = arena_copy(context->mem, made.path);
    out->kind = made.row->kind;
    switch (made.row->kind) {
    case MODEL_TO_ONE:
    case MODEL_TO_MANY:
        read_relation(context, &made.reading, &at, made.call, out);
        break;
    case MODEL_THROUGH:
        read_proxy(context, &made.reading, made.call, out);
        break;
    case MODEL_COLUMN:
        read_column(&made.reading, &at, made.call, out);
        break;
    default:
        out->loading = MODEL_LOADS_WITH_ROW;
    }
    return true;
}

/* `id = BaseMixin.id`: the field of another class's body, under the name here. */
static bool read_borrowed(const FieldContext *context, const Reading *reading, const BodyItem *item,
                          ModelField *out) {
    const Ast *ast = &reading->facts->ast;
    if (item->value == NODE_NONE || ast_kind(ast, item->value) != NODE_ATTRIBUTE) {
        return false;
    }
    ClassRef lender = reading_ref(reading, ast_first_child(ast, item->value));
    if (lender.tag != REF_CLASS) {
        return false;
    }
    BodyItems items = model_body_items(context->file, lender, context->mem);
    const BodyItem *lent = model_body_item(&items, ast_name(ast, item->value));
    if (!lent) {
        return false;
    }
    Reading there =
        model_reading(project_file(context->file, lender.file), lent->unit, context->mem);
    return read_constructed(context, &there, lent, out);
}

bool model_read_mapped_field(const FieldContext *context, const BodyItem *item, ModelField *out) {
    const FileModel *home = project_file(context->file, context->owner.file);
    Reading reading = model_reading(home, item->unit, context->mem);
    *out = (ModelField){
        .name = arena_copy(context->mem, item->name),
        .owner = context->owner,
        .place = {.tag = REF_VALUE,
                  .file = context->owner.file,
                  .unit = item->unit,
                  .node = item->statement},
    };
    out->query_name = out->name;
    return read_annotated(context, &reading, item, out) ||
           read_constructed(context, &reading, item, out) ||
           read_borrowed(context, &reading, item, out);
}

/* Knows what makes a class a model, and what it is called: its ORM, app, table, options class.
 * Looks at no field, so that fields may look at it. */
#include "semantics/model_memory.h"
#include "semantics/model_reader.h"

/* ---- app labels ----------------------------------------------------------------------------- */

/* "shop" and the dotted package of the app, for "site.shop.models.order": "site.shop". */
static Str app_package(Str module) {
    uint32_t end = module.len;
    for (uint32_t at = 0; at + 7 <= module.len; at++) {
        bool begins = at > 0 && module.ptr[at - 1] == '.';
        Str part = str_slice(module, at, at + 6);
        bool ends = at + 6 == module.len || module.ptr[at + 6] == '.';
        if (begins && ends && str_equal(part, STR("models"))) {
            return str_slice(module, 0, at - 1);
        }
    }
    if (str_ends_with(module, STR(".models"))) {
        return str_slice(module, 0, module.len - 7);
    }
    while (end > 0 && module.ptr[end - 1] != '.') {
        end--;
    }
    return end ? str_slice(module, 0, end - 1) : module;
}

/* `label = "x"` of the AppConfig in the app's apps.py; empty when there is none. */
static Str configured_label(const FileModel *home, Str package, Arena *mem) {
    FileId id = project_module(home, arena_format(mem, "%.*s.apps", STR_ARG(package)));
    if (id == FILE_NONE) {
        return STR("");
    }
    const FileModel *apps = project_file(home, id);
    file_model_note_outline(apps);
    for (UnitId unit = 0; unit < apps->outline->unit_count; unit++) {
        if (apps->outline->units[unit].kind != UNIT_CLASS) {
            continue;
        }
        NodeId node = ast_definition(&file_model_unit(apps, unit)->ast);
        ClassRef config = {.tag = node == NODE_NONE ? REF_NONE : REF_CLASS,
                           .file = apps->id,
                           .unit = unit,
                           .node = node};
        BodyItems items = model_body_items(apps, config, mem);
        const BodyItem *label = model_body_item(&items, STR("label"));
        Reading reading = model_reading(apps, unit, mem);
        Str text = label ? reading_string(&reading, label->value) : STR("");
        if (text.len) {
            return text;
        }
    }
    return STR("");
}

/* ---- options -------------------------------------------------------------------------------- */

bool model_meta_option(const FileModel *file, ClassRef meta, Str name, BodyItem *item,
                       ClassRef *owner, Arena *mem) {
    if (meta.tag != REF_CLASS) {
        return false;
    }
    const ClassOrder *order = class_order(file, meta);
    Arena scratch;
    bool is_found = false;
    arena_init(&scratch);
    for (uint32_t i = 0; i < order->count && !is_found; i++) {
        BodyItems items = model_body_items(file, order->items[i], &scratch);
        const BodyItem *found = model_body_item(&items, name);
        if (found) {
            *item = *found;
            *owner = order->items[i];
            is_found = true;
        }
    }
    arena_release(&scratch);
    (void)mem;
    return is_found;
}

/* `name = True` in the options class's own body: such words are not inherited. */
static bool own_meta_flag(const FileModel *home, ClassRef self, Str meta_name, Str name,
                          Arena *mem) {
    ClassRef meta = model_inner_class(home, self, meta_name, mem);
    BodyItems items = model_body_items(home, meta, mem);
    const BodyItem *item = model_body_item(&items, name);
    if (!item) {
        return false;
    }
    Reading reading = model_reading(project_file(home, meta.file), item->unit, mem);
    return reading_is_true(&reading, item->value);
}

static Str meta_string(const FileModel *home, ClassRef meta, Str name, Arena *mem) {
    BodyItem item;
    ClassRef owner;
    if (!name.len || !model_meta_option(home, meta, name, &item, &owner, mem)) {
        return STR("");
    }
    Reading reading = model_reading(project_file(home, owner.file), item.unit, mem);
    return reading_string(&reading, item.value);
}

/* ---- what makes a class a model ------------------------------------------------------------- */

typedef struct Origin {
    const CatalogModelBase *base;
    bool is_own;  /* a base or decorator of the class itself, not of one it inherits from */
    ClassRef ref; /* the base, or the class that is decorated */
} Origin;

static const CatalogModelBase *decorating_base(const FileModel *file, ClassRef ref, Arena *mem) {
    const FileModel *home = project_file(file, ref.file);
    const Ast *ast = &file_model_unit(home, ref.unit)->ast;
    for (NodeId decorator = ast_child(ast, ref.node, FIELD_DECORATOR_LIST); decorator != NODE_NONE;
         decorator = ast_next_in_field(ast, decorator)) {
        ClassRef named = class_ref_resolve(home, ref.unit, decorator, mem);
        const CatalogModelBase *row = named.tag == REF_PATH ? catalog_model_base(named.path) : NULL;
        if (row && (row->traits & MODEL_BASE_DECORATOR)) {
            return row;
        }
    }
    return NULL;
}

static bool is_direct_base(const FileModel *home, ClassRef self, ClassRef base, Arena *mem) {
    const Ast *ast = &file_model_unit(home, self.unit)->ast;
    for (NodeId node = ast_child(ast, self.node, FIELD_BASES); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        if (class_ref_equal(class_ref_resolve(home, self.unit, node, mem), base)) {
            return true;
        }
    }
    return false;
}

static const CatalogModelBase *library_base(Str path) {
    static const CatalogModelBase django = {
        {"", 0},
        ORM_DJANGO, 0
    };
    const CatalogModelBase *row = catalog_model_base(path);
    if (row) {
        return row->traits & MODEL_BASE_DECORATOR ? NULL : row;
    }
    const CatalogBuiltInModel *built_in = catalog_built_in_model(path);
    return built_in && built_in->orm == ORM_DJANGO ? &django : NULL;
}

/* What the library's base stands for where a class inherits from it: each declarative_base() is a
 * registry of its own. */
static ClassRef registry_of(const FileModel *home, const ClassOrder *order, ClassRef base,
                            Arena *mem) {
    for (uint32_t i = 0; i < order->count && base.tag == REF_PATH; i++) {
        ClassRef ref = order->items[i];
        if (ref.tag != REF_CLASS) {
            continue;
        }
        const FileModel *file = project_file(home, ref.file);
        const Ast *ast = &file_model_unit(file, ref.unit)->ast;
        for (NodeId node = ast_child(ast, ref.node, FIELD_BASES); node != NODE_NONE;
             node = ast_next_in_field(ast, node)) {
            if (class_ref_equal(class_ref_resolve(file, ref.unit, node, mem), base)) {
                ClassRef made = class_ref_follow(file, ref.unit, node, mem);
                bool is_root = (catalog_model_base(base.path)->traits & MODEL_BASE_ROOT) != 0;
                return made.tag == REF_VALUE ? made : is_root ? ref : base;
            }
        }
    }
    return base;
}

/* A base that is not known may be a model: a class that a setting names, a library's own. */
static bool has_unknown_base(const ClassOrder *order) {
    for (uint32_t i = 1; i < order->count; i++) {
        Str path = order->items[i].path;
        if (order->items[i].tag == REF_PATH && str_find_byte(path, '.') < path.len) {
            return true;
        }
    }
    return !order->is_complete;
}

/* `title = models.CharField()` in the body: Django's fields stand in models only. */
static bool declares_django_field(const FileModel *home, ClassRef self, Arena *mem) {
    BodyItems items = model_body_items(home, self, mem);
    for (uint32_t i = 0; i < items.count; i++) {
        Reading reading = model_reading(home, items.items[i].unit, mem);
        NodeId value = items.items[i].value;
        if (value == NODE_NONE || !reading_is_call(&reading, value)) {
            continue;
        }
        ClassRef callee = reading_callee(&reading, value);
        if (callee.tag == REF_PATH && str_starts_with(callee.path, STR("django.db.models.")) &&
            catalog_model_field(callee.path)) {
            return true;
        }
    }
    return false;
}

static const CatalogModelBase *base_by_fields(const FileModel *home, ClassRef self,
                                              const ClassOrder *order, Arena *mem) {
    bool is_model = has_unknown_base(order) && declares_django_field(home, self, mem);
    return is_model ? catalog_model_base(STR("django.db.models.Model")) : NULL;
}

static Origin find_origin(const FileModel *home, ClassRef self, Arena *mem) {
    const ClassOrder *order = class_order(home, self);
    for (uint32_t i = 0; i < order->count; i++) {
        ClassRef ref = order->items[i];
        const CatalogModelBase *row = NULL;
        if (ref.tag == REF_PATH) {
            row = library_base(ref.path);
        } else if (ref.tag == REF_CLASS) {
            row = decorating_base(home, ref, mem);
        }
        if (row) {
            bool is_own = i == 0 || (ref.tag == REF_PATH && (row->traits & MODEL_BASE_ROOT) &&
                                     is_direct_base(home, self, ref, mem));
            return (Origin){row, is_own, ref};
        }
    }
    return (Origin){base_by_fields(home, self, order, mem), false, {.tag = REF_NONE}};
}

/* ---- SQLAlchemy ----------------------------------------------------------------------------- */

static Str snake_case(Str name, Arena *mem) {
    char *out = arena_allocate(mem, 2 * name.len + 1);
    uint32_t length = 0;
    for (uint32_t i = 0; i < name.len; i++) {
        char byte = name.ptr[i];
        bool upper = byte >= 'A' && byte <= 'Z';
        char before = i ? name.ptr[i - 1] : '_';
        char after = i + 1 < name.len ? name.ptr[i + 1] : 'A';
        bool begins = upper && before != '_' &&
                      (!(before >= 'A' && before <= 'Z') || (after >= 'a' && after <= 'z'));
        if (begins) {
            out[length++] = '_';
        }
        out[length++] = upper ? (char)(byte | 32) : byte;
    }
    return (Str){out, length};
}

/* `cls.__name__.lower()`, `cls.__name__`, either with a plain text behind it; what a function makes
 * of the name is believed to be the usual. */
static Str computed_table(const Reading *reading, NodeId value, Str name, Arena *mem) {
    const Ast *ast = &reading->facts->ast;
    Str text = str_span(reading->facts->text, ast_span(ast, value));
    Str suffix = STR("");
    if (ast_kind(ast, value) == NODE_BIN_OP) {
        NodeId left = ast_child(ast, value, FIELD_LEFT);
        suffix = reading_string(reading, ast_child(ast, value, FIELD_RIGHT));
        text = left == NODE_NONE || !suffix.len
                   ? STR("")
                   : str_span(reading->facts->text, ast_span(ast, left));
    }
    if (str_ends_with(text, STR(".__name__.lower()"))) {
        return arena_format(mem, "%.*s%.*s", STR_ARG(model_lower(name, mem)), STR_ARG(suffix));
    }
    if (str_ends_with(text, STR(".__name__"))) {
        return arena_format(mem, "%.*s%.*s", STR_ARG(name), STR_ARG(suffix));
    }
    /* A function of the class's name: `snake_case(cls.__name__)`. */
    return str_find(text, STR(".__name__")) < text.len ? snake_case(name, mem) : STR("");
}

/* `__tablename__` of the class or the nearest base with one: the table of single-table inheritance
 * too. */
static Str written_table(const FileModel *home, ClassRef self, Str name, Arena *mem) {
    const ClassOrder *order = class_order(home, self);
    for (uint32_t i = 0; i < order->count; i++) {
        BodyItems items = model_body_items(home, order->items[i], mem);
        const BodyItem *item = model_body_item(&items, STR("__tablename__"));
        if (!item || item->value == NODE_NONE) {
            continue;
        }
        Reading reading = model_reading(project_file(home, order->items[i].file), item->unit, mem);
        Str text = reading_string(&reading, item->value);
        return text.len ? text : computed_table(&reading, item->value, name, mem);
    }
    return STR("");
}

static bool has_true_item(const FileModel *home, ClassRef self, Str name, Arena *mem) {
    BodyItems items = model_body_items(home, self, mem);
    const BodyItem *item = model_body_item(&items, name);
    if (!item) {
        return false;
    }
    Reading reading = model_reading(home, item->unit, mem);
    return reading_is_true(&reading, item->value);
}

static void read_sqlalchemy(const FileModel *home, ModelHead *head, Origin origin, Arena *mem) {
    uint32_t traits = origin.base->traits;
    head->is_abstract = (origin.is_own && (traits & MODEL_BASE_ROOT)) ||
                        has_true_item(home, head->self, STR("__abstract__"), mem);
    if (traits & MODEL_BASE_NEEDS_TABLE) {
        const UnitFacts *facts = file_model_unit(home, head->self.unit);
        NodeId table = ast_keyword(&facts->ast, head->self.node, STR("table"));
        Reading reading = model_reading(home, head->self.unit, mem);
        NodeId value = table == NODE_NONE ? NODE_NONE : ast_child(&facts->ast, table, FIELD_VALUE);
        head->is_abstract = !reading_is_true(&reading, value);
    }
    head->table = written_table(home, head->self, head->name, mem);
    if (!head->table.len && (traits & MODEL_BASE_SNAKE_TABLE)) {
        head->table = snake_case(head->name, mem);
    }
    if (!head->table.len && (traits & MODEL_BASE_LOWER_TABLE)) {
        head->table = model_lower(head->name, mem);
    }
}

/* ---- the others ----------------------------------------------------------------------------- */

/* The options class of the class itself, else of the first abstract class in its order that has
 * one: a class with rows keeps its options to itself. */
static ClassRef options_class(const FileModel *home, ClassRef self, Str name, Arena *mem) {
    const ClassOrder *order = class_order(home, self);
    for (uint32_t i = 0; name.len && i < order->count; i++) {
        ClassRef meta = model_inner_class(home, order->items[i], name, mem);
        bool applies = i == 0 || own_meta_flag(home, order->items[i], name, STR("abstract"), mem);
        if (meta.tag == REF_CLASS && applies) {
            return meta;
        }
    }
    return (ClassRef){.tag = REF_NONE};
}

/* `meta = {"abstract": True}`. */
static bool is_abstract_document(const FileModel *home, ClassRef self, Arena *mem) {
    BodyItems items = model_body_items(home, self, mem);
    const BodyItem *meta = model_body_item(&items, STR("meta"));
    if (!meta || meta->value == NODE_NONE) {
        return false;
    }
    Reading reading = model_reading(home, meta->unit, mem);
    NodeId value = reading_dict_value(&reading, meta->value, STR("abstract"));
    return reading_is_true(&reading, value);
}

static void read_options(const FileModel *home, ModelHead *head, Arena *mem) {
    const OrmWords *words = orm_keywords(head->orm);
    head->meta = options_class(home, head->self, words->meta, mem);
    head->is_abstract = own_meta_flag(home, head->self, words->meta, STR("abstract"), mem);
    head->is_proxy = own_meta_flag(home, head->self, words->meta, STR("proxy"), mem);
    head->table = meta_string(home, head->meta, words->table, mem);
    if (head->orm == ORM_MONGOENGINE) {
        head->is_abstract = is_abstract_document(home, head->self, mem);
    }
    if (head->orm != ORM_DJANGO) {
        return;
    }
    head->app_label = meta_string(home, head->meta, STR("app_label"), mem);
    if (!head->app_label.len) {
        Str package = app_package(head->module);
        Str label = configured_label(home, package, mem);
        head->app_label = label.len ? label : str_last_part(package);
    }
}

static void read_head(const FileModel *home, ModelHead *head, Arena *mem) {
    Origin origin = find_origin(home, head->self, mem);
    const Ast *ast = &file_model_unit(home, head->self.unit)->ast;
    head->name = arena_copy(mem, ast_name(ast, head->self.node));
    head->module = project_module_name(home, home->id);
    if (!origin.base) {
        return;
    }
    head->orm = origin.base->orm;
    head->is_embedded = (origin.base->traits & MODEL_BASE_EMBEDDED) != 0;
    head->auto_prefetch = (origin.base->traits & MODEL_BASE_AUTO_PREFETCH) != 0;
    head->root = origin.ref;
    if (head->orm == ORM_SQLALCHEMY) {
        head->root = registry_of(home, class_order(home, head->self), origin.ref, mem);
        read_sqlalchemy(home, head, origin, mem);
    } else {
        read_options(home, head, mem);
    }
}

static void read_built_in_head(ModelHead *head) {
    const CatalogBuiltInModel *row = catalog_built_in_model(head->self.path);
    const CatalogModelBase *base = catalog_model_base(head->self.path);
    Str name = str_last_part(head->self.path);
    head->name = name;
    head->module = str_slice(head->self.path, 0,
                             head->self.path.len - name.len - (name.len < head->self.path.len));
    head->orm = row ? row->orm : base ? base->orm : ORM_NONE;
    head->app_label = row ? row->app_label : STR("");
    head->is_abstract = row ? (row->traits & BUILT_IN_ABSTRACT) != 0 : true;
}

const ModelHead *model_head(const FileModel *file, ClassRef ref) {
    ModelEntry *entry = model_entry(file, ref);
    const FileModel *home = entry->home;
    if (entry->head) {
        file_model_renote(home, &entry->head_notes);
        return entry->head;
    }
    ModelHead *head = ARENA_NEW(home->mem, ModelHead);
    head->self = ref;
    UnitWatch watch;
    file_model_watch(home, &watch);
    if (ref.tag == REF_CLASS) {
        read_head(home, head, home->mem);
    } else {
        read_built_in_head(head);
    }
    entry->head_notes = file_model_unwatch(home, &watch, home->mem);
    return entry->head = head;
}

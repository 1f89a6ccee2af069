/* Knows managers of Django's models: by class, from a queryset, or as one. */
#include "semantics/file_scope.h"
#include "semantics/model_reader.h"

static const ClassRef none = {.tag = REF_NONE};

static ClassRef plain_manager(void) {
    return (ClassRef){.tag = REF_PATH, .path = STR("django.db.models.Manager")};
}

static bool is_plain(ClassRef manager) {
    return class_ref_equal(manager, plain_manager());
}

ManagerRole model_manager_role(const FileModel *file, ClassRef ref) {
    uint32_t roles = 0;
    if (ref.tag == REF_PATH) {
        roles = catalog_manager_role(ref.path);
    } else if (ref.tag == REF_CLASS) {
        const ClassOrder *order = class_order(file, ref);
        for (uint32_t i = 0; i < order->count; i++) {
            roles |=
                order->items[i].tag == REF_PATH ? catalog_manager_role(order->items[i].path) : 0;
        }
    }
    return (ManagerRole){(roles & MANAGER_IS_MANAGER) != 0, (roles & MANAGER_IS_QUERYSET) != 0};
}

/* The attribute that a call calls; empty for any other callee. */
static Str called_attribute(const Reading *reading, NodeId call) {
    NodeId callee = ast_child(&reading->facts->ast, call, FIELD_FUNC);
    bool is_attribute =
        callee != NODE_NONE && ast_kind(&reading->facts->ast, callee) == NODE_ATTRIBUTE;
    return is_attribute ? ast_name(&reading->facts->ast, callee) : STR("");
}

static ClassRef called_on(const Reading *reading, NodeId call) {
    const Ast *ast = &reading->facts->ast;
    NodeId callee = ast_child(ast, call, FIELD_FUNC);
    return reading_ref(reading, ast_child(ast, callee, FIELD_VALUE));
}

/* `M.from_queryset(Q)`: the class it makes. */
static bool read_from_queryset(const FileModel *file, ClassRef value, ModelManager *out,
                               Arena *mem) {
    if (value.tag != REF_VALUE) {
        return false;
    }
    Reading reading = model_reading(project_file(file, value.file), value.unit, mem);
    if (!reading_is_call(&reading, value.node) ||
        !str_equal(called_attribute(&reading, value.node), STR("from_queryset"))) {
        return false;
    }
    NodeId queryset = reading_argument(&reading, value.node, 0, STR("queryset_class"));
    out->manager = called_on(&reading, value.node);
    out->queryset = reading_ref(&reading, queryset);
    return true;
}

/* The queryset that a manager's class was made from: at one of the bases in its order. */
static ClassRef queryset_of_class(const FileModel *file, ClassRef manager, Arena *mem) {
    if (manager.tag != REF_CLASS) {
        return none;
    }
    const ClassOrder *order = class_order(file, manager);
    for (uint32_t i = 0; i < order->count; i++) {
        if (order->items[i].tag != REF_CLASS) {
            continue;
        }
        const FileModel *home = project_file(file, order->items[i].file);
        UnitId unit = order->items[i].unit;
        const Ast *ast = &file_model_unit(home, unit)->ast;
        for (NodeId base = ast_child(ast, order->items[i].node, FIELD_BASES); base != NODE_NONE;
             base = ast_next_in_field(ast, base)) {
            ModelManager made = {.queryset = none};
            if (read_from_queryset(home, class_ref_follow(home, unit, base, mem), &made, mem)) {
                return made.queryset;
            }
        }
    }
    return none;
}

/* `objects = X()`, `X.as_manager()`, `M.from_queryset(Q)()`; false for any other value. */
static bool read_value(const Reading *reading, NodeId value, ModelManager *out) {
    if (!reading_is_call(reading, value)) {
        return false;
    }
    if (str_equal(called_attribute(reading, value), STR("as_manager"))) {
        out->queryset = called_on(reading, value);
        out->manager = plain_manager();
        return model_manager_role(reading->file, out->queryset).is_queryset;
    }
    NodeId callee = ast_child(&reading->facts->ast, value, FIELD_FUNC);
    ClassRef made = class_ref_follow(reading->file, reading->unit, callee, reading->mem);
    if (read_from_queryset(reading->file, made, out, reading->mem)) {
        return true;
    }
    out->manager = reading_ref(reading, callee);
    out->queryset = queryset_of_class(reading->file, out->manager, reading->mem);
    return model_manager_role(reading->file, out->manager).is_manager;
}

static void add_managers(const FileModel *file, ClassRef owner, ModelManagerList *out, Arena *mem) {
    Arena scratch;
    arena_init(&scratch);
    BodyItems items = model_body_items(file, owner, &scratch);
    const FileModel *home = project_file(file, owner.file);
    for (uint32_t i = 0; i < items.count; i++) {
        const BodyItem *item = &items.items[i];
        Reading reading = model_reading(home, item->unit, mem);
        ModelManager manager = {
            .name = arena_copy(mem, item->name),
            .place = {
                      .tag = REF_VALUE, .file = home->id, .unit = item->unit, .node = item->statement}
        };
        bool is_seen = false;
        for (uint32_t j = 0; j < out->count; j++) {
            is_seen = is_seen || str_equal(out->items[j].name, manager.name);
        }
        if (!is_seen && read_value(&reading, item->value, &manager)) {
            manager.name = arena_copy(mem, item->name);
            manager.is_plain = is_plain(manager.manager) && manager.queryset.tag == REF_NONE;
            ARENA_PUSH(mem, out, manager);
        }
    }
    arena_release(&scratch);
}

/* Meta.default_manager_name goes to the front. */
static void order_managers(const FileModel *file, const ModelHead *head, ModelManagerList *list,
                           Arena *mem) {
    BodyItem item;
    ClassRef owner;
    if (!model_meta_option(file, head->meta, STR("default_manager_name"), &item, &owner, mem)) {
        return;
    }
    Reading reading = model_reading(project_file(file, owner.file), item.unit, mem);
    Str name = reading_string(&reading, item.value);
    for (uint32_t i = 1; i < list->count; i++) {
        if (str_equal(list->items[i].name, name)) {
            ModelManager first = list->items[i];
            memmove(&list->items[1], &list->items[0], i * sizeof first);
            list->items[0] = first;
            return;
        }
    }
}

/* The manager of a library's base class that brings its own. */
static ClassRef library_manager(const ClassOrder *order) {
    for (uint32_t i = 0; i < order->count; i++) {
        bool is_user = order->items[i].tag == REF_PATH &&
                       (str_equal(order->items[i].path, catalog_default_user()) ||
                        str_ends_with(order->items[i].path, STR(".AbstractUser")));
        if (is_user) {
            return (ClassRef){.tag = REF_PATH,
                              .path = STR("django.contrib.auth.models.UserManager")};
        }
    }
    return plain_manager();
}

void model_read_managers(const FileModel *file, Model *model, Arena *mem) {
    ModelManagerList list = {0};
    for (uint32_t i = 0; i < model->order->count; i++) {
        ClassRef owner = model->order->items[i];
        if (owner.tag == REF_CLASS && model_head(file, owner)->orm == ORM_DJANGO) {
            add_managers(file, owner, &list, mem);
        }
    }
    if (!list.count) {
        ClassRef manager = library_manager(model->order);
        ARENA_PUSH(mem, &list,
                   ((ModelManager){
                       .name = STR("objects"), .manager = manager, .is_plain = is_plain(manager)}));
    }
    order_managers(file, model_head(file, model->self), &list, mem);
    model->managers = (ModelManagers){list.items, list.count};
}

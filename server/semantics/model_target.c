/* Knows how the class at the other end of a relation is written: by itself, by a string, a setting,
 * a function that looks it up. */
#include "semantics/model_reader.h"

static const ClassRef none = {.tag = REF_NONE};

static ClassRef named_target(const FileModel *file, const ModelHead *of, Str name,
                             bool *is_likely) {
    if (str_equal(name, STR("self"))) {
        return of->self;
    }
    return name.len ? model_name_lookup(file, of, name, is_likely) : none;
}

/* `getattr(settings, "AUTH_USER_MODEL", "auth.User")`. */
static bool is_user_setting(const Reading *reading, NodeId call) {
    return str_equal(reading_string(reading, reading_argument(reading, call, 1, STR(""))),
                     STR("AUTH_USER_MODEL"));
}

/* `get_model("app", "Name")`, `get_model("app.Name")`. */
static ClassRef looked_up(const FileModel *file, const ModelHead *of, const Reading *reading,
                          NodeId call, bool *is_likely) {
    Str app = reading_string(reading, reading_argument(reading, call, 0, STR("app_label")));
    Str name = reading_string(reading, reading_argument(reading, call, 1, STR("model_name|model")));
    Str whole =
        name.len ? arena_format(reading->mem, "%.*s.%.*s", STR_ARG(app), STR_ARG(name)) : app;
    return named_target(file, of, whole, is_likely);
}

/* What the library calls it, also where the library is the project itself. */
static Str dotted_path(const FileModel *file, ClassRef callee, Arena *mem) {
    if (callee.tag != REF_FUNCTION) {
        return callee.path;
    }
    const FileModel *home = project_file(file, callee.file);
    Str module = project_module_name(file, callee.file);
    Str name = ast_name(&file_model_unit(home, callee.unit)->ast, callee.node);
    return arena_format(mem, "%.*s.%.*s", STR_ARG(module), STR_ARG(name));
}

/* A call, in whatever file it stands. */
static ClassRef called(const FileModel *file, const ModelHead *of, ClassRef place, Arena *mem,
                       bool *is_likely) {
    Reading reading = model_reading(project_file(file, place.file), place.unit, mem);
    ClassRef callee = reading_callee(&reading, place.node);
    if (catalog_is_model_getter(dotted_path(file, callee, mem))) {
        return looked_up(file, of, &reading, place.node, is_likely);
    }
    if (callee.tag != REF_PATH) {
        return none;
    }
    Str path = arena_format(mem, "%.*s()", STR_ARG(callee.path));
    bool is_user = catalog_is_user_model(path) || (str_equal(callee.path, STR("getattr")) &&
                                                   is_user_setting(&reading, place.node));
    return is_user ? model_user_class(file) : none;
}

static ClassRef target_at(const FileModel *file, const ModelHead *of, const Reading *reading,
                          NodeId node, bool *is_likely) {
    ClassRef ref = class_ref_follow(reading->file, reading->unit, node, reading->mem);
    if (ref.tag == REF_VALUE) {
        Reading there = model_reading(project_file(file, ref.file), ref.unit, reading->mem);
        return reading_is_call(&there, ref.node)
                   ? called(file, of, ref, reading->mem, is_likely)
                   : named_target(file, of, reading_string(&there, ref.node), is_likely);
    }
    if (ref.tag == REF_PATH && catalog_is_user_model(ref.path)) {
        return model_user_class(file);
    }
    bool is_class = ref.tag == REF_CLASS ||
                    (ref.tag == REF_PATH && str_find_byte(ref.path, '(') == ref.path.len);
    return is_class ? ref : none;
}

ClassRef model_read_target(const FieldContext *context, const Reading *reading, NodeId node,
                           bool *is_likely) {
    if (node == NODE_NONE) {
        return none;
    }
    if (ast_kind(&reading->facts->ast, node) == NODE_LAMBDA) {
        node = ast_child(&reading->facts->ast, node, FIELD_BODY);
    }
    return node == NODE_NONE ? none
                             : target_at(context->file, context->of, reading, node, is_likely);
}

ClassRef model_class_of(const FileModel *file, UnitId unit, NodeId expression, Arena *mem) {
    static const ModelHead nobody = {.orm = ORM_DJANGO};
    bool is_likely = false;
    Reading reading = model_reading(file, unit, mem);
    bool is_string = reading_string(&reading, expression).len > 0;
    return is_string ? none : target_at(file, &nobody, &reading, expression, &is_likely);
}

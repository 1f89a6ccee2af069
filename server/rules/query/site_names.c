/* Knows what names mean at a place of the project; refuses to know what is done with them. */
#include "rules/query/site_names.h"

#include "semantics/qualified_name.h"

static Str module_part(Str path) {
    uint32_t length = path.len - str_last_part(path).len;
    return str_slice(path, 0, length ? length - 1 : 0);
}

/* The one binding of the name, when it stands at module level and under no condition: an import
 * `if TYPE_CHECKING` binds nothing when the code runs. */
static const Binding *plain_binding(const QuerySite *site, Str name, BindingPlace *place,
                                    Arena *mem) {
    NameMeaning meaning = file_scope_lookup(site->file, site->unit, site->place, name, mem);
    if (meaning.place_count != 1) {
        return NULL;
    }
    *place = meaning.places[0];
    const Ast *ast = &file_model_unit(site->file, place->unit)->ast;
    const Binding *binding = file_scope_binding(site->file, *place);
    if (!binding) {
        return NULL;
    }
    NodeId statement = ast_statement(ast, binding->node);
    for (NodeId at = ast_node(ast, statement)->parent; at != NODE_NONE;
         at = ast_node(ast, at)->parent) {
        if (ast_kind(ast, at) == NODE_IF || ast_kind(ast, at) == NODE_TRY) {
            return NULL;
        }
    }
    return binding;
}

/* The name is an import of this path. */
static bool means(const QuerySite *site, Str name, Str path, Arena *mem) {
    BindingPlace place;
    const Binding *binding = plain_binding(site, name, &place, mem);
    const Ast *ast = binding ? &file_model_unit(site->file, place.unit)->ast : NULL;
    return binding && str_equal(import_binding_path(ast, binding, mem), path);
}

/* `import module as alias` at module level of the site's file, which imports nothing from it by
 * name; empty otherwise. */
static Str module_alias(const QuerySite *site, Str module, Arena *mem) {
    const Ast *ast = &file_model_unit(site->file, UNIT_MODULE_ID)->ast;
    Str found = STR("");
    for (NodeId at = ast_first_child(ast, NODE_ROOT); at != NODE_NONE;
         at = ast_next_sibling(ast, at)) {
        if (ast_kind(ast, at) == NODE_IMPORT_FROM && str_equal(ast_name(ast, at), module)) {
            return STR("");
        }
        NodeId alias =
            ast_kind(ast, at) == NODE_IMPORT ? ast_child(ast, at, FIELD_NAMES) : NODE_NONE;
        for (; alias != NODE_NONE; alias = ast_next_in_field(ast, alias)) {
            NodeId local = ast_child(ast, alias, FIELD_ASNAME);
            bool is_it = str_equal(ast_name(ast, alias), module);
            found = is_it ? ast_name(ast, local != NODE_NONE ? local : alias) : found;
        }
    }
    return found.len && means(site, found, module, mem) ? found : STR("");
}

/* Where the query is made, which may be another file than the finding's. */
static Str import_at(FixContext *context, const QuerySite *site, Str module, Str name) {
    return site->file->id == context->rule.file->id
               ? fix_import(context, module, name)
               : fix_import_elsewhere(context, site->file, site->unit, module, name);
}

Str site_names_function(FixContext *context, const QuerySite *site, Str path) {
    Arena *mem = context->rule.mem;
    Str name = str_last_part(path);
    Str module = module_part(path);
    if (means(site, name, path, context->rule.scratch)) {
        return name;
    }
    if (means(site, str_last_part(module), module, context->rule.scratch)) {
        return arena_format(mem, "%.*s.%.*s", STR_ARG(str_last_part(module)), STR_ARG(name));
    }
    Str alias = module_alias(site, module, context->rule.scratch);
    if (alias.len) {
        return arena_format(mem, "%.*s.%.*s", STR_ARG(alias), STR_ARG(name));
    }
    return import_at(context, site, module, name);
}

/* `from module import ...` stands at module level of the site's file. */
static bool imports_from(const QuerySite *site, Str module) {
    const Ast *ast = &file_model_unit(site->file, UNIT_MODULE_ID)->ast;
    for (NodeId at = ast_first_child(ast, NODE_ROOT); at != NODE_NONE;
         at = ast_next_sibling(ast, at)) {
        if (ast_kind(ast, at) == NODE_IMPORT_FROM && ast_node(ast, at)->detail == 0 &&
            str_equal(ast_name(ast, at), module)) {
            return true;
        }
    }
    return false;
}

/* `models.` of the `select(models.Book)` that the query is made with, when the class lives in the
 * module of the one that stands there; empty otherwise. */
static Str module_prefix(const QuerySite *site, const Model *model) {
    const Ast *ast = &site->facts->ast;
    NodeId first = ast_kind(ast, site->place) == NODE_CALL
                       ? ast_child(ast, site->place, FIELD_ARGS)
                       : ast_child(ast, site->place, FIELD_VALUE);
    NodeId module = ast_child(ast, first, FIELD_VALUE);
    if (ast_kind(ast, first) != NODE_ATTRIBUTE || ast_kind(ast, module) != NODE_NAME) {
        return STR("");
    }
    KindId kind = kinds_expression(site->file, site->unit, first);
    const Kind *class = kind_get(kinds_table(site->file), kind);
    const Model *named = class->tag == KIND_TAG_CLASS ? model_of_kind(site->file, class) : NULL;
    bool is_there = named && str_equal(named->module, model->module) &&
                    str_equal(ast_name(ast, first), named->name);
    return is_there ? ast_name(ast, module) : STR("");
}

Str site_names_class(FixContext *context, const QuerySite *site, const Model *model) {
    Str prefix = module_prefix(site, model);
    if (prefix.len) {
        return arena_format(context->rule.mem, "%.*s.%.*s", STR_ARG(prefix), STR_ARG(model->name));
    }
    Arena *scratch = context->rule.scratch;
    BindingPlace place = {UNIT_NONE, 0};
    const Binding *binding = plain_binding(site, model->name, &place, scratch);
    if (place.unit != UNIT_NONE && place.binding == BINDING_DEFINITION) {
        bool is_it = model->self.file == site->file->id && model->self.unit == place.unit;
        return is_it ? model->name : STR("");
    }
    if (binding) {
        KindId kind = kinds_binding(site->file, place.unit, place.binding);
        const Kind *named = kind_get(kinds_table(site->file), kind);
        bool is_it = named->tag == KIND_TAG_CLASS && model_of_kind(site->file, named) == model;
        return is_it ? model->name : STR("");
    }
    NameMeaning meaning =
        file_scope_lookup(site->file, site->unit, site->place, model->name, scratch);
    bool can_import =
        meaning.place_count == 0 && model->module.len > 0 && imports_from(site, model->module);
    return can_import ? import_at(context, site, model->module, model->name) : STR("");
}

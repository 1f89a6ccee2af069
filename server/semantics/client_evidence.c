/* Knows when a parameter's name and the file's imports together tell of a client; which names do is
 * the catalog's business. */
#include "semantics/client_evidence.h"

#include "catalog/evidence.h"
#include "catalog/extension.h"
#include "semantics/file_scope.h"

/* The receiver of a method call that is a plain name; NODE_NONE for any other callee. */
static NodeId receiver_name(const Ast *ast, NodeId call) {
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    if (function == NODE_NONE || ast_kind(ast, function) != NODE_ATTRIBUTE) {
        return NODE_NONE;
    }
    NodeId receiver = ast_child(ast, function, FIELD_VALUE);
    return receiver != NODE_NONE && ast_kind(ast, receiver) == NODE_NAME ? receiver : NODE_NONE;
}

static bool is_bare_parameter(const FileModel *file, UnitId unit, NodeId name) {
    NameMeaning meaning = file_scope_resolve(file, unit, name, file->mem);
    for (uint32_t i = 0; i < meaning.place_count; i++) {
        const Binding *binding = file_scope_binding(file, meaning.places[i]);
        if (!binding || binding->kind != BINDING_PARAMETER) {
            return false;
        }
        const Ast *ast = &file_model_unit(file, meaning.places[i].unit)->ast;
        if (ast_child(ast, binding->source, FIELD_ANNOTATION) != NODE_NONE) {
            return false;
        }
    }
    return meaning.place_count > 0;
}

const CatalogCallable *client_evidence(const FileModel *file, UnitId unit, NodeId call) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId receiver = receiver_name(ast, call);
    if (receiver == NODE_NONE || file_model_is_test(file)) {
        return NULL; /* a test's `client` is a fixture of its framework */
    }
    uint32_t count;
    const ClientName *rows = catalog_client_names(ast_name(ast, receiver), &count);
    if (!rows || !is_bare_parameter(file, unit, receiver)) {
        return NULL;
    }
    Str method = ast_name(ast, ast_child(ast, call, FIELD_FUNC));
    for (uint32_t i = 0; i < count; i++) {
        if (file_scope_imports(file, rows[i].module)) {
            return extended_method(file->extension, rows[i].class_path, method);
        }
    }
    return NULL;
}

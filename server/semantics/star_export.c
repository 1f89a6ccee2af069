/* Knows how `__all__` is written; knows nothing about what the names in it are. */
#include "semantics/star_export.h"

#include "semantics/file_scope.h"
#include "semantics/kinds_query.h"

typedef struct Listing {
    Str name;
    bool is_listed;
    bool is_computed; /* in part at least */
} Listing;

static void read_display(Listing *listing, const UnitFacts *facts, NodeId display) {
    for (NodeId item = ast_first_child(&facts->ast, display); item != NODE_NONE;
         item = ast_next_sibling(&facts->ast, item)) {
        Str text;
        if (!literal_string(facts, item, &text)) {
            listing->is_computed = true;
        } else if (str_equal(text, listing->name)) {
            listing->is_listed = true;
        }
    }
}

/* `["a", "b"] + ["c"] + other.__all__`: sums lean to the left. */
static void read_value(Listing *listing, const UnitFacts *facts, NodeId value) {
    const Ast *ast = &facts->ast;
    while (value != NODE_NONE && ast_kind(ast, value) == NODE_BIN_OP) {
        NodeId right = ast_child(ast, value, FIELD_RIGHT);
        bool is_plain = right != NODE_NONE && ast_kind_is_sequence(ast_kind(ast, right));
        if (is_plain) {
            read_display(listing, facts, right);
        }
        listing->is_computed = listing->is_computed || !is_plain;
        value = ast_child(ast, value, FIELD_LEFT);
    }
    if (value != NODE_NONE && ast_kind_is_sequence(ast_kind(ast, value))) {
        read_display(listing, facts, value);
    } else {
        listing->is_computed = true;
    }
}

static void read_binding(Listing *listing, const FileModel *module, BindingPlace place) {
    const Binding *binding = file_scope_binding(module, place);
    bool has_value = binding && !binding->is_unpacked &&
                     (binding->kind == BINDING_ASSIGN || binding->kind == BINDING_ANNOTATED ||
                      binding->kind == BINDING_AUGMENTED);
    if (!has_value) {
        listing->is_computed = true;
        return;
    }
    const UnitFacts *facts = file_model_unit(module, place.unit);
    read_value(listing, facts, ast_child(&facts->ast, binding->source, FIELD_VALUE));
}

bool star_export_has(const FileModel *module, Str name, Arena *mem) {
    bool is_public = name.len > 0 && name.ptr[0] != '_';
    NameMeaning meaning = file_scope_module_name(module, STR("__all__"), mem);
    if (!meaning.place_count) {
        return is_public;
    }
    Listing listing = {.name = name};
    for (uint32_t i = 0; i < meaning.place_count && !listing.is_listed; i++) {
        read_binding(&listing, module, meaning.places[i]);
    }
    /* `__all__.extend(...)`, `__all__.append(...)`. */
    Str text = file_model_unit(module, UNIT_MODULE_ID)->text;
    bool grows = str_find(text, STR("__all__.")) < text.len;
    return listing.is_listed || (is_public && (listing.is_computed || grows));
}

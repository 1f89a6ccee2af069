/* Kinds of attributes of classes of the project: class bodies, assignments in methods, bases. */
#include "catalog/models.h"
#include "catalog/query.h"
#include "semantics/attribute_mentions.h"
#include "semantics/class_ref.h"
#include "semantics/kinds_evaluator.h"

enum { BASES_MAX = 8 };

/* ---- the body ------------------------------------------------------------------------------- */

/* Members of a class that is a unit: through the file's scopes. */
static KindId body_member(Evaluation *evaluation, Str name) {
    NameMeaning meaning =
        file_scope_class_name(evaluation->file, evaluation->unit, name, evaluation_mem(evaluation));
    KindId joined = KIND_NEVER;
    for (uint32_t i = 0; i < meaning.place_count && joined != KIND_UNKNOWN; i++) {
        joined = kind_join(evaluation->table, joined, answer_place(evaluation, &meaning.places[i]));
    }
    return joined;
}

/* Members of a class nested in a function: its own scope in the unit's tree. */
static KindId nested_member(Evaluation *evaluation, NodeId class_node, Str name) {
    const ScopeTree *tree = evaluation->facts->scopes;
    KindId joined = KIND_NEVER;
    for (ScopeId scope = 0; scope < tree->scope_count; scope++) {
        if (tree->scopes[scope].node != class_node || tree->scopes[scope].kind != SCOPE_CLASS) {
            continue;
        }
        SymbolId id = scope_symbol_by_text(tree, &evaluation->facts->ast, scope, name);
        const Symbol *symbol = id == SYMBOL_NONE ? NULL : &tree->symbols[id];
        for (uint32_t i = 0; symbol && i < symbol->binding_count; i++) {
            KindId one = evaluation_ask(
                evaluation, question_of(QUESTION_BINDING,
                                        (KindPlace){evaluation->file->id, evaluation->unit,
                                                    symbol->first_binding + i},
                                        KIND_NEVER));
            joined = kind_join(evaluation->table, joined, one);
        }
    }
    return joined;
}

/* ---- assignments to `self.name` in methods -------------------------------------------------- */

/* True when `node` is `self.name` where self is the first parameter of the method around it. */
static bool is_own_attribute(const Ast *ast, NodeId node, Str self, Str name) {
    NodeId value = ast_child(ast, node, FIELD_VALUE);
    return ast_kind(ast, node) == NODE_ATTRIBUTE && (ast_node(ast, node)->flags & NODE_STORE) &&
           str_equal(ast_name(ast, node), name) && value != NODE_NONE &&
           ast_kind(ast, value) == NODE_NAME && str_equal(ast_name(ast, value), self);
}

static Str first_parameter_name(const Ast *ast, NodeId function) {
    NodeId first = ast_child(ast, function, FIELD_POSONLYARGS);
    first = first == NODE_NONE ? ast_child(ast, function, FIELD_ARGS) : first;
    return first == NODE_NONE ? (Str){"", 0} : ast_name(ast, first);
}

static KindId ask_in(Evaluation *evaluation, QuestionKind kind, UnitId unit, NodeId node) {
    return node == NODE_NONE
               ? KIND_UNKNOWN
               : evaluation_ask(
                     evaluation,
                     question_of(kind, (KindPlace){evaluation->file->id, unit, node}, KIND_NEVER));
}

/* `self.x = self.x + y`, `self.x = y + self.x`: like `self.x += y`. */
static bool adds_to_itself(const Ast *ast, NodeId assign, NodeId target) {
    NodeId left = ast_child(ast, assign, FIELD_VALUE);
    NodeId right = NODE_NONE;
    while (left != NODE_NONE && ast_kind(ast, left) == NODE_BIN_OP &&
           ast_node(ast, left)->detail == OPERATOR_ADD) {
        right = right == NODE_NONE ? ast_child(ast, left, FIELD_RIGHT) : right;
        left = ast_child(ast, left, FIELD_LEFT);
    }
    NodeId sides[] = {left, right};
    for (size_t i = 0; right != NODE_NONE && i < 2; i++) {
        NodeId value = sides[i] == NODE_NONE ? NODE_NONE : ast_child(ast, sides[i], FIELD_VALUE);
        if (value != NODE_NONE && ast_kind(ast, sides[i]) == NODE_ATTRIBUTE &&
            ast_kind(ast, value) == NODE_NAME &&
            ast_node(ast, sides[i])->name == ast_node(ast, target)->name &&
            ast_node(ast, value)->name ==
                ast_node(ast, ast_child(ast, target, FIELD_VALUE))->name) {
            return true;
        }
    }
    return false;
}

/* What the statement around a target gives it. Unpacked targets are not followed: Unknown. */
static KindId stored_kind(Evaluation *evaluation, UnitId unit, const Ast *ast, NodeId target) {
    NodeId source = ast_node(ast, target)->parent;
    switch (ast_kind(ast, source)) {
    case NODE_ASSIGN:
        return adds_to_itself(ast, source, target) ? KIND_NEVER /* keeps the kind, as below */
                                                   : ask_in(evaluation, QUESTION_EXPRESSION, unit,
                                                            ast_child(ast, source, FIELD_VALUE));
    case NODE_ANN_ASSIGN: {
        KindId declared =
            ask_in(evaluation, QUESTION_ANNOTATION, unit, ast_child(ast, source, FIELD_ANNOTATION));
        return declared == KIND_UNKNOWN ? ask_in(evaluation, QUESTION_EXPRESSION, unit,
                                                 ast_child(ast, source, FIELD_VALUE))
                                        : declared;
    }
    case NODE_AUG_ASSIGN:
        return KIND_NEVER; /* keeps the kind in nearly every class; the others decide */
    default:
        return KIND_UNKNOWN;
    }
}

static KindId assigned_in(Evaluation *evaluation, UnitId unit, NodeId function, Str name) {
    const Ast *ast = &evaluation_facts(evaluation, evaluation->file->id, unit)->ast;
    Str self = first_parameter_name(ast, function);
    KindId joined = KIND_NEVER;
    NodeId end = ast_node(ast, function)->subtree_end;
    for (NodeId node = function + 1; self.len && node < end; node++) {
        if (is_own_attribute(ast, node, self, name)) {
            joined = kind_join(evaluation->table, joined, stored_kind(evaluation, unit, ast, node));
        }
    }
    return joined;
}

bool text_mentions_attribute(Str text, Str name) {
    uint32_t at = 0;
    while (at < text.len) {
        at += str_find(str_slice(text, at, text.len), name);
        if (at > 0 && at < text.len && text.ptr[at - 1] == '.') {
            return true;
        }
        at++;
    }
    return false;
}

static KindId assigned_in_methods(Evaluation *evaluation, NodeId class_node, Str name) {
    const Ast *ast = &evaluation->facts->ast;
    KindId joined = KIND_NEVER;
    /* Methods that stand in the class's own unit: nested class, or conditional definitions. */
    NodeId end = ast_node(ast, class_node)->subtree_end;
    for (NodeId node = class_node + 1; node < end; node++) {
        if (ast_kind_is_function(ast_kind(ast, node))) {
            joined = kind_join(evaluation->table, joined,
                               assigned_in(evaluation, evaluation->unit, node, name));
        }
    }
    if (class_node != ast_definition(ast)) {
        return joined;
    }
    uint32_t count;
    const UnitId *methods =
        attribute_mentions_of(attribute_mentions(evaluation->file, evaluation->unit), name, &count);
    for (uint32_t i = 0; i < count; i++) {
        NodeId function = unit_definition(evaluation, evaluation->file->id, methods[i]);
        KindId one = function == NODE_NONE ? KIND_NEVER
                                           : assigned_in(evaluation, methods[i], function, name);
        joined = kind_join(evaluation->table, joined, one);
    }
    return joined;
}

/* ---- bases ---------------------------------------------------------------------------------- */

/* `db.Model`: no value of a kind, but a class whose attributes the catalog knows; true when `name`
 * is none of them. */
static bool is_model_base_without(Evaluation *evaluation, NodeId base, Str name) {
    ClassRef ref =
        class_ref_resolve(evaluation->file, evaluation->unit, base, evaluation_mem(evaluation));
    const CatalogModelBase *row = ref.tag == REF_PATH ? catalog_model_base(ref.path) : NULL;
    return row && !catalog_query_method(row->orm, QUERY_ON_CLASS, name);
}

KindId answer_inherited(Evaluation *evaluation, NodeId class_node, Str name) {
    const Ast *ast = &evaluation->facts->ast;
    uint32_t count = 0;
    for (NodeId base = ast_child(ast, class_node, FIELD_BASES); base != NODE_NONE;
         base = ast_next_in_field(ast, base)) {
        NodeId plain = ast_kind(ast, base) == NODE_SUBSCRIPT ? ast_child(ast, base, FIELD_VALUE)
                                                             : base; /* `Repository[Book]` */
        KindId named = ++count > BASES_MAX || plain == NODE_NONE
                           ? KIND_UNKNOWN
                           : evaluation_expression(evaluation, plain);
        Kind kind = *kind_get(evaluation->table, named);
        KindId found = KIND_UNKNOWN;
        if (kind.tag == KIND_TAG_UNKNOWN && is_model_base_without(evaluation, base, name)) {
            continue;
        }
        if (kind.tag == KIND_TAG_CLASS) {
            found = evaluation_attribute(evaluation, kind_place(&kind), name);
        } else if (kind.tag == KIND_TAG_SYMBOL) {
            found =
                answer_attribute_of(evaluation, kind_instance(evaluation->table, kind.path), name);
        }
        if (found != KIND_UNKNOWN || kind.tag == KIND_TAG_UNKNOWN) {
            return found;
        }
    }
    return KIND_UNKNOWN;
}

KindId answer_attribute(Evaluation *evaluation, NodeId class_node, Str name) {
    bool is_unit = class_node == ast_definition(&evaluation->facts->ast) &&
                   evaluation->file->outline->units[evaluation->unit].kind == UNIT_CLASS;
    KindId own =
        is_unit ? body_member(evaluation, name) : nested_member(evaluation, class_node, name);
    if (kind_get(evaluation->table, own)->tag == KIND_TAG_FUNCTION) {
        return own;
    }
    own = kind_join(evaluation->table, own, assigned_in_methods(evaluation, class_node, name));
    /* Never: nothing in the class itself binds the name. */
    return own == KIND_NEVER ? answer_inherited(evaluation, class_node, name) : own;
}

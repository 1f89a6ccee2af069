/* What requests carry: the user, and what the project's own middleware puts there. Believed, since
 * which request it is nobody says: never more than likely. */
#include "semantics/kinds_query.h"
#include "semantics/model_project.h"

/* `request`, `self.request`. */
static bool is_request(const Ast *ast, NodeId object) {
    return object != NODE_NONE && catalog_is_request_name(ast_name(ast, object)) &&
           (ast_kind(ast, object) == NODE_NAME || ast_kind(ast, object) == NODE_ATTRIBUTE);
}

/* The value of `request.name = value`; NODE_NONE for any other statement. */
static NodeId value_given(const Ast *ast, NodeId assign, Str name) {
    NodeId target =
        ast_kind(ast, assign) == NODE_ASSIGN ? ast_child(ast, assign, FIELD_TARGETS) : NODE_NONE;
    bool is_it = target != NODE_NONE && ast_kind(ast, target) == NODE_ATTRIBUTE &&
                 str_equal(ast_name(ast, target), name) &&
                 is_request(ast, ast_child(ast, target, FIELD_VALUE));
    return is_it ? ast_child(ast, assign, FIELD_VALUE) : NODE_NONE;
}

static bool is_none(const Ast *ast, NodeId value) {
    return ast_kind(ast, value) == NODE_CONSTANT && ast_node(ast, value)->detail == CONSTANT_NONE;
}

/* What a unit of a middleware puts there; Never when it does not. */
static KindId given_in(Evaluation *evaluation, FileId file, UnitId unit, Str name) {
    const UnitFacts *facts = evaluation_facts(evaluation, file, unit);
    KindId joined = KIND_NEVER;
    for (NodeId node = 0; node < facts->ast.node_count && !evaluation->waiting; node++) {
        NodeId value = value_given(&facts->ast, node, name);
        if (value == NODE_NONE || is_none(&facts->ast, value)) {
            continue;
        }
        KindId one =
            evaluation_ask(evaluation, question_of(QUESTION_EXPRESSION,
                                                   (KindPlace){file, unit, value}, KIND_NEVER));
        joined = kind_join(evaluation->table, joined, one);
    }
    return joined;
}

static KindId given_by(Evaluation *evaluation, ClassRef middleware, Str name) {
    const FileModel *home = evaluation_model(evaluation, middleware.file);
    const Outline *outline = home->outline;
    file_model_note_outline(home);
    KindId joined = KIND_NEVER;
    for (UnitId unit = outline->units[middleware.unit].first_child;
         unit != UNIT_NONE && !evaluation->waiting; unit = outline->units[unit].next_sibling) {
        joined =
            kind_join(evaluation->table, joined, given_in(evaluation, middleware.file, unit, name));
    }
    return joined;
}

/* One object of the class, told by names alone: whatever follows from it is likely. No place of the
 * project asks for it, and nothing is known to be loaded. */
static KindId believed(Evaluation *evaluation, KindId of_class) {
    const Model *model =
        of_class <= KIND_UNKNOWN ? NULL : evaluation_model_of(evaluation, of_class);
    if (evaluation->waiting) {
        return KIND_NEVER;
    }
    QueryKind query = {
        .orm = model ? model->orm : ORM_DJANGO,
        .stage = QUERY_STAGE_LAZY,
        .flags = QUERY_IS_LIKELY,
        .model = of_class,
        .place = {FILE_NONE, 0, 0}
    };
    return of_class <= KIND_UNKNOWN
               ? KIND_UNKNOWN
               : kind_as_likely(evaluation->table,
                                query_row(evaluation->table,
                                          query_kind_add(evaluation->table, &query), false));
}

/* The model of what is put there: a row, or an object of it. */
static KindId class_given(Evaluation *evaluation, KindId kind) {
    RowKind row;
    if (row_kind_get(evaluation->table, kind, &row)) {
        return row.flags & ROW_IS_MANY ? KIND_UNKNOWN : row.model;
    }
    Kind object = *kind_get(evaluation->table, kind);
    if (object.tag != KIND_TAG_OBJECT || !evaluation_model_of(evaluation, kind)) {
        return KIND_UNKNOWN;
    }
    return kind_add(evaluation->table, &(Kind){.tag = KIND_TAG_CLASS,
                                               .file = object.file,
                                               .unit = object.unit,
                                               .node = object.node});
}

static KindId given_by_middleware(Evaluation *evaluation, Str name) {
    ClassRefs classes = model_middleware_classes(evaluation->file);
    KindId joined = KIND_NEVER;
    for (uint32_t i = 0; i < classes.count && !evaluation->waiting; i++) {
        joined = kind_join(evaluation->table, joined, given_by(evaluation, classes.items[i], name));
    }
    if (evaluation->waiting) {
        return KIND_NEVER;
    }
    return joined <= KIND_UNKNOWN ? KIND_UNKNOWN
                                  : believed(evaluation, class_given(evaluation, joined));
}

KindId answer_request_attribute(Evaluation *evaluation, NodeId node) {
    const Ast *ast = &evaluation->facts->ast;
    Str name = ast_name(ast, node);
    if (!is_request(ast, ast_child(ast, node, FIELD_VALUE)) ||
        !(file_scope_imports(evaluation->file, STR("django")) ||
          file_scope_imports(evaluation->file, STR("rest_framework")))) {
        return KIND_UNKNOWN;
    }
    if (!catalog_is_request_user(name)) {
        return given_by_middleware(evaluation, name);
    }
    return believed(evaluation, kind_of_class(evaluation, model_user_class(evaluation->file)));
}

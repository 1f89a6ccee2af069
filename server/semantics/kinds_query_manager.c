/* Which model a manager's or a queryset's own class works for, where no call tells: one that has
 * it. Knows where models name their managers; what a model is, model.h says. */
#include "semantics/kinds_query.h"

enum { OWNERS_MAX = 32 };

/* The model of a class unit that has the manager or queryset class; NULL when it has not. */
static const Model *owner_in(Evaluation *evaluation, ProjectUnit unit, ClassRef of_class,
                             const ModelManager **manager) {
    const FileModel *home = evaluation_model(evaluation, unit.file);
    if (home->outline->units[unit.unit].kind != UNIT_CLASS) {
        return NULL;
    }
    NodeId node = unit_definition(evaluation, unit.file, unit.unit);
    Kind kind = {.tag = KIND_TAG_CLASS, .file = unit.file, .unit = unit.unit, .node = node};
    const Model *model = node == NODE_NONE ? NULL : model_of_kind(evaluation->file, &kind);
    for (uint32_t i = 0; model && i < model->managers.count; i++) {
        *manager = &model->managers.items[i];
        if (class_ref_equal((*manager)->manager, of_class) ||
            class_ref_equal((*manager)->queryset, of_class)) {
            return model;
        }
    }
    return NULL;
}

/* The first model that a call of this name gives the class to: `X()`, `X.as_manager()`. */
static const Model *owner_by_call(Evaluation *evaluation, Str called, ClassRef of_class,
                                  const ModelManager **manager) {
    ProjectUnits units =
        project_callers_named(evaluation->file, called, evaluation_mem(evaluation));
    for (uint32_t i = 0; i < units.count && i < OWNERS_MAX; i++) {
        const Model *model = owner_in(evaluation, units.items[i], of_class, manager);
        if (model) {
            return model;
        }
    }
    return NULL;
}

static const Model *owner_of(Evaluation *evaluation, Str name, ClassRef of_class, ManagerRole role,
                             const ModelManager **manager) {
    const Model *model = owner_by_call(evaluation, name, of_class, manager);
    if (!model && role.is_queryset) {
        model = owner_by_call(evaluation, STR("as_manager"), of_class, manager);
    }
    return model || !role.is_queryset
               ? model
               : owner_by_call(evaluation, STR("from_queryset"), of_class, manager);
}

KindId answer_manager_self(Evaluation *evaluation, KindPlace of_class) {
    ClassRef ref = {
        .tag = REF_CLASS, .file = of_class.file, .unit = of_class.unit, .node = of_class.node};
    ManagerRole role = model_manager_role(evaluation->file, ref);
    if (!role.is_manager && !role.is_queryset) {
        return KIND_UNKNOWN;
    }
    Str name =
        ast_name(&evaluation_facts(evaluation, of_class.file, of_class.unit)->ast, of_class.node);
    const ModelManager *manager = NULL;
    const Model *model = owner_of(evaluation, name, ref, role, &manager);
    if (!model || evaluation->waiting) {
        return evaluation->waiting ? KIND_NEVER : KIND_UNKNOWN;
    }
    QueryKind query = {
        .orm = model->orm,
        .stage = role.is_queryset ? QUERY_STAGE_LAZY : QUERY_STAGE_MANAGER,
        .flags = QUERY_IS_LIKELY,
        .model = kind_of_class(evaluation, model->self),
        .manager = manager->manager.tag == REF_CLASS ? kind_of_class(evaluation, manager->manager)
                                                     : KIND_NEVER,
        .queryset = manager->queryset.tag == REF_CLASS
                        ? kind_of_class(evaluation, manager->queryset)
                        : KIND_NEVER,
        .place = {evaluation->file->id, evaluation->unit, evaluation->node}
    };
    return query_kind_add(evaluation->table, &query);
}

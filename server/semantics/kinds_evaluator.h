/* Inside of kinds: the table of questions and the stack that answers them. */
#ifndef BLUETICK_SEMANTICS_KINDS_EVALUATOR_H
#define BLUETICK_SEMANTICS_KINDS_EVALUATOR_H

#include "catalog/extension.h"
#include "semantics/kinds.h"

typedef enum QuestionKind {
    QUESTION_EXPRESSION, /* node */
    QUESTION_ANNOTATION, /* node: what a value annotated with this expression is */
    QUESTION_BINDING,    /* node = BindingId */
    QUESTION_RESULT,     /* node of the function */
    QUESTION_ATTRIBUTE,  /* node of the class, name */
} QuestionKind;

typedef struct Question {
    QuestionKind kind;
    UnitId unit;
    uint32_t node;
    KindId name; /* the attribute's name, interned as a symbol */
} Question;

typedef struct FileKinds FileKinds;

/* What one question sees while it is answered. */
typedef struct Evaluation {
    FileKinds *kinds;
    FileModel *file;
    KindTable *table;
    const UnitFacts *facts; /* of the question's unit */
    UnitId unit;
    bool waiting; /* an answer that was asked for is not there yet: the result does not count */
} Evaluation;

/* The answer to another question; KIND_NEVER with `waiting` set when it must be found first. */
KindId evaluation_ask(Evaluation *evaluation, Question question);
KindId evaluation_expression(Evaluation *evaluation, NodeId node);
KindId evaluation_annotation(Evaluation *evaluation, NodeId node);
KindId evaluation_result(Evaluation *evaluation, UnitId unit, NodeId function);
KindId evaluation_attribute(Evaluation *evaluation, UnitId unit, NodeId class_node, Str name);

/* One function a kind of question; each may be run again until nothing it asks for is waiting. */
KindId answer_expression(Evaluation *evaluation, NodeId node);
KindId answer_annotation(Evaluation *evaluation, NodeId node);
KindId answer_binding(Evaluation *evaluation, BindingId binding);
KindId answer_result(Evaluation *evaluation, NodeId function);
KindId answer_attribute(Evaluation *evaluation, NodeId class_node, Str name);

/* Shared by the answers. */
KindId answer_call(Evaluation *evaluation, NodeId call);
KindId answer_attribute_of(Evaluation *evaluation, KindId value, Str name);
KindId answer_operation(Evaluation *evaluation, Operator op, KindId left, KindId right);
KindId answer_place(Evaluation *evaluation, const BindingPlace *place);
KindId answer_awaited(Evaluation *evaluation, KindId value);

/* The function as a kind, seen through its decorators; PROPERTY is left to the attribute access. */
DecoratorEffect function_effect(Evaluation *evaluation, UnitId unit, NodeId function);
KindId function_kind(Evaluation *evaluation, UnitId unit, NodeId function);

/* The class whose body the function stands in: false when it is no method. */
typedef struct ClassPlace {
    UnitId unit;
    NodeId node;
} ClassPlace;
bool class_of_function(Evaluation *evaluation, UnitId unit, NodeId function, ClassPlace *out);

/* The definition that a whole unit is; NODE_NONE when it is broken. */
NodeId unit_definition(Evaluation *evaluation, UnitId unit);

const UnitFacts *evaluation_facts(Evaluation *evaluation, UnitId unit);
Arena *evaluation_mem(Evaluation *evaluation);

#endif

/* Inside of kinds: the table of questions and the stack that answers them. */
#ifndef BLUETICK_SEMANTICS_KINDS_EVALUATOR_H
#define BLUETICK_SEMANTICS_KINDS_EVALUATOR_H

#include "catalog/extension.h"
#include "semantics/kinds.h"
#include "semantics/project.h"

typedef enum QuestionKind {
    QUESTION_EXPRESSION, /* node */
    QUESTION_ANNOTATION, /* node: what a value annotated with this expression is */
    QUESTION_BINDING,    /* node = BindingId */
    QUESTION_RESULT,     /* node of the function */
    QUESTION_ATTRIBUTE,  /* node of the class, name */
    QUESTION_INHERITED,  /* likewise, without the class itself: what super() finds */
    QUESTION_CALLED,     /* node of a call or of a property that is read: the context of what runs;
                            Unknown when it is given nothing of an ORM */
    QUESTION_LISTED,     /* node of a class of the admin: a row of its page */
    QUESTION_EXPORT,     /* name: of the file's module, as an import sees it; Never = not bound */
} QuestionKind;

typedef struct Question {
    QuestionKind kind;
    FileId file;
    UnitId unit;
    uint32_t node;
    KindId name;    /* the attribute's name, interned as a symbol */
    KindId context; /* what the functions around the node were called with, or KIND_NEVER */
} Question;

static inline Question question_of(QuestionKind kind, KindPlace place, KindId context) {
    return (Question){.kind = kind,
                      .file = place.file,
                      .unit = place.unit,
                      .node = place.node,
                      .context = context};
}

typedef struct FileKinds FileKinds;

/* What one question sees while it is answered. */
typedef struct Evaluation {
    FileKinds *kinds;
    FileModel *file; /* of the question */
    KindTable *table;
    const UnitFacts *facts; /* of the question's unit */
    UnitId unit;
    NodeId node;    /* of the question, when it is about an expression */
    KindId context; /* of the question */
    bool waiting;   /* an answer that was asked for is not there yet: the result does not count */
} Evaluation;

/* The answer to another question; KIND_NEVER with `waiting` set when it must be found first. */
KindId evaluation_ask(Evaluation *evaluation, Question question);
KindId evaluation_expression(Evaluation *evaluation, NodeId node);
KindId evaluation_annotation(Evaluation *evaluation, NodeId node);
KindId evaluation_result(Evaluation *evaluation, KindPlace function);
/* The same of a call that gives its parameters the context's kinds. */
KindId evaluation_result_in(Evaluation *evaluation, KindPlace function, KindId context);
KindId evaluation_attribute(Evaluation *evaluation, KindPlace of_class, Str name);
KindId evaluation_inherited(Evaluation *evaluation, KindPlace of_class, Str name);
KindId evaluation_export(Evaluation *evaluation, FileId file, Str name);

/* One function a kind of question; each may be run again until nothing it asks for is waiting. */
KindId answer_expression(Evaluation *evaluation, NodeId node);
KindId answer_annotation(Evaluation *evaluation, NodeId node);
KindId answer_binding(Evaluation *evaluation, BindingId binding);
KindId answer_result(Evaluation *evaluation, NodeId function);
KindId answer_attribute(Evaluation *evaluation, NodeId class_node, Str name);
/* A cheap look before a method is parsed: does `.name` stand in it? */
bool text_mentions_attribute(Str text, Str name);
KindId answer_called(Evaluation *evaluation, NodeId node);
KindId answer_export(Evaluation *evaluation, Str name);

KindId answer_inherited(Evaluation *evaluation, NodeId class_node, Str name);

/* Shared by the answers. */
KindId answer_call(Evaluation *evaluation, NodeId call);
KindId answer_attribute_of(Evaluation *evaluation, KindId value, Str name);
KindId answer_operation(Evaluation *evaluation, Operator op, KindId left, KindId right);
KindId answer_place(Evaluation *evaluation, const BindingPlace *place);
KindId answer_awaited(Evaluation *evaluation, KindId value);

/* The function as a kind, seen through its decorators; PROPERTY is left to the attribute access. */
DecoratorEffect function_effect(Evaluation *evaluation, KindPlace function);
KindId function_kind(Evaluation *evaluation, KindPlace function);

/* Containers that begin empty (kinds_container.c): `[]`, `{}`, `defaultdict(list)`... */
bool makes_empty(const Ast *ast, NodeId value);
/* The container with what is put into it, where that is of an ORM; `empty` again otherwise. */
KindId answer_grown(Evaluation *evaluation, const Binding *binding, KindId empty);
/* The binding makes an empty container that nothing is put into: it adds no kind to the others that
 * the name may have. */
bool stays_empty(Evaluation *evaluation, const BindingPlace *place);
/* `others`, joined from what a name or a result may be, where it may be `empty` as well. */
KindId kind_or_empty(Evaluation *evaluation, KindId others, KindId empty);

/* Imports (kinds_import.c): what an import binds, an attribute of a module, a name that only a star
 * import can have bound. */
KindId answer_import(Evaluation *evaluation, const Binding *binding);
KindId answer_module_attribute(Evaluation *evaluation, const Kind *module, Str name);
KindId answer_star_name(Evaluation *evaluation, Str name);
/* Is it known that no star import of the module binds the name? */
bool answer_star_leaves(Evaluation *evaluation, Str name);

/* The class whose body the function stands in: false when it is no method. */
bool class_of_function(Evaluation *evaluation, KindPlace function, KindPlace *out);

/* The definition that a whole unit is; NODE_NONE when it is broken. */
NodeId unit_definition(Evaluation *evaluation, FileId file, UnitId unit);

FileModel *evaluation_model(Evaluation *evaluation, FileId file);
const UnitFacts *evaluation_facts(Evaluation *evaluation, FileId file, UnitId unit);

/* Forgotten when the question from outside is answered. */
Arena *evaluation_mem(Evaluation *evaluation);

/* A row of the page that the admin's class lists; Unknown of any other class. */
KindId answer_listed(Evaluation *evaluation, NodeId of_class);

#endif

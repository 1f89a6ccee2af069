/* Which serializers a view of REST framework chooses for one of its actions, and which statements
 * of its methods that action comes to. */
#ifndef BLUETICK_RULES_QUERY_VIEW_CHOICE_H
#define BLUETICK_RULES_QUERY_VIEW_CHOICE_H

#include "rules/query/row_scan.h"
#include "semantics/class_ref.h"

/* What is asked of the view. */
typedef struct ViewAsked {
    const FileModel *file; /* that asks */
    ClassRef view;         /* a CLASS */
    Str action;            /* "list"; empty: not known */
    Str verb;              /* "GET"; empty: not known */
    KindId own;            /* the serializer that the action itself is given, or KIND_NEVER */
} ViewAsked;

enum { VIEW_CHOICES_MAX = 6 };

typedef struct ViewChoices {
    KindId items[VIEW_CHOICES_MAX]; /* CLASSes of serializers */
    uint32_t count;
} ViewChoices;

/* What get_serializer() makes for the action; several when a test cannot be decided. */
ViewChoices view_choices(const ViewAsked *asked, Arena *mem);

/* The same of what is called `function` at a place of a method of the view: `self.get_serializer`,
 * a name that get_serializer_class() was bound to. None when it is neither. */
ViewChoices view_choices_of_call(const ViewAsked *asked, UnitId unit, NodeId function, Arena *mem);

/* The method of the class or of its nearest base that defines it; REF_NONE: the library's. */
ClassRef view_method(const FileModel *file, ClassRef view, Str name);

/* True when the method at `unit` of `file` calls `super().name()` or `self.name()`. */
bool view_method_calls(const FileModel *file, UnitId unit, Str name);

/* The values that the method returns for the action, in order. */
typedef struct ViewReturns {
    const NodeId *items;
    uint32_t count;
} ViewReturns;
ViewReturns view_returns(const ViewAsked *asked, const FileModel *file, UnitId unit, Arena *mem);

/* What the action has in the variable at `name`: the value of the last binding that it comes to in
 * any case and that others do not. NODE_NONE when all bindings may count. */
NodeId view_value_of_action(const ViewAsked *asked, const FileModel *file, UnitId unit,
                            NodeId name);

#endif

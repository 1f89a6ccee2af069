/* Parts of Django code that several fixes take apart and put together. */
#ifndef BLUETICK_RULES_QUERY_DJANGO_PARTS_H
#define BLUETICK_RULES_QUERY_DJANGO_PARTS_H

#include "rules/query/loop_shape.h"
#include "semantics/query_use.h"

/* The value that a method is called on. */
NodeId django_receiver(const Ast *ast, NodeId call);

/* `Item` of `Item.objects`; NODE_NONE when the expression is anything else. */
NodeId django_class_of_manager(const RuleContext *rule, NodeId manager);

/* The only argument of `filter(name=value)`, a keyword; NODE_NONE when there are others. */
NodeId django_only_keyword(const Ast *ast, NodeId call);

/* "items" for rows of the class Item. In rule->mem. */
Str django_plural(const RuleContext *rule, Str class_name);

/* The query with a further call: `.all()` right behind a manager is dropped. `call` is like
 * `filter(a=1)`. In rule->mem. */
Str django_query_with(const RuleContext *rule, NodeId query, Str call);

/* `Sum` of django.db.models as the code here calls it, with an import if it needs one. */
Str django_function(FixContext *context, NodeId at, Str name);

#endif

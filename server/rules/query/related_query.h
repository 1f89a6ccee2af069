/* What a loop asks of a relation of its row, taken apart: `a.comments.filter(hidden=True).exists()`
 * (Django). */
#ifndef BLUETICK_RULES_QUERY_RELATED_QUERY_H
#define BLUETICK_RULES_QUERY_RELATED_QUERY_H

#include "rules/fix_builder.h"
#include "rules/query/eager_path.h"
#include "rules/query/query_site.h"
#include "rules/query/row_cost.h"

typedef struct RelatedQuery {
    NodeId node;     /* all of it */
    NodeId relation; /* the Attribute `a.comments` */
    NodeId first;    /* the innermost call that narrows or orders; NODE_NONE: none */
    NodeId last;     /* the outermost of them */
    uint32_t calls;  /* how many they are */
} RelatedQuery;

/* The access is written in the loop itself, as a relation and calls whose arguments are the same in
 * each turn: `ends` is the method that evaluates it, empty for a query that is gone through. */
bool related_query_of(const RuleContext *rule, const RowCost *cost, Str *ends, RelatedQuery *out);

/* `.filter(hidden=True)`: that and nothing else; its Call, NODE_NONE otherwise. */
NodeId related_query_filter(const RuleContext *rule, const RelatedQuery *query);

/* The words for an attribute that holds what is asked: "hidden" for `filter(hidden=True)`;
 * "matching" and "ordered" where no word is there. Empty when all related rows are meant. */
Str related_query_word(const RuleContext *rule, const RelatedQuery *query);

/* What the related rows are called: "comments", "comment_set" -> "comments". In the arena. */
Str related_query_plural(const RuleContext *rule, const ModelField *field);

/* `Comment.objects`, as code at the site can write it; empty when a manager of the project's own
 * leaves some rows out, or the class has no name there. */
Str related_query_manager(FixContext *context, const QuerySite *site, const ModelField *field);

/* The class's first manager gives every row: the library's own, with a queryset class of the
 * project or without. */
bool related_query_is_whole(const Model *target);

/* Instances of the class have nothing of this name. */
bool related_query_is_free(const RuleContext *rule, const Model *owner, Str name);

#endif

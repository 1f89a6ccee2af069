/* `loan.member.id`: a related row's key, which the row itself holds as `loan.member_id`
 * (spec/query.md D7). */
#ifndef BLUETICK_RULES_QUERY_KEY_ACCESS_H
#define BLUETICK_RULES_QUERY_KEY_ACCESS_H

#include "rules/fix_builder.h"
#include "rules/query/query_site.h"
#include "semantics/query_use.h"

typedef struct KeyAccess {
    NodeId relation; /* `loan.member` */
    const ModelField *field;
    Orm orm;
} KeyAccess;

/* Of an Attribute that is read. */
bool key_access_of(const RuleContext *context, NodeId node, KeyAccess *out);

/* The relation is read or set elsewhere between these nodes too, for more than the key. */
bool key_access_is_mixed(const RuleContext *context, const KeyAccess *access, Str key, NodeId begin,
                         NodeId end);

/* Begins a fix that reads the key of the row, for all that is written so between the nodes. */
void key_access_fix(FixContext *context, NodeId node, const KeyAccess *access, NodeId begin,
                    NodeId end);

/* The same where the site's unit reads it: of the site only file, unit and facts are looked at. */
typedef struct KeyReach {
    NodeId begin;
    NodeId end;
} KeyReach;
void key_access_fix_at(FixContext *context, const QuerySite *site, NodeId node,
                       const KeyAccess *access, KeyReach reach);

#endif

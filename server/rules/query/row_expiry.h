/* What an AsyncSession has forgotten: rows that are read after a commit. */
#ifndef BLUETICK_RULES_QUERY_ROW_EXPIRY_H
#define BLUETICK_RULES_QUERY_ROW_EXPIRY_H

#include "rules/query/row_account.h"

/* Adds the first read of each variable's row behind a commit of a session that is seen to be made
 * without expire_on_commit=False; none where the variable is bound again, or a statement between
 * may have brought the row back. O(nodes x commits). */
void row_expiry_collect(RowAccount *account);

#endif

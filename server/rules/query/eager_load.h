/* Relations that are added to one query, written where it is made; one file for each library:
 * eager_django.c, eager_sqlalchemy.c, eager_peewee.c (spec/query.md E). */
#ifndef BLUETICK_RULES_QUERY_EAGER_LOAD_H
#define BLUETICK_RULES_QUERY_EAGER_LOAD_H

#include "rules/fix_builder.h"
#include "rules/query/eager_path.h"
#include "rules/query/query_site.h"

/* More relations than EAGER_JOINS_MAX in one statement make rows so wide that a batch each is
 * cheaper: further ones are loaded so. */
enum { EAGER_PATHS_MAX = 12, EAGER_JOINS_MAX = 4 };

/* Paths of one query's rows. */
typedef struct EagerPaths {
    const EagerPath *items[EAGER_PATHS_MAX];
    uint32_t count;
} EagerPaths;

/* Why the path cannot be loaded there, NULL: nothing forbids it. */
const char *eager_django_obstacle(const FixContext *context, const QuerySite *site,
                                  const EagerPath *path);
const char *eager_sqlalchemy_obstacle(const QuerySite *site, const EagerPath *path);
const char *eager_peewee_obstacle(const FixContext *context, const QuerySite *site,
                                  const EagerPath *path);

/* The edits of a fix that was begun; each says how many statements it leaves (fix_leaves). False
 * when a class of a path has no name at the site: the fix is to be abandoned. */
void eager_django_load(FixContext *context, const QuerySite *site, const EagerPaths *paths);
bool eager_sqlalchemy_load(FixContext *context, const QuerySite *site, const EagerPaths *paths);
bool eager_peewee_load(FixContext *context, const QuerySite *site, const EagerPaths *paths);
/* All of them in one edit: one chain of joins at most, as a second would have to switch back. */
bool eager_peewee_takes(const EagerPaths *paths);

/* The call that would be written, short: `select_related("author")`. `site` may be NULL: where the
 * query is made is not known. In `mem`. */
Str eager_django_words(const EagerPath *path, Arena *mem);
Str eager_sqlalchemy_words(const QuerySite *site, const EagerPath *path, Arena *mem);
Str eager_peewee_words(const FileModel *file, const EagerPath *path, Arena *mem);

/* Django: the path is joined, and not prefetched. */
bool eager_django_joins(const EagerPath *path);

#endif

/* Knows the names of embedded queries; knows nothing about what is in them. */
#include "engine/rule_queries.h"

#include "base/assets.h"

void rule_queries_set(RuleQueries *queries, RuleId rule, Str file, Str text) {
    queries->of_rule[rule] = query_set_add(queries->set, file, text);
}

static bool rule_of_path(Str path, RuleId *rule) {
    Str folder = STR("queries/");
    Str ending = STR(".scm");
    return str_starts_with(path, folder) && str_ends_with(path, ending) &&
           rule_find(str_slice(path, folder.len, path.len - ending.len), rule);
}

RuleQueries *rule_queries_new(void) {
    Arena mem;
    arena_init(&mem);
    RuleQueries *queries = ARENA_NEW(&mem, RuleQueries);
    queries->set = query_set_new();
    for (uint32_t rule = 0; rule < RULE_COUNT; rule++) {
        queries->of_rule[rule] = QUERY_NONE;
    }
    for (unsigned i = 0; i < asset_count; i++) {
        Str path = str_from_c(assets[i].path);
        RuleId rule;
        if (rule_of_path(path, &rule)) {
            Str text = {(const char *)assets[i].bytes, assets[i].length};
            rule_queries_set(queries, rule, path, text);
        }
    }
    queries->mem = mem;
    return queries;
}

void rule_queries_free(RuleQueries *queries) {
    if (queries) {
        query_set_free(queries->set);
        Arena mem = queries->mem;
        arena_release(&mem);
    }
}

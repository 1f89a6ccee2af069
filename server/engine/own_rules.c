/* Knows how query files become a project's rules; what their settings mean stands in
 * own_setting.c. */
#include "engine/own_rules.h"

#include "base/hash.h"
#include "base/status.h"

OwnRules *own_rules_new(void) {
    Arena mem;
    arena_init(&mem);
    OwnRules *rules = ARENA_NEW(&mem, OwnRules);
    rules->set = query_set_new();
    rules->words[rules->word_count++] = STR("global");
    rules->mem = mem;
    return rules;
}

void own_rules_free(OwnRules *rules) {
    if (rules) {
        query_set_free(rules->set);
        Arena mem = rules->mem;
        arena_release(&mem);
    }
}

/* Each id once, whichever file it stands in. */
static Status check_unique(const OwnReader *reader, const OwnQuery *query, uint32_t count) {
    const OwnRule *rule = &query->rules[count];
    const OwnRule *other = own_rule_find(own_rules_list(reader->rules), rule->id);
    for (uint32_t i = 0; i < count && !other; i++) {
        other = str_equal(query->rules[i].id, rule->id) ? &query->rules[i] : NULL;
    }
    if (!other) {
        return STATUS_OK;
    }
    Str what = arena_format(&reader->rules->mem,
                            "there is another rule of this id in %.*s:", STR_ARG(other->file));
    return own_fail(reader, what.ptr, rule->id);
}

static Status read_rules(OwnReader *reader, OwnQuery *query) {
    OwnRules *rules = reader->rules;
    uint32_t count = query_pattern_count(rules->set, reader->query);
    query->rules = ARENA_ARRAY(&rules->mem, OwnRule, count + 1);
    query->gates = ARENA_ARRAY(&rules->mem, OwnGate, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        reader->pattern = query_pattern(rules->set, reader->query, (uint16_t)i);
        if (rules->rule_count + i >= OWN_RULES_MAX) {
            return own_fail(reader, "the project has too many rules of its own", STR(""));
        }
        Status status = own_setting_read_rule(reader, &query->rules[i]);
        status = status < 0 ? status : check_unique(reader, query, i);
        if (status < 0) {
            return status;
        }
        query->gates[i] = own_gate_read(rules, reader->text, reader->pattern);
    }
    query->rule_count = count;
    return STATUS_OK;
}

static void hand_in(OwnRules *rules, OwnQuery *query) {
    for (uint32_t i = 0; i < query->rule_count; i++) {
        query->rules[i].index = (uint16_t)rules->rule_count;
        rules->rules[rules->rule_count++] = &query->rules[i];
    }
}

Status own_rules_add(OwnRules *rules, Str file, Str text, OwnProblem *problem) {
    *problem = (OwnProblem){0, STR("")};
    OwnReader reader = {.rules = rules, .problem = problem};
    reader.file = arena_copy(&rules->mem, file);
    reader.text = arena_copy(&rules->mem, text);
    rules->key = rules->key * 0x9e3779b97f4a7c15u + hash_short(text) + 1;
    if (rules->query_count == OWN_QUERIES_MAX) {
        problem->why = STR("too many query files");
        return STATUS_INVALID;
    }
    reader.query = query_set_add(rules->set, reader.file, reader.text);
    OwnQuery *query = &rules->queries[rules->query_count++];
    if (query_compile(rules->set, reader.query, NULL) < 0) {
        query_problem(rules->set, reader.query, &problem->offset, &problem->why);
        return STATUS_INVALID;
    }
    Status status = read_rules(&reader, query);
    if (status < 0) {
        query->rule_count = 0;
        return status;
    }
    hand_in(rules, query);
    return STATUS_OK;
}

const OwnRule *own_rule_of(const OwnRules *rules, const Candidate *candidate) {
    if (!rules || candidate->query < CANDIDATE_OWN) {
        return NULL;
    }
    uint32_t number = (uint32_t)candidate->query - CANDIDATE_OWN;
    if (number >= rules->query_count) {
        return NULL;
    }
    const OwnQuery *query = &rules->queries[number];
    return candidate->pattern < query->rule_count ? &query->rules[candidate->pattern] : NULL;
}

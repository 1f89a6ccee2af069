/* Look-ups over the tables of rules, variants, precedence and categories. Knows nothing of what a
 * rule does. */
#include "registry/registry.h"

#include "base/assets.h"
#include "base/buf.h"
#include "base/status.h"
#include "registry/nearest.h"
#include "registry/option.h"
#include "registry/own_rule.h"

#define TEXT(literal)                                                                              \
    { (literal), (uint32_t)(sizeof(literal) - 1) }

/* The short names that the tables use. */
enum { OFF = 0, ON = 1, PARTLY = 2 };
enum { DROP = 0, RELATED = 1 };
enum {
    SAFE = 1 << SAFETY_SAFE,
    UNSAFE = 1 << SAFETY_UNSAFE,
    PLACEHOLDER = 1 << SAFETY_PLACEHOLDER
};
#define NO_FIX      0
#define FIXES(bits) (bits)

static const RuleInfo rules[] = {
#define RULE(symbol, id, category, severity, on, fixes, title)                                     \
    {TEXT(id), CATEGORY_##category, SEVERITY_##severity, (on) == ON, (on) == PARTLY,               \
     fixes,    TEXT(title)},
#include "registry/rules.def"
#undef RULE
};
_Static_assert(sizeof rules / sizeof *rules == RULE_COUNT, "one row a rule");

static const VariantInfo variants[] = {
#define VARIANT(symbol, rule, name, severity, title)                                               \
    {RULE_##rule, TEXT(name), SEVERITY_##severity, TEXT(title)},
#include "registry/rule_variants.def"
#undef VARIANT
};
_Static_assert(sizeof variants / sizeof *variants == VARIANT_COUNT, "one row a variant");

static const PrecedenceInfo precedences[] = {
#define PRECEDENCE(winner, loser, related) {TEXT(winner), TEXT(loser), related},
#include "registry/precedence.def"
#undef PRECEDENCE
};
enum { PRECEDENCE_COUNT = sizeof precedences / sizeof *precedences };

static const Str category_names[CATEGORY_COUNT] = {
    [CATEGORY_QUERY] = TEXT("query"),   [CATEGORY_IO] = TEXT("io"),
    [CATEGORY_MEMORY] = TEXT("memory"), [CATEGORY_CPU] = TEXT("cpu"),
    [CATEGORY_DOCS] = TEXT("docs"),     [CATEGORY_OWN] = TEXT("own"),
};

static const Severity severities_in_tests[CATEGORY_COUNT] = {
    [CATEGORY_QUERY] = SEVERITY_ERROR, [CATEGORY_IO] = SEVERITY_HINT,
    [CATEGORY_MEMORY] = SEVERITY_HINT, [CATEGORY_CPU] = SEVERITY_HINT,
    [CATEGORY_DOCS] = SEVERITY_ERROR,  [CATEGORY_OWN] = SEVERITY_ERROR,
};

static const Str severity_names[SEVERITY_COUNT] = {
    [SEVERITY_HINT] = TEXT("hint"),
    [SEVERITY_INFO] = TEXT("info"),
    [SEVERITY_WARNING] = TEXT("warning"),
    [SEVERITY_ERROR] = TEXT("error"),
};

static const Str certainty_names[CERTAINTY_COUNT] = {
    [CERTAINTY_POSSIBLE] = TEXT("possible"),
    [CERTAINTY_LIKELY] = TEXT("likely"),
    [CERTAINTY_CERTAIN] = TEXT("certain"),
};

static const Str safety_names[SAFETY_COUNT] = {
    [SAFETY_SAFE] = TEXT("safe"),
    [SAFETY_UNSAFE] = TEXT("unsafe"),
    [SAFETY_PLACEHOLDER] = TEXT("placeholder"),
};

/* The row of `name` in a short table, or -1. */
static int name_row(const Str *names, int count, Str name) {
    for (int i = 0; i < count; i++) {
        if (str_equal(names[i], name)) {
            return i;
        }
    }
    return -1;
}

static Str name_at(const Str *names, unsigned count, unsigned row) {
    return BUG_ON(row >= count) ? STR("") : names[row];
}

const RuleInfo *rule_info(RuleId rule) {
    return BUG_ON((unsigned)rule >= RULE_COUNT) ? &rules[0] : &rules[rule];
}

bool rule_runs_by_default(RuleId rule) {
    const RuleInfo *info = rule_info(rule);
    return info->on_by_default || info->is_partly_on;
}

Str rule_short_name(RuleId rule) {
    Str id = rule_info(rule)->id;
    return str_slice(id, str_find_byte(id, '/') + 1, id.len);
}

bool rule_find(Str id, RuleId *out) {
    uint32_t low = 0;
    uint32_t high = RULE_COUNT;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = str_compare(rules[middle].id, id);
        if (order == 0) {
            *out = (RuleId)middle;
            return true;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

const VariantInfo *variant_info(VariantId variant) {
    return BUG_ON((unsigned)variant >= VARIANT_COUNT) ? &variants[0] : &variants[variant];
}

const PrecedenceInfo *precedence_row(uint32_t index) {
    return index < PRECEDENCE_COUNT ? &precedences[index] : NULL;
}

const PrecedenceInfo *precedence_find(RuleId winner, RuleId loser) {
    Str winner_id = rule_info(winner)->id;
    Str loser_id = rule_info(loser)->id;
    for (uint32_t i = 0; i < PRECEDENCE_COUNT; i++) {
        if (str_equal(precedences[i].winner, winner_id) &&
            str_equal(precedences[i].loser, loser_id)) {
            return &precedences[i];
        }
    }
    return NULL;
}

bool rule_yields_to(RuleId loser, RuleId winner) {
    return precedence_find(winner, loser) != NULL;
}

Severity category_severity_in_tests(Category category) {
    return category < CATEGORY_COUNT ? severities_in_tests[category] : SEVERITY_ERROR;
}

Str category_name(Category category) {
    return name_at(category_names, CATEGORY_COUNT, category);
}

bool category_find(Str name, Category *out) {
    int row = name_row(category_names, CATEGORY_COUNT, name);
    *out = row < 0 ? *out : (Category)row;
    return row >= 0;
}

Str severity_name(Severity severity) {
    return name_at(severity_names, SEVERITY_COUNT, severity);
}

bool severity_find(Str name, Severity *out) {
    int row = name_row(severity_names, SEVERITY_COUNT, name);
    *out = row < 0 ? *out : (Severity)row;
    return row >= 0;
}

Str certainty_name(Certainty certainty) {
    return name_at(certainty_names, CERTAINTY_COUNT, certainty);
}

bool certainty_find(Str name, Certainty *out) {
    int row = name_row(certainty_names, CERTAINTY_COUNT, name);
    *out = row < 0 ? *out : (Certainty)row;
    return row >= 0;
}

Str safety_name(Safety safety) {
    return name_at(safety_names, SAFETY_COUNT, safety);
}

static Nearest nearest_built_in(Str wrong) {
    Nearest nearest = nearest_start(wrong);
    for (uint32_t i = 0; i < CATEGORY_COUNT; i++) {
        nearest_offer(&nearest, category_names[i]);
    }
    for (uint32_t i = 0; i < RULE_COUNT; i++) {
        nearest_offer(&nearest, rules[i].id);
        nearest_offer_as(&nearest, rule_short_name((RuleId)i), rules[i].id);
    }
    for (uint32_t i = 0; i < OPTION_COUNT; i++) {
        const OptionInfo *option = option_info((OptionId)i);
        if (option_is_switch(option)) {
            nearest_offer(&nearest, option->key);
        }
    }
    return nearest;
}

Str registry_nearest(Str wrong) {
    Nearest nearest = nearest_built_in(wrong);
    return nearest_found(&nearest);
}

Str own_rule_nearest(OwnRuleList own, Str wrong) {
    Nearest nearest = nearest_built_in(wrong);
    for (uint32_t i = 0; i < own.count; i++) {
        Str id = own.items[i]->id;
        nearest_offer(&nearest, id);
        nearest_offer_as(&nearest, str_slice(id, str_find_byte(id, '/') + 1, id.len), id);
    }
    return nearest_found(&nearest);
}

Str rule_page(RuleId rule) {
    Buf path;
    buf_init(&path, 256);
    buf_format(&path, "server/rules/%.*s.md", STR_ARG(rule_info(rule)->id));
    Str page = STR("");
    for (unsigned i = 0; i < asset_count; i++) {
        if (str_equal(str_from_c(assets[i].path), buf_str(&path))) {
            page = (Str){(const char *)assets[i].bytes, assets[i].length};
            break;
        }
    }
    buf_release(&path);
    return page;
}

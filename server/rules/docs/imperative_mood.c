/* docs/imperative-mood: a function's summary that is provably not a command. */
#include "rules/docs/content.h"
#include "rules/docs/mood.h"

/* What a property, a fixture or a special method *is* may be described. */
static bool is_judged(const DocsUnit *unit, const Target *target) {
    return target_is_function(target) && target->name_kind != NAME_MAGIC &&
           !(target->traits & (TRAIT_PROPERTY | TRAIT_FIXTURE | TRAIT_SETTER)) &&
           !content_is_headless(unit, target);
}

static Mood judge(const DocsUnit *unit, const Target *target) {
    Mood mood = mood_judge(str_span(unit->text, target->summary));
    mood.word.start += target->summary.start;
    mood.word.end += target->summary.start;
    return mood;
}

static Str message_of(Arena *mem, Str word, const Mood *mood) {
    if (mood->base.len > 0) {
        return arena_format(mem, "The summary describes instead of commanding: '%.*s', not '%.*s'",
                            STR_ARG(mood->base), STR_ARG(word));
    }
    return arena_format(mem, "The summary must be a command: it begins with '%.*s'", STR_ARG(word));
}

static void check(RuleContext *context, DocsUnit *unit, Target *target) {
    if (!is_judged(unit, target)) {
        return;
    }
    Mood mood = judge(unit, target);
    if (mood.verdict == MOOD_SILENT) {
        return;
    }
    Report report = target_report(unit, target, RULE_docs_imperative_mood, mood.word, NO_VARIANT);
    report.message = message_of(context->mem, str_span(unit->text, mood.word), &mood);
    rule_report(context, &report);
}

static void check_unit(RuleContext *context) {
    content_each(context, check);
}

/* A summary begins with a capital; after an adverb the word keeps its case. */
static Str with_capital(Str base, bool is_first, Str word, Arena *mem) {
    char *copy = arena_allocate(mem, base.len);
    memcpy(copy, base.ptr, base.len);
    if (is_first || (word.ptr[0] >= 'A' && word.ptr[0] <= 'Z')) {
        copy[0] = (char)(copy[0] - 'a' + 'A');
    }
    return (Str){copy, base.len};
}

static void fix(FixContext *context, const Finding *finding) {
    DocsUnit *unit;
    Target *target = content_target(context, finding, &unit);
    if (!target) {
        return;
    }
    Mood mood = judge(unit, target);
    if (mood.base.len == 0 || (mood.verdict != MOOD_THIRD_PERSON && mood.verdict != MOOD_GERUND)) {
        return;
    }
    Str word = str_span(unit->text, mood.word);
    bool is_first = mood.word.start == target->summary.start;
    Str base = with_capital(mood.base, is_first, word, context->rule.mem);
    /* "Checking if" may be the start of a clause: a person decides. */
    fix_start(
        context, mood.verdict == MOOD_THIRD_PERSON ? target_wording_safety(target) : SAFETY_UNSAFE,
        arena_format(context->rule.mem, "Replace '%.*s' by '%.*s'", STR_ARG(word), STR_ARG(base)));
    fix_replace(context, mood.word, base);
}

const RuleImplementation rule_docs_imperative_mood = {
    .rule = RULE_docs_imperative_mood,
    .visits = 1u << UNIT_MODULE | 1u << UNIT_FUNCTION | 1u << UNIT_CLASS,
    .wants_file = docs_wants_file,
    .check_unit = check_unit,
    .fix = fix,
};

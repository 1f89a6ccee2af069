/* Knows how Django code is written; refuses to know when it may be. */
#include "rules/query/django_parts.h"

#include "rules/shape.h"
#include "semantics/qualified_name.h"

#include <string.h>

NodeId django_receiver(const Ast *ast, NodeId call) {
    return ast_child(ast, ast_child(ast, call, FIELD_FUNC), FIELD_VALUE);
}

NodeId django_class_of_manager(const RuleContext *rule, NodeId manager) {
    const Ast *ast = &rule->facts->ast;
    NodeId name = ast_child(ast, manager, FIELD_VALUE);
    bool is_attribute =
        ast_kind(ast, manager) == NODE_ATTRIBUTE && ast_kind(ast, name) == NODE_NAME;
    KindId kind = is_attribute ? kinds_expression(rule->file, rule->unit, name) : KIND_NEVER;
    return is_attribute && kind_get(kinds_table(rule->file), kind)->tag == KIND_TAG_CLASS
               ? name
               : NODE_NONE;
}

NodeId django_only_keyword(const Ast *ast, NodeId call) {
    NodeId keyword = ast_child(ast, call, FIELD_KEYWORDS);
    bool is_only = ast_kind(ast, keyword) == NODE_KEYWORD && ast_name(ast, keyword).len > 0 &&
                   ast_next_in_field(ast, keyword) == NODE_NONE &&
                   ast_child(ast, call, FIELD_ARGS) == NODE_NONE;
    return is_only ? keyword : NODE_NONE;
}

static bool is_vowel(char letter) {
    return letter != '\0' && memchr("aeiou", letter, 5) != NULL;
}

/* "category": "categories", "box": "boxes". */
static Str plural_of(Str word, Arena *mem) {
    char last = word.len ? word.ptr[word.len - 1] : '\0';
    char before = word.len > 1 ? word.ptr[word.len - 2] : '\0';
    if (last == 'y' && before && !is_vowel(before)) {
        return arena_format(mem, "%.*sies", STR_ARG(str_slice(word, 0, word.len - 1)));
    }
    bool hisses = last == 's' || last == 'x' || last == 'z' ||
                  (last == 'h' && (before == 'c' || before == 's'));
    return arena_format(mem, hisses ? "%.*ses" : "%.*ss", STR_ARG(word));
}

Str django_plural(const RuleContext *rule, Str class_name) {
    Str text = plural_of(class_name, rule->mem);
    char *bytes = arena_allocate(rule->mem, text.len);
    for (uint32_t i = 0; i < text.len; i++) {
        bool is_upper = text.ptr[i] >= 'A' && text.ptr[i] <= 'Z';
        bytes[i] = (char)(is_upper ? text.ptr[i] - 'A' + 'a' : text.ptr[i]);
    }
    return (Str){bytes, text.len};
}

Str django_query_with(const RuleContext *rule, NodeId query, Str call) {
    const Ast *ast = &rule->facts->ast;
    NodeId receiver = django_receiver(ast, query);
    bool is_bare_all =
        ast_kind(ast, query) == NODE_CALL && catalog_query_gives_all(shape_method(ast, query)) &&
        !shape_has_arguments(ast, query) && django_class_of_manager(rule, receiver) != NODE_NONE;
    Str text = loop_shape_operand(rule, is_bare_all ? receiver : query);
    return arena_format(rule->mem, "%.*s.%.*s", STR_ARG(text), STR_ARG(call));
}

/* `models` is the module here. */
static bool has_models(const RuleContext *rule, NodeId at) {
    NameMeaning meaning =
        file_scope_lookup(rule->file, rule->unit, at, STR("models"), rule->scratch);
    if (meaning.place_count != 1 || meaning.home != NAME_HOME_MODULE) {
        return false;
    }
    const Binding *binding = file_scope_binding(rule->file, meaning.places[0]);
    const UnitFacts *facts = file_model_unit(rule->file, meaning.places[0].unit);
    return binding && str_equal(import_binding_path(&facts->ast, binding, rule->scratch),
                                STR("django.db.models"));
}

Str django_function(FixContext *context, NodeId at, Str name) {
    if (has_models(&context->rule, at)) {
        return arena_format(context->rule.mem, "models.%.*s", STR_ARG(name));
    }
    return fix_import(context, STR("django.db.models"), name);
}

/* Knows how a function of the project can be named; knows nothing of what the mentions mean for
 * whoever asks. */
#include "semantics/function_mentions.h"

#include "semantics/class_ref.h"
#include "semantics/kinds.h"
#include "semantics/project.h"
#include "semantics/qualified_name.h"

typedef struct NameList ARRAY_OF(Str) NameList;
typedef struct MentionList ARRAY_OF(FunctionMention) MentionList;

typedef struct Search {
    FunctionPlace function;
    NameList names; /* its own, and those that imports give it */
    MentionList found;
    Arena *mem;
} Search;

/* Where the search is. */
typedef struct Spot {
    const FileModel *file;
    UnitId unit;
    const Ast *ast;
} Spot;

static Str own_name(const FunctionPlace *function) {
    const Ast *ast = &file_model_unit(function->file, function->unit)->ast;
    return ast_name(ast, function->node);
}

static bool is_it(const Search *search, const FunctionPlace *place) {
    const FunctionPlace *wanted = &search->function;
    return place->file->id == wanted->file->id && place->unit == wanted->unit &&
           place->node == wanted->node;
}

static bool has_name(const NameList *names, Str name) {
    for (uint32_t i = 0; i < names->count; i++) {
        if (str_equal(names->items[i], name)) {
            return true;
        }
    }
    return false;
}

static void add(Search *search, const Spot *spot, MentionKind kind, NodeId node, NodeId call) {
    FunctionMention mention = {kind, spot->file, spot->unit, node, call};
    ARENA_PUSH(search->mem, &search->found, mention);
}

/* ---- imports ----------------------------------------------------------------------------------
 */

static bool leads_to_it(const Search *search, const ClassRef *ref) {
    return ref->tag == REF_FUNCTION && ref->file == search->function.file->id &&
           ref->unit == search->function.unit && ref->node == search->function.node;
}

/* `from shop.pages import pages as load`: gives it a name in this file, and maybe in others. */
static bool imports_it(const Search *search, const Spot *spot, NodeId alias) {
    NodeId statement = ast_node(spot->ast, alias)->parent;
    if (ast_kind(spot->ast, statement) != NODE_IMPORT_FROM) {
        return false;
    }
    FileId module = project_module(spot->file, import_from_path(spot->ast, statement, search->mem));
    if (module == FILE_NONE) {
        return false;
    }
    ClassRef ref = class_ref_export(spot->file, module, ast_name(spot->ast, alias), search->mem);
    return leads_to_it(search, &ref);
}

static void take_alias(Search *search, const Spot *spot, NodeId alias) {
    NodeId local = ast_child(spot->ast, alias, FIELD_ASNAME);
    if (local == NODE_NONE || !imports_it(search, spot, alias)) {
        return;
    }
    Str name = arena_copy(search->mem, ast_name(spot->ast, local));
    if (!has_name(&search->names, name)) {
        ARENA_PUSH(search->mem, &search->names, name);
    }
}

/* ---- names and attributes ---------------------------------------------------------------------
 */

static bool is_called(const Ast *ast, NodeId node) {
    return ast_kind(ast, ast_node(ast, node)->parent) == NODE_CALL &&
           ast_node(ast, node)->field == FIELD_FUNC;
}

/* One of several things that the name is bound to, or what a star import may bind. */
static bool may_be_it(const Search *search, const Spot *spot, NodeId name) {
    NameMeaning meaning = file_scope_resolve(spot->file, spot->unit, name, search->mem);
    if (meaning.home == NAME_HOME_UNKNOWN || meaning.maybe_star) {
        return true;
    }
    bool is_own = spot->file->id == search->function.file->id;
    for (uint32_t i = 0; i < meaning.place_count; i++) {
        BindingPlace place = meaning.places[i];
        const Binding *binding = file_scope_binding(spot->file, place);
        if (!binding) {
            if (is_own && place.unit == search->function.unit) {
                return true;
            }
            continue;
        }
        Spot there = {spot->file, place.unit, &file_model_unit(spot->file, place.unit)->ast};
        bool is_alias = ast_kind(there.ast, binding->node) == NODE_ALIAS;
        if ((is_alias && imports_it(search, &there, binding->node)) ||
            (is_own && place.unit == search->function.unit &&
             binding->node == search->function.node)) {
            return true;
        }
    }
    return false;
}

static bool is_open(const Spot *spot, NodeId node) {
    KindTag tag =
        kind_get(kinds_table(spot->file), kinds_expression(spot->file, spot->unit, node))->tag;
    return tag == KIND_TAG_UNKNOWN || tag == KIND_TAG_NEVER;
}

static void take_name(Search *search, const Spot *spot, NodeId node) {
    const Ast *ast = spot->ast;
    FunctionPlace place;
    KindId kind = kinds_expression(spot->file, spot->unit, node);
    bool is_attribute = ast_kind(ast, node) == NODE_ATTRIBUTE;
    bool called = is_called(ast, node);
    if (function_of_kind(spot->file, kind, &place)) {
        if (is_it(search, &place)) {
            add(search, spot, called ? MENTION_CALL : MENTION_VALUE, node,
                called ? ast_node(ast, node)->parent : NODE_NONE);
        }
    } else if (is_open(spot, node) &&
               (is_attribute ? called && is_open(spot, ast_first_child(ast, node))
                             : may_be_it(search, spot, node))) {
        add(search, spot, MENTION_UNSURE, node, NODE_NONE);
    }
}

/* `shop.pages.pages = fake`, `global pages; pages = fake`. */
static void take_store(Search *search, const Spot *spot, NodeId node) {
    const Ast *ast = spot->ast;
    bool replaced;
    if (ast_kind(ast, node) == NODE_ATTRIBUTE) {
        ClassRef owner =
            class_ref_resolve(spot->file, spot->unit, ast_first_child(ast, node), search->mem);
        ClassRef there =
            owner.tag == REF_MODULE && owner.file != FILE_NONE
                ? class_ref_export(spot->file, owner.file, ast_name(ast, node), search->mem)
                : (ClassRef){.tag = REF_NONE};
        replaced = leads_to_it(search, &there);
    } else {
        NameMeaning meaning = file_scope_resolve(spot->file, spot->unit, node, search->mem);
        bool is_module = meaning.home == NAME_HOME_MODULE;
        replaced = is_module && spot->file->id == search->function.file->id &&
                   str_equal(ast_name(ast, node), own_name(&search->function));
    }
    if (replaced) {
        add(search, spot, MENTION_REPLACED, node, NODE_NONE);
    }
}

/* ---- texts ------------------------------------------------------------------------------------
 */

/* The text between the quotes; empty for what is not one plain string. */
static Str string_of(const Spot *spot, NodeId node) {
    Str text = str_span(file_model_unit(spot->file, spot->unit)->text, ast_span(spot->ast, node));
    if (text.len < 2 || (text.ptr[0] != '"' && text.ptr[0] != '\'')) {
        return STR("");
    }
    return str_slice(text, 1, text.len - 1);
}

static Str last_segment(Str dotted) {
    uint32_t at = dotted.len;
    while (at > 0 && dotted.ptr[at - 1] != '.' && dotted.ptr[at - 1] != ':') {
        at--;
    }
    return str_slice(dotted, at, dotted.len);
}

static bool is_dunder_all(const Ast *ast, NodeId node) {
    NodeId statement = ast_statement(ast, node);
    for (NodeId child = statement; child < ast_node(ast, statement)->subtree_end; child++) {
        if (ast_kind(ast, child) == NODE_NAME && str_equal(ast_name(ast, child), STR("__all__"))) {
            return true;
        }
    }
    return false;
}

/* `getattr(module, "pages")`, `monkeypatch.setattr(module, "pages", fake)`: an argument that
 * follows a module. */
static bool follows_module(const Search *search, const Spot *spot, NodeId node) {
    NodeId call = ast_node(spot->ast, node)->parent;
    if (ast_kind(spot->ast, call) != NODE_CALL) {
        return false;
    }
    NodeId argument = ast_child(spot->ast, call, FIELD_ARGS);
    for (; argument != NODE_NONE && argument < node;
         argument = ast_next_sibling(spot->ast, argument)) {
        ClassRef ref = class_ref_resolve(spot->file, spot->unit, argument, search->mem);
        if (ref.tag == REF_MODULE) {
            return true;
        }
    }
    return false;
}

/* `globals()["pages"]`, `vars(module)["pages"]`. */
static bool is_key_of_namespace(const Spot *spot, NodeId node) {
    NodeId subscript = ast_node(spot->ast, node)->parent;
    NodeId value = ast_first_child(spot->ast, subscript);
    if (ast_kind(spot->ast, subscript) != NODE_SUBSCRIPT || value == node) {
        return false;
    }
    if (ast_kind(spot->ast, value) == NODE_ATTRIBUTE) {
        return str_equal(ast_name(spot->ast, value), STR("__dict__"));
    }
    NodeId callee = ast_kind(spot->ast, value) == NODE_CALL
                        ? ast_child(spot->ast, value, FIELD_FUNC)
                        : NODE_NONE;
    return callee != NODE_NONE && ast_kind(spot->ast, callee) == NODE_NAME &&
           (str_equal(ast_name(spot->ast, callee), STR("globals")) ||
            str_equal(ast_name(spot->ast, callee), STR("vars")));
}

static void take_string(Search *search, const Spot *spot, NodeId node) {
    Str text = string_of(spot, node);
    Str last = last_segment(text);
    if (!has_name(&search->names, last)) {
        return;
    }
    if (last.len < text.len) {
        Str module = project_module_name(search->function.file, search->function.file->id);
        uint32_t from = module.len;
        while (from > 0 && module.ptr[from - 1] != '.') {
            from--;
        }
        Str stem = str_slice(module, from, module.len);
        if (str_find(text, stem) < text.len) { /* "shop.pages.pages", "shop.pages:pages" */
            add(search, spot, MENTION_TEXT, node, NODE_NONE);
        }
        return;
    }
    if (is_dunder_all(spot->ast, node)) {
        add(search, spot, MENTION_EXPORTED, node, NODE_NONE);
    } else if (follows_module(search, spot, node) || is_key_of_namespace(spot, node)) {
        add(search, spot, MENTION_TEXT, node, NODE_NONE);
    }
}

/* ---- the search -------------------------------------------------------------------------------
 */

static void take_node(Search *search, const Spot *spot, Str name, NodeId node) {
    const Ast *ast = spot->ast;
    NodeKind kind = ast_kind(ast, node);
    if (kind == NODE_CONSTANT) {
        if (ast_node(ast, node)->detail == CONSTANT_STR) {
            take_string(search, spot, node);
        }
        return;
    }
    if ((kind != NODE_NAME && kind != NODE_ATTRIBUTE && kind != NODE_ALIAS) ||
        !str_equal(ast_name(ast, node), name)) {
        return;
    }
    if (kind == NODE_ALIAS) {
        take_alias(search, spot, node);
    } else if (ast_node(ast, node)->flags & (NODE_STORE | NODE_DEL)) {
        take_store(search, spot, node);
    } else {
        take_name(search, spot, node);
    }
}

static void search_unit(Search *search, const FileModel *file, UnitId unit, Str name) {
    Spot spot = {file, unit, &file_model_unit(file, unit)->ast};
    for (NodeId node = 0; node < spot.ast->node_count; node++) {
        take_node(search, &spot, name, node);
    }
}

static uint32_t next_word(Str text, Str name, uint32_t from) {
    while (from < text.len) {
        uint32_t at = from + str_find(str_slice(text, from, text.len), name);
        if (at >= text.len) {
            return text.len;
        }
        bool begins = at == 0 || !str_is_word_byte(text.ptr[at - 1]);
        uint32_t end = at + name.len;
        if (begins && (end == text.len || !str_is_word_byte(text.ptr[end]))) {
            return at;
        }
        from = at + 1;
    }
    return text.len;
}

/* Units that hold the word, in order of place: a child comes between two parts of its parent. */
static void search_file(Search *search, FileId id, Str name) {
    const FileModel *own = search->function.file;
    bool is_own = id == own->id;
    const Outline *outline =
        is_own || !own->project ? own->outline : own->project->outline(own->project->context, id);
    uint32_t at = next_word(outline->text, name, 0);
    if (at == outline->text.len) {
        return;
    }
    const FileModel *file = project_file(own, id);
    bool *seen = ARENA_ARRAY(search->mem, bool, outline->unit_count);
    for (; at < outline->text.len; at = next_word(outline->text, name, at + name.len)) {
        UnitId unit = outline_unit_at(outline, at);
        if (!seen[unit]) {
            seen[unit] = true;
            search_unit(search, file, unit, name);
        }
    }
}

FunctionMentions function_mentions(FunctionPlace function, Arena *mem) {
    Search search = {.function = function, .mem = mem};
    const FileModel *file = function.file;
    uint32_t files = file->project ? file->project->file_count : 1;
    Str name = own_name(&function);
    ARENA_PUSH(mem, &search.names, name);
    file_model_note_project(file);
    for (uint32_t i = 0; i < search.names.count; i++) {
        for (FileId id = 0; id < files; id++) {
            search_file(&search, file->project ? id : file->id, search.names.items[i]);
        }
    }
    return (FunctionMentions){search.found.items, search.found.count};
}

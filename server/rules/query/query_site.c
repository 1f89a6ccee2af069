/* Knows chains of calls as text; refuses to know what is loaded. */
#include "rules/query/query_site.h"

#include "rules/query/row_scan.h"

/* ---- finding -------------------------------------------------------------------------------- */

/* Behind a union nothing is added to its first arm. */
static bool is_query_value(const QuerySite *site, NodeId node, Orm orm, uint32_t flags) {
    QueryKind query;
    KindId kind = kinds_expression(site->file, site->unit, node);
    bool is_query = query_kind_get(kinds_table(site->file), kind, &query);
    bool unites = is_query && orm == ORM_DJANGO && (query.flags & ~flags & QUERY_IS_UNION);
    return is_query && !unites &&
           (query.stage == QUERY_STAGE_LAZY || query.stage == QUERY_STAGE_STATEMENT);
}

NodeId query_site_next_call(const Ast *ast, NodeId node) {
    NodeId attribute = ast_node(ast, node)->parent;
    NodeId call = ast_node(ast, attribute)->parent;
    bool is_method = ast_kind(ast, attribute) == NODE_ATTRIBUTE &&
                     ast_kind(ast, call) == NODE_CALL &&
                     ast_node(ast, attribute)->field == FIELD_FUNC;
    return is_method ? call : NODE_NONE;
}

/* An annotation tells of a query, and makes none. */
static bool is_in_annotation(const Ast *ast, NodeId node) {
    for (; node != NODE_NONE && !ast_kind_is_statement(ast_kind(ast, node));
         node = ast_node(ast, node)->parent) {
        uint8_t field = ast_node(ast, node)->field;
        if (field == FIELD_ANNOTATION || field == FIELD_RETURNS) {
            return true;
        }
    }
    return false;
}

bool query_site_find(const FileModel *file, const QueryKind *query, QuerySite *out) {
    if (query->place.file == FILE_NONE || query->place.node == NODE_NONE) {
        return false;
    }
    *out = (QuerySite){.file = row_scan_file(file, query->place.file),
                       .unit = query->place.unit,
                       .place = query->place.node};
    out->facts = file_model_unit(out->file, out->unit);
    const Ast *ast = &out->facts->ast;
    NodeId at = out->place;
    if (is_in_annotation(ast, at)) {
        return false;
    }
    if (ast_kind(ast, at) == NODE_CALL && is_query_value(out, at, query->orm, query->flags)) {
        out->calls[out->call_count++] = at;
    }
    for (NodeId call = query_site_next_call(ast, at);
         call != NODE_NONE && out->call_count < SITE_CALLS_MAX;
         call = query_site_next_call(ast, call)) {
        if (!is_query_value(out, call, query->orm, query->flags)) {
            break;
        }
        out->calls[out->call_count++] = call;
    }
    return true;
}

NodeId query_site_class(const QuerySite *site) {
    const Ast *ast = &site->facts->ast;
    NodeId first = ast_child(ast, site->place, FIELD_ARGS);
    if (site->call_count > 0 || ast_kind(ast, site->place) != NODE_CALL || first == NODE_NONE) {
        return NODE_NONE;
    }
    QueryCall call = query_call(site->file, site->unit, site->place, KIND_NEVER);
    bool is_function = call.method && call.on == QUERY_ON_FUNCTION &&
                       (call.effects & QUERY_READS) && call.orm == ORM_DJANGO;
    KindId kind = kinds_expression(site->file, site->unit, first);
    bool is_class = kind_get(kinds_table(site->file), kind)->tag == KIND_TAG_CLASS;
    return is_function && is_class ? first : NODE_NONE;
}

static Str method_name(const QuerySite *site, NodeId call) {
    const Ast *ast = &site->facts->ast;
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    return ast_kind(ast, function) == NODE_ATTRIBUTE ? ast_name(ast, function) : STR("");
}

NodeId query_site_loader(const QuerySite *site, Orm orm, QueryLoads loads) {
    QueryReceiver receivers[] = {QUERY_ON_QUERY, QUERY_ON_STATEMENT};
    for (uint32_t i = site->call_count; i > 0; i--) {
        Str name = method_name(site, site->calls[i - 1]);
        for (size_t k = 0; k < 2; k++) {
            const CatalogQueryMethod *method = catalog_query_method(orm, receivers[k], name);
            if (method && method->loads == loads) {
                return site->calls[i - 1];
            }
        }
    }
    return NODE_NONE;
}

/* ---- editing -------------------------------------------------------------------------------- */

void query_site_replace(FixContext *context, const QuerySite *site, Span span, Str text) {
    bool is_own_file = site->file->id == context->rule.file->id;
    if (is_own_file && site->unit == context->rule.unit) {
        fix_replace(context, span, text);
        return;
    }
    Span place = outline_span_to_file(site->file->outline, site->unit, span);
    if (is_own_file) {
        fix_replace_in_file(context, place, text);
    } else {
        fix_replace_elsewhere(context, site->file->path, place, text);
    }
}

void query_site_insert(FixContext *context, const QuerySite *site, uint32_t at, Str text) {
    query_site_replace(context, site, (Span){at, at}, text);
}

/* What stands between the receiver of the chain's last method and its dot, when the dot begins its
 * row: a line end and blanks, perhaps a backslash before them. */
static Str row_start(const QuerySite *site, NodeId call) {
    const Ast *ast = &site->facts->ast;
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    NodeId receiver = ast_child(ast, function, FIELD_VALUE);
    if (ast_kind(ast, function) != NODE_ATTRIBUTE || receiver == NODE_NONE) {
        return STR("");
    }
    Str text = site->facts->text;
    uint32_t dot = ast_name_span(ast, function).start;
    while (dot > 0 && text.ptr[dot] != '.') {
        dot--;
    }
    uint32_t start = dot;
    while (start > 0 && (text.ptr[start - 1] == ' ' || text.ptr[start - 1] == '\t')) {
        start--;
    }
    if (start == 0 || text.ptr[start - 1] != '\n' || start <= ast_node(ast, receiver)->end) {
        return STR("");
    }
    start -= start > 1 && text.ptr[start - 2] == '\r' ? 2 : 1;
    if (start > 0 && text.ptr[start - 1] == '\\') {
        start--;
        start -= start > 0 && text.ptr[start - 1] == ' ';
    }
    return str_slice(text, start, dot);
}

/* Behind the call, and behind the comment on its row when new rows follow. */
static uint32_t end_of_row(const QuerySite *site, uint32_t at) {
    Str text = site->facts->text;
    uint32_t comment = at;
    while (comment < text.len && (text.ptr[comment] == ' ' || text.ptr[comment] == '\t')) {
        comment++;
    }
    if (comment == text.len || text.ptr[comment] != '#') {
        return at;
    }
    while (comment < text.len && text.ptr[comment] != '\n') {
        comment++;
    }
    return comment - (text.ptr[comment - 1] == '\r');
}

static bool is_bare_all(const QuerySite *site, NodeId call) {
    const Ast *ast = &site->facts->ast;
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    return catalog_query_gives_all(method_name(site, call)) &&
           ast_child(ast, call, FIELD_ARGS) == NODE_NONE &&
           ast_child(ast, function, FIELD_VALUE) == site->place;
}

/* What the function itself would ask: the class's first manager. */
static Str default_manager(const QuerySite *site, NodeId class) {
    KindId kind = kinds_expression(site->file, site->unit, class);
    const Model *model = model_of_kind(site->file, kind_get(kinds_table(site->file), kind));
    return model && model->managers.count ? model->managers.items[0].name : STR("objects");
}

/* ---- rows that would be too long ------------------------------------------------------------ */

/* Few arguments stay on their row: where to break that is a formatter's business. */
enum { ROW_LENGTH_MAX = 100, ROW_ARGUMENTS_MAX = 2 };

typedef struct SiteRow {
    Str indent;
    uint32_t before; /* its columns before the place */
    uint32_t behind; /* and behind it, a comment left out */
    bool is_in_string;
} SiteRow;

static SiteRow row_at(const QuerySite *site, uint32_t at) {
    Str text = site->facts->text;
    uint32_t start = at;
    while (start > 0 && text.ptr[start - 1] != '\n') {
        start--;
    }
    uint32_t blanks = start;
    while (blanks < at && (text.ptr[blanks] == ' ' || text.ptr[blanks] == '\t')) {
        blanks++;
    }
    Str rest = str_slice(text, at, text.len);
    rest = str_slice(rest, 0, str_find_byte(rest, '\n'));
    rest = str_trim(str_slice(rest, 0, str_find(rest, STR("  #"))));
    const Ast *ast = &site->facts->ast;
    bool is_in_string = false;
    for (NodeId node = site->place; node != NODE_NONE; node = ast_node(ast, node)->parent) {
        is_in_string = is_in_string || ast_kind(ast, node) == NODE_JOINED_STR;
    }
    return (SiteRow){str_slice(text, start, blanks), at - start, rest.len, is_in_string};
}

static uint32_t argument_count(Str call) {
    uint32_t depth = 0;
    uint32_t count = 1;
    for (uint32_t at = 0; at < call.len; at++) {
        depth += call.ptr[at] == '(' || call.ptr[at] == '[';
        depth -= (call.ptr[at] == ')' || call.ptr[at] == ']') && depth > 0;
        count += depth == 1 && call.ptr[at] == ',';
    }
    return count;
}

/* `name(a, b)` with each argument on a row of its own. */
static Str in_rows(const FixContext *context, Str call, Str indent, Str line) {
    Arena *mem = context->rule.mem;
    Str step = fix_indent_unit(context);
    uint32_t open = str_find_byte(call, '(');
    uint32_t depth = 0;
    uint32_t start = open + 1;
    Str out = arena_format(mem, "%.*s(", STR_ARG(str_slice(call, 0, open)));
    for (uint32_t at = open + 1; at < call.len; at++) {
        bool is_end = at + 1 == call.len;
        bool is_between = depth == 0 && call.ptr[at] == ',';
        if (is_end || is_between) {
            out = arena_format(mem, "%.*s%.*s%.*s%.*s%.*s,", STR_ARG(out), STR_ARG(line),
                               STR_ARG(indent), STR_ARG(step),
                               STR_ARG(str_trim(str_slice(call, start, at))));
            start = at + 1;
        }
        depth += call.ptr[at] == '(' || call.ptr[at] == '[';
        depth -= (call.ptr[at] == ')' || call.ptr[at] == ']') && depth > 0;
    }
    return arena_format(mem, "%.*s%.*s%.*s)", STR_ARG(out), STR_ARG(line), STR_ARG(indent));
}

/* `.a(..).b(..)` at the end of the site's chain. */
static Str joined_calls(const FixContext *context, const QuerySite *site, const Str *calls,
                        uint32_t count, uint32_t at) {
    Arena *mem = context->rule.mem;
    SiteRow row = row_at(site, at);
    Str text = site->facts->text;
    Str line = str_find(text, STR("\r\n")) < text.len ? STR("\r\n") : STR("\n");
    uint32_t column = row.before;
    Str out = STR("");
    for (uint32_t i = 0; i < count; i++) {
        uint32_t end = column + 1 + calls[i].len + (i + 1 == count ? row.behind : 0);
        bool is_long = end > ROW_LENGTH_MAX && !row.is_in_string &&
                       argument_count(calls[i]) > ROW_ARGUMENTS_MAX;
        Str call = is_long ? in_rows(context, calls[i], row.indent, line) : calls[i];
        column = is_long ? row.indent.len + 1 : end;
        out = arena_format(mem, "%.*s.%.*s", STR_ARG(out), STR_ARG(call));
    }
    return out;
}

void query_site_append(FixContext *context, const QuerySite *site, const Str *calls, uint32_t count,
                       bool replaces_all) {
    const Ast *ast = &site->facts->ast;
    Arena *mem = context->rule.mem;
    NodeId last = site->call_count ? site->calls[site->call_count - 1] : NODE_NONE;
    Str start = last == NODE_NONE ? STR("") : row_start(site, last);
    Str text = STR("");
    for (uint32_t i = 0; i < count && start.len; i++) {
        text = arena_format(mem, "%.*s%.*s.%.*s", STR_ARG(text), STR_ARG(start), STR_ARG(calls[i]));
    }
    if (!start.len) {
        uint32_t at = ast_node(ast, last == NODE_NONE ? site->place : last)->end;
        text = joined_calls(context, site, calls, count, at);
    }
    NodeId class = query_site_class(site);
    if (class != NODE_NONE) {
        query_site_insert(
            context, site, ast_node(ast, class)->end,
            arena_format(mem, ".%.*s%.*s", STR_ARG(default_manager(site, class)), STR_ARG(text)));
        return;
    }
    if (last == NODE_NONE) {
        query_site_insert(context, site, ast_node(ast, site->place)->end, text);
        return;
    }
    uint32_t end = ast_node(ast, last)->end;
    if (replaces_all && site->call_count == 1 && is_bare_all(site, last)) {
        NodeId function = ast_child(ast, last, FIELD_FUNC);
        query_site_replace(context, site, (Span){ast_name_span(ast, function).start, end},
                           str_slice(text, start.len + 1, text.len));
        return;
    }
    query_site_insert(context, site, start.len ? end_of_row(site, end) : end, text);
}

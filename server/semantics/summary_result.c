/* Knows how kinds are said to a person who sees the whole project. */
#include "semantics/summary_result.h"

#include "semantics/class_ref.h"
#include "semantics/kinds.h"
#include "semantics/query_kind.h"

static Str class_name(const FileModel *file, KindId kind) {
    ClassRef ref = class_ref_of_kind(kind_get(kinds_table(file), kind));
    if (ref.tag == REF_PATH) {
        return ref.path;
    }
    if (ref.tag != REF_CLASS) {
        return STR("");
    }
    Str module = project_module_name(file, ref.file);
    Str name = ast_name(&class_ref_facts(file, ref)->ast, ref.node);
    return arena_format(file->mem, "%.*s.%.*s", STR_ARG(module), STR_ARG(name));
}

static void append_model(const FileModel *file, const char *what, KindId model, Buf *out) {
    Str name = class_name(file, model);
    buf_format(out, "  returns %s%s%.*s", what, name.len ? " of " : "", STR_ARG(name));
}

/* Relations of the path set; its marks are of no interest to a reader, but for what is left out. */
static void append_loaded(Str loaded, Buf *out) {
    uint32_t at = 0;
    Str path;
    const char *before = ", with ";
    bool any = false;
    while (path_set_next(loaded, &at, &path)) {
        bool is_relation = path.len > 0 && (str_is_word_byte(path.ptr[0]) || path.ptr[0] == '~');
        if (is_relation) {
            Str name = path.ptr[0] == '~' ? str_slice(path, 1, path.len) : path;
            buf_format(out, "%s%.*s", before, STR_ARG(name));
            before = ", ";
            any = true;
        }
    }
    buf_append_c(out, any ? " loaded" : "");
}

static void describe_query(const FileModel *file, const QueryKind *query, Buf *out) {
    bool has_run = query->stage == QUERY_STAGE_RESULT || query->stage == QUERY_STAGE_SCALARS;
    const char *what = query->stage == QUERY_STAGE_MANAGER ? "a manager"
                       : query->flags & QUERY_IS_VALUES    ? "a query of values"
                       : has_run                           ? "rows"
                                                           : "a query";
    append_model(file, what, query->model, out);
    if (!(query->flags & (QUERY_IS_LOADED_UNKNOWN | QUERY_IS_VALUES))) {
        append_loaded(query->loaded, out);
    }
}

void summary_result_describe(const FileModel *file, UnitId unit, Buf *out) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    KindId id = kinds_result(file, unit, ast_definition(ast));
    const Kind *kind = kind_get(kinds_table(file), id);
    QueryKind query;
    RowKind row;
    if (id == KIND_UNKNOWN || id == KIND_NEVER) {
        return;
    }
    if (query_kind_get(kinds_table(file), id, &query)) {
        describe_query(file, &query, out);
    } else if (row_kind_get(kinds_table(file), id, &row)) {
        append_model(file, "a row", row.model, out);
    } else if (kind->tag == KIND_TAG_OBJECT) {
        append_model(file, "an instance", id, out);
    } else if (kind->tag == KIND_TAG_CLASS) {
        append_model(file, "the class", id, out);
    } else if (kind->tag == KIND_TAG_FUNCTION || kind->tag == KIND_TAG_METHOD) {
        buf_append_c(out, "  returns a function");
    } else {
        buf_append_c(out, "  returns ");
        kind_describe(kinds_table(file), id, out);
    }
    buf_append_byte(out, '\n');
}

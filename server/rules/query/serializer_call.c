/* Knows calls of serializers' classes; refuses to know what their fields read. */
#include "rules/query/serializer.h"
#include "rules/query/serializer_fields.h"
#include "rules/shape.h"

bool serializer_reaches(const FileModel *file, KindId of_class, bool (*is_one)(Str path)) {
    const Kind *kind = kind_get(kinds_table(file), of_class);
    if (kind->tag != KIND_TAG_CLASS) {
        return false;
    }
    const ClassOrder *order = class_order(file, class_ref_of_kind(kind));
    for (uint32_t i = 0; order && i < order->count; i++) {
        if (order->items[i].tag == REF_PATH && is_one(order->items[i].path)) {
            return true;
        }
    }
    return false;
}

Str serializer_class_name(const FileModel *file, KindId of_class) {
    const Kind *kind = kind_get(kinds_table(file), of_class);
    const FileModel *home = row_scan_file(file, kind->file);
    return ast_name(&file_model_unit(home, kind->unit)->ast, kind->node);
}

NodeId serializer_argument(const Ast *ast, NodeId call) {
    NodeId rows = ast_child(ast, call, FIELD_ARGS);
    NodeId second = rows == NODE_NONE ? NODE_NONE : ast_next_in_field(ast, rows);
    bool is_given = second != NODE_NONE || ast_keyword(ast, call, STR("data")) != NODE_NONE;
    rows = rows == NODE_NONE ? ast_child(ast, ast_keyword(ast, call, STR("instance")), FIELD_VALUE)
                             : rows;
    return is_given ? NODE_NONE : rows;
}

bool serializer_call(const FileModel *file, UnitId unit, NodeId call, KindId context,
                     SerializerCall *out) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    out->rows = serializer_argument(ast, call);
    if (out->rows == NODE_NONE) {
        return false;
    }
    out->serializer = kinds_expression_in(file, unit, ast_child(ast, call, FIELD_FUNC), context);
    out->is_many = serializer_flag(ast, call, STR("many"));
    return kind_get(kinds_table(file), out->serializer)->tag == KIND_TAG_CLASS &&
           serializer_reaches(file, out->serializer, catalog_writes_fields);
}

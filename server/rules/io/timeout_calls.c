/* Knows how calls are found in a file and in the program around it; not what they mean. */
#include "rules/io/timeout_calls.h"

#include "semantics/file_mentions.h"
#include "semantics/project.h"

bool timeout_any_call(const FileModel *file, TriggerSet words, CallTest test, const void *wanted) {
    for (UnitId unit = file_model_next_mention(file, words, 0); unit != UNIT_NONE;
         unit = file_model_next_mention(file, words, unit + 1)) {
        const Ast *ast = &file_model_unit(file, unit)->ast;
        for (NodeId node = 0; node < ast->node_count; node++) {
            if (ast_kind(ast, node) == NODE_CALL && test(file, unit, node, wanted)) {
                return true;
            }
        }
    }
    return false;
}

static Str dotted_import(const Ast *ast, NodeId node, Arena *mem) {
    if (ast_kind(ast, node) == NODE_ALIAS &&
        ast_kind(ast, ast_node(ast, node)->parent) == NODE_IMPORT) {
        return ast_name(ast, node);
    }
    if (ast_kind(ast, node) != NODE_IMPORT_FROM) {
        return STR("");
    }
    Str dots = STR("........");
    uint8_t level = ast_node(ast, node)->detail;
    return arena_format(mem, "%.*s%.*s", (int)(level < dots.len ? level : dots.len), dots.ptr,
                        STR_ARG(ast_name(ast, node)));
}

bool timeout_is_of_program(const FileModel *file, const FileModel *other) {
    if (other->id == file->id || project_module(other, STR(".")) != FILE_NONE) {
        return true;
    }
    const Ast *ast = &file_model_unit(other, UNIT_MODULE_ID)->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        Str dotted = dotted_import(ast, node, file->mem);
        if (dotted.len && project_module(other, dotted) != FILE_NONE) {
            return true;
        }
    }
    return false;
}

bool timeout_any_call_in_program(const FileModel *file, Str name, CallTest test,
                                 const void *wanted) {
    ProjectUnits units = project_callers_named(file, name, file->mem);
    for (uint32_t i = 0; i < units.count; i++) {
        const FileModel *other = project_file(file, units.items[i].file);
        UnitId unit = units.items[i].unit;
        if (!timeout_is_of_program(file, other)) {
            continue;
        }
        const Ast *ast = &file_model_unit(other, unit)->ast;
        for (NodeId node = 0; node < ast->node_count; node++) {
            if (ast_kind(ast, node) == NODE_CALL && test(other, unit, node, wanted)) {
                return true;
            }
        }
    }
    return false;
}

Str timeout_receiver_text(const UnitFacts *facts, NodeId call) {
    NodeId function = ast_child(&facts->ast, call, FIELD_FUNC);
    if (function == NODE_NONE || ast_kind(&facts->ast, function) != NODE_ATTRIBUTE) {
        return (Str){"", 0};
    }
    NodeId value = ast_child(&facts->ast, function, FIELD_VALUE);
    return str_span(facts->text, ast_span(&facts->ast, value));
}

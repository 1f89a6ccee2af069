/* Resolves the grammar's symbols to our tables, once. A symbol that is not in the tables is an
 * unknown shape, whose children are lowered in its place. */
#include "base/memory.h"
#include "syntax/lower_state.h"

#include <stdlib.h>

struct LowerTables {
    uint8_t *shapes; /* by symbol */
    uint8_t *tokens; /* by symbol */
    uint32_t symbol_count;
    TSFieldId operator_field;
};

static Shape shape_named(const char *name) {
    static const char *const names[] = {
        "",
#define SHAPE(name, text, enter, kind, field, inside, then, context) text,
#include "syntax/shapes.def"
#undef SHAPE
    };
    for (int shape = SHAPE_UNKNOWN + 1; shape < SHAPE_COUNT; shape++) {
        if (strcmp(names[shape], name) == 0) {
            return (Shape)shape;
        }
    }
    return SHAPE_UNKNOWN;
}

static Token token_named(const char *name) {
    static const char *const names[] = {
        "",
#define TOKEN(name, text, binary, unary) text,
#include "syntax/tokens.def"
#undef TOKEN
    };
    for (int token = 1; token < TOKEN_COUNT; token++) {
        if (strcmp(names[token], name) == 0) {
            return (Token)token;
        }
    }
    return TOKEN_NONE;
}

LowerTables *lower_tables_new(const TSLanguage *language) {
    LowerTables *tables = memory_allocate(sizeof *tables);
    uint32_t count = ts_language_symbol_count(language);
    *tables = (LowerTables){
        .shapes = memory_allocate_zeroed(count, 1),
        .tokens = memory_allocate_zeroed(count, 1),
        .symbol_count = count,
        .operator_field = ts_language_field_id_for_name(language, "operator", 8),
    };
    for (uint32_t symbol = 0; symbol < count; symbol++) {
        const char *name = ts_language_symbol_name(language, (TSSymbol)symbol);
        if (ts_language_symbol_type(language, (TSSymbol)symbol) == TSSymbolTypeRegular) {
            tables->shapes[symbol] = (uint8_t)shape_named(name);
        } else {
            tables->tokens[symbol] = (uint8_t)token_named(name);
        }
    }
    return tables;
}

void lower_tables_free(LowerTables *tables) {
    if (tables) {
        free(tables->shapes);
        free(tables->tokens);
        free(tables);
    }
}

Shape lower_shape_of(const LowerTables *tables, TSSymbol symbol) {
    return symbol < tables->symbol_count ? (Shape)tables->shapes[symbol] : SHAPE_ERROR;
}

Token lower_token_of(const LowerTables *tables, TSSymbol symbol) {
    return symbol < tables->symbol_count ? (Token)tables->tokens[symbol] : TOKEN_NONE;
}

TSFieldId lower_operator_field(const LowerTables *tables) {
    return tables->operator_field;
}

const ShapeRow lower_shapes[SHAPE_COUNT] = {
#define SHAPE(name, text, enter_, kind_, field_, inside_, then_, context_)                         \
    [SHAPE_##name] = {.enter = (enter_),                                                           \
                      .kind = NODE_##kind_,                                                        \
                      .field = FIELD_##field_,                                                     \
                      .inside = FIELD_##inside_,                                                   \
                      .then = FIELD_##then_,                                                       \
                      .context = INHERIT_##context_},
#include "syntax/shapes.def"
#undef SHAPE
};

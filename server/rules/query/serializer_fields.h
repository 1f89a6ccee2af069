/* Which fields a serializer of REST framework has, and where each is told of. */
#ifndef BLUETICK_RULES_QUERY_SERIALIZER_FIELDS_H
#define BLUETICK_RULES_QUERY_SERIALIZER_FIELDS_H

#include "rules/query/row_scan.h"
#include "semantics/listed_names.h"

typedef struct DeclaredField {
    Str name;
    const FileModel *file;
    UnitId unit;
    NodeId call; /* of the field's class; NODE_NONE: taken back (`name = None`) */
} DeclaredField;

typedef struct ReadField {
    const FileModel *file;
    UnitId unit;
    NodeId node; /* where it is told of */
    Str name;
    const DeclaredField *declared; /* NULL: the model's own */
} ReadField;

typedef struct ReadFields {
    const ReadField *items; /* those that are read, without those that are only written */
    uint32_t count;
    uint32_t depth; /* Meta.depth */
} ReadFields;

/* `row` is what is serialized; its model says what "__all__" stands for. In `mem`. */
ReadFields serializer_fields_read(const FileModel *home, const Kind *serializer, KindId row,
                                  Arena *mem);

/* All fields of the row's model, told of at `place`: what a nested depth writes out. */
ReadFields serializer_fields_of_model(const FileModel *home, ReadField place, KindId row,
                                      Arena *mem);

/* True when the keyword of the call is the constant True. */
bool serializer_flag(const Ast *ast, NodeId call, Str keyword);

#endif

/* Serializers of Django REST framework and columns of the admin's pages: what they read of each
 * row, and where they are given many. */
#ifndef BLUETICK_RULES_QUERY_SERIALIZER_H
#define BLUETICK_RULES_QUERY_SERIALIZER_H

#include "rules/query/row_scan.h"

typedef struct SerializerUse {
    NodeId node;       /* of the unit: the queryset of a view, what its get_queryset() returns, or
                          the call S(rows, many=True) */
    KindId serializer; /* CLASS */
    KindId row;        /* one of many */
    Str name;          /* of the serializer's class, or of the column */
    NodeId column;     /* of list_display, which names something of the model, or is a function: the
                          element, wherever the list is written; then there is no serializer.
                          NODE_NONE otherwise */
    FileId column_file;
    UnitId column_unit;
    bool is_one;      /* the row is alone: what counts is read of rows below it */
    bool is_function; /* the column is no text but a function */
} SerializerUse;

typedef struct SerializerUses {
    const SerializerUse *items;
    uint32_t count;
} SerializerUses;

SerializerUses serializer_uses(const FileModel *file, UnitId unit, Arena *mem);

/* A call S(row) or S(rows, many=True) of a serializer's class; false when it is none. */
typedef struct SerializerCall {
    KindId serializer; /* CLASS */
    NodeId rows;       /* the argument */
    bool is_many;
} SerializerCall;
bool serializer_call(const FileModel *file, UnitId unit, NodeId call, KindId context,
                     SerializerCall *out);

/* What the call is given to write out; NODE_NONE when it is given data to read in, or nothing. */
NodeId serializer_argument(const Ast *ast, NodeId call);

/* True when the class, or one that it inherits from, is a library's that `is_one` knows. */
bool serializer_reaches(const FileModel *file, KindId of_class, bool (*is_one)(Str path));

/* The name of the CLASS. */
Str serializer_class_name(const FileModel *file, KindId of_class);

/* What the class's fields read of the row, nested serializers included. */
void serializer_scan(const FileModel *home, KindId serializer, KindId row, RowScan *into,
                     Arena *mem);

/* What the column of an admin's page that is named at `use` reads of the row. */
void column_scan(const FileModel *home, const SerializerUse *use, RowScan *into, Arena *mem);

#endif

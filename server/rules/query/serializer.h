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
    NodeId column;     /* of list_display, which names something of the model: its text; then
                          there is no serializer. NODE_NONE otherwise */
} SerializerUse;

typedef struct SerializerUses {
    const SerializerUse *items;
    uint32_t count;
} SerializerUses;

SerializerUses serializer_uses(const FileModel *file, UnitId unit, Arena *mem);

/* What the class's fields read of the row, nested serializers included. */
void serializer_scan(const FileModel *home, KindId serializer, KindId row, RowScan *into,
                     Arena *mem);

/* What the column of an admin's page that is named at `use` reads of the row. */
void column_scan(const FileModel *home, UnitId unit, const SerializerUse *use, RowScan *into,
                 Arena *mem);

#endif

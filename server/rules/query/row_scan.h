/* One function's body (or a whole unit) with what it is given: which nodes cost a statement for a
 * row, and which functions run with something of an ORM. */
#ifndef BLUETICK_RULES_QUERY_ROW_SCAN_H
#define BLUETICK_RULES_QUERY_ROW_SCAN_H

#include "semantics/query_use.h"

typedef enum RowHitKind {
    ROW_HIT_TO_ONE,     /* reading a relation, then kept */
    ROW_HIT_COLLECTION, /* likewise */
    ROW_HIT_COLUMN,     /* reading a column that was left out */
    ROW_HIT_RELATED,    /* evaluating a related manager or query: each time */
    ROW_HIT_BYPASS,     /* likewise, though the relation was prefetched */
    ROW_HIT_EXPIRED,    /* reading what the session has forgotten: in async code only */
    ROW_HIT_STATEMENT,  /* a Django query that is run or evaluated: in async code only */
} RowHitKind;

typedef struct RowHit {
    RowHitKind kind;
    FileId file;
    UnitId unit;
    NodeId node;      /* the access */
    KindId value;     /* ROW that is read, QUERY that is evaluated */
    Str path;         /* of a read: from the row's query */
    Str serializer;   /* the class whose field reads it, at `node` of wherever that stands; empty:
                         code does */
    bool is_unserved; /* COLLECTION: what is asked of it is asked again, prefetched or not */
} RowHit;

/* A function that runs at `node` with what `context` says. */
typedef struct RowStep {
    FileId file;
    UnitId unit;
    NodeId node;
    KindId context;
} RowStep;

typedef struct RowScan {
    struct RowHits ARRAY_OF(RowHit) hits;
    struct RowSteps ARRAY_OF(RowStep) steps;
} RowScan;

/* What the node itself costs or runs, added to the scan. O(1) questions. */
void row_scan_node(const FileModel *file, UnitId unit, NodeId node, KindId context, RowScan *scan,
                   Arena *mem);

/* The body of the context's function, in `mem`. */
RowScan row_scan_function(const FileModel *home, KindId context, Arena *mem);

/* The file that a place of the project stands in, as seen from `home`. */
const FileModel *row_scan_file(const FileModel *home, FileId file);

#endif

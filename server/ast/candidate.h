/* A query match kept beyond its tree: which pattern, and which ast nodes its captures are. */
#ifndef BLUETICK_AST_CANDIDATE_H
#define BLUETICK_AST_CANDIDATE_H

#include "ast/ast.h"

/* Queries of a project's own are numbered from CANDIDATE_OWN. */
enum { CANDIDATE_CAPTURES_MAX = 8, CANDIDATE_OWN = 64 };

typedef struct Candidate {
    uint16_t query;   /* which rule's query (syntax/query.h numbers them) */
    uint16_t pattern; /* which pattern of it */
    /* By capture slot; NODE_NONE when the capture took no part. A quantified capture keeps its
     * first node. */
    NodeId captures[CANDIDATE_CAPTURES_MAX];
} Candidate;

typedef struct CandidateArray {
    const Candidate *items;
    uint32_t count;
} CandidateArray;

#endif

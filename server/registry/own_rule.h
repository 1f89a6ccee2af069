/* A rule of a project's own: one pattern of one of its query files (engine/own_rules.h reads them).
 * Plain data, immutable; it lives as long as the rules that were read with it. */
#ifndef BLUETICK_REGISTRY_OWN_RULE_H
#define BLUETICK_REGISTRY_OWN_RULE_H

#include "registry/registry.h"

enum { OWN_RULES_MAX = 256, OWN_SLOT_FIRST = UINT8_MAX };

/* A piece of a fix's text: of a capture, of the import, or as it stands. */
typedef enum OwnPieceKind { OWN_PIECE_TEXT, OWN_PIECE_CAPTURE, OWN_PIECE_IMPORT } OwnPieceKind;
typedef struct OwnPiece {
    OwnPieceKind kind;
    Str text;     /* of OWN_PIECE_TEXT */
    uint8_t slot; /* of OWN_PIECE_CAPTURE */
} OwnPiece;

typedef struct OwnFix {
    Str title;
    Safety safety;
    uint8_t slot; /* of the capture whose text is replaced; OWN_SLOT_FIRST: what is reported */
    const OwnPiece *pieces;
    uint32_t piece_count;
    Str module; /* of the import it needs; empty: none */
    Str name;   /* empty: the module itself */
} OwnFix;

typedef struct OwnRule {
    Str id; /* "acme/bare-client" */
    Str message;
    Str description; /* its page; may be empty */
    Str file;        /* that it stands in, as shown */
    Severity severity;
    Category category;
    bool is_off;       /* unless it is selected by its id */
    uint8_t slot;      /* of the capture that is reported; OWN_SLOT_FIRST: the first one there is */
    uint16_t index;    /* among the rules that were read with it */
    const OwnFix *fix; /* NULL: none */
} OwnRule;

/* All that hold for a file, by index. */
typedef struct OwnRuleList {
    const OwnRule *const *items;
    uint32_t count;
} OwnRuleList;

/* NULL when none has this id. O(count). */
const OwnRule *own_rule_find(OwnRuleList rules, Str id);

/* registry_nearest among the built-in names and these. */
Str own_rule_nearest(OwnRuleList own, Str wrong);

/* A bit for each rule, by index. */
typedef struct OwnRuleBits {
    uint64_t words[OWN_RULES_MAX / 64];
} OwnRuleBits;

static inline bool own_rule_has_bit(const OwnRuleBits *bits, uint32_t index) {
    return bits->words[index / 64] >> (index % 64) & 1;
}
static inline void own_rule_set_bit(OwnRuleBits *bits, uint32_t index, bool value) {
    uint64_t bit = (uint64_t)1 << (index % 64);
    bits->words[index / 64] =
        value ? bits->words[index / 64] | bit : bits->words[index / 64] & ~bit;
}

#endif

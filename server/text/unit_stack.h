/* The stack of open units: the unit scanner's other half. text/scanner.c reads statements and says
 * where they begin; here units are opened, closed, and opened again after a slip. */
#ifndef BLUETICK_TEXT_UNIT_STACK_H
#define BLUETICK_TEXT_UNIT_STACK_H

#include "text/line.h"
#include "text/scanner.h"

typedef struct Definition {
    UnitKind kind;
    uint32_t at; /* `async`, `def` or `class` */
    uint32_t keyword_end;
    uint32_t column;
    bool unclean;
} Definition;

static inline ScanLevel *unit_stack_top(Scanner *scanner) {
    return &scanner->levels[scanner->top];
}

/* Opens the module as unit 0. */
void unit_stack_open_module(Scanner *scanner);

/* Closes what is open at the end of the text. */
void unit_stack_finish(Scanner *scanner);

/* A statement begins: ends the units that it is left of. `definition`: it is one, or a decorator.
 */
void unit_stack_dedent(Scanner *scanner, Indent indent, bool definition);

/* A comment on a line of its own. */
void unit_stack_comment(Scanner *scanner, uint32_t column);

/* A decorator line waits for its definition, or turned out to have none. */
void unit_stack_hold_decorators(Scanner *scanner, uint32_t at, uint32_t column);
void unit_stack_drop_decorators(Scanner *scanner);

/* True when a definition in this column is a unit: not nested in a function or a block. */
bool unit_stack_admits(const Scanner *scanner, uint32_t column);

void unit_stack_open(Scanner *scanner, const Definition *definition);

/* Behind the `:` of the innermost unit's header; or where the header ended without one. */
void unit_stack_end_header(Scanner *scanner, uint32_t at);
void unit_stack_abandon_header(Scanner *scanner);

/* True when the outline before has the same unit here, found in the same state: scanner->resume
 * says which, and this definition's trace. */
bool unit_stack_resume(Scanner *scanner, const Definition *definition);

#endif

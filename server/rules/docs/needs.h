/* What a docstring of this function must say, given its code: shared by the rules that miss it and
 * by the skeletons that write it. */
#ifndef BLUETICK_RULES_DOCS_NEEDS_H
#define BLUETICK_RULES_DOCS_NEEDS_H

#include "rules/docs/raises.h"
#include "rules/docs/target.h"

/* No docs rule speaks about it: a test, broken code, an ignored decorator, docs.scope. */
bool target_is_silent(const DocsUnit *unit, const Target *target);

/* Its sections are checked at all: no property, help text, override... */
bool needs_sections(const Target *target);

/* Entries for parameters are wanted (whether there are parameters is another question). */
bool needs_args(const Target *target);

/* A parameter wants an entry, docs.ignoreVarArgs considered. */
bool needs_entry(const DocsUnit *unit, const Parameter *parameter);

bool needs_returns(DocsUnit *unit, const Target *target);
bool needs_yields(DocsUnit *unit, const Target *target);
bool needs_raises(DocsUnit *unit, const Target *target);

/* A skeleton promises a value although the body is a stub: its annotation says so. */
bool needs_returns_in_stub(DocsUnit *unit, const Target *target);

/* The method has no code by design: abstract, or of a Protocol. */
bool target_is_declaration(const DocsUnit *unit, const Target *target);

/* The last dotted name of an annotation, also of a quoted one: "None", "Iterator"; empty if none.
 */
Str annotation_name(const DocsUnit *unit, NodeId annotation);
bool annotation_is_none(const DocsUnit *unit, NodeId annotation);     /* None, NoReturn, Never */
bool annotation_is_iterator(const DocsUnit *unit, NodeId annotation); /* Iterator, Generator... */
/* The first argument of an iterator annotation is None: it hands over nothing. */
bool annotation_yields_none(const DocsUnit *unit, NodeId annotation);

/* The fields of a dataclass that its docstring should list. */
typedef struct ClassField {
    Str name;
    NodeId annotation;
    NodeId fallback;
} ClassField;

typedef struct ClassFields {
    const ClassField *items;
    uint32_t count;
} ClassFields;

/* Public annotated fields: not ClassVar, not followed by a docstring of their own. */
ClassFields class_fields(const DocsUnit *unit, const Target *target, Arena *mem);

/* Public attributes that the constructor sets on its first parameter, each once. */
ClassFields class_instance_fields(const DocsUnit *unit, const Target *target);

#endif

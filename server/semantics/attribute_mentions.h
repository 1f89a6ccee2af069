/* Which methods of a class may store an attribute, by their texts alone: so that a question for one
 * attribute reads the methods that have something to say about it, and no other text. */
#ifndef BLUETICK_SEMANTICS_ATTRIBUTE_MENTIONS_H
#define BLUETICK_SEMANTICS_ATTRIBUTE_MENTIONS_H

#include "semantics/file_model.h"

typedef struct AttributeMentions AttributeMentions;

/* Of the class's own method units: all that write `.name` where it could be a target. A method may
 * be among them for nothing, and none that stores the attribute is missing. Built at the first
 * question for the class, O(its text); remembered with the file. */
const AttributeMentions *attribute_mentions(const FileModel *file, UnitId class_unit);

/* The methods in file order; `*count` of them. O(1). */
const UnitId *attribute_mentions_of(const AttributeMentions *mentions, Str name, uint32_t *count);

#endif

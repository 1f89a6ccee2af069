/* Inside of serializer_uses: what its parts share while they gather uses. */
#ifndef BLUETICK_RULES_QUERY_USE_LIST_H
#define BLUETICK_RULES_QUERY_USE_LIST_H

#include "rules/query/serializer.h"
#include "rules/query/view_choice.h"

typedef struct Uses {
    const FileModel *file;
    UnitId unit;
    const Ast *ast;
    struct UseItems ARRAY_OF(SerializerUse) items;
    Arena *mem;
} Uses;

/* The serializer is given the row: one of many, or one alone. Nothing is added for anything else.
 */
void use_list_add(Uses *uses, NodeId node, KindId serializer, KindId row);

/* One of what the expression holds many of. */
KindId use_list_rows(const Uses *uses, NodeId expression);

/* The class that the unit defines; REF_NONE for none. */
ClassRef use_list_class(const FileModel *file, UnitId class_unit);

/* The class inherits from a library's that `is_one` knows. */
bool use_list_reaches(const FileModel *file, ClassRef of_class, bool (*is_one)(Str path));

/* ---- parts ---------------------------------------------------------------------------------- */

/* Views that list or retrieve by themselves, of the class unit at hand, or of the class whose
 * get_queryset() it is. */
void view_uses_find(Uses *uses);
void view_uses_find_in_queryset(Uses *uses, UnitId class_unit);
/* What the list of such a view is asked. */
ViewAsked view_uses_asked(const FileModel *file, ClassRef view, Str action);
/* list() or get() is the library's, or leads to it. */
bool view_uses_lists(const FileModel *file, ClassRef view);

/* Pages of the admin, of the class unit at hand or of its get_list_display(). */
void page_uses_find(Uses *uses);
void page_uses_find_in_method(Uses *uses, UnitId class_unit);

#endif

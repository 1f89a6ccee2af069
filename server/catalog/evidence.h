/* What a name alone tells of a value: the only evidence beyond kinds, and never certain. */
#ifndef BLUETICK_CATALOG_EVIDENCE_H
#define BLUETICK_CATALOG_EVIDENCE_H

#include "base/str.h"

typedef struct ClientName {
    Str name;
    Str module;     /* the file must import it */
    Str class_path; /* what the parameter then is */
} ClientName;

/* The rows of a name, adjacent; NULL and 0 when there are none. */
const ClientName *catalog_client_names(Str name, uint32_t *count);

/* The table, for the test of its order. */
extern const ClientName catalog_client_name_rows[];
extern const uint32_t catalog_client_name_count;

#endif

/* What an awaited method call probably is where the receiver's kind is not known. */
#ifndef BLUETICK_SEMANTICS_CLIENT_EVIDENCE_H
#define BLUETICK_SEMANTICS_CLIENT_EVIDENCE_H

#include "catalog/catalog.h"
#include "semantics/file_model.h"

/* `await client.get(url)`: the method of the client class that the catalog's evidence names for an
 * unannotated parameter `client`, in a file that imports the library. NULL: no evidence. The caller
 * knows that the call is awaited, and treats the answer as likely. O(the module's own nodes). */
const CatalogCallable *client_evidence(const FileModel *file, UnitId unit, NodeId call);

#endif

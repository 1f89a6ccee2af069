/* Walking a folder, in an order that depends on names only.
 *
 * Entries come sorted by bytes. Symbolic links to folders are followed after everything that can be
 * reached without them, each real folder once, so that loops end and a folder is named by its own
 * path where it has one. */
#ifndef BLUETICK_IO_WALK_H
#define BLUETICK_IO_WALK_H

#include "base/arena.h"
#include "base/status.h"

typedef struct WalkVisitor {
    void *data;
    /* Asked once for each folder below the root; false = leave it out. */
    bool (*enter)(void *data, Str path, Str name);
    /* A folder that is about to be listed, the root included; may be NULL. `has_git`: it holds an
     * entry `.git`. */
    void (*folder)(void *data, Str path, bool has_git);
    /* Everything that is no folder: files, links to files, but FIFOs and dangling links too. */
    void (*file)(void *data, Str path, Str name, bool is_link);
    /* A folder that cannot be listed. */
    void (*trouble)(void *data, Str path, Str reason);
} WalkVisitor;

/* Paths given to the visitor begin with `root` as it is written here ("." gives "a.py", not
 * "./a.py") and live until the callback returns. */
void walk_folder(Str root, const WalkVisitor *visitor);

#endif

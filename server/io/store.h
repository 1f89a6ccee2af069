/* A folder of small files that belong to this user and hold nothing that cannot be made again.
 *
 * Nothing in it is trusted to be what we left: the folder and its files must be our own (uid), real
 * (no symbolic link is followed, neither to the folder nor in it) and of bounded size. A file is
 * put in place whole, by renaming; after a crash one may be cut off or empty, which its reader
 * finds out. Any thread, any number of processes. */
#ifndef BLUETICK_IO_STORE_H
#define BLUETICK_IO_STORE_H

#include "base/arena.h"
#include "base/status.h"

typedef struct Store Store;

/* STATUS_NOT_FOUND: there is none; STATUS_INVALID: a link, no folder, or another user's; the reason
 * is appended to err. `creates`: makes the folder, not those above it. */
Status store_open(Store **out, Str folder, bool creates, Buf *err) MUST_CHECK;
void store_close(Store *store); /* NULL is fine */

/* STATUS_NOT_FOUND, STATUS_TOO_LARGE, STATUS_INVALID (a link, no regular file, another user's) or
 * STATUS_UNREADABLE. A file that was last used a day ago is marked as used now. */
Status store_read(Str *out, const Store *store, Str name, uint32_t cap, Arena *mem) MUST_CHECK;

/* STATUS_UNWRITABLE: then what was there is as it was. */
Status store_write(const Store *store, Str name, Str bytes, Buf *err) MUST_CHECK;

typedef struct StoredFile {
    Str name;
    uint64_t size;
    int64_t used_ns; /* when it was written or marked as used */
    bool is_own;     /* a regular file of ours */
} StoredFile;

typedef struct StoredFiles {
    StoredFile *items;
    uint32_t count;
} StoredFiles;

/* What is in the folder, in no order. */
StoredFiles store_list(const Store *store, Arena *mem);

/* Fine when it is gone. */
Status store_remove(const Store *store, Str name) MUST_CHECK;

/* Removes the folder itself when it is empty. */
Status store_remove_folder(Str folder) MUST_CHECK;

/* Names of files that store_write has not put in place: of a process that is at it, or was ended.
 */
bool store_is_temporary(Str name);

/* Nanoseconds, on the clock that used_ns counts on. */
int64_t store_now_ns(void);

#endif

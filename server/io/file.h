/* Files: read whole, written whole or not at all.
 *
 * Only regular files are read. A FIFO, a socket or a device is refused with a reason and never
 * opened in a way that could block. Paths are UTF-8 bytes as the system gives them; relative ones
 * count from the working directory. Synchronous: call it from a worker where waiting matters. */
#ifndef BLUETICK_IO_FILE_H
#define BLUETICK_IO_FILE_H

#include "base/arena.h"
#include "base/status.h"

/* What identifies one state of a file. */
typedef struct FileStamp {
    uint64_t device;
    uint64_t inode;
    uint64_t size;
    int64_t modified_ns;
    uint32_t mode; /* permission bits */
} FileStamp;

bool file_stamp_equal(const FileStamp *a, const FileStamp *b);

typedef enum FileKind { FILE_MISSING, FILE_REGULAR, FILE_FOLDER, FILE_OTHER } FileKind;

/* Follows symbolic links; a dangling one is FILE_MISSING. `stamp` may be NULL. */
FileKind file_stat(Str path, FileStamp *stamp);

/* The whole file, NUL-terminated beyond its length, in `mem`. `stamp` may be NULL.
 * STATUS_NOT_FOUND, STATUS_UNREADABLE or STATUS_TOO_LARGE (more than `cap` bytes); the reason alone
 * ("permission denied", "is a folder"), without the path, is appended to err. */
Status file_read(Str *out, Str path, uint32_t cap, Arena *mem, FileStamp *stamp,
                 Buf *err) MUST_CHECK;

/* All of standard input. */
Status file_read_stdin(Str *out, uint32_t cap, Arena *mem, Buf *err) MUST_CHECK;

/* Replaces the file's bytes in one step: a temporary file in the same folder, flushed to disk, with
 * the mode of the old one, renamed over it. A symbolic link stays one: its target is replaced.
 * STATUS_CHANGED when the file no longer is what it was when `stamp` and `expected` were read;
 * then, and after STATUS_UNWRITABLE, the file is as it was. */
Status file_replace(Str path, Str bytes, const FileStamp *stamp, Str expected, Buf *err) MUST_CHECK;

/* Creates or replaces the file likewise, whatever was there; for reports and caches. A path that is
 * a device or a FIFO (/dev/stderr, /dev/null) is written to directly. */
Status file_write(Str path, Str bytes, Buf *err) MUST_CHECK;

/* Makes the folder and those above it; fine when it is there. */
Status file_make_folders(Str path, Buf *err) MUST_CHECK;

/* Removes a file or an empty folder; fine when it is missing. */
Status file_remove(Str path, Buf *err) MUST_CHECK;

/* The program that runs, as it is on disk. */
Status file_read_program(Str *out, Arena *mem) MUST_CHECK;

/* The working directory, absolute. */
Str file_working_folder(Arena *mem);
/* The folder that the program lies in; empty when that cannot be told. */
Str file_program_folder(Arena *mem);

/* Absolute, links resolved; empty when it does not exist. */
Str file_real_path(Str path, Arena *mem);

#endif

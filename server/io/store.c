/* Knows how files of a folder are read and put in place relative to the folder that was opened, so
 * that nobody can put another one in its stead. Refuses to know what is in them. */
#include "io/store.h"

#include "base/array.h"
#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { NAME_BYTES_MAX = 256, PATH_BYTES_MAX = 4096 };
static const int64_t day_ns = (int64_t)24 * 60 * 60 * 1000000000;

struct Store {
    int folder;
    atomic_uint last_temporary;
};

typedef struct SystemName {
    char text[PATH_BYTES_MAX];
} SystemName;

static bool system_name_set(SystemName *out, Str name, uint32_t most) {
    if (name.len == 0 || name.len >= most || memchr(name.ptr, '\0', name.len) != NULL) {
        return false;
    }
    memcpy(out->text, name.ptr, name.len);
    out->text[name.len] = '\0';
    return true;
}

/* A name of this folder, not a path. */
static bool file_name_set(SystemName *out, Str name) {
    return system_name_set(out, name, NAME_BYTES_MAX) && strchr(out->text, '/') == NULL;
}

static Status note_errno(Status status, Buf *err) {
    return status_note(status, err, "%s", strerror(errno));
}

/* ---- the folder --------------------------------------------------------------------------- */

static Status check_folder(int folder, Buf *err) {
    struct stat stat;
    if (fstat(folder, &stat) < 0) {
        return note_errno(STATUS_UNREADABLE, err);
    }
    return stat.st_uid == geteuid() ? STATUS_OK
                                    : status_note(STATUS_INVALID, err, "belongs to another user");
}

Status store_open(Store **out, Str folder, bool creates, Buf *err) {
    *out = NULL;
    SystemName path;
    if (!system_name_set(&path, folder, sizeof path.text)) {
        return status_note(STATUS_INVALID, err, "is no path");
    }
    if (creates && mkdir(path.text, 0777) < 0 && errno != EEXIST) {
        return note_errno(STATUS_UNWRITABLE, err);
    }
    int handle = open(path.text, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (handle < 0) {
        bool is_missing = errno == ENOENT;
        bool is_other = errno == ELOOP || errno == ENOTDIR;
        return is_other ? status_note(STATUS_INVALID, err, "is a link or no folder")
                        : note_errno(is_missing ? STATUS_NOT_FOUND : STATUS_UNREADABLE, err);
    }
    Status status = check_folder(handle, err);
    if (status < 0) {
        close(handle);
        return status;
    }
    *out = memory_allocate_zeroed(1, sizeof **out);
    (*out)->folder = handle;
    return STATUS_OK;
}

void store_close(Store *store) {
    if (store) {
        close(store->folder);
        free(store);
    }
}

/* ---- reading ------------------------------------------------------------------------------ */

static bool is_own(const struct stat *stat) {
    return S_ISREG(stat->st_mode) && stat->st_uid == geteuid();
}

static int64_t used_ns(const struct stat *stat) {
    return (int64_t)stat->st_mtim.tv_sec * 1000000000 + stat->st_mtim.tv_nsec;
}

static Status read_bytes(Str *out, int file, uint32_t length, Arena *mem) {
    char *bytes = arena_allocate(mem, (size_t)length + 1);
    uint32_t done = 0;
    while (done < length) {
        ssize_t got = read(file, bytes + done, length - done);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return STATUS_UNREADABLE;
        }
        done += (uint32_t)got;
    }
    bytes[length] = '\0';
    *out = (Str){bytes, length};
    return STATUS_OK;
}

static Status read_open_file(Str *out, int file, uint32_t cap, Arena *mem) {
    struct stat stat;
    if (fstat(file, &stat) < 0) {
        return STATUS_UNREADABLE;
    }
    if (!is_own(&stat)) {
        return STATUS_INVALID;
    }
    if (stat.st_size > cap) {
        return STATUS_TOO_LARGE;
    }
    Status status = read_bytes(out, file, (uint32_t)stat.st_size, mem);
    if (status == STATUS_OK && store_now_ns() - used_ns(&stat) > day_ns) {
        (void)futimens(file, NULL);
    }
    return status;
}

Status store_read(Str *out, const Store *store, Str name, uint32_t cap, Arena *mem) {
    *out = STR("");
    SystemName system;
    if (!file_name_set(&system, name)) {
        return STATUS_INVALID;
    }
    int file = openat(store->folder, system.text,
                      O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (file < 0) {
        return errno == ENOENT ? STATUS_NOT_FOUND
                               : (errno == ELOOP ? STATUS_INVALID : STATUS_UNREADABLE);
    }
    Status status = read_open_file(out, file, cap, mem);
    close(file);
    return status;
}

/* ---- writing ------------------------------------------------------------------------------ */

static const Str temporary_prefix = {".new-", 5};

bool store_is_temporary(Str name) {
    return str_starts_with(name, temporary_prefix);
}

static bool write_bytes(int file, Str bytes) {
    uint32_t done = 0;
    while (done < bytes.len) {
        ssize_t got = write(file, bytes.ptr + done, bytes.len - done);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return false;
        }
        done += (uint32_t)got;
    }
    return true;
}

/* Open for writing; no other process and no other call has this name. */
static int open_temporary(const Store *store, SystemName *name) {
    Store *counting = (Store *)store;
    enum { TRIES = 16 };
    int file = -1;
    for (int i = 0; i < TRIES && file < 0; i++) {
        unsigned number = atomic_fetch_add(&counting->last_temporary, 1);
        snprintf(name->text, sizeof name->text, "%s%lx-%x", temporary_prefix.ptr, (long)getpid(),
                 number);
        file = openat(store->folder, name->text,
                      O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
        if (file < 0 && errno != EEXIST) {
            return -1;
        }
    }
    return file;
}

Status store_write(const Store *store, Str name, Str bytes, Buf *err) {
    SystemName system;
    SystemName temporary;
    if (!file_name_set(&system, name)) {
        return status_note(STATUS_INVALID, err, "is no name");
    }
    int file = open_temporary(store, &temporary);
    if (file < 0) {
        return note_errno(STATUS_UNWRITABLE, err);
    }
    bool is_written = write_bytes(file, bytes);
    is_written = close(file) == 0 && is_written;
    if (!is_written || renameat(store->folder, temporary.text, store->folder, system.text) < 0) {
        Status status = note_errno(STATUS_UNWRITABLE, err);
        unlinkat(store->folder, temporary.text, 0);
        return status;
    }
    return STATUS_OK;
}

/* ---- all of them -------------------------------------------------------------------------- */

typedef struct FoundFiles ARRAY_OF(StoredFile) FoundFiles;

static void add_file(FoundFiles *found, int folder, const char *name, Arena *mem) {
    struct stat stat;
    bool is_dot = strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
    if (!is_dot && fstatat(folder, name, &stat, AT_SYMLINK_NOFOLLOW) == 0) {
        ARENA_PUSH(mem, found,
                   ((StoredFile){arena_copy(mem, str_from_c(name)), (uint64_t)stat.st_size,
                                 used_ns(&stat), is_own(&stat)}));
    }
}

StoredFiles store_list(const Store *store, Arena *mem) {
    FoundFiles found = {0};
    int again = openat(store->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = again < 0 ? NULL : fdopendir(again);
    if (!entries) {
        if (again >= 0) {
            close(again);
        }
        return (StoredFiles){NULL, 0};
    }
    for (struct dirent *entry = readdir(entries); entry; entry = readdir(entries)) {
        add_file(&found, store->folder, entry->d_name, mem);
    }
    closedir(entries);
    return (StoredFiles){found.items, found.count};
}

Status store_remove(const Store *store, Str name) {
    SystemName system;
    if (!file_name_set(&system, name)) {
        return STATUS_INVALID;
    }
    bool is_gone = unlinkat(store->folder, system.text, 0) == 0 || errno == ENOENT;
    return is_gone ? STATUS_OK : STATUS_UNWRITABLE;
}

Status store_remove_folder(Str folder) {
    SystemName path;
    bool is_gone = system_name_set(&path, folder, sizeof path.text) &&
                   (rmdir(path.text) == 0 || errno == ENOENT);
    return is_gone ? STATUS_OK : STATUS_UNWRITABLE;
}

int64_t store_now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

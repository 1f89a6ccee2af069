/* Knows how to read a whole file and how to replace one without ever leaving half of it. Refuses to
 * know what is in it. */
#include "io/file.h"

#include "io/path.h"

#include <fcntl.h>
#include <unistd.h>
#include <uv.h>

enum { PATH_BYTES_MAX = 4096, READ_STEP = 64 * 1024 };

/* A path as the system calls want it. */
typedef struct SystemPath {
    char text[PATH_BYTES_MAX];
} SystemPath;

static bool system_path_set(SystemPath *out, Str path) {
    if (path.len == 0 || path.len >= PATH_BYTES_MAX || memchr(path.ptr, '\0', path.len) != NULL) {
        return false;
    }
    memcpy(out->text, path.ptr, path.len);
    out->text[path.len] = '\0';
    return true;
}

static Status note_bad_path(Status status, Str path, Buf *err) {
    return status_note(status, err, "%s",
                       path.len == 0                ? "the path is empty"
                       : path.len >= PATH_BYTES_MAX ? "the path is too long"
                                                    : "the path holds a NUL byte");
}

static Status note_system(Status status, int code, Buf *err) {
    return status_note(status, err, "%s", uv_strerror(code));
}

bool file_stamp_equal(const FileStamp *a, const FileStamp *b) {
    return a->device == b->device && a->inode == b->inode && a->size == b->size &&
           a->modified_ns == b->modified_ns && a->mode == b->mode;
}

static FileStamp stamp_of(const uv_stat_t *stat) {
    return (FileStamp){
        .device = stat->st_dev,
        .inode = stat->st_ino,
        .size = stat->st_size,
        .modified_ns = (int64_t)stat->st_mtim.tv_sec * 1000000000 + stat->st_mtim.tv_nsec,
        .mode = (uint32_t)(stat->st_mode & 07777),
    };
}

static FileKind kind_of(const uv_stat_t *stat) {
    switch (stat->st_mode & S_IFMT) {
    case S_IFREG:
        return FILE_REGULAR;
    case S_IFDIR:
        return FILE_FOLDER;
    default:
        return FILE_OTHER;
    }
}

static const char *kind_text(const uv_stat_t *stat) {
    switch (stat->st_mode & S_IFMT) {
    case S_IFDIR:
        return "is a folder, not a file";
    case S_IFIFO:
        return "is a FIFO, not a regular file";
    case S_IFSOCK:
        return "is a socket, not a regular file";
    default:
        return "is a device, not a regular file";
    }
}

/* ---- one call each to the system -------------------------------------------------------- */

static int call_stat(const char *path, uv_stat_t *out) {
    uv_fs_t request;
    int code = uv_fs_stat(NULL, &request, path, NULL);
    *out = request.statbuf;
    uv_fs_req_cleanup(&request);
    return code;
}

static int call_fstat(uv_file file, uv_stat_t *out) {
    uv_fs_t request;
    int code = uv_fs_fstat(NULL, &request, file, NULL);
    *out = request.statbuf;
    uv_fs_req_cleanup(&request);
    return code;
}

static int call_open(const char *path, int flags, int mode) {
    uv_fs_t request;
    int file = uv_fs_open(NULL, &request, path, flags, mode, NULL);
    uv_fs_req_cleanup(&request);
    return file;
}

static int call_close(uv_file file) {
    uv_fs_t request;
    int code = uv_fs_close(NULL, &request, file, NULL);
    uv_fs_req_cleanup(&request);
    return code;
}

static int call_read(uv_file file, char *bytes, uint32_t length) {
    uv_fs_t request;
    uv_buf_t buffer = uv_buf_init(bytes, length);
    int code = 0;
    do {
        code = uv_fs_read(NULL, &request, file, &buffer, 1, -1, NULL);
        uv_fs_req_cleanup(&request);
    } while (code == UV_EINTR);
    return code;
}

/* 0, or a negative code; a short write is gone on with. */
static int call_write_all(uv_file file, Str bytes) {
    uint32_t done = 0;
    while (done < bytes.len) {
        uv_fs_t request;
        /* libuv's buffers are not const, though a write leaves them alone. */
        uv_buf_t buffer = uv_buf_init((char *)(uintptr_t)(bytes.ptr + done), bytes.len - done);
        int code = uv_fs_write(NULL, &request, file, &buffer, 1, -1, NULL);
        uv_fs_req_cleanup(&request);
        if (code == UV_EINTR) {
            continue;
        }
        if (code <= 0) {
            return code == 0 ? UV_EIO : code;
        }
        done += (uint32_t)code;
    }
    return 0;
}

static void call_unlink(const char *path) {
    uv_fs_t request;
    uv_fs_unlink(NULL, &request, path, NULL);
    uv_fs_req_cleanup(&request);
}

/* ---- reading ---------------------------------------------------------------------------- */

FileKind file_stat(Str path, FileStamp *stamp) {
    SystemPath system;
    uv_stat_t stat;
    if (!system_path_set(&system, path) || call_stat(system.text, &stat) < 0) {
        return FILE_MISSING;
    }
    if (stamp != NULL) {
        *stamp = stamp_of(&stat);
    }
    return kind_of(&stat);
}

static Status note_read_error(int code, Buf *err) {
    bool missing = code == UV_ENOENT || code == UV_ENOTDIR;
    return note_system(missing ? STATUS_NOT_FOUND : STATUS_UNREADABLE, code, err);
}

static Status note_too_large(uint32_t cap, Buf *err) {
    return status_note(STATUS_TOO_LARGE, err, "is larger than %u bytes", cap);
}

/* Reads to the end, whatever the size was said to be: a file can grow meanwhile. */
static Status read_all(Str *out, uv_file file, uint32_t expected, uint32_t cap, Arena *mem,
                       Buf *err) {
    size_t room = (size_t)expected + 1;
    char *bytes = arena_allocate(mem, room + 1);
    size_t length = 0;
    for (;;) {
        if (length == room) {
            char *larger = arena_allocate(mem, room * 2 + READ_STEP + 1);
            memcpy(larger, bytes, length);
            bytes = larger;
            room = room * 2 + READ_STEP;
        }
        int got = call_read(file, bytes + length, (uint32_t)(room - length));
        if (got < 0) {
            return note_system(STATUS_UNREADABLE, got, err);
        }
        if (got == 0) {
            break;
        }
        length += (size_t)got;
        if (length > cap) {
            return note_too_large(cap, err);
        }
    }
    bytes[length] = '\0';
    *out = (Str){bytes, (uint32_t)length};
    return STATUS_OK;
}

static Status read_open_file(Str *out, uv_file file, uint32_t cap, Arena *mem, FileStamp *stamp,
                             Buf *err) {
    uv_stat_t stat;
    int code = call_fstat(file, &stat);
    if (code < 0) {
        return note_system(STATUS_UNREADABLE, code, err);
    }
    if (kind_of(&stat) != FILE_REGULAR) {
        return status_note(STATUS_UNREADABLE, err, "%s", kind_text(&stat));
    }
    if (stat.st_size > cap) {
        return note_too_large(cap, err);
    }
    if (stamp != NULL) {
        *stamp = stamp_of(&stat);
    }
    return read_all(out, file, (uint32_t)stat.st_size, cap, mem, err);
}

Status file_read(Str *out, Str path, uint32_t cap, Arena *mem, FileStamp *stamp, Buf *err) {
    *out = (Str){"", 0};
    SystemPath system;
    if (!system_path_set(&system, path)) {
        return note_bad_path(STATUS_UNREADABLE, path, err);
    }
    /* The kind is asked before the open: opening a device can do things. It is asked again after,
     * since the path may mean something else by then; O_NONBLOCK keeps a FIFO from waiting. */
    uv_stat_t stat;
    int code = call_stat(system.text, &stat);
    if (code < 0) {
        return note_read_error(code, err);
    }
    if (kind_of(&stat) != FILE_REGULAR) {
        return status_note(STATUS_UNREADABLE, err, "%s", kind_text(&stat));
    }
    int file = call_open(system.text, UV_FS_O_RDONLY | UV_FS_O_NONBLOCK | UV_FS_O_NOCTTY, 0);
    if (file < 0) {
        return note_read_error(file, err);
    }
    Status status = read_open_file(out, file, cap, mem, stamp, err);
    call_close(file);
    return status;
}

Status file_read_stdin(Str *out, uint32_t cap, Arena *mem, Buf *err) {
    *out = (Str){"", 0};
    return read_all(out, STDIN_FILENO, READ_STEP, cap, mem, err);
}

/* ---- writing ---------------------------------------------------------------------------- */

/* The temporary file, open for writing, beside `target`; its name is put in `temporary`. */
static int open_beside(SystemPath *temporary, const char *target) {
    Str folder = path_folder(str_from_c(target));
    const char *slash = folder.len == 0 || folder.ptr[folder.len - 1] == '/' ? "" : "/";
    int length = snprintf(temporary->text, sizeof temporary->text, "%.*s%s.bluetick-XXXXXX",
                          STR_ARG(folder), slash);
    if (length < 0 || (size_t)length >= sizeof temporary->text) {
        return UV_ENAMETOOLONG;
    }
    uv_fs_t request;
    int file = uv_fs_mkstemp(NULL, &request, temporary->text, NULL);
    if (file >= 0) {
        memcpy(temporary->text, request.path, strlen(request.path) + 1);
    }
    uv_fs_req_cleanup(&request);
    return file;
}

/* Bytes, mode and owner, down to the disk. */
static int fill(uv_file file, Str bytes, const uv_stat_t *like) {
    int code = call_write_all(file, bytes);
    uv_fs_t request;
    if (code >= 0 && like != NULL && like->st_uid != getuid()) {
        /* Only root can; where it fails the file is ours from now on, as with any editor. */
        uv_fs_fchown(NULL, &request, file, (uv_uid_t)like->st_uid, (uv_gid_t)like->st_gid, NULL);
        uv_fs_req_cleanup(&request);
    }
    if (code >= 0) {
        int mode = like != NULL ? (int)(like->st_mode & 07777) : 0644;
        code = uv_fs_fchmod(NULL, &request, file, mode, NULL);
        uv_fs_req_cleanup(&request);
    }
    if (code >= 0) {
        code = uv_fs_fsync(NULL, &request, file, NULL);
        uv_fs_req_cleanup(&request);
    }
    return code;
}

static int rename_over(const char *from, const char *to) {
    uv_fs_t request;
    int code = uv_fs_rename(NULL, &request, from, to, NULL);
    uv_fs_req_cleanup(&request);
    return code;
}

typedef struct Replacement {
    const char *target; /* no link */
    Str bytes;
    const uv_stat_t *like;  /* mode and owner to keep; NULL for a new file */
    const FileStamp *stamp; /* what it must still be; NULL = whatever */
} Replacement;

/* Asked a second time right before the rename, which narrows the window to one system call. */
static bool still_same(const Replacement *replacement) {
    uv_stat_t now;
    if (replacement->stamp == NULL) {
        return true;
    }
    if (call_stat(replacement->target, &now) < 0) {
        return false;
    }
    FileStamp stamp = stamp_of(&now);
    return file_stamp_equal(&stamp, replacement->stamp);
}

static Status replace(const Replacement *replacement, Buf *err) {
    SystemPath temporary;
    int file = open_beside(&temporary, replacement->target);
    if (file < 0) {
        return note_system(STATUS_UNWRITABLE, file, err);
    }
    int code = fill(file, replacement->bytes, replacement->like);
    int closed = call_close(file);
    code = code < 0 ? code : closed;
    if (code >= 0 && !still_same(replacement)) {
        call_unlink(temporary.text);
        return status_note(STATUS_CHANGED, err, "the file changed since it was read");
    }
    if (code >= 0) {
        code = rename_over(temporary.text, replacement->target);
    }
    if (code < 0) {
        call_unlink(temporary.text);
        return note_system(STATUS_UNWRITABLE, code, err);
    }
    return STATUS_OK;
}

/* Equal sizes and times do not prove equal bytes: a coarse clock hides a quick second write. */
static Status check_unchanged(Str path, const FileStamp *stamp, Str expected, Buf *err) {
    Arena mem;
    arena_init(&mem);
    FileStamp now;
    Str bytes;
    Status status = file_read(&bytes, path, UINT32_MAX - 1, &mem, &now, NULL);
    bool same = status == STATUS_OK && file_stamp_equal(&now, stamp) && str_equal(bytes, expected);
    arena_release(&mem);
    return same ? STATUS_OK
                : status_note(STATUS_CHANGED, err, "the file changed since it was read");
}

static bool resolve(SystemPath *out, Str path) {
    SystemPath system;
    if (!system_path_set(&system, path)) {
        return false;
    }
    uv_fs_t request;
    bool found = uv_fs_realpath(NULL, &request, system.text, NULL) == 0 &&
                 system_path_set(out, str_from_c(request.ptr));
    uv_fs_req_cleanup(&request);
    return found;
}

Status file_replace(Str path, Str bytes, const FileStamp *stamp, Str expected, Buf *err) {
    Status status = check_unchanged(path, stamp, expected, err);
    if (status < 0) {
        return status;
    }
    SystemPath target;
    uv_stat_t like;
    if (!resolve(&target, path) || call_stat(target.text, &like) < 0) {
        return status_note(STATUS_CHANGED, err, "the file is gone");
    }
    /* A folder that may be written lets a file be replaced that may not: respect its mode. */
    if (access(target.text, W_OK) != 0) {
        return status_note(STATUS_UNWRITABLE, err, "permission denied");
    }
    Replacement replacement = {target.text, bytes, &like, stamp};
    return replace(&replacement, err);
}

static Status write_directly(const char *path, Str bytes, Buf *err) {
    int file = call_open(path, UV_FS_O_WRONLY, 0);
    if (file < 0) {
        return note_system(STATUS_UNWRITABLE, file, err);
    }
    int code = call_write_all(file, bytes);
    int closed = call_close(file);
    code = code < 0 ? code : closed;
    return code < 0 ? note_system(STATUS_UNWRITABLE, code, err) : STATUS_OK;
}

Status file_write(Str path, Str bytes, Buf *err) {
    SystemPath system;
    SystemPath target;
    uv_stat_t stat;
    if (!system_path_set(&system, path)) {
        return note_bad_path(STATUS_UNWRITABLE, path, err);
    }
    bool exists = call_stat(system.text, &stat) >= 0;
    if (exists && kind_of(&stat) == FILE_FOLDER) {
        return status_note(STATUS_UNWRITABLE, err, "%s", kind_text(&stat));
    }
    if (exists && kind_of(&stat) == FILE_OTHER) {
        return write_directly(system.text, bytes, err);
    }
    if (exists && !resolve(&target, path)) {
        return status_note(STATUS_UNWRITABLE, err, "cannot be resolved");
    }
    Replacement replacement = {exists ? target.text : system.text, bytes, exists ? &stat : NULL,
                               NULL};
    return replace(&replacement, err);
}

Status file_make_folders(Str path, Buf *err) {
    SystemPath system;
    if (!system_path_set(&system, path)) {
        return note_bad_path(STATUS_UNWRITABLE, path, err);
    }
    for (uint32_t at = 1; at <= path.len; at++) {
        if (at < path.len && path.ptr[at] != '/') {
            continue;
        }
        system.text[at] = '\0';
        uv_fs_t request;
        int code = uv_fs_mkdir(NULL, &request, system.text, 0777, NULL);
        uv_fs_req_cleanup(&request);
        uv_stat_t stat;
        bool there = call_stat(system.text, &stat) >= 0 && kind_of(&stat) == FILE_FOLDER;
        if (code < 0 && !there) {
            return note_system(STATUS_UNWRITABLE, code, err);
        }
        system.text[at] = at < path.len ? '/' : '\0';
    }
    return STATUS_OK;
}

Status file_remove(Str path, Buf *err) {
    SystemPath system;
    if (!system_path_set(&system, path)) {
        return note_bad_path(STATUS_UNWRITABLE, path, err);
    }
    uv_fs_t request;
    int code = uv_fs_unlink(NULL, &request, system.text, NULL);
    uv_fs_req_cleanup(&request);
    if (code == UV_EISDIR || code == UV_EPERM) {
        code = uv_fs_rmdir(NULL, &request, system.text, NULL);
        uv_fs_req_cleanup(&request);
    }
    return code < 0 && code != UV_ENOENT ? note_system(STATUS_UNWRITABLE, code, err) : STATUS_OK;
}

Status file_read_program(Str *out, Arena *mem) {
    char text[PATH_BYTES_MAX];
    size_t size = sizeof text;
    Str running = STR("/proc/self/exe"); /* also when another one has taken its place meanwhile */
    if (file_stat(running, NULL) == FILE_REGULAR) {
        return file_read(out, running, UINT32_MAX - 1, mem, NULL, NULL);
    }
    return uv_exepath(text, &size) == 0
               ? file_read(out, (Str){text, (uint32_t)size}, UINT32_MAX - 1, mem, NULL, NULL)
               : STATUS_NOT_FOUND;
}

/* ---- places ----------------------------------------------------------------------------- */

Str file_working_folder(Arena *mem) {
    char text[PATH_BYTES_MAX];
    size_t size = sizeof text;
    return uv_cwd(text, &size) == 0 ? arena_copy(mem, str_from_c(text)) : STR("");
}

Str file_real_path(Str path, Arena *mem) {
    SystemPath real;
    return resolve(&real, path) ? arena_copy(mem, str_from_c(real.text)) : STR("");
}

Str file_program_folder(Arena *mem) {
    char text[PATH_BYTES_MAX];
    size_t size = sizeof text;
    return uv_exepath(text, &size) == 0 ? path_folder(arena_copy(mem, (Str){text, (uint32_t)size}))
                                        : STR("");
}

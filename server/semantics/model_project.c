/* Knows how to find the project's models without reading every class: by what stands in the headers
 * of classes and by trigger words. What a class really is, model_head says. */
#include "semantics/model_project.h"

#include "base/intern.h"
#include "catalog/query.h"
#include "text/inner_class.h"

enum { BASES_MAX = 32 };
#define NO_OFFSET UINT32_MAX

/* A class by its header: the last parts of its bases' names. */
typedef struct Header {
    ProjectUnit unit;
    uint32_t inner; /* file offset of `class` where it is no unit; else NO_OFFSET */
    NameId name;
    uint32_t first_base; /* into Scan.bases */
    uint32_t base_count;
    bool mentions; /* a relation's class, in its body or header */
    bool is_reached;
} Header;

typedef struct Scan {
    const FileModel *file;
    Interner names;
    struct ARRAY_OF(Header) headers;
    struct ARRAY_OF(NameId) bases;
    struct ARRAY_OF(uint32_t) queue;
    uint32_t *first_child; /* by NameId of a base: index + 1 into `children` */
    uint32_t *children;    /* headers, grouped by base */
    Arena mem;
} Scan;

/* ---- headers -------------------------------------------------------------------------------- */

static bool is_word(char byte) {
    unsigned char lower = (unsigned char)byte | 32;
    return (lower >= 'a' && lower <= 'z') || (byte >= '0' && byte <= '9') || byte == '_' ||
           (unsigned char)byte >= 0x80;
}

/* The last name of `a.b.Name[T](x)`: "Name"; of a call too, since calls make bases. */
static Str last_name(Str base) {
    uint32_t end = 0;
    while (end < base.len && (is_word(base.ptr[end]) || base.ptr[end] == '.' ||
                              base.ptr[end] == ' ' || base.ptr[end] == '\n')) {
        end++;
    }
    if (end < base.len && base.ptr[end] == '=') {
        return (Str){"", 0};
    }
    base = str_trim(str_slice(base, 0, end));
    uint32_t start = base.len;
    while (start > 0 && is_word(base.ptr[start - 1])) {
        start--;
    }
    return str_slice(base, start, base.len);
}

static void add_bases(Scan *scan, Header *header, Str text) {
    while (text.len && header->base_count < BASES_MAX) {
        uint32_t depth = 0;
        uint32_t at = 0;
        while (at < text.len && (text.ptr[at] != ',' || depth)) {
            depth += text.ptr[at] == '[' || text.ptr[at] == '(';
            depth -= (text.ptr[at] == ']' || text.ptr[at] == ')') && depth > 0;
            at++;
        }
        Str name = last_name(str_trim(str_slice(text, 0, at)));
        if (name.len) {
            ARRAY_PUSH(&scan->bases, interner_add(&scan->names, name));
            header->base_count++;
        }
        text = str_slice(text, at + 1, text.len);
    }
}

/* What the scanner saw of a class; `unit` is it, or holds it. */
typedef struct ClassHead {
    ProjectUnit unit;
    uint32_t inner;
    Str name;
    Str bases;
} ClassHead;

static void add_header(Scan *scan, const Outline *outline, const ClassHead *head) {
    Header header = {
        .unit = head->unit,
        .inner = head->inner,
        .name = interner_add(&scan->names, head->name),
        .first_base = scan->bases.count,
        .mentions = (outline->units[head->unit.unit].triggers & TRIGGER_BIT(ORM_RELATION)) != 0};
    add_bases(scan, &header, head->bases);
    ARRAY_PUSH(&scan->headers, header);
}

static void scan_inner(Scan *scan, ProjectUnit unit, const Outline *outline) {
    InnerClasses classes = inner_classes(outline, unit.unit);
    InnerClass found;
    while (inner_classes_next(&classes, &found)) {
        Str name = str_span(outline->text, found.name);
        add_header(scan, outline, &(ClassHead){unit, found.at, name, found.bases});
    }
}

static void scan_file(Scan *scan, FileId file, const Outline *outline) {
    for (UnitId id = 0; id < outline->unit_count; id++) {
        ProjectUnit unit = {file, id};
        if (outline->units[id].kind == UNIT_CLASS) {
            Str name = str_span(outline->text, outline->units[id].name);
            Str bases = outline_class_bases(outline, id);
            add_header(scan, outline, &(ClassHead){unit, NO_OFFSET, name, bases});
        }
        scan_inner(scan, unit, outline);
    }
}

static void scan_project(Scan *scan) {
    const FileModel *file = scan->file;
    if (!file->project) {
        scan_file(scan, file->id, file->outline);
        file_model_note_outline(file);
        return;
    }
    for (FileId id = 0; id < file->project->file_count; id++) {
        scan_file(scan, id, file->project->heads(file->project->context, id));
    }
}

/* ---- who inherits from whom ----------------------------------------------------------------- */

/* children[first_child[base] .. first_child[base + 1]): the classes with a base of that name. */
static void link_children(Scan *scan) {
    uint32_t name_count = scan->names.count;
    scan->first_child = ARENA_ARRAY(&scan->mem, uint32_t, name_count + 2);
    scan->children = ARENA_ARRAY(&scan->mem, uint32_t, scan->bases.count + 1);
    for (uint32_t i = 0; i < scan->bases.count; i++) {
        scan->first_child[scan->bases.items[i]]++;
    }
    for (uint32_t i = 1; i <= name_count; i++) {
        scan->first_child[i] += scan->first_child[i - 1];
    }
    for (uint32_t i = scan->headers.count; i-- > 0;) {
        const Header *header = &scan->headers.items[i];
        for (uint32_t j = header->base_count; j-- > 0;) {
            NameId base = scan->bases.items[header->first_base + j];
            scan->children[--scan->first_child[base]] = i;
        }
    }
}

static void reach(Scan *scan, uint32_t header) {
    if (!scan->headers.items[header].is_reached) {
        scan->headers.items[header].is_reached = true;
        ARRAY_PUSH(&scan->queue, header);
    }
}

/* All classes that inherit, by name, from one in the queue. */
static void reach_children(Scan *scan) {
    for (uint32_t at = 0; at < scan->queue.count; at++) {
        NameId name = scan->headers.items[scan->queue.items[at]].name;
        for (uint32_t i = scan->first_child[name]; i < scan->first_child[name + 1]; i++) {
            reach(scan, scan->children[i]);
        }
    }
}

static bool has_base(const Scan *scan, const Header *header, bool (*is_wanted)(Str name)) {
    for (uint32_t i = 0; i < header->base_count; i++) {
        if (is_wanted(interner_text(&scan->names, scan->bases.items[header->first_base + i]))) {
            return true;
        }
    }
    return false;
}

static void scan_init(Scan *scan, const FileModel *file) {
    *scan = (Scan){.file = file};
    arena_init(&scan->mem);
    interner_init(&scan->names, NULL);
    scan_project(scan);
    link_children(scan);
}

static void scan_release(Scan *scan) {
    interner_release(&scan->names);
    ARRAY_RELEASE(&scan->headers);
    ARRAY_RELEASE(&scan->bases);
    ARRAY_RELEASE(&scan->queue);
    arena_release(&scan->mem);
}

/* The innermost definition of the name that begins at the offset or before, decorators and all. */
static NodeId inner_definition(const FileModel *file, const Header *header, Str name) {
    uint32_t at = outline_to_unit(file->outline, header->unit.unit, header->inner);
    const Ast *ast = &file_model_unit(file, header->unit.unit)->ast;
    NodeId found = NODE_NONE;
    for (NodeId node = 0; node < ast->node_count && ast_node(ast, node)->start <= at; node++) {
        bool is_it = ast_kind(ast, node) == NODE_CLASS_DEF && ast_node(ast, node)->end > at &&
                     str_equal(ast_name(ast, node), name);
        found = is_it ? node : found;
    }
    return found;
}

static ClassRef class_of_header(const Scan *scan, const Header *header) {
    const FileModel *file = project_file(scan->file, header->unit.file);
    NodeId node = header->inner == NO_OFFSET
                      ? ast_definition(&file_model_unit(file, header->unit.unit)->ast)
                      : inner_definition(file, header, interner_text(&scan->names, header->name));
    return (ClassRef){.tag = node == NODE_NONE ? REF_NONE : REF_CLASS,
                      .file = header->unit.file,
                      .unit = header->unit.unit,
                      .node = node};
}

/* ---- questions ------------------------------------------------------------------------------ */

/* Classes whose own body says nothing of relations matter when they inherit from a class of the
 * project: a relation of an abstract base, or a parent with rows of its own. */
static bool may_give_reverse(const Header *header) {
    return header->mentions || header->is_reached;
}

ClassRefs project_relation_classes(const FileModel *file, Arena *mem) {
    Scan scan;
    ClassRefs found = {0};
    scan_init(&scan, file);
    for (uint32_t i = 0; i < scan.headers.count; i++) {
        const Header *header = &scan.headers.items[i];
        bool is_seed = header->mentions || has_base(&scan, header, catalog_ends_model_base);
        if (is_seed) {
            ARRAY_PUSH(&scan.queue, i);
        }
    }
    reach_children(&scan);
    for (uint32_t i = 0; i < scan.headers.count; i++) {
        if (may_give_reverse(&scan.headers.items[i])) {
            ClassRef ref = class_of_header(&scan, &scan.headers.items[i]);
            if (ref.tag == REF_CLASS) {
                ARENA_PUSH(mem, &found, ref);
            }
        }
    }
    scan_release(&scan);
    return found;
}

static bool is_user_base(Str name) {
    return str_equal(name, STR("AbstractUser")) || str_equal(name, STR("AbstractBaseUser"));
}

static bool is_user_class(const FileModel *file, ClassRef ref) {
    return (class_reaches(file, ref, STR("django.contrib.auth.models.AbstractUser")) ||
            class_reaches(file, ref, STR("django.contrib.auth.models.AbstractBaseUser"))) &&
           !model_head(file, ref)->is_abstract && !model_head(file, ref)->is_proxy;
}

ClassRefs project_user_classes(const FileModel *file, Arena *mem) {
    Scan scan;
    ClassRefs found = {0};
    scan_init(&scan, file);
    for (uint32_t i = 0; i < scan.headers.count; i++) {
        if (has_base(&scan, &scan.headers.items[i], is_user_base)) {
            reach(&scan, i);
        }
    }
    reach_children(&scan);
    for (uint32_t i = 0; i < scan.queue.count; i++) {
        ClassRef ref = class_of_header(&scan, &scan.headers.items[scan.queue.items[i]]);
        if (ref.tag == REF_CLASS && is_user_class(file, ref)) {
            ARENA_PUSH(mem, &found, ref);
        }
    }
    scan_release(&scan);
    return found;
}

static ClassRef class_at(const FileModel *asker, FileId id, UnitId unit) {
    const FileModel *file = project_file(asker, id);
    NodeId node = ast_definition(&file_model_unit(file, unit)->ast);
    return (ClassRef){
        .tag = node == NODE_NONE ? REF_NONE : REF_CLASS, .file = id, .unit = unit, .node = node};
}

ClassRefs project_middleware_classes(const FileModel *file, Arena *mem) {
    ClassRefs found = {0};
    uint32_t files = file->project ? file->project->file_count : 1;
    for (FileId i = 0; i < files; i++) {
        FileId id = file->project ? i : file->id;
        const Outline *outline =
            file->project ? file->project->heads(file->project->context, id) : file->outline;
        for (UnitId unit = 0; unit < outline->unit_count; unit++) {
            const Unit *one = &outline->units[unit];
            bool is_it = one->kind == UNIT_CLASS &&
                         catalog_is_middleware(str_span(outline->text, one->name));
            ClassRef ref = {.tag = REF_NONE};
            if (is_it) {
                ref = class_at(file, id, unit);
            }
            if (ref.tag == REF_CLASS && !file_model_is_test(project_file(file, id))) {
                ARENA_PUSH(mem, &found, ref);
            }
        }
    }
    return found;
}

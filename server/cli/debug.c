/* Knows the views that show what bluetick sees in a file. Refuses to judge it. */
#include "ast/dump.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/console.h"
#include "cli/debug_project.h"
#include "engine/document.h"
#include "io/file.h"
#include "registry/nearest.h"
#include "semantics/kinds.h"
#include "semantics/scope_dump.h"
#include "syntax/parser.h"

/* What a view is asked about. */
typedef struct Shown {
    const Document *document;
    Position place; /* for a view that wants one */
} Shown;

typedef struct View {
    const char *name;
    bool wants_place; /* FILE:LINE:COLUMN instead of FILE */
    Status (*show)(const Shown *shown, Buf *out, Buf *err);
} View;

/* ---- outline ---------------------------------------------------------------------------- */

static void append_place(const Document *document, uint32_t offset, Buf *out) {
    Position place = line_index_position(&document->lines, offset, POSITION_UTF32);
    buf_format(out, "%u:%u", place.row + 1, place.column + 1);
}

static void append_triggers(TriggerSet triggers, Buf *out) {
    static const char *const words[] = {
#define TRIGGER(name, word) word,
#define SYNONYM(name, word)
#include "text/trigger_words.def"
#undef SYNONYM
#undef TRIGGER
    };
    for (int i = 0; i < TRIGGER_COUNT; i++) {
        if ((triggers & ((TriggerSet)1 << i)) != 0) {
            buf_format(out, " %s", words[i]);
        }
    }
}

static void append_unit(const Document *document, UnitId id, Buf *out) {
    static const char *const kinds[] = {"module", "function", "class"};
    const Unit *unit = &document->outline.units[id];
    buf_append_repeat(out, ' ', unit->depth * 2);
    buf_format(out, "%s %.*s ", kinds[unit->kind],
               STR_ARG(str_span(document->outline.text, unit->name)));
    append_place(document, unit->extent.start, out);
    buf_append_byte(out, '-');
    append_place(document, unit->extent.end, out);
    buf_format(out, " text %u hash %016llx%s%s%s%s words:", unit->text_length,
               (unsigned long long)unit->hash.high, (unit->flags & UNIT_ASYNC) != 0 ? " async" : "",
               (unit->flags & UNIT_DECORATED) != 0 ? " decorated" : "",
               (unit->flags & UNIT_MAY_HAVE_DOCSTRING) != 0 ? " docstring?" : "",
               (unit->flags & UNIT_ONE_LINE) != 0 ? " one-line" : "");
    append_triggers(unit->triggers, out);
    buf_append_byte(out, '\n');
    for (uint32_t i = 0; i < unit->hole_count; i++) {
        const Hole *hole = &document->outline.holes[unit->first_hole + i];
        buf_append_repeat(out, ' ', unit->depth * 2 + 2);
        buf_format(out, "hole at %u: ", hole->text_offset);
        append_place(document, hole->extent.start, out);
        buf_append_byte(out, '-');
        append_place(document, hole->extent.end, out);
        buf_format(out, ", %u children\n", hole->child_count);
    }
}

static Status show_outline(const Shown *shown, Buf *out, Buf *err) {
    const Document *document = shown->document;
    (void)err;
    for (UnitId i = 0; i < document->outline.unit_count; i++) {
        append_unit(document, i, out);
    }
    buf_format(out, "%u units, %u holes, %u comments%s\n", document->outline.unit_count,
               document->outline.hole_count, document->outline.comment_count,
               document->outline.broken ? ", recovered from broken text" : "");
    return STATUS_OK;
}

/* ---- ast -------------------------------------------------------------------------------- */

/* Each unit on its own, in unit offsets: what rules see. */
static Status show_ast(const Shown *shown, Buf *out, Buf *err) {
    const Document *document = shown->document;
    Arena mem;
    Status status = STATUS_OK;
    UnitParser *parser = unit_parser_new();
    arena_init(&mem);
    for (UnitId i = 0; status == STATUS_OK && i < document->outline.unit_count; i++) {
        ArenaMark mark = arena_mark(&mem);
        ParsedUnit unit;
        Str text = outline_unit_text(&document->outline, i, &mem);
        status = unit_parser_parse(parser, text, (ParseLimits){.cancelled = NULL},
                                   (ParseQueries){.set = NULL}, &mem, &unit);
        if (status < 0) {
            status_note(status, err, "unit %u %s", i, status_text(status));
        } else {
            append_unit(document, i, out);
            ast_dump(&unit.ast, text, out);
        }
        arena_rewind(&mem, mark);
    }
    arena_release(&mem);
    unit_parser_free(parser);
    return status;
}

/* ---- scope ------------------------------------------------------------------------------ */

typedef struct Units {
    const Document *document;
    UnitParser *parser;
    UnitFacts *facts; /* by unit; scopes == NULL until it is parsed */
    Arena *mem;
} Units;

/* Without a deadline: a person asked, and waits. */
static const UnitFacts *load_unit(void *loader, UnitId id) {
    Units *units = loader;
    UnitFacts *facts = &units->facts[id];
    if (!facts->scopes) {
        ParsedUnit parsed;
        facts->text = outline_unit_text(&units->document->outline, id, units->mem);
        facts->timed_out = unit_parser_parse(units->parser, facts->text, (ParseLimits){0},
                                             (ParseQueries){0}, units->mem, &parsed) < 0;
        facts->ast = parsed.ast;
        unit_facts_complete(facts, units->mem);
    }
    return facts;
}

/* The document as semantics sees it, until units_close. */
typedef struct ShownFile {
    Arena mem;
    Units units;
    FileLayers layers;
    FileModel model;
} ShownFile;

static void shown_file_open(ShownFile *file, const Document *document) {
    arena_init(&file->mem);
    file->layers = (FileLayers){0};
    file->units = (Units){.document = document, .parser = unit_parser_new(), .mem = &file->mem};
    file->units.facts = ARENA_ARRAY(&file->mem, UnitFacts, document->outline.unit_count);
    file->model = (FileModel){
        .path = document->path,
        .source = &document->source,
        .lines = &document->lines,
        .outline = &document->outline,
        .load = load_unit,
        .loader = &file->units,
        .layers = &file->layers,
        .mem = &file->mem,
    };
}

static void shown_file_close(ShownFile *file) {
    unit_parser_free(file->units.parser);
    arena_release(&file->mem);
}

static Status show_scope(const Shown *shown, Buf *out, Buf *err) {
    (void)err;
    ShownFile file;
    shown_file_open(&file, shown->document);
    scope_dump(&file.model, out);
    shown_file_close(&file);
    return STATUS_OK;
}

/* ---- kind ------------------------------------------------------------------------------- */

/* The largest expression that begins where the smallest one at the place does: `a.b(c)` for `a`. */
static NodeId expression_at(const Ast *ast, uint32_t offset) {
    NodeId node = ast_node_at(ast, (Span){offset, offset + 1});
    if (node == NODE_NONE || !ast_kind_is_expression(ast_kind(ast, node))) {
        return NODE_NONE;
    }
    NodeId parent = ast_node(ast, node)->parent;
    while (ast_kind_is_expression(ast_kind(ast, parent)) &&
           ast_node(ast, parent)->start == ast_node(ast, node)->start) {
        node = parent;
        parent = ast_node(ast, node)->parent;
    }
    return node;
}

static Status show_kind(const Shown *shown, Buf *out, Buf *err) {
    const Document *document = shown->document;
    uint32_t offset = line_index_offset(&document->lines, shown->place, POSITION_UTF32);
    ShownFile file;
    shown_file_open(&file, document);
    UnitId unit = outline_unit_at(&document->outline, offset);
    const Ast *ast = &file_model_unit(&file.model, unit)->ast;
    NodeId node = expression_at(ast, outline_to_unit(&document->outline, unit, offset));
    Status status = STATUS_OK;
    if (node == NODE_NONE) {
        status = status_note(STATUS_NOT_FOUND, err, "no expression stands at %u:%u",
                             shown->place.row + 1, shown->place.column + 1);
    } else {
        kinds_explain(&file.model, unit, node, out);
    }
    shown_file_close(&file);
    return status;
}

static const View views[] = {
    {"ast",     false, show_ast    },
    {"kind",    true,  show_kind   },
    {"outline", false, show_outline},
    {"scope",   false, show_scope  },
};

enum { VIEW_COUNT = sizeof views / sizeof *views };

/* ---- the command ------------------------------------------------------------------------ */

static const View *find_view(Str name, Buf *err) {
    Nearest nearest = nearest_start(name);
    for (int i = 0; i < VIEW_COUNT; i++) {
        if (str_equal(str_from_c(views[i].name), name)) {
            return &views[i];
        }
        nearest_offer(&nearest, str_from_c(views[i].name));
    }
    Str found = nearest_found(&nearest);
    status_note(STATUS_INVALID, err, "unknown view '%.*s'", STR_ARG(name));
    if (found.len > 0) {
        status_note(STATUS_INVALID, err, "; did you mean '%.*s'?", STR_ARG(found));
    }
    return NULL;
}

static int show_file(const View *view, Str path, Position place, Buf *err) {
    Arena mem;
    Buf out;
    Str bytes;
    Document *document = NULL;
    int code = EXIT_UNREAD;
    arena_init(&mem);
    buf_init(&out, 0);
    if (file_read(&bytes, path, SOURCE_BYTES_MAX, &mem, NULL, err) == STATUS_OK &&
        document_open(&document, path, bytes, err) == STATUS_OK) {
        Shown shown = {document, place};
        if (view->show(&shown, &out, err) == STATUS_OK) {
            code = console_write(buf_str(&out)) < 0 ? EXIT_USAGE : EXIT_CLEAN;
        }
    }
    document_release(document);
    buf_release(&out);
    arena_release(&mem);
    return code;
}

enum { PLACE_MAX = 1 << 30 };

/* Takes `:NUMBER` off the end of the text; false when there is none. */
static bool take_number(Str *text, uint32_t *number) {
    uint32_t at = text->len;
    uint32_t scale = 1;
    uint32_t value = 0;
    while (at > 0 && text->ptr[at - 1] >= '0' && text->ptr[at - 1] <= '9' &&
           value < PLACE_MAX / 10) {
        at--;
        value += (uint32_t)(text->ptr[at] - '0') * scale;
        scale *= 10;
    }
    bool found = at < text->len && at > 1 && text->ptr[at - 1] == ':' && value > 0;
    if (found) {
        *number = value - 1;
        text->len = at - 1;
    }
    return found;
}

/* A view of the whole project: `debug model NAME [FOLDER]`. */
typedef struct ProjectViewRow {
    const char *name;
    const char *wanted; /* what NAME is */
    Status (*show)(Str name, Str path, Buf *out, Buf *err);
} ProjectViewRow;

static const ProjectViewRow project_views[] = {
    {"chain",   "a function name", debug_chain  },
    {"model",   "a class name",    debug_model  },
    {"summary", "a function name", debug_summary},
};

enum { PROJECT_VIEW_COUNT = sizeof project_views / sizeof *project_views };

Str debug_view_name(uint32_t index) {
    if (index < VIEW_COUNT) {
        return str_from_c(views[index].name);
    }
    index -= VIEW_COUNT;
    return index < PROJECT_VIEW_COUNT ? str_from_c(project_views[index].name) : STR("");
}

static const ProjectViewRow *find_project_view(const Arguments *arguments) {
    for (uint32_t i = 0; i < PROJECT_VIEW_COUNT; i++) {
        if (arguments->rest.count > 0 &&
            str_equal(arguments->rest.items[0], str_from_c(project_views[i].name))) {
            return &project_views[i];
        }
    }
    return NULL;
}

static int show_project(const ProjectViewRow *view, const Arguments *arguments, Buf *err) {
    if (arguments->rest.count < 2 || arguments->rest.count > 3) {
        status_note(STATUS_INVALID, err, "'bluetick debug %s' wants %s and a folder", view->name,
                    view->wanted);
        return EXIT_USAGE;
    }
    Buf out;
    buf_init(&out, 0);
    Str path = arguments->rest.count == 3 ? arguments->rest.items[2] : STR("");
    Status status = view->show(arguments->rest.items[1], path, &out, err);
    int code = status == STATUS_INVALID ? EXIT_USAGE : EXIT_UNREAD;
    if (status == STATUS_OK) {
        code = console_write(buf_str(&out)) < 0 ? EXIT_USAGE : EXIT_CLEAN;
    }
    buf_release(&out);
    return code;
}

static int run(const Arguments *arguments, Buf *err) {
    if (arguments_has(arguments, ARGUMENT_help)) {
        return help_command(command_find("debug"));
    }
    const ProjectViewRow *project_view = find_project_view(arguments);
    if (project_view) {
        return show_project(project_view, arguments, err);
    }
    if (arguments->rest.count != 2) {
        status_note(STATUS_INVALID, err, "'bluetick debug' wants a view and a file");
        return EXIT_USAGE;
    }
    const View *view = find_view(arguments->rest.items[0], err);
    Str path = arguments->rest.items[1];
    Position place = {0, 0};
    if (view == NULL) {
        return EXIT_USAGE;
    }
    if (view->wants_place &&
        (!take_number(&path, &place.column) || !take_number(&path, &place.row))) {
        status_note(STATUS_INVALID, err, "'bluetick debug %s' wants FILE:LINE:COLUMN", view->name);
        return EXIT_USAGE;
    }
    return show_file(view, path, place, err);
}

int command_debug(int count, const char *const *words) {
    Arguments arguments;
    Buf err;
    buf_init(&err, 0);
    Status status = arguments_parse(&arguments, ON_DEBUG, count, words, &err);
    int code = status < 0 ? EXIT_USAGE : run(&arguments, &err);
    if (err.len > 0) {
        console_complain(buf_str(&err));
    }
    arguments_release(&arguments);
    buf_release(&err);
    return code;
}

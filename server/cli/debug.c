/* Knows the views that show what bluetick sees in a file. Refuses to judge it. */
#include "ast/dump.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/console.h"
#include "engine/document.h"
#include "io/file.h"
#include "registry/nearest.h"
#include "semantics/scope_dump.h"
#include "syntax/parser.h"

typedef struct View {
    const char *name;
    Status (*show)(const Document *document, Buf *out, Buf *err);
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

static Status show_outline(const Document *document, Buf *out, Buf *err) {
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
static Status show_ast(const Document *document, Buf *out, Buf *err) {
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

static Status show_scope(const Document *document, Buf *out, Buf *err) {
    (void)err;
    Arena mem;
    arena_init(&mem);
    Units units = {.document = document, .parser = unit_parser_new(), .mem = &mem};
    units.facts = ARENA_ARRAY(&mem, UnitFacts, document->outline.unit_count);
    FileLayers layers = {0};
    FileModel file = {
        .path = document->path,
        .source = &document->source,
        .lines = &document->lines,
        .outline = &document->outline,
        .load = load_unit,
        .loader = &units,
        .layers = &layers,
        .mem = &mem,
    };
    scope_dump(&file, out);
    unit_parser_free(units.parser);
    arena_release(&mem);
    return STATUS_OK;
}

static const View views[] = {
    {"ast",     show_ast    },
    {"outline", show_outline},
    {"scope",   show_scope  },
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

static int show_file(const View *view, Str path, Buf *err) {
    Arena mem;
    Buf out;
    Str bytes;
    Document *document = NULL;
    int code = EXIT_UNREAD;
    arena_init(&mem);
    buf_init(&out, 0);
    if (file_read(&bytes, path, SOURCE_BYTES_MAX, &mem, NULL, err) == STATUS_OK &&
        document_open(&document, path, bytes, err) == STATUS_OK &&
        view->show(document, &out, err) == STATUS_OK) {
        code = console_write(buf_str(&out)) < 0 ? EXIT_USAGE : EXIT_CLEAN;
    }
    document_release(document);
    buf_release(&out);
    arena_release(&mem);
    return code;
}

static int run(const Arguments *arguments, Buf *err) {
    if (arguments_has(arguments, ARGUMENT_help)) {
        return help_command(command_find("debug"));
    }
    if (arguments->rest.count != 2) {
        status_note(STATUS_INVALID, err, "'bluetick debug' wants a view and a file");
        return EXIT_USAGE;
    }
    const View *view = find_view(arguments->rest.items[0], err);
    return view == NULL ? EXIT_USAGE : show_file(view, arguments->rest.items[1], err);
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

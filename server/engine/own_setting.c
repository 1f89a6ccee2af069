/* Knows what the settings of a project's own patterns mean; what they match is the query's. */
#include "base/array.h"
#include "base/status.h"
#include "engine/own_rules.h"
#include "engine/predicate.h"

/* ---- errors ------------------------------------------------------------------------------- */

static Status fail_at(const OwnReader *reader, uint32_t offset, const char *why, Str what) {
    reader->problem->offset = offset;
    reader->problem->why = arena_format(&reader->rules->mem, "%s%s%.*s%s", why,
                                        what.len ? " '" : "", STR_ARG(what), what.len ? "'" : "");
    return STATUS_INVALID;
}

Status own_fail(const OwnReader *reader, const char *why, Str what) {
    Str body = str_slice(reader->text, reader->pattern->start, reader->pattern->end);
    Str head = arena_format(&reader->rules->mem, "#set! %.*s ", STR_ARG(reader->key));
    uint32_t from = reader->key.len ? str_find(body, head) + head.len : 0;
    from = from < body.len ? from : 0;
    Str rest = str_slice(body, from, body.len);
    uint32_t found = what.len ? str_find(rest, what) : rest.len;
    uint32_t offset = found < rest.len ? from + found : 0;
    return fail_at(reader, reader->pattern->start + offset, why, what);
}

/* ---- a rule's settings -------------------------------------------------------------------- */

/* What is read of a pattern before the rule is made of it. */
typedef struct Draft {
    OwnRule *rule;
    OwnFix fix;
    Str fix_text;
    bool has_fix;
    bool has_fix_setting;
    Str import;
} Draft;

static bool is_id(Str text) {
    uint32_t slashes = 0;
    for (uint32_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        bool is_word = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
        bool is_inner = i > 0 && i + 1 < text.len && (byte == '-' || byte == '/');
        if (!is_word && !is_inner) {
            return false;
        }
        slashes += byte == '/';
    }
    return slashes == 1;
}

static Status read_id(const OwnReader *reader, Str value, Draft *draft) {
    RuleId built_in;
    if (!is_id(value)) {
        return own_fail(reader, "an id is two words with a slash between them, not", value);
    }
    if (rule_find(value, &built_in)) {
        return own_fail(reader, "this id belongs to a built-in rule:", value);
    }
    draft->rule->id = value;
    return STATUS_OK;
}

static Status read_message(const OwnReader *reader, Str value, Draft *draft) {
    (void)reader;
    draft->rule->message = value;
    return STATUS_OK;
}

static Status read_description(const OwnReader *reader, Str value, Draft *draft) {
    (void)reader;
    draft->rule->description = value;
    return STATUS_OK;
}

static Status read_severity(const OwnReader *reader, Str value, Draft *draft) {
    return severity_find(value, &draft->rule->severity)
               ? STATUS_OK
               : own_fail(reader, "a severity is error, warning, info or hint, not", value);
}

static Status read_category(const OwnReader *reader, Str value, Draft *draft) {
    bool is_known = category_find(value, &draft->rule->category);
    return is_known && draft->rule->category != CATEGORY_DOCS
               ? STATUS_OK
               : own_fail(reader, "a category is query, io, memory, cpu or own, not", value);
}

static Status read_default(const OwnReader *reader, Str value, Draft *draft) {
    draft->rule->is_off = str_equal(value, STR("off"));
    return draft->rule->is_off || str_equal(value, STR("on"))
               ? STATUS_OK
               : own_fail(reader, "a default is on or off, not", value);
}

static Status read_capture(const OwnReader *reader, Str value, uint8_t *slot) {
    value = str_starts_with(value, STR("@")) ? str_slice(value, 1, value.len) : value;
    *slot = query_capture_slot(reader->rules->set, reader->query, value);
    return *slot != SLOT_NONE ? STATUS_OK : own_fail(reader, "there is no capture", value);
}

static Status read_report(const OwnReader *reader, Str value, Draft *draft) {
    return read_capture(reader, value, &draft->rule->slot);
}

/* ---- its fix ------------------------------------------------------------------------------ */

static Status read_fix(const OwnReader *reader, Str value, Draft *draft) {
    (void)reader;
    draft->fix_text = value;
    draft->has_fix = true;
    return STATUS_OK;
}

static Status read_fix_title(const OwnReader *reader, Str value, Draft *draft) {
    (void)reader;
    draft->fix.title = value;
    draft->has_fix_setting = true;
    return STATUS_OK;
}

static Status read_fix_target(const OwnReader *reader, Str value, Draft *draft) {
    draft->has_fix_setting = true;
    return read_capture(reader, value, &draft->fix.slot);
}

static Status read_fix_safety(const OwnReader *reader, Str value, Draft *draft) {
    draft->has_fix_setting = true;
    draft->fix.safety = str_equal(value, STR("safe")) ? SAFETY_SAFE : SAFETY_UNSAFE;
    return draft->fix.safety == SAFETY_SAFE || str_equal(value, STR("unsafe"))
               ? STATUS_OK
               : own_fail(reader, "a fix is safe or unsafe, not", value);
}

static bool is_dotted_name(Str text) {
    bool is_start = true;
    for (uint32_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        bool is_digit = byte >= '0' && byte <= '9';
        if (byte == '.' ? is_start : !str_is_word_byte(byte) || (is_start && is_digit)) {
            return false;
        }
        is_start = byte == '.';
    }
    return text.len > 0 && !is_start;
}

/* "module" or "module:name". */
static Status read_fix_import(const OwnReader *reader, Str value, Draft *draft) {
    draft->has_fix_setting = true;
    uint32_t colon = str_find_byte(value, ':');
    draft->fix.module = str_slice(value, 0, colon);
    draft->fix.name = str_slice(value, colon + 1, value.len);
    bool has_name = colon < value.len;
    bool is_good = is_dotted_name(draft->fix.module) &&
                   (!has_name || (is_dotted_name(draft->fix.name) &&
                                  str_find_byte(draft->fix.name, '.') == draft->fix.name.len));
    return is_good ? STATUS_OK
                   : own_fail(reader, "an import is \"module\" or \"module:name\", not", value);
}

typedef struct PieceList ARRAY_OF(OwnPiece) PieceList;

static void push_text(PieceList *pieces, Str text) {
    if (text.len > 0) {
        ARRAY_PUSH(pieces, ((OwnPiece){.kind = OWN_PIECE_TEXT, .text = text}));
    }
}

/* `{name}` at `at`; *at goes past it. */
static Status read_field(const OwnReader *reader, const Draft *draft, uint32_t *at,
                         PieceList *pieces) {
    Str rest = str_slice(draft->fix_text, *at + 1, draft->fix_text.len);
    Str name = str_slice(rest, 0, str_find_byte(rest, '}'));
    if (name.len == rest.len) {
        return own_fail(reader, "this brace is not closed (a brace itself is written {{):",
                        str_slice(draft->fix_text, *at, draft->fix_text.len));
    }
    *at += name.len + 2;
    OwnPiece piece = {.kind = OWN_PIECE_CAPTURE};
    if (str_equal(name, STR("import")) && draft->fix.module.len) {
        piece.kind = OWN_PIECE_IMPORT;
    } else {
        Status status = read_capture(reader, name, &piece.slot);
        if (status < 0) {
            return status;
        }
    }
    ARRAY_PUSH(pieces, piece);
    return STATUS_OK;
}

static Status read_pieces(const OwnReader *reader, const Draft *draft, PieceList *pieces) {
    Str text = draft->fix_text;
    uint32_t start = 0;
    uint32_t at = 0;
    while (at < text.len) {
        bool is_brace = text.ptr[at] == '{' || text.ptr[at] == '}';
        bool is_doubled = is_brace && at + 1 < text.len && text.ptr[at + 1] == text.ptr[at];
        if (is_doubled) {
            push_text(pieces, str_slice(text, start, at + 1));
            start = at += 2;
        } else if (text.ptr[at] == '{') {
            push_text(pieces, str_slice(text, start, at));
            Status status = read_field(reader, draft, &at, pieces);
            if (status < 0) {
                return status;
            }
            start = at;
        } else {
            at++;
        }
    }
    push_text(pieces, str_slice(text, start, at));
    return STATUS_OK;
}

static Status finish_fix(const OwnReader *reader, Draft *draft) {
    if (!draft->has_fix) {
        return draft->has_fix_setting
                   ? own_fail(reader, "the pattern has no fix: (#set! fix \"...\")", STR(""))
                   : STATUS_OK;
    }
    PieceList pieces = {0};
    OwnReader at = *reader;
    at.key = STR("fix");
    Status status = read_pieces(&at, draft, &pieces);
    if (status == STATUS_OK) {
        Arena *mem = &reader->rules->mem;
        OwnFix *fix = ARENA_NEW(mem, OwnFix);
        OwnPiece *kept = ARENA_ARRAY(mem, OwnPiece, pieces.count + 1);
        for (uint32_t i = 0; i < pieces.count; i++) {
            kept[i] = pieces.items[i];
        }
        *fix = draft->fix;
        fix->pieces = kept;
        fix->piece_count = pieces.count;
        draft->rule->fix = fix;
    }
    ARRAY_RELEASE(&pieces);
    return status;
}

/* ---- all of them -------------------------------------------------------------------------- */

typedef struct SettingRow {
    Str key;
    Status (*read)(const OwnReader *reader, Str value, Draft *draft);
} SettingRow;

#define KEY(literal)                                                                               \
    { (literal), sizeof(literal) - 1 }
/* clang-format off: it takes the rows for blocks */
static const SettingRow settings[] = {
    {KEY("category"),    read_category   },
    {KEY("default"),     read_default    },
    {KEY("description"), read_description},
    {KEY("fix"),         read_fix        },
    {KEY("fix-import"),  read_fix_import },
    {KEY("fix-safety"),  read_fix_safety },
    {KEY("fix-target"),  read_fix_target },
    {KEY("fix-title"),   read_fix_title  },
    {KEY("id"),          read_id         },
    {KEY("message"),     read_message    },
    {KEY("report"),      read_report     },
    {KEY("severity"),    read_severity   },
};
/* clang-format on */
#undef KEY

static Status read_setting(const OwnReader *reader, const QuerySetting *setting, Draft *draft) {
    OwnReader at = *reader;
    at.key = setting->key;
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        if (str_equal(settings[i].key, setting->key)) {
            return settings[i].read(&at, setting->value, draft);
        }
    }
    return own_fail(reader, "a rule of the project's own has no setting", setting->key);
}

/* The comment lines right above the pattern, without their semicolons. */
static Str comment_above(const OwnReader *reader) {
    Str text = reader->text;
    uint32_t start = reader->pattern->start;
    while (start > 0 && text.ptr[start - 1] != '\n') {
        start--;
    }
    uint32_t end = start;
    while (start > 0) {
        uint32_t row = start - 1;
        while (row > 0 && text.ptr[row - 1] != '\n') {
            row--;
        }
        if (!str_starts_with(str_trim(str_slice(text, row, start)), STR(";"))) {
            break;
        }
        start = row;
    }
    Buf page;
    buf_init(&page, 0);
    while (start < end) {
        Str rest = str_slice(text, start, end);
        Str row = str_slice(rest, 0, str_find_byte(rest, '\n'));
        start += row.len + 1;
        row = str_trim(row);
        while (str_starts_with(row, STR(";"))) {
            row = str_slice(row, 1, row.len);
        }
        row = str_starts_with(row, STR(" ")) ? str_slice(row, 1, row.len) : row;
        buf_append(&page, row);
        buf_append_byte(&page, '\n');
    }
    Str copy = arena_copy(&reader->rules->mem, str_trim(buf_str(&page)));
    buf_release(&page);
    return copy;
}

static Status check_words(const OwnReader *reader) {
    const QueryPattern *pattern = reader->pattern;
    for (uint32_t i = 0; i < pattern->predicate_count; i++) {
        Str wrong = predicate_unknown_word(&pattern->predicates[i]);
        if (wrong.len) {
            return own_fail(reader, "the catalog has no effect", wrong);
        }
    }
    return STATUS_OK;
}

Status own_setting_read_rule(const OwnReader *reader, OwnRule *rule) {
    const QueryPattern *pattern = reader->pattern;
    *rule = (OwnRule){.severity = SEVERITY_WARNING,
                      .category = CATEGORY_OWN,
                      .slot = OWN_SLOT_FIRST,
                      .file = reader->file,
                      .description = comment_above(reader)};
    Draft draft = {
        .rule = rule, .fix = {.safety = SAFETY_UNSAFE, .slot = OWN_SLOT_FIRST}
    };
    for (uint32_t i = 0; i < pattern->setting_count; i++) {
        Status status = read_setting(reader, &pattern->settings[i], &draft);
        if (status < 0) {
            return status;
        }
    }
    Status status = check_words(reader);
    if (status < 0) {
        return status;
    }
    if (rule->id.len == 0) {
        return own_fail(reader, "the pattern needs an id: (#set! id \"name/name\")", STR(""));
    }
    if (rule->message.len == 0) {
        return own_fail(reader, "the pattern needs a message: (#set! message \"...\")", STR(""));
    }
    return finish_fix(reader, &draft);
}

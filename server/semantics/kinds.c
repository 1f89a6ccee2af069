/* The driver of kinds: a table of questions, a stack of those being answered, circles solved by
 * iteration. Knows nothing of Python; the answers stand in kinds_*.c. */
#include "semantics/kinds.h"

#include "semantics/kinds_evaluator.h"

enum { FIRST_SLOTS = 256, NOTES_MAX = 6, NESTING_MAX = 32 };

typedef enum AnswerState {
    ANSWER_NEW,         /* not asked yet in this round; `value` may be left from an earlier one */
    ANSWER_ACTIVE,      /* on the stack */
    ANSWER_PROVISIONAL, /* computed from an answer that is still active */
    ANSWER_DONE,
} AnswerState;

typedef struct Answer {
    Question question;
    KindId value;
    uint8_t state;
    bool consulted; /* asked for while active: it heads a circle */
    bool notes_all; /* more units than fit below: depends on the whole file */
    bool notes_names;
    bool notes_project;
    uint8_t note_count;
    AnswerId told;  /* semantics/asks.h; of the project's alone */
    uint32_t depth; /* on the stack, while active */
    uint32_t low;   /* least depth that this answer was computed from */
    UnitId notes[NOTES_MAX];
} Answer;

struct FileKinds {
    FileModel *home;        /* the only file whose questions are answered here; NULL: all files */
    const Project *project; /* answers for other files; NULL when there are none */
    KindTable *table;
    struct AnswerItems ARRAY_OF(Answer) answers;
    uint32_t *slots; /* open addressing over answers, index + 1 */
    uint32_t slot_count;
    struct AnswerStack ARRAY_OF(uint32_t) active;
    struct ProvisionalList ARRAY_OF(uint32_t) provisional;
    uint32_t wanted;  /* the answer that the last evaluation waits for */
    uint32_t nesting; /* questions from outside that an answer asked */
    Arena *mem;
    Arena *scratch;
};

/* ---- the table ---------------------------------------------------------------------------- */

static uint32_t hash_question(Question question) {
    uint64_t key = ((uint64_t)question.unit << 32 | question.node) * 0x9E3779B97F4A7C15u;
    key ^= ((uint64_t)question.name << 3 | question.kind) * 0xC2B2AE3D27D4EB4Fu;
    key ^= ((uint64_t)question.context << 32 | question.file) * 0x165667B19E3779F9u;
    return (uint32_t)(key >> 29);
}

static bool same_question(Question a, Question b) {
    return a.kind == b.kind && a.file == b.file && a.unit == b.unit && a.node == b.node &&
           a.name == b.name && a.context == b.context;
}

static uint32_t find_slot(const FileKinds *kinds, Question question) {
    uint32_t mask = kinds->slot_count - 1;
    uint32_t slot = hash_question(question) & mask;
    while (kinds->slots[slot] &&
           !same_question(kinds->answers.items[kinds->slots[slot] - 1].question, question)) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

static void grow_slots(FileKinds *kinds) {
    kinds->slot_count *= 2;
    kinds->slots = ARENA_ARRAY(kinds->mem, uint32_t, kinds->slot_count);
    for (uint32_t i = 0; i < kinds->answers.count; i++) {
        kinds->slots[find_slot(kinds, kinds->answers.items[i].question)] = i + 1;
    }
}

static uint32_t answer_for(FileKinds *kinds, Question question) {
    uint32_t slot = find_slot(kinds, question);
    if (kinds->slots[slot]) {
        return kinds->slots[slot] - 1;
    }
    if (kinds->answers.count * 2 >= kinds->slot_count) {
        grow_slots(kinds);
        slot = find_slot(kinds, question);
    }
    ARENA_PUSH(kinds->mem, &kinds->answers, ((Answer){.question = question}));
    kinds->slots[slot] = kinds->answers.count;
    return kinds->answers.count - 1;
}

/* ---- what an answer depends on ------------------------------------------------------------ */

static void note_unit(Answer *answer, UnitId unit) {
    for (uint32_t i = 0; i < answer->note_count; i++) {
        if (answer->notes[i] == unit) {
            return;
        }
    }
    if (answer->note_count == NOTES_MAX) {
        answer->notes_all = true;
        return;
    }
    answer->notes[answer->note_count++] = unit;
}

static void add_notes(Answer *to, const Answer *from) {
    to->notes_all |= from->notes_all;
    to->notes_names |= from->notes_names;
    to->notes_project |= from->notes_project;
    for (uint32_t i = 0; i < from->note_count; i++) {
        note_unit(to, from->notes[i]);
    }
}

/* Tells the file model what a remembered answer was computed from. */
static void renote(FileKinds *kinds, const Answer *answer) {
    if (!kinds->home) {
        return;
    }
    UnitNotes notes = {.units = answer->notes,
                       .count = answer->note_count,
                       .names = answer->notes_names || answer->notes_all,
                       .texts = answer->notes_all,
                       .project = answer->notes_project};
    file_model_renote(kinds->home, &notes);
}

/* ---- answering ---------------------------------------------------------------------------- */

static Answer *top(FileKinds *kinds) {
    return &kinds->answers.items[kinds->active.items[kinds->active.count - 1]];
}

/* What the asking answer learns by looking at one that is not done. */
static void consult(FileKinds *kinds, Answer *asked) {
    Answer *asking = top(kinds);
    if (asked->state == ANSWER_ACTIVE) {
        asked->consulted = true;
        asking->low = asked->depth < asking->low ? asked->depth : asking->low;
    } else if (asked->state == ANSWER_PROVISIONAL) {
        asking->low = asked->low < asking->low ? asked->low : asking->low;
    }
    add_notes(asking, asked);
}

static void note_told(const FileKinds *kinds, const Answer *answer) {
    if (!kinds->home) {
        asks_note_answer(kinds->project->layers->asks, answer->told);
    }
}

static FileKinds *kinds_of_project(const Project *project);
static KindId solve(FileKinds *kinds, Question question);

/* The node that a question of a body stands at; the root for a question that stands in none. */
static NodeId node_of(Evaluation *evaluation, const Question *question) {
    switch (question->kind) {
    case QUESTION_EXPRESSION:
    case QUESTION_ANNOTATION:
    case QUESTION_RESULT:
    case QUESTION_CALLED:
        return question->node;
    case QUESTION_BINDING:
        return evaluation_facts(evaluation, question->file, question->unit)
            ->scopes->bindings[question->node]
            .node;
    default:
        return NODE_ROOT;
    }
}

/* What stands outside of the called function was evaluated before the call. */
static KindId context_at(Evaluation *evaluation, const Question *question) {
    KindId context = question->context;
    NodeId node = node_of(evaluation, question);
    while (context != KIND_NEVER) {
        const Kind *call = kind_get(evaluation->table, context);
        if (call->file == question->file && call->unit == question->unit &&
            ast_is_within(&evaluation_facts(evaluation, question->file, question->unit)->ast, node,
                          call->node)) {
            break;
        }
        context = call->arguments[0];
    }
    return context;
}

KindId evaluation_ask(Evaluation *evaluation, Question question) {
    FileKinds *kinds = evaluation->kinds;
    if (evaluation->waiting) {
        return KIND_NEVER;
    }
    if (question.context != KIND_NEVER) {
        question.context = context_at(evaluation, &question);
    }
    if (kinds->home && question.file != kinds->home->id) {
        file_model_note_project(kinds->home);
        return solve(kinds_of_project(kinds->project), question);
    }
    uint32_t index = answer_for(kinds, question);
    Answer *asked = &kinds->answers.items[index];
    if (asked->state == ANSWER_NEW) {
        evaluation->waiting = true;
        kinds->wanted = index;
        return KIND_NEVER;
    }
    note_told(kinds, asked);
    consult(kinds, asked);
    return asked->value;
}

static KindId run(FileKinds *kinds, Evaluation *evaluation, const Question *question) {
    switch (question->kind) {
    case QUESTION_EXPRESSION:
        return answer_expression(evaluation, question->node);
    case QUESTION_ANNOTATION:
        return answer_annotation(evaluation, question->node);
    case QUESTION_BINDING:
        return answer_binding(evaluation, question->node);
    case QUESTION_RESULT:
        return answer_result(evaluation, question->node);
    case QUESTION_ATTRIBUTE:
        return answer_attribute(evaluation, question->node,
                                kind_get(kinds->table, question->name)->path);
    case QUESTION_INHERITED:
        return answer_inherited(evaluation, question->node,
                                kind_get(kinds->table, question->name)->path);
    case QUESTION_CALLED:
        return answer_called(evaluation, question->node);
    case QUESTION_LISTED:
        return answer_listed(evaluation, question->node);
    case QUESTION_EXPORT:
        return answer_export(evaluation, kind_get(kinds->table, question->name)->path);
    }
    return KIND_UNKNOWN;
}

static FileModel *model_of(FileKinds *kinds, FileId file) {
    const Project *project = kinds->project;
    return kinds->home && (kinds->home->id == file || !project)
               ? kinds->home
               : (FileModel *)project->file(project->context, file);
}

static Evaluation evaluation_of(FileKinds *kinds, const Question *question) {
    FileModel *file = model_of(kinds, question->file);
    return (Evaluation){.kinds = kinds,
                        .file = file,
                        .table = kinds->table,
                        .facts = file_model_unit(file, question->unit),
                        .unit = question->unit,
                        .node = question->node,
                        .context = question->context};
}

/* The same with what the answer looked at written down. */
static bool run_noted(FileKinds *kinds, uint32_t index, const Question *question, KindId *value) {
    UnitWatch watch;
    file_model_watch(kinds->home, &watch);
    Evaluation evaluation = evaluation_of(kinds, question);
    *value = run(kinds, &evaluation, question);
    UnitNotes notes = file_model_unwatch(kinds->home, &watch, kinds->mem);
    Answer *answer = &kinds->answers.items[index];
    answer->notes_all |= notes.texts;
    answer->notes_names |= notes.names;
    answer->notes_project |= notes.project;
    for (uint32_t i = 0; i < notes.count; i++) {
        note_unit(answer, notes.units[i]);
    }
    return !evaluation.waiting;
}

/* Runs the top of the stack once; true when it got its value, false when it waits. */
static bool run_top(FileKinds *kinds, KindId *value) {
    uint32_t index = kinds->active.items[kinds->active.count - 1];
    Question question = kinds->answers.items[index].question;
    if (kinds->home) {
        return run_noted(kinds, index, &question, value);
    }
    AnswerId told = kinds->answers.items[index].told;
    Asks *asks = kinds->project->layers->asks;
    AnswerId before = asks_enter(asks, &told);
    kinds->answers.items[index].told = told;
    Evaluation evaluation = evaluation_of(kinds, &question);
    *value = run(kinds, &evaluation, &question);
    asks_leave(asks, before);
    return !evaluation.waiting;
}

static void push(FileKinds *kinds, uint32_t index) {
    Answer *answer = &kinds->answers.items[index];
    answer->state = ANSWER_ACTIVE;
    answer->consulted = false;
    answer->depth = answer->low = kinds->active.count;
    ARENA_PUSH(kinds->mem, &kinds->active, index);
}

/* Members of the circle that the answer at `depth` heads: provisional answers above it. */
static bool in_circle(const FileKinds *kinds, uint32_t at, uint32_t depth) {
    return kinds->answers.items[kinds->provisional.items[at]].low >= depth;
}

/* The head's value changed: its circle is computed again from what is known now. */
static void restart_circle(FileKinds *kinds, Answer *head) {
    while (kinds->provisional.count &&
           in_circle(kinds, kinds->provisional.count - 1, head->depth)) {
        kinds->answers.items[kinds->provisional.items[--kinds->provisional.count]].state =
            ANSWER_NEW;
    }
    head->consulted = false;
    head->low = head->depth;
}

static void finish_circle(FileKinds *kinds, uint32_t head_index) {
    Answer *head = &kinds->answers.items[head_index];
    uint32_t first = kinds->provisional.count;
    while (first && in_circle(kinds, first - 1, head->depth)) {
        first--;
        add_notes(head, &kinds->answers.items[kinds->provisional.items[first]]);
    }
    for (uint32_t i = first; i < kinds->provisional.count; i++) {
        Answer *member = &kinds->answers.items[kinds->provisional.items[i]];
        member->state = ANSWER_DONE;
        add_notes(member, head);
    }
    kinds->provisional.count = first;
    head->state = ANSWER_DONE;
}

/* The top has a value: it is done, or part of a circle below, or heads one that must run again. */
static void settle(FileKinds *kinds, KindId value) {
    uint32_t index = kinds->active.items[kinds->active.count - 1];
    Answer *answer = &kinds->answers.items[index];
    /* Values only rise, so a circle comes to rest after at most two changes a member. */
    KindId raised = kind_join(kinds->table, answer->value, value);
    bool changed = raised != answer->value;
    answer->value = raised;
    if (answer->low < answer->depth) {
        answer->state = ANSWER_PROVISIONAL;
        ARENA_PUSH(kinds->mem, &kinds->provisional, index);
        kinds->active.count--;
        Answer *below = top(kinds);
        below->low = answer->low < below->low ? answer->low : below->low;
        return;
    }
    if (answer->consulted && changed) {
        restart_circle(kinds, answer);
        return;
    }
    finish_circle(kinds, index);
    kinds->active.count--;
}

/* Runs until the answer on top of the `base` ones below it has come to rest. */
static void run_above(FileKinds *kinds, uint32_t base) {
    while (kinds->active.count > base) {
        KindId value;
        if (run_top(kinds, &value)) {
            settle(kinds, value);
        } else {
            push(kinds, kinds->wanted);
        }
    }
}

/* From outside, or from a layer above that an answer asked: then the answer at hand waits on the C
 * stack, and is a part of whatever circle the question is in. Layers ask for classes and fields, so
 * such questions nest by inheritance and relations; past NESTING_MAX they are given up. */
static KindId solve(FileKinds *kinds, Question question) {
    uint32_t index = answer_for(kinds, question);
    uint32_t base = kinds->active.count;
    if (kinds->answers.items[index].state == ANSWER_NEW) {
        if (kinds->nesting == NESTING_MAX) {
            return KIND_UNKNOWN;
        }
        kinds->nesting++;
        push(kinds, index);
        run_above(kinds, base);
        kinds->nesting--;
    }
    Answer *answer = &kinds->answers.items[index];
    note_told(kinds, answer);
    if (base) {
        consult(kinds, answer);
    } else if (!kinds->home) {
        arena_reset(kinds->scratch);
    }
    renote(kinds, answer);
    return answer->value;
}

static KindId solve_known(FileKinds *kinds, Question question) {
    KindId value = solve(kinds, question);
    return value == KIND_NEVER ? KIND_UNKNOWN : value;
}

bool kinds_are_settled(const FileModel *file) {
    FileKinds *kinds = file->layers->kinds;
    return !kinds || kinds->provisional.count == 0;
}

bool kinds_would_read(const Project *project, FileId file, UnitId class_unit, Str method_text) {
    const FileKinds *kinds = project->layers->kinds;
    for (uint32_t i = 0; kinds && i < kinds->answers.count; i++) {
        const Question *question = &kinds->answers.items[i].question;
        if (question->kind == QUESTION_ATTRIBUTE && question->file == file &&
            question->unit == class_unit &&
            text_mentions_attribute(method_text, kind_get(kinds->table, question->name)->path)) {
            return true;
        }
    }
    return false;
}

/* ---- the tables ------------------------------------------------------------------------------ */

static FileKinds *kinds_new(KindTable *table, Arena *mem, Arena *scratch) {
    FileKinds *kinds = ARENA_NEW(mem, FileKinds);
    kinds->table = table;
    kinds->mem = mem;
    kinds->scratch = scratch;
    kinds->slot_count = FIRST_SLOTS;
    kinds->slots = ARENA_ARRAY(mem, uint32_t, FIRST_SLOTS);
    return kinds;
}

static KindTable *table_new(Arena *mem) {
    KindTable *table = ARENA_NEW(mem, KindTable);
    kind_table_init(table, mem);
    return table;
}

static FileKinds *kinds_of_project(const Project *project) {
    ProjectLayers *layers = project->layers;
    if (!layers->kinds) {
        layers->kinds = kinds_new(table_new(layers->mem), layers->mem, layers->scratch);
        layers->kinds->project = project;
    }
    return layers->kinds;
}

/* The project's own models share one evaluator; a file that is analysed has one for itself, whose
 * kinds are numbered by the project's table. */
static FileKinds *kinds_of(const FileModel *file) {
    if (file->layers->kinds) {
        return file->layers->kinds;
    }
    const Project *project = file->project;
    if (project && file->is_shared) {
        return file->layers->kinds = kinds_of_project(project);
    }
    KindTable *table = project ? kinds_of_project(project)->table : table_new(file->mem);
    FileKinds *kinds = kinds_new(table, file->mem, file->mem);
    kinds->home = (FileModel *)file;
    kinds->project = project;
    return file->layers->kinds = kinds;
}

KindTable *kinds_table(const FileModel *file) {
    return kinds_of(file)->table;
}

KindId kinds_expression(const FileModel *file, UnitId unit, NodeId expression) {
    return kinds_expression_in(file, unit, expression, KIND_NEVER);
}

KindId kinds_expression_in(const FileModel *file, UnitId unit, NodeId expression, KindId context) {
    return solve_known(
        kinds_of(file),
        question_of(QUESTION_EXPRESSION, (KindPlace){file->id, unit, expression}, context));
}

KindId kinds_called(const FileModel *file, UnitId unit, NodeId node, KindId context) {
    KindId called = solve_known(
        kinds_of(file), question_of(QUESTION_CALLED, (KindPlace){file->id, unit, node}, context));
    return called == KIND_UNKNOWN ? KIND_NEVER : called;
}

static Question named_question(KindTable *table, QuestionKind kind, KindPlace place, Str name) {
    Question question = question_of(kind, place, KIND_NEVER);
    question.name = kind_symbol(table, name);
    return question;
}

KindId kinds_binding(const FileModel *file, UnitId unit, BindingId binding) {
    return solve_known(
        kinds_of(file),
        question_of(QUESTION_BINDING, (KindPlace){file->id, unit, binding}, KIND_NEVER));
}

KindId kinds_result(const FileModel *file, UnitId unit, NodeId function) {
    return solve_known(
        kinds_of(file),
        question_of(QUESTION_RESULT, (KindPlace){file->id, unit, function}, KIND_NEVER));
}

KindId kinds_attribute(const FileModel *file, UnitId unit, NodeId class_node, Str name) {
    FileKinds *kinds = kinds_of(file);
    return solve_known(kinds, named_question(kinds->table, QUESTION_ATTRIBUTE,
                                             (KindPlace){file->id, unit, class_node}, name));
}

KindId kinds_listed_row(const FileModel *file, UnitId unit, NodeId class_node) {
    return solve_known(
        kinds_of(file),
        question_of(QUESTION_LISTED, (KindPlace){file->id, unit, class_node}, KIND_NEVER));
}

/* ---- what answers ask ---------------------------------------------------------------------- */

static Question question_here(const Evaluation *evaluation, QuestionKind kind, NodeId node) {
    return question_of(kind, (KindPlace){evaluation->file->id, evaluation->unit, node},
                       evaluation->context);
}

KindId evaluation_expression(Evaluation *evaluation, NodeId node) {
    return node == NODE_NONE
               ? KIND_UNKNOWN
               : evaluation_ask(evaluation, question_here(evaluation, QUESTION_EXPRESSION, node));
}

KindId evaluation_annotation(Evaluation *evaluation, NodeId node) {
    return node == NODE_NONE
               ? KIND_UNKNOWN
               : evaluation_ask(evaluation, question_here(evaluation, QUESTION_ANNOTATION, node));
}

KindId evaluation_result_in(Evaluation *evaluation, KindPlace function, KindId context) {
    return function.node == NODE_NONE
               ? KIND_UNKNOWN
               : evaluation_ask(evaluation, question_of(QUESTION_RESULT, function, context));
}

KindId evaluation_result(Evaluation *evaluation, KindPlace function) {
    return evaluation_result_in(evaluation, function, evaluation->context);
}

static KindId ask_of_class(Evaluation *evaluation, QuestionKind kind, KindPlace of_class,
                           Str name) {
    if (of_class.node == NODE_NONE) {
        return KIND_UNKNOWN;
    }
    return evaluation_ask(evaluation, named_question(evaluation->table, kind, of_class, name));
}

KindId evaluation_attribute(Evaluation *evaluation, KindPlace of_class, Str name) {
    return ask_of_class(evaluation, QUESTION_ATTRIBUTE, of_class, name);
}

KindId evaluation_inherited(Evaluation *evaluation, KindPlace of_class, Str name) {
    return ask_of_class(evaluation, QUESTION_INHERITED, of_class, name);
}

KindId evaluation_export(Evaluation *evaluation, FileId file, Str name) {
    return evaluation_ask(evaluation, named_question(evaluation->table, QUESTION_EXPORT,
                                                     (KindPlace){file, UNIT_MODULE_ID, 0}, name));
}

FileModel *evaluation_model(Evaluation *evaluation, FileId file) {
    return file == evaluation->file->id ? evaluation->file : model_of(evaluation->kinds, file);
}

const UnitFacts *evaluation_facts(Evaluation *evaluation, FileId file, UnitId unit) {
    bool is_own = file == evaluation->file->id;
    return is_own && unit == evaluation->unit
               ? evaluation->facts
               : file_model_unit(evaluation_model(evaluation, file), unit);
}

Arena *evaluation_mem(Evaluation *evaluation) {
    return evaluation->kinds->scratch;
}

NodeId unit_definition(Evaluation *evaluation, FileId file, UnitId unit) {
    return ast_definition(&evaluation_facts(evaluation, file, unit)->ast);
}

/* The driver of kinds: a table of questions, a stack of those being answered, circles solved by
 * iteration. Knows nothing of Python; the answers stand in kinds_*.c. */
#include "semantics/kinds.h"

#include "semantics/kinds_evaluator.h"

enum { FIRST_SLOTS = 256, NOTES_MAX = 6 };

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
    uint32_t depth; /* on the stack, while active */
    uint32_t low;   /* least depth that this answer was computed from */
    UnitId notes[NOTES_MAX];
} Answer;

struct FileKinds {
    FileModel *file;
    KindTable table;
    struct AnswerItems ARRAY_OF(Answer) answers;
    uint32_t *slots; /* open addressing over answers, index + 1 */
    uint32_t slot_count;
    struct AnswerStack ARRAY_OF(uint32_t) active;
    struct ProvisionalList ARRAY_OF(uint32_t) provisional;
    uint32_t wanted; /* the answer that the last evaluation waits for */
    Arena *mem;
};

/* ---- the table ---------------------------------------------------------------------------- */

static uint32_t hash_question(Question question) {
    uint64_t key = ((uint64_t)question.unit << 32 | question.node) * 0x9E3779B97F4A7C15u;
    key ^= ((uint64_t)question.name << 3 | question.kind) * 0xC2B2AE3D27D4EB4Fu;
    return (uint32_t)(key >> 29);
}

static bool same_question(Question a, Question b) {
    return a.kind == b.kind && a.unit == b.unit && a.node == b.node && a.name == b.name;
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
    UnitNotes notes = {.units = answer->notes,
                       .count = answer->note_count,
                       .names = answer->notes_names,
                       .project = answer->notes_project};
    if (!answer->notes_all) {
        file_model_renote(kinds->file, &notes);
        return;
    }
    uint32_t count = kinds->file->outline->unit_count;
    for (UnitId unit = 0; unit < count; unit++) {
        file_model_renote(kinds->file,
                          &(UnitNotes){&unit, 1, .names = true, .project = answer->notes_project});
    }
}

/* ---- answering ---------------------------------------------------------------------------- */

static Answer *top(FileKinds *kinds) {
    return &kinds->answers.items[kinds->active.items[kinds->active.count - 1]];
}

KindId evaluation_ask(Evaluation *evaluation, Question question) {
    FileKinds *kinds = evaluation->kinds;
    if (evaluation->waiting) {
        return KIND_NEVER;
    }
    uint32_t index = answer_for(kinds, question);
    Answer *asked = &kinds->answers.items[index];
    Answer *asking = top(kinds);
    if (asked->state == ANSWER_NEW) {
        evaluation->waiting = true;
        kinds->wanted = index;
        return KIND_NEVER;
    }
    if (asked->state == ANSWER_ACTIVE) {
        asked->consulted = true;
        asking->low = asked->depth < asking->low ? asked->depth : asking->low;
    } else if (asked->state == ANSWER_PROVISIONAL) {
        asking->low = asked->low < asking->low ? asked->low : asking->low;
    }
    add_notes(asking, asked);
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
                                kind_get(&kinds->table, question->name)->path);
    }
    return KIND_UNKNOWN;
}

/* Runs the top of the stack once; true when it got its value, false when it waits. */
static bool run_top(FileKinds *kinds, KindId *value) {
    uint32_t index = kinds->active.items[kinds->active.count - 1];
    Question question = kinds->answers.items[index].question;
    UnitWatch watch;
    file_model_watch(kinds->file, &watch);
    Evaluation evaluation = {.kinds = kinds,
                             .file = kinds->file,
                             .table = &kinds->table,
                             .facts = file_model_unit(kinds->file, question.unit),
                             .unit = question.unit};
    *value = run(kinds, &evaluation, &question);
    UnitNotes notes = file_model_unwatch(kinds->file, &watch, kinds->mem);
    Answer *answer = &kinds->answers.items[index];
    answer->notes_names |= notes.names;
    answer->notes_project |= notes.project;
    for (uint32_t i = 0; i < notes.count; i++) {
        note_unit(answer, notes.units[i]);
    }
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
    KindId raised = kind_join(&kinds->table, answer->value, value);
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

static KindId solve(FileKinds *kinds, Question question) {
    uint32_t index = answer_for(kinds, question);
    /* A question from inside an answer would need the stack of the outer one. */
    if (BUG_ON(kinds->active.count != 0)) {
        return KIND_UNKNOWN;
    }
    if (kinds->answers.items[index].state != ANSWER_DONE) {
        push(kinds, index);
        while (kinds->active.count) {
            KindId value;
            if (run_top(kinds, &value)) {
                settle(kinds, value);
            } else {
                push(kinds, kinds->wanted);
            }
        }
    }
    Answer *answer = &kinds->answers.items[index];
    renote(kinds, answer);
    return answer->value == KIND_NEVER ? KIND_UNKNOWN : answer->value;
}

/* ---- the file's table ---------------------------------------------------------------------- */

static FileKinds *kinds_of(const FileModel *file) {
    FileKinds *kinds = file->layers->kinds;
    if (kinds) {
        return kinds;
    }
    kinds = ARENA_NEW(file->mem, FileKinds);
    kinds->file = (FileModel *)file;
    kinds->mem = file->mem;
    kind_table_init(&kinds->table, file->mem);
    kinds->slot_count = FIRST_SLOTS;
    kinds->slots = ARENA_ARRAY(file->mem, uint32_t, FIRST_SLOTS);
    return file->layers->kinds = kinds;
}

KindTable *kinds_table(const FileModel *file) {
    return &kinds_of(file)->table;
}

KindId kinds_expression(const FileModel *file, UnitId unit, NodeId expression) {
    return solve(kinds_of(file), (Question){QUESTION_EXPRESSION, unit, expression, KIND_NEVER});
}

KindId kinds_binding(const FileModel *file, UnitId unit, BindingId binding) {
    return solve(kinds_of(file), (Question){QUESTION_BINDING, unit, binding, KIND_NEVER});
}

KindId kinds_result(const FileModel *file, UnitId unit, NodeId function) {
    return solve(kinds_of(file), (Question){QUESTION_RESULT, unit, function, KIND_NEVER});
}

KindId kinds_attribute(const FileModel *file, UnitId unit, NodeId class_node, Str name) {
    FileKinds *kinds = kinds_of(file);
    KindId id = kind_symbol(&kinds->table, name);
    return solve(kinds, (Question){QUESTION_ATTRIBUTE, unit, class_node, id});
}

/* ---- what answers ask ---------------------------------------------------------------------- */

KindId evaluation_expression(Evaluation *evaluation, NodeId node) {
    if (node == NODE_NONE) {
        return KIND_UNKNOWN;
    }
    return evaluation_ask(evaluation,
                          (Question){QUESTION_EXPRESSION, evaluation->unit, node, KIND_NEVER});
}

KindId evaluation_annotation(Evaluation *evaluation, NodeId node) {
    if (node == NODE_NONE) {
        return KIND_UNKNOWN;
    }
    return evaluation_ask(evaluation,
                          (Question){QUESTION_ANNOTATION, evaluation->unit, node, KIND_NEVER});
}

KindId evaluation_result(Evaluation *evaluation, UnitId unit, NodeId function) {
    if (function == NODE_NONE) {
        return KIND_UNKNOWN;
    }
    return evaluation_ask(evaluation, (Question){QUESTION_RESULT, unit, function, KIND_NEVER});
}

KindId evaluation_attribute(Evaluation *evaluation, UnitId unit, NodeId class_node, Str name) {
    if (class_node == NODE_NONE) {
        return KIND_UNKNOWN;
    }
    KindId id = kind_symbol(evaluation->table, name);
    return evaluation_ask(evaluation, (Question){QUESTION_ATTRIBUTE, unit, class_node, id});
}

const UnitFacts *evaluation_facts(Evaluation *evaluation, UnitId unit) {
    return unit == evaluation->unit ? evaluation->facts : file_model_unit(evaluation->file, unit);
}

Arena *evaluation_mem(Evaluation *evaluation) {
    return evaluation->kinds->mem;
}

NodeId unit_definition(Evaluation *evaluation, UnitId unit) {
    return ast_definition(&evaluation_facts(evaluation, unit)->ast);
}

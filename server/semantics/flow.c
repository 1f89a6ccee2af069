/* Knows how the last binding of one variable travels through a scope's statements; knows nothing
 * about names: events say what binds and what reads.
 *
 * A state is relative to a region: the scope's entry or a loop's head. `passes` says that what held
 * at the region's head still holds on some path. When a loop is closed, its head is known (what
 * came in, and what the back edges bring), and the states noted inside are completed at the end. */
#include "semantics/flow.h"

#include "base/array.h"
#include "semantics/flow_exits.h"

#include <stdalign.h>

typedef struct State {
    ReachingSet bound;
    bool passes;
} State; /* {0, false}: never reached */

/* The scope's entry, or one loop. */
typedef struct Region {
    uint32_t outer; /* index of the region around it */
    State head;     /* relative to `outer`; complete once the loop is closed */
} Region;

/* The parts of a statement, in order of evaluation. */
typedef enum Arm {
    ARM_HEADER, /* test, iterable, items, subject, decorators */
    ARM_TARGET, /* of a `for`: once an iteration */
    ARM_BODY,
    ARM_HANDLER, /* one ExceptHandler or match_case */
    ARM_ORELSE,
    ARM_FINAL,
    ARM_TAIL, /* a class's own name */
    ARM_END,
} Arm;

typedef struct Frame {
    NodeId node;
    Arm arm;
    NodeId handler; /* of ARM_HANDLER */
    NodeId next;    /* next statement of the arm's block, or NODE_NONE */
    State entry;    /* before the body; `match`: what no case took so far */
    State out;      /* joined exits of finished arms */
    State body_end; /* `try`: after its body; loops: when the iterations are over */
    State breaks;
    State continues;
    State raised;      /* `try`: what its handlers may see */
    ReachingSet binds; /* made anywhere in the statement, or in its `finally` */
    ReachingSet binds_before_final;
    bool has_final;
    uint32_t region;     /* of a loop */
    bool unbinds;        /* the handler's name is the variable: gone after it */
    bool guard_may_fail; /* of the case: what its pattern bound is seen by the next */
} Frame;

/* One step of the way from the region to an event. */
typedef struct Step {
    NodeId node; /* the statement */
    Arm arm;
    NodeId handler;
    NodeId child; /* the arm's statement or expression that holds the event */
} Step;

typedef struct Sweep {
    Arena *mem;
    FlowPlan *plan;
    const Ast *ast;
    NodeId root;
    struct ARRAY_OF(Frame) frames;
    struct ARRAY_OF(Step) path;
    struct ARRAY_OF(Region) regions;
    struct ARRAY_OF(uint32_t) region_of; /* by event */
    State *noted;                        /* by event */
    State state;
    uint32_t region;
} Sweep;

static const State unreached = {0, false};

static State join(State a, State b) {
    return (State){a.bound | b.bound, a.passes || b.passes};
}

static bool is_reached(State state) {
    return state.bound != 0 || state.passes;
}

/* A state relative to a region, told relative to the one around it. */
static State outside(State state, State head) {
    return (State){state.bound | (state.passes ? head.bound : 0), state.passes && head.passes};
}

/* ---- the way to an event -------------------------------------------------------------------- */

static Arm arm_of_field(const Ast *ast, NodeId statement, NodeId child) {
    NodeKind kind = ast_kind(ast, statement);
    switch (ast_node(ast, child)->field) {
    case FIELD_BODY:
        return ARM_BODY;
    case FIELD_ORELSE:
        return ARM_ORELSE;
    case FIELD_FINALBODY:
        return ARM_FINAL;
    case FIELD_HANDLERS:
    case FIELD_CASES:
        return ARM_HANDLER;
    case FIELD_TARGET:
        return kind == NODE_FOR || kind == NODE_ASYNC_FOR ? ARM_TARGET : ARM_HEADER;
    case FIELD_NAME:
        return kind == NODE_CLASS_DEF ? ARM_TAIL : ARM_HEADER;
    default:
        return ARM_HEADER;
    }
}

static void turn_path_round(Sweep *sweep) {
    for (uint32_t low = 0, high = sweep->path.count; low + 1 < high; low++) {
        high--;
        Step held = sweep->path.items[low];
        sweep->path.items[low] = sweep->path.items[high];
        sweep->path.items[high] = held;
    }
}

/* Fills sweep->path, outermost step first. False when the budget is used up. */
static bool find_path(Sweep *sweep, NodeId event) {
    const Ast *ast = sweep->ast;
    sweep->path.count = 0;
    NodeId handler = NODE_NONE;
    NodeId in_handler = NODE_NONE; /* the handler's child on the way */
    NodeId child = event;
    while (child != sweep->root && child != NODE_ROOT) {
        if (sweep->plan->budget == 0) {
            return false;
        }
        sweep->plan->budget--;
        NodeId parent = ast_node(ast, child)->parent;
        NodeKind kind = ast_kind(ast, parent);
        if (kind == NODE_EXCEPT_HANDLER || kind == NODE_MATCH_CASE) {
            handler = parent;
            in_handler = child;
        } else if (parent == sweep->root || flow_is_compound(kind)) {
            Step step = {parent, arm_of_field(ast, parent, child), NODE_NONE, child};
            if (step.arm == ARM_HANDLER) {
                step.handler = child;
                step.child = handler == child ? in_handler : child;
            }
            ARENA_PUSH(sweep->mem, &sweep->path, step);
        }
        child = parent;
    }
    turn_path_round(sweep);
    return true;
}

/* ---- statements without events -------------------------------------------------------------- */

static Frame *innermost_loop(Sweep *sweep) {
    for (uint32_t i = sweep->frames.count; i-- > 0;) {
        if (flow_is_loop(ast_kind(sweep->ast, sweep->frames.items[i].node)) &&
            sweep->frames.items[i].arm == ARM_BODY) {
            return &sweep->frames.items[i];
        }
    }
    return NULL;
}

/* Takes the exits of a statement that does not touch the variable. */
static void take_exits(Sweep *sweep, uint8_t exits) {
    Frame *loop = (exits & (EXIT_BREAKS | EXIT_CONTINUES)) ? innermost_loop(sweep) : NULL;
    if (loop && (exits & EXIT_BREAKS)) {
        loop->breaks = join(loop->breaks, sweep->state);
    }
    if (loop && (exits & EXIT_CONTINUES)) {
        loop->continues = join(loop->continues, sweep->state);
    }
    if (!(exits & EXIT_COMPLETES)) {
        sweep->state = unreached;
    }
}

/* Runs a block from `from` up to `until` (NODE_NONE: to its end). */
static void skip_statements(Sweep *sweep, NodeId from, NodeId until) {
    const FlowPlan *plan = sweep->plan;
    NodeId jump = from == NODE_NONE ? NODE_NONE : plan->next_jump[from];
    while (jump != NODE_NONE && jump < until && is_reached(sweep->state)) {
        take_exits(sweep, plan->exits[jump]);
        sweep->plan->budget -= sweep->plan->budget > 0;
        NodeId next = ast_next_sibling(sweep->ast, jump);
        bool in_block = next != NODE_NONE &&
                        ast_node(sweep->ast, next)->field == ast_node(sweep->ast, jump)->field;
        jump = in_block ? plan->next_jump[next] : NODE_NONE;
    }
}

static void finish_block(Sweep *sweep, Frame *frame) {
    NodeId from = frame->next;
    frame->next = NODE_NONE;
    skip_statements(sweep, from, NODE_NONE);
}

/* ---- arms ----------------------------------------------------------------------------------- */

static NodeId next_handler(const Sweep *sweep, const Frame *frame) {
    if (frame->arm == ARM_HANDLER) {
        return ast_next_in_field(sweep->ast, frame->handler);
    }
    NodeKind kind = ast_kind(sweep->ast, frame->node);
    return ast_child(sweep->ast, frame->node, kind == NODE_MATCH ? FIELD_CASES : FIELD_HANDLERS);
}

static void start_block(Sweep *sweep, Frame *frame, Arm arm, Field field) {
    frame->arm = arm;
    frame->next = ast_child(sweep->ast, frame->node, field);
}

static void open_loop(Sweep *sweep, Frame *frame) {
    frame->region = sweep->regions.count;
    ARENA_PUSH(sweep->mem, &sweep->regions, ((Region){sweep->region, sweep->state}));
    sweep->region = frame->region;
    sweep->state = (State){0, true};
}

/* What the back edges bring is what the head holds besides what came in. */
static void close_loop(Sweep *sweep, Frame *frame) {
    Region *region = &sweep->regions.items[frame->region];
    State back = join(sweep->state, frame->continues);
    if (is_reached(region->head)) {
        region->head.bound |= back.bound;
    }
    sweep->region = region->outer;
    sweep->state = outside(frame->body_end, region->head);
    frame->breaks = outside(frame->breaks, region->head);
}

static void step_loop(Sweep *sweep, Frame *frame) {
    bool is_while = ast_kind(sweep->ast, frame->node) == NODE_WHILE;
    switch (frame->arm) {
    case ARM_HEADER:
        if (is_while) {
            frame->body_end = flow_is_endless(sweep->ast, frame->node) ? unreached : sweep->state;
            start_block(sweep, frame, ARM_BODY, FIELD_BODY);
        } else {
            open_loop(sweep, frame);
            frame->body_end = sweep->state;
            frame->arm = ARM_TARGET;
        }
        break;
    case ARM_TARGET:
        start_block(sweep, frame, ARM_BODY, FIELD_BODY);
        break;
    case ARM_BODY:
        finish_block(sweep, frame);
        close_loop(sweep, frame);
        start_block(sweep, frame, ARM_ORELSE, FIELD_ORELSE);
        break;
    default:
        finish_block(sweep, frame);
        sweep->state = join(sweep->state, frame->breaks);
        frame->arm = ARM_END;
        break;
    }
}

static void step_if(Sweep *sweep, Frame *frame) {
    if (frame->arm == ARM_HEADER) {
        frame->entry = sweep->state;
        start_block(sweep, frame, ARM_BODY, FIELD_BODY);
        return;
    }
    finish_block(sweep, frame);
    if (frame->arm == ARM_BODY) {
        frame->out = sweep->state;
        sweep->state = frame->entry;
        start_block(sweep, frame, ARM_ORELSE, FIELD_ORELSE);
        return;
    }
    sweep->state = join(sweep->state, frame->out);
    frame->arm = ARM_END;
}

/* A `with` may swallow an exception: then what held before may hold after it. */
static void step_with(Sweep *sweep, Frame *frame) {
    if (frame->arm == ARM_HEADER) {
        frame->entry = sweep->state;
        start_block(sweep, frame, ARM_BODY, FIELD_BODY);
        return;
    }
    finish_block(sweep, frame);
    if (sweep->plan->exits[frame->node] & EXIT_RAISES) {
        sweep->state = join(sweep->state, frame->entry);
        sweep->state.bound |= frame->binds;
    }
    frame->arm = ARM_END;
}

/* The region's own statement (of a loop: one iteration), and a class body inside of it. */
static void step_straight(Sweep *sweep, Frame *frame) {
    if (frame->arm == ARM_HEADER) {
        frame->arm = ARM_TARGET;
    } else if (frame->arm == ARM_TARGET) {
        start_block(sweep, frame, ARM_BODY, FIELD_BODY);
    } else if (frame->arm == ARM_BODY) {
        finish_block(sweep, frame);
        frame->arm = ARM_TAIL;
    } else {
        frame->arm = ARM_END;
    }
}

static void start_handler(Sweep *sweep, Frame *frame, NodeId handler, State state) {
    frame->arm = ARM_HANDLER;
    frame->handler = handler;
    frame->next = ast_child(sweep->ast, handler, FIELD_BODY);
    frame->unbinds = false;
    frame->guard_may_fail = ast_child(sweep->ast, handler, FIELD_GUARD) != NODE_NONE;
    sweep->state = state;
}

static void start_orelse(Sweep *sweep, Frame *frame) {
    sweep->state = frame->body_end;
    start_block(sweep, frame, ARM_ORELSE, FIELD_ORELSE);
}

static void end_handler(Sweep *sweep, Frame *frame) {
    finish_block(sweep, frame);
    if (frame->unbinds && is_reached(sweep->state)) {
        sweep->state = (State){REACHING_ENTRY, false};
    }
    frame->out = join(frame->out, sweep->state);
}

static void start_final(Sweep *sweep, Frame *frame) {
    finish_block(sweep, frame);
    frame->out = join(frame->out, sweep->state);
    start_block(sweep, frame, ARM_FINAL, FIELD_FINALBODY);
    sweep->state = frame->out;
    if (frame->next != NODE_NONE) { /* `finally` also runs on the way of an exception or a jump */
        sweep->state = join(sweep->state, frame->entry);
        sweep->state.bound |= frame->binds;
        frame->has_final = true;
        frame->binds_before_final = frame->binds;
        frame->binds = 0;
    }
}

static void end_final(Sweep *sweep, Frame *frame) {
    finish_block(sweep, frame);
    if (frame->has_final && frame->binds == 0 && is_reached(sweep->state)) {
        sweep->state = frame->out; /* it did not touch the variable */
    }
    frame->binds |= frame->binds_before_final;
    frame->arm = ARM_END;
}

static void step_try(Sweep *sweep, Frame *frame) {
    NodeId handler = NODE_NONE;
    switch (frame->arm) {
    case ARM_HEADER:
        frame->entry = sweep->state;
        start_block(sweep, frame, ARM_BODY, FIELD_BODY);
        return;
    case ARM_BODY:
        finish_block(sweep, frame);
        frame->body_end = sweep->state;
        frame->raised = frame->entry;
        frame->raised.bound |= frame->binds;
        break;
    case ARM_HANDLER:
        end_handler(sweep, frame);
        break;
    case ARM_ORELSE:
        start_final(sweep, frame);
        return;
    default:
        end_final(sweep, frame);
        return;
    }
    handler = next_handler(sweep, frame);
    if (handler != NODE_NONE) {
        start_handler(sweep, frame, handler, frame->raised);
    } else {
        start_orelse(sweep, frame);
    }
}

static void step_match(Sweep *sweep, Frame *frame) {
    if (frame->arm == ARM_HEADER) {
        frame->entry = sweep->state;
    } else {
        if (flow_is_catch_all_case(sweep->ast, frame->handler)) {
            frame->entry = unreached;
        }
        end_handler(sweep, frame);
    }
    NodeId handler = next_handler(sweep, frame);
    if (handler != NODE_NONE) {
        start_handler(sweep, frame, handler, frame->entry);
        return;
    }
    sweep->state = join(frame->out, frame->entry);
    frame->arm = ARM_END;
}

static void step_arm(Sweep *sweep, Frame *frame) {
    if (frame->node == sweep->root) {
        step_straight(sweep, frame);
        return;
    }
    switch (ast_kind(sweep->ast, frame->node)) {
    case NODE_IF:
        step_if(sweep, frame);
        break;
    case NODE_WHILE:
    case NODE_FOR:
    case NODE_ASYNC_FOR:
        step_loop(sweep, frame);
        break;
    case NODE_WITH:
    case NODE_ASYNC_WITH:
        step_with(sweep, frame);
        break;
    case NODE_TRY:
    case NODE_TRY_STAR:
        step_try(sweep, frame);
        break;
    case NODE_MATCH:
        step_match(sweep, frame);
        break;
    default:
        step_straight(sweep, frame);
        break;
    }
}

/* ---- the sweep ------------------------------------------------------------------------------ */

static void open_frame(Sweep *sweep, NodeId node) {
    Frame frame = {.node = node, .arm = ARM_HEADER, .handler = NODE_NONE, .next = NODE_NONE};
    ARENA_PUSH(sweep->mem, &sweep->frames, frame);
    Frame *opened = &sweep->frames.items[sweep->frames.count - 1];
    if (ast_kind(sweep->ast, node) == NODE_WHILE && node != sweep->root) {
        open_loop(sweep, opened); /* the test runs once an iteration */
    }
}

static void close_frame(Sweep *sweep) {
    Frame *frame = &sweep->frames.items[sweep->frames.count - 1];
    while (frame->arm != ARM_END) {
        step_arm(sweep, frame);
    }
    ReachingSet binds = frame->binds;
    sweep->frames.count--;
    if (sweep->frames.count) {
        sweep->frames.items[sweep->frames.count - 1].binds |= binds;
    }
}

static bool is_block_arm(Arm arm) {
    return arm == ARM_BODY || arm == ARM_ORELSE || arm == ARM_FINAL || arm == ARM_HANDLER;
}

/* Goes on in the top frame to the arm and the statement of `step`. */
static void advance(Sweep *sweep, const Step *step) {
    Frame *frame = &sweep->frames.items[sweep->frames.count - 1];
    while (frame->arm != ARM_END &&
           (frame->arm != step->arm ||
            (step->arm == ARM_HANDLER && frame->handler != step->handler))) {
        step_arm(sweep, frame);
    }
    bool is_statement = ast_kind_is_statement(ast_kind(sweep->ast, step->child));
    if (!is_block_arm(frame->arm) || !is_statement) {
        return;
    }
    NodeId from = frame->next;
    NodeId after = ast_next_sibling(sweep->ast, step->child);
    bool in_block = after != NODE_NONE &&
                    ast_node(sweep->ast, after)->field == ast_node(sweep->ast, step->child)->field;
    frame->next = in_block ? after : NODE_NONE;
    skip_statements(sweep, from, step->child);
}

/* How many of the open frames lie on the way to the event. */
static uint32_t shared_frames(const Sweep *sweep) {
    uint32_t shared = 1;
    while (shared < sweep->frames.count && shared < sweep->path.count) {
        const Frame *above = &sweep->frames.items[shared - 1];
        const Step *step = &sweep->path.items[shared - 1];
        if (above->arm != step->arm ||
            (step->arm == ARM_HANDLER && above->handler != step->handler) ||
            sweep->frames.items[shared].node != sweep->path.items[shared].node) {
            break;
        }
        shared++;
    }
    return shared;
}

static bool go_to(Sweep *sweep, NodeId event) {
    if (!find_path(sweep, event)) {
        return false;
    }
    uint32_t shared = shared_frames(sweep);
    while (sweep->frames.count > shared) {
        close_frame(sweep);
    }
    advance(sweep, &sweep->path.items[shared - 1]);
    for (uint32_t i = shared; i < sweep->path.count; i++) {
        open_frame(sweep, sweep->path.items[i].node);
        advance(sweep, &sweep->path.items[i]);
    }
    return true;
}

static void take_event(Sweep *sweep, uint32_t index, const FlowEvent *event) {
    sweep->noted[index] = sweep->state;
    ARENA_PUSH(sweep->mem, &sweep->region_of, sweep->region);
    if (event->kind == FLOW_USE || !is_reached(sweep->state)) {
        return;
    }
    ReachingSet bit = (ReachingSet)1 << event->bit;
    Frame *frame = &sweep->frames.items[sweep->frames.count - 1];
    frame->binds |= bit;
    if (event->kind == FLOW_MAYBE_BIND) {
        sweep->state.bound |= bit;
    } else {
        sweep->state = (State){bit, false};
    }
    if (frame->arm == ARM_HANDLER && ast_node(sweep->ast, event->node)->parent == frame->handler) {
        frame->unbinds = true;
    }
    const Step *step = &sweep->path.items[sweep->path.count - 1];
    bool in_pattern =
        frame->arm == ARM_HANDLER && ast_node(sweep->ast, step->child)->field != FIELD_BODY;
    if (in_pattern && frame->guard_may_fail) {
        frame->entry.bound |= bit;
    }
}

/* Heads of loops from the outside in: then each state is complete. */
static void complete(Sweep *sweep, uint32_t count, ReachingSet *reaching) {
    for (uint32_t i = 1; i < sweep->regions.count; i++) {
        Region *region = &sweep->regions.items[i];
        region->head = outside(region->head, sweep->regions.items[region->outer].head);
    }
    for (uint32_t i = 0; i < count; i++) {
        State head = sweep->regions.items[sweep->region_of.items[i]].head;
        reaching[i] = outside(sweep->noted[i], head).bound;
    }
}

bool flow_reach(FlowPlan *plan, NodeId region, const FlowEvent *events, uint32_t count,
                ReachingSet *reaching) {
    enum { MOST_NEED_BYTES = 8 << 10 };
    alignas(max_align_t) char bytes[MOST_NEED_BYTES];
    Arena scratch;
    arena_init_with(&scratch, bytes, sizeof bytes);
    Sweep sweep = {
        .mem = &scratch, .plan = plan, .ast = plan->ast, .root = region, .state = {0, true}
    };
    sweep.noted = ARENA_ARRAY(&scratch, State, count + 1);
    ARENA_PUSH(&scratch, &sweep.regions,
               ((Region){
                   0, {REACHING_ENTRY, false}
    }));
    open_frame(&sweep, region);
    bool is_done = true;
    for (uint32_t i = 0; i < count && is_done; i++) {
        is_done = go_to(&sweep, events[i].node);
        if (is_done) {
            take_event(&sweep, i, &events[i]);
        }
    }
    while (is_done && sweep.frames.count) {
        close_frame(&sweep);
    }
    if (is_done) {
        complete(&sweep, count, reaching);
    }
    arena_release(&scratch);
    return is_done;
}

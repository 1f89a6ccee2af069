/* The walk over the inside of a tree against the library's own cursor: the same nodes, in the same
 * order, at the same depth, whatever the text. */
#include "syntax/tree_walk.h"

#include "base/buf.h"
#include "syntax/tree_memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

const TSLanguage *tree_sitter_python(void);

static void check_same_node(TSNode node, TSNode expected) {
    assert_ptr_equal(node.id, expected.id);
    assert_ptr_equal(node.tree, expected.tree);
    assert_int_equal(ts_node_symbol(node), ts_node_symbol(expected));
    assert_int_equal(ts_node_start_byte(node), ts_node_start_byte(expected));
    assert_int_equal(ts_node_end_byte(node), ts_node_end_byte(expected));
    assert_int_equal(ts_node_is_named(node), ts_node_is_named(expected));
}

/* Steps both; how many nodes there are. */
static uint32_t check_same_walk(TreeWalk *walk, const TSTree *tree) {
    TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
    uint32_t nodes = 1;
    uint32_t depth = 0;
    tree_walk_begin(walk, tree);
    check_same_node(walk->node, ts_tree_cursor_current_node(&cursor));
    for (bool more = true; more; nodes += more) {
        bool inside = ts_tree_cursor_goto_first_child(&cursor);
        assert_int_equal(tree_walk_enter(walk), inside);
        depth += inside;
        for (more = inside; !more && depth; depth -= !more) {
            more = ts_tree_cursor_goto_next_sibling(&cursor);
            assert_int_equal(tree_walk_next(walk), more);
            if (!more) {
                assert_true(ts_tree_cursor_goto_parent(&cursor));
            }
        }
        if (more) {
            check_same_node(walk->node, ts_tree_cursor_current_node(&cursor));
        }
    }
    ts_tree_cursor_delete(&cursor);
    return nodes;
}

static const char *const texts[] = {
    "",
    "\n",
    "# only a comment\n",
    "x = 1\n",
    "print a, b\nexec 'x' in d\n",
    "def f(a, /, b: int = 1, *c, d=None, **e) -> str:\n    \"\"\"doc\"\"\"\n    return a  # why\n",
    "class A(B, metaclass=M):\n    x: int = 0\n\n    @property\n    async def m(self): ...\n",
    "for i, (j, *k) in z:\n    while not i < j <= k is not None: break\n    else: continue\n",
    "with (open(a) as b, c() as d): pass\n",
    "try:\n    pass\nexcept* (A, B) as e:\n    raise X from e\nfinally:\n    del a, b[1:2:3]\n",
    "f'{x!r:>{w}} {{}}' 'b' rb'\\n' f\"{a['k']}\"\n",
    "match p:\n    case Point(x=0) | [1, *_] if q: pass\n    case {'k': v, **rest}: pass\n",
    "a = [x async for x in y if x if not z] + {**a, 'k': (yield)} @ (lambda *a: 0)(*b)\n",
    "type X[T: int, *U] = list[T]\nx = a if b else c\nassert a, b\nglobal g\n",
    "async def f():\n    await x\n    async with a: pass\n    if (y := 1): pass\n    elif z: "
    "pass\n",
    "def broken(:\n    x = = 3\n  else\n)))\nclass\n",
    "x = (((((\n",
    "if a:\nb\n\tc\n",
    "s = 'é' + \"\"\"\n漢字\n\"\"\"\nnaïve = s\n",
};

static TSTree *parse(TSParser *parser, Str text) {
    return ts_parser_parse_string(parser, NULL, text.len ? text.ptr : "", text.len);
}

static void steps_are_the_cursors(void **state) {
    (void)state;
    TSParser *parser = ts_parser_new();
    assert_true(ts_parser_set_language(parser, tree_sitter_python()));
    TreeWalk walk = {0};
    Buf all;
    buf_init(&all, 0);
    uint32_t nodes = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        buf_append_c(&all, texts[i]);
        TSTree *tree = parse(parser, str_from_c(texts[i]));
        nodes += check_same_walk(&walk, tree);
        ts_tree_delete(tree);
    }
    assert_true(nodes > 500);
    /* every prefix of them all: broken in every way */
    for (uint32_t length = 0; length < all.len; length += 7) {
        TSTree *tree = parse(parser, str_slice(buf_str(&all), 0, length));
        check_same_walk(&walk, tree);
        ts_tree_delete(tree);
    }
    buf_release(&all);
    tree_walk_release(&walk);
    ts_parser_delete(parser);
}

/* Blocks may be taken inside and given back outside, and the other way round. */
static void memory_is_kept_within_bounds(void **state) {
    (void)state;
    tree_memory_install();
    TreeMemory memory = {0};
    TSParser *outside = ts_parser_new();
    ts_parser_set_language(outside, tree_sitter_python());
    tree_memory_enter(&memory);
    TSParser *inside = ts_parser_new();
    ts_parser_set_language(inside, tree_sitter_python());
    Buf text;
    buf_init(&text, 0);
    for (uint32_t i = 0; i < 20000; i++) {
        buf_append_c(&text, "x = f(a, b)[c].d\n");
    }
    uint32_t kept[3];
    for (uint32_t round = 0; round < 3; round++) {
        ts_tree_delete(parse(round % 2 ? inside : outside, buf_str(&text)));
        kept[round] = memory.bytes;
        assert_true(memory.bytes < (2 << 20));
    }
    assert_int_equal(kept[1] > 0, kept[2] > 0);
    TSTree *tree = parse(inside, buf_str(&text));
    ts_parser_delete(outside);
    tree_memory_leave();
    ts_tree_delete(tree);
    ts_parser_delete(inside);
    tree_memory_release(&memory);
    assert_int_equal(memory.bytes, 0);
    buf_release(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_are_the_cursors),
        cmocka_unit_test(memory_is_kept_within_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

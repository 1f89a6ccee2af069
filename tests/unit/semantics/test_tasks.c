/* Which expressions become tasks, and how many of a coroutine may run at one time. */
#include "semantics/tasks.h"

#include "marked_file.h"
#include "semantics/loops.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* The coroutine that holds the mark; `parameter`: an object that its first parameter leads to. */
static void check_tasks(const char *source, bool parameter, uint32_t expected) {
    MarkedFile marked;
    marked_file_open(&marked, source);
    Mark mark = marked.marks[0];
    const Ast *ast = &file_model_unit(&marked.file.model, mark.unit)->ast;
    NodeId function = enclosing_function(ast, mark.node);
    NodeId first = parameter ? ast_child(ast, function, FIELD_ARGS) : NODE_NONE;
    uint32_t found = task_concurrency(&marked.file.model, mark.unit, function, first);
    if (found != expected) {
        fail_msg("%s: %u tasks, not %u", source, found, expected);
    }
    marked_file_close(&marked);
}

#define PROLOGUE "import asyncio\nasync def f(x):\n    $x\n"

static void starts_of_single_tasks_add_up(void **state) {
    (void)state;
    check_tasks(PROLOGUE, false, 0);
    check_tasks(PROLOGUE "asyncio.run(f(1))\n", false, 0);
    check_tasks(PROLOGUE "async def g():\n    await f(1)\n    await f(2)\n", false, 0);
    check_tasks(PROLOGUE "asyncio.create_task(f(1))\n", false, 1);
    check_tasks(PROLOGUE "asyncio.create_task(f(1))\nasyncio.ensure_future(f(1))\n", false, 2);
    check_tasks(PROLOGUE "async def g():\n    await asyncio.gather(f(1), f(2))\n", false, 2);
    check_tasks(PROLOGUE "async def g(xs):\n    for x in xs:\n        await asyncio.gather(f(x))\n",
                false, 1);
}

static void loops_and_lists_make_many(void **state) {
    (void)state;
    check_tasks(PROLOGUE "def g(xs):\n    for x in xs:\n        asyncio.create_task(f(1))\n", false,
                2);
    check_tasks(PROLOGUE
                "async def g(xs):\n    ts = []\n    for x in xs:\n        ts.append(f(1))\n"
                "    await asyncio.gather(*ts)\n",
                false, 2);
    check_tasks(PROLOGUE "async def g(xs):\n    ts = [f(1) for x in xs]\n    ts += [f(2)]\n"
                         "    await asyncio.wait(ts)\n",
                false, 2);
    check_tasks(PROLOGUE "async def g(xs):\n    await asyncio.gather(*map(f, xs))\n", false, 2);
    check_tasks(PROLOGUE "async def g(xs):\n    await asyncio.gather(*map(f, xs))\n", true, 1);
}

static void a_site_counts_once(void **state) {
    (void)state;
    check_tasks(PROLOGUE "async def g():\n    ts = []\n    ts.append(asyncio.create_task(f(1)))\n"
                         "    await asyncio.gather(*ts)\n",
                false, 1);
}

static void callers_are_followed(void **state) {
    (void)state;
    check_tasks(PROLOGUE "async def g():\n    await f(1)\nasync def h():\n    await g()\n"
                         "async def run():\n    await asyncio.gather(h(), h())\n",
                false, 2);
    check_tasks("import asyncio\nasync def f(x):\n    $x\n    await g(x)\nasync def g(x):\n"
                "    await f(x)\nasyncio.create_task(g(1))\n",
                false, 1);
}

static void objects_of_their_own_count_once(void **state) {
    (void)state;
    check_tasks(PROLOGUE "async def g(xs):\n    await asyncio.gather(*(f(x) for x in xs))\n", true,
                1);
    check_tasks(PROLOGUE "async def g(xs):\n    await asyncio.gather(*(f(g) for x in xs))\n", true,
                2);
    check_tasks(PROLOGUE "async def g(a, b):\n    await asyncio.gather(f(a), f(b))\n", true, 1);
    check_tasks(PROLOGUE "async def g(a, b):\n    await asyncio.gather(f(a), f(x=a))\n", true, 2);
    check_tasks("import asyncio\nclass C:\n    async def f(self):\n        $self\n"
                "    async def g(self):\n        await asyncio.gather(self.f(), self.f())\n",
                true, 2);
    check_tasks("import asyncio\nclass C:\n    async def f(self):\n        $self\n"
                "async def g(xs):\n    await asyncio.gather(*(C().f() for x in xs))\n",
                true, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(starts_of_single_tasks_add_up),
        cmocka_unit_test(loops_and_lists_make_many),
        cmocka_unit_test(a_site_counts_once),
        cmocka_unit_test(callers_are_followed),
        cmocka_unit_test(objects_of_their_own_count_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

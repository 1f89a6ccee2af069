/* Which calls send a request: `$` marks the calls asked about. */
#include "semantics/network.h"

#include "marked_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static NodeId call_at(const Ast *ast, NodeId node) {
    while (ast_kind(ast, node) != NODE_CALL) {
        node = ast_node(ast, node)->parent;
    }
    return node;
}

/* For each mark: `-`, or the callable's path with `*` for a write, `?` for a likely one, and the
 * number of steps when there are more than one. */
static void check(const char *source, const char *expected) {
    MarkedFile marked;
    Buf out;
    buf_init(&out, 0);
    marked_file_open(&marked, source);
    for (uint32_t i = 0; i < marked.mark_count; i++) {
        Mark mark = marked.marks[i];
        const Ast *ast = &file_model_unit(&marked.file.model, mark.unit)->ast;
        NetworkRequest request = network_request(&marked.file.model, mark.unit,
                                                 call_at(ast, mark.node), &marked.file.mem);
        buf_append_c(&out, i ? "; " : "");
        if (!request.chain.callable) {
            buf_append_c(&out, "-");
            continue;
        }
        buf_append(&out, request.chain.callable->path);
        buf_append_c(&out, request.writes ? "*" : "");
        buf_append_c(&out, request.chain.is_likely ? "?" : "");
        if (request.chain.step_count > 1) {
            buf_format(&out, " %u", request.chain.step_count);
        }
    }
    assert_string_equal(out.ptr, expected);
    buf_release(&out);
    marked_file_close(&marked);
}

static void direct_calls_and_their_verbs(void **state) {
    (void)state;
    check("import requests\n$requests.get(u)\n$requests.post(u)\n$requests.request('GET', u)\n"
          "$requests.request(method='put', url=u)\n$requests.request(m, u)\n",
          "requests.get; requests.post*; requests.request; requests.request*; requests.request*");
    check("from urllib.request import urlopen, Request\n$urlopen(u)\n$urlopen(u, b'')\n"
          "$urlopen(Request(u, data=d))\n$open(u)\n",
          "urllib.request.urlopen; urllib.request.urlopen*; urllib.request.urlopen*; -");
    check("from urllib.request import urlopen, Request\n$urlopen(Request(u, headers=h))\n"
          "r = Request(u)\n$urlopen(r)\nr = Request(u, method=m)\n$urlopen(r)\n",
          "urllib.request.urlopen; urllib.request.urlopen; urllib.request.urlopen*");
    check("import http.client\nc = http.client.HTTPConnection(h)\n$c.request('GET', p)\n", "-");
}

static void coroutines_count_when_they_are_awaited(void **state) {
    (void)state;
    check("import httpx, asyncio\n"
          "async def f(c: httpx.AsyncClient):\n"
          "    await $c.get(u)\n    x = $c.get(u)\n    await asyncio.wait_for($c.put(u), 5)\n"
          "    async with $c.stream('GET', u) as r:\n        pass\n",
          "httpx.AsyncClient.get; -; httpx.AsyncClient.put*; httpx.AsyncClient.stream");
}

static void helpers_count_when_they_always_send(void **state) {
    (void)state;
    check("import requests\n"
          "def get(u):\n    r = requests.get(u)\n    r.raise_for_status()\n    return r.json()\n"
          "def two(u):\n    with lock:\n        return get(u)\n"
          "def maybe(u):\n    if u in known:\n        return known[u]\n    return get(u)\n"
          "def log(u):\n    try:\n        if x:\n            requests.post(u)\n        get(u)\n"
          "    finally:\n        pass\n"
          "$get(1)\n$two(1)\n$maybe(1)\n$log(1)\n",
          "requests.get 2; requests.get 3; -; requests.get* 3");
    check("import httpx\nclass G:\n    def __init__(self):\n        self.h = httpx.Client()\n"
          "    def one(self, k):\n        return self.h.get(k).json()\n"
          "    def all(self, ks):\n        return [$self.one(k) for k in ks]\n",
          "httpx.Client.get 2");
}

static void helpers_of_coroutines_count_through_awaits(void **state) {
    (void)state;
    check(
        "import httpx, requests\n"
        "async def a(c: httpx.AsyncClient, u):\n    return (await c.get(u)).json()\n"
        "async def b(c, u):\n    return await a(c, u)\n"
        "async def s(u):\n    return requests.get(u)\n"
        "def r(c: httpx.AsyncClient, u):\n    return c.get(u)\n"
        "async def f(c):\n    await $b(c, 1)\n    $b(c, 1)\n    await $s(1)\n    await $r(c, 1)\n",
        "httpx.AsyncClient.get 3; -; -; httpx.AsyncClient.get 2");
}

static void paced_helpers_are_shut(void **state) {
    (void)state;
    check("import requests\nfrom functools import lru_cache\n"
          "@lru_cache(maxsize=8)\ndef a(u):\n    return requests.get(u)\n"
          "$a(1)\n",
          "-");
}

static void a_name_alone_is_likely_when_awaited(void **state) {
    (void)state;
    check("import httpx\nasync def f(client, other, u):\n"
          "    await $client.get(u)\n    await $other.get(u)\n    $client.get(u)\n",
          "httpx.AsyncClient.get?; -; -");
    check("import json\nasync def f(client, u):\n    await $client.get(u)\n", "-");
    check("import httpx\nasync def f(client: Cache, u):\n    await $client.get(u)\n", "-");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(direct_calls_and_their_verbs),
        cmocka_unit_test(coroutines_count_when_they_are_awaited),
        cmocka_unit_test(helpers_count_when_they_always_send),
        cmocka_unit_test(helpers_of_coroutines_count_through_awaits),
        cmocka_unit_test(paced_helpers_are_shut),
        cmocka_unit_test(a_name_alone_is_likely_when_awaited),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Where an import is written: a table of texts before and after. The rule of the test replaces each
 * name `USE_module__name` by what fix_import returns (`.` is written `_DOT_`; no `__name`: the
 * module itself). */
#include "engine/fix.h"
#include "rules/fix_builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#define TEST_RULE ((RuleId)0)

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) == NODE_NAME && str_starts_with(ast_name(ast, node), STR("USE_"))) {
            Report report = report_new(TEST_RULE, ast_span(ast, node));
            report.subject = ast_name(ast, node);
            report.message = STR("use");
            report.anchor = node;
            rule_report(context, &report);
        }
    }
}

static Str dotted(Str text, Arena *mem) {
    Str dot = STR("_DOT_");
    uint32_t at = str_find(text, dot);
    return at == text.len ? text
                          : arena_format(mem, "%.*s.%.*s", (int)at, text.ptr,
                                         STR_ARG(str_slice(text, at + dot.len, text.len)));
}

static void fix(FixContext *context, const Finding *finding) {
    Str wish = str_slice(finding->subject, 4, finding->subject.len);
    uint32_t bar = str_find(wish, STR("__"));
    Str module = dotted(str_slice(wish, 0, bar), context->rule.mem);
    fix_start(context, SAFETY_SAFE, STR("Use it"));
    Str used = bar < wish.len ? fix_import(context, module, str_slice(wish, bar + 2, wish.len))
                              : fix_import_module(context, module);
    fix_replace(context, ast_span(&context->rule.facts->ast, finding->anchor), used);
}

static void check(const char *before, const char *after) {
    const RuleImplementation rule = {.rule = TEST_RULE,
                                     .visits = 1u << UNIT_MODULE | 1u << UNIT_FUNCTION,
                                     .check_unit = check_unit,
                                     .fix = fix};
    const RuleImplementation *rows[RULE_COUNT] = {[TEST_RULE] = &rule};
    AnalyzerSetup setup = {
        .rules = {rows, precedence_find}
    };
    Analyzer *analyzer = analyzer_new(&setup);
    RuleSelection selection = {.least_certainty = CERTAINTY_LIKELY};
    selection.enabled[TEST_RULE] = true;
    Document *document;
    assert_int_equal(document_open(&document, STR("shop/views.py"), str_from_c(before), NULL),
                     STATUS_OK);
    FixRequest request = {
        .analysis = {.document = document, .selection = &selection}
    };
    FixPolicy policy = {.safeties = 1u << SAFETY_SAFE};
    Arena mem;
    arena_init(&mem);
    FixAllResult result = engine_fix_all(analyzer, &request, &policy, &mem);
    assert_string_equal(result.text.ptr, after);
    arena_release(&mem);
    document_release(document);
    analyzer_free(analyzer);
}

static void test_first_import(void **state) {
    (void)state;
    check("def f():\n    USE_collections__deque\n",
          "from collections import deque\n\n\ndef f():\n    deque\n");
    check("x = USE_asyncio\n", "import asyncio\n\nx = asyncio\n");
    check("\"\"\"Doc.\"\"\"\n\n\ndef f():\n    USE_asyncio\n",
          "\"\"\"Doc.\"\"\"\n\nimport asyncio\n\n\ndef f():\n    asyncio\n");
    check("\"\"\"Doc.\"\"\"\nx = USE_asyncio\n",
          "\"\"\"Doc.\"\"\"\n\nimport asyncio\n\nx = asyncio\n");
    check("#!/usr/bin/env python\n# -*- coding: utf-8 -*-\nx = USE_asyncio\n",
          "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\nimport asyncio\n\nx = asyncio\n");
    check("# Licence.\n# More.\n\nx = USE_asyncio\n",
          "# Licence.\n# More.\n\nimport asyncio\n\nx = asyncio\n");
    check("# About x.\nx = USE_asyncio\n", "import asyncio\n\n# About x.\nx = asyncio\n");
    check("@decorator\ndef f():\n    USE_asyncio\n",
          "import asyncio\n\n\n@decorator\ndef f():\n    asyncio\n");
}

static void test_after_future(void **state) {
    (void)state;
    check("from __future__ import annotations\n\nx = USE_asyncio\n",
          "from __future__ import annotations\n\nimport asyncio\n\nx = asyncio\n");
    check("from __future__ import annotations\n\nimport requests\n\nx = USE_asyncio\n",
          "from __future__ import annotations\n\nimport asyncio\n\nimport requests\n\n"
          "x = asyncio\n");
}

static void test_new_group(void **state) {
    (void)state;
    check("import requests\n\n\nx = USE_concurrent_DOT_futures__ThreadPoolExecutor\n",
          "from concurrent.futures import ThreadPoolExecutor\n\nimport requests\n\n\n"
          "x = ThreadPoolExecutor\n");
    check("import os\n\nx = USE_httpx\n", "import os\n\nimport httpx\n\nx = httpx\n");
    check("import os\n\nfrom . import models\n\nx = USE_httpx\n",
          "import os\n\nimport httpx\n\nfrom . import models\n\nx = httpx\n");
    check("import os\nfrom shop import models\n\nx = USE_httpx\n",
          "import os\nimport httpx\nfrom shop import models\n\nx = httpx\n");
}

static void test_into_a_sorted_group(void **state) {
    (void)state;
    check("import json\nimport re\n\nx = USE_os\n",
          "import json\nimport os\nimport re\n\nx = os\n");
    check("import json\nimport re\n\nx = USE_asyncio\n",
          "import asyncio\nimport json\nimport re\n\nx = asyncio\n");
    check("import json\nimport re\nfrom time import sleep\n\nx = USE_collections__deque\n",
          "import json\nimport re\nfrom collections import deque\nfrom time import sleep\n\n"
          "x = deque\n");
    check("from json import loads\nimport re\n\nx = USE_os\n",
          "from json import loads\nimport os\nimport re\n\nx = os\n");
    check("import json  # why\nimport re\n\nx = USE_os\n",
          "import json  # why\nimport os\nimport re\n\nx = os\n");
}

static void test_into_an_unsorted_group(void **state) {
    (void)state;
    check("import re\nimport json\n\nimport requests\n\nx = USE_os\n",
          "import re\nimport json\nimport os\n\nimport requests\n\nx = os\n");
}

static void test_into_a_from_import(void **state) {
    (void)state;
    check("from collections import Counter\n\nx = USE_collections__deque\n",
          "from collections import Counter, deque\n\nx = deque\n");
    check("from collections import defaultdict, deque\n\nx = USE_collections__Counter\n",
          "from collections import Counter, defaultdict, deque\n\nx = Counter\n");
    check("from collections import deque, Counter\n\nx = USE_collections__abc\n",
          "from collections import deque, Counter, abc\n\nx = abc\n");
    check("from collections import (\n    Counter,\n    deque,  # fast\n)\n\n"
          "x = USE_collections__defaultdict\n",
          "from collections import (\n    Counter,\n    defaultdict,\n    deque,  # fast\n)\n\n"
          "x = defaultdict\n");
    check(
        "from collections import (\n    Counter,\n    abc,  # last\n)\n\n"
        "x = USE_collections__deque\n",
        "from collections import (\n    Counter,\n    abc,  # last\n    deque,\n)\n\nx = deque\n");
    check("from collections import (\n    Counter,\n    abc  # last\n)\n\n"
          "x = USE_collections__deque\n",
          "from collections import (\n    Counter,\n    abc,  # last\n    deque\n)\n\nx = deque\n");
    check("from collections import (Counter as C)\n\nx = USE_collections__deque\n",
          "from collections import (Counter as C, deque)\n\nx = deque\n");
}

static void test_already_imported(void **state) {
    (void)state;
    check("import asyncio\n\nx = USE_asyncio\n", "import asyncio\n\nx = asyncio\n");
    check("import asyncio as aio\n\nx = USE_asyncio\n", "import asyncio as aio\n\nx = aio\n");
    check("from collections import deque as D\n\nx = USE_collections__deque\n",
          "from collections import deque as D\n\nx = D\n");
}

static void test_name_means_something_else(void **state) {
    (void)state;
    check("deque = 1\n\n\ndef f():\n    USE_collections__deque\n",
          "from collections import deque as _deque\n\ndeque = 1\n\n\ndef f():\n    _deque\n");
    check("import os\n\n\ndef deque():\n    USE_collections__deque\n",
          "import os\nfrom collections import deque as _deque\n\n\ndef deque():\n    _deque\n");
    check("import os\n\n\ndef f(deque):\n    USE_collections__deque\n",
          "import os\nfrom collections import deque as _deque\n\n\ndef f(deque):\n    _deque\n");
}

static void test_line_ends_stay(void **state) {
    (void)state;
    check("import re\r\n\r\nx = USE_asyncio\r\n",
          "import asyncio\r\nimport re\r\n\r\nx = asyncio\r\n");
    check("x = USE_asyncio", "import asyncio\n\nx = asyncio");
}

static void test_imports_under_conditions_do_not_count(void **state) {
    (void)state;
    check(
        "import re\n\ntry:\n    import asyncio\nexcept ImportError:\n    pass\n\nx = USE_asyncio\n",
        "import asyncio\nimport re\n\ntry:\n    import asyncio\nexcept ImportError:\n    pass\n\n"
        "x = asyncio\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_import),
        cmocka_unit_test(test_after_future),
        cmocka_unit_test(test_new_group),
        cmocka_unit_test(test_into_a_sorted_group),
        cmocka_unit_test(test_into_an_unsorted_group),
        cmocka_unit_test(test_into_a_from_import),
        cmocka_unit_test(test_already_imported),
        cmocka_unit_test(test_name_means_something_else),
        cmocka_unit_test(test_line_ends_stay),
        cmocka_unit_test(test_imports_under_conditions_do_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

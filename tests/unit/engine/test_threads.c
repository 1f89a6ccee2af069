/* Several analyzers over one store, documents handed between threads: for TSan, and to see that the
 * findings are the same for everybody (I3). */
#include "engine/analyze.h"

#include "smell_rule.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { THREADS = 4, EDITS = 40 };

typedef struct Shared {
    RuleImplementation rule;
    const RuleImplementation *rows[RULE_COUNT];
    UnitStore *store;
    Document *document; /* every thread reads and edits its own versions of it */
    RuleSelection selection;
} Shared;

typedef struct Worker {
    Shared *shared;
    pthread_t thread;
    uint32_t findings[EDITS];
} Worker;

static uint32_t count_findings(Worker *worker, Analyzer *analyzer, const Document *document) {
    Arena mem;
    arena_init(&mem);
    AnalyzeRequest request = {.document = document, .selection = &worker->shared->selection};
    uint32_t count = analyze(analyzer, &request, &mem).finding_count;
    arena_release(&mem);
    return count;
}

static void *work(void *argument) {
    Worker *worker = argument;
    AnalyzerSetup setup = {
        .store = worker->shared->store, .rules = {worker->shared->rows, precedence_find}
    };
    Analyzer *analyzer = analyzer_new(&setup);
    Document *document = document_retain(worker->shared->document);
    for (int i = 0; i < EDITS; i++) {
        worker->findings[i] = count_findings(worker, analyzer, document);
        Str inserted = i % 2 ? STR("def g():\n    smell_new\n\n\n") : STR("smell_top\n");
        Document *next = document_edit(document, (Span){0, 0}, inserted);
        document_release(document);
        document = next;
    }
    document_release(document);
    analyzer_free(analyzer);
    return NULL;
}

static void test_threads_agree(void **state) {
    (void)state;
    Shared shared = {.rule = smell_rule(), .store = unit_store_new(3)};
    shared.rows[SMELL_RULE] = &shared.rule;
    shared.selection.enabled[SMELL_RULE] = true;
    Str text = STR("def f():\n    smell_a\n\n\nclass C:\n    def m(self):\n        smell_b\n");
    assert_int_equal(document_open(&shared.document, STR("a.py"), text, NULL), STATUS_OK);
    Worker workers[THREADS];
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (Worker){.shared = &shared};
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(workers[i].thread, NULL);
    }
    for (int i = 0; i < THREADS; i++) {
        for (uint32_t k = 0; k < EDITS; k++) {
            assert_int_equal(workers[i].findings[k], 2 + k);
        }
    }
    document_release(shared.document);
    assert_int_equal(unit_store_statistics(shared.store).held, 0);
    unit_store_free(shared.store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_threads_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

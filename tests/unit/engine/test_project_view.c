/* Kinds over several files: a project, and what is believed of the value of the last assignment to
 * `result` at module level of its last file. */
#include "engine/project_view.h"
#include "semantics/kinds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { FILES_MAX = 8, CHAIN = 1000 };

typedef struct TestFile {
    const char *path;
    const char *text;
} TestFile;

typedef struct TestProject {
    Document *documents[FILES_MAX];
    IndexFile files[FILES_MAX];
    Snapshot snapshot;
    UnitParser *parser;
    ProjectView *view;
} TestProject;

/* The files stand in order of path; the question is about the one named `main.py`. */
static void open_project(TestProject *project, const TestFile *files) {
    *project = (TestProject){.parser = unit_parser_new()};
    uint32_t count = 0;
    for (; files[count].path; count++) {
        Buf reason = {0};
        Document **document = &project->documents[count];
        assert_int_equal(document_open(document, str_from_c(files[count].path),
                                       str_from_c(files[count].text), &reason),
                         STATUS_OK);
        project->files[count] = (IndexFile){(*document)->path, &(*document)->outline};
    }
    project->snapshot = (Snapshot){.index = project_index_new(project->files, count),
                                   .documents = project->documents,
                                   .count = count,
                                   .key = 1};
    project->view = project_view_new(project->parser, NULL);
}

static void close_project(TestProject *project) {
    project_view_free(project->view);
    project_index_free(project->snapshot.index);
    for (uint32_t i = 0; i < project->snapshot.count; i++) {
        document_release(project->documents[i]);
    }
    unit_parser_free(project->parser);
}

static const FileModel *enter(TestProject *project, const char *path, const Document *document) {
    FileId own = project_index_find(project->snapshot.index, str_from_c(path));
    assert_true(own != FILE_NONE);
    static const CatalogAdditions none = {0};
    ViewRequest request = {.snapshot = &project->snapshot,
                           .document = document ? document : project->documents[own],
                           .own = own,
                           .additions = &none};
    const Project *view = project_view_enter(project->view, &request);
    return view->file(view->context, own);
}

static KindId kind_of_result(const FileModel *file) {
    const Ast *ast = &file_model_unit(file, UNIT_MODULE_ID)->ast;
    NodeId value = NODE_NONE;
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeId target =
            ast_kind(ast, node) == NODE_ASSIGN ? ast_child(ast, node, FIELD_TARGETS) : NODE_NONE;
        if (target != NODE_NONE && str_equal(ast_name(ast, target), STR("result"))) {
            value = ast_child(ast, node, FIELD_VALUE);
        }
    }
    assert_true(value != NODE_NONE);
    return kinds_expression(file, UNIT_MODULE_ID, value);
}

static void check_described(const FileModel *file, const char *expected) {
    Buf text = {0};
    kind_describe(kinds_table(file), kind_of_result(file), &text);
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.ptr, expected, text.len);
    buf_release(&text);
}

static void check_project(const TestFile *files, const char *expected) {
    TestProject project;
    open_project(&project, files);
    const FileModel *file = enter(&project, "main.py", NULL);
    check_described(file, expected);
    project_view_leave(project.view, false);
    close_project(&project);
}

#define MAIN(text)                                                                                 \
    {"main.py", text}, {                                                                           \
        NULL, NULL                                                                                 \
    }

static void test_results_of_functions(void **state) {
    (void)state;
    const TestFile files[] = {
        {"helpers.py", "import requests\ndef session():\n    return requests.Session()\n"},
        MAIN("from helpers import session\nresult = session()\n")
    };
    check_project(files, "requests.Session");
    const TestFile through_module[] = {
        {"helpers.py", "import requests\nSESSION = requests.Session()\n"},
        MAIN("import helpers as h\nresult = h.SESSION\n")
    };
    check_project(through_module, "requests.Session");
}

static void test_packages(void **state) {
    (void)state;
    const TestFile reexport[] = {
        {"app/__init__.py", "from .clients import make\n"                                  },
        {"app/clients.py",  "import requests\ndef make():\n    return requests.Session()\n"},
        MAIN("from app import make\nresult = make()\n")
    };
    check_project(reexport, "requests.Session");
    const TestFile submodule[] = {
        {"app/__init__.py", ""                                         },
        {"app/clients.py",  "import requests\nS = requests.Session()\n"},
        MAIN("import app.clients\nresult = app.clients.S\n")
    };
    check_project(submodule, "requests.Session");
    const TestFile from_package[] = {
        {"app/__init__.py", ""                                         },
        {"app/clients.py",  "import requests\nS = requests.Session()\n"},
        MAIN("from app import clients\nresult = clients.S\n")
    };
    check_project(from_package, "requests.Session");
    const TestFile namespace[] = {
        {"app/clients.py", "import requests\nS = requests.Session()\n"},
        MAIN("from app import clients\nresult = clients.S\n")
    };
    check_project(namespace, "requests.Session");
}

static void test_star_imports(void **state) {
    (void)state;
    const TestFile files[] = {
        {"base.py",    "import requests\nS = requests.Session()\n"},
        {"helpers.py", "from base import *\n"                     },
        MAIN("from helpers import *\nresult = S\n")
    };
    check_project(files, "requests.Session");
    const TestFile unknown[] = {
        {"helpers.py", "from nowhere import *\n"},
        MAIN("from helpers import *\nresult = S\n")
    };
    check_project(unknown, "unknown");
    const TestFile bound_later[] = {
        {"base.py",    "import requests\nS = requests.Session()\n"},
        {"helpers.py", "from nowhere import *\n"                  },
        MAIN("from helpers import *\nfrom base import S\nresult = S\n")
    };
    check_project(bound_later, "requests.Session");
    const TestFile binds_others[] = {
        {"base.py",    "import requests\nS = requests.Session()\n"},
        {"choices.py", "T = 1\n"                                  },
        MAIN("from base import S\nfrom choices import *\nresult = S\n")
    };
    check_project(binds_others, "requests.Session");
    const TestFile binds_it_too[] = {
        {"base.py",    "import requests\nS = requests.Session()\n"},
        {"choices.py", "S = 1\n"                                  },
        MAIN("from base import S\nfrom choices import *\nresult = S\n")
    };
    check_project(binds_it_too, "unknown");
    const TestFile may_bind_it[] = {
        {"base.py", "import requests\nS = requests.Session()\n"},
        MAIN("from base import S\nfrom nowhere import *\nresult = S\n")
    };
    check_project(may_bind_it, "unknown");
}

static void test_inheritance(void **state) {
    (void)state;
    const TestFile files[] = {
        {"base.py",  "import requests\nclass Base:\n    def __init__(self):\n"
                    "        self.session = requests.Session()\n"},
        {"child.py", "from base import Base\nclass Child(Base):\n    pass\n"        },
        MAIN("from child import Child\nresult = Child().session\n")
    };
    check_project(files, "requests.Session");
}

static void test_circles(void **state) {
    (void)state;
    const TestFile imports[] = {
        {"a.py", "from b import thing\n"},
        {"b.py", "from a import thing\n"},
        MAIN("from a import thing\nresult = thing\n")
    };
    check_project(imports, "unknown");
    const TestFile calls[] = {
        {"a.py", "from main import f\ndef g(n):\n    return f(n)\n"},
        MAIN("import requests\nfrom a import g\ndef f(n):\n    if n:\n        return g(n)\n"
             "    return requests.Session()\nresult = f(1)\n")
    };
    check_project(calls, "requests.Session");
}

/* The file is analysed in another version than the snapshot's: its own answers and those of files
 * that look back at it are of that version. */
static void test_overlay(void **state) {
    (void)state;
    const TestFile files[] = {
        {"back.py", "import main\nvalue = main.make()\n"},
        MAIN("import back\ndef make():\n    return ''\nresult = back.value\n")
    };
    TestProject project;
    open_project(&project, files);
    check_described(enter(&project, "main.py", NULL), "str");
    project_view_leave(project.view, false);
    Document *edited =
        document_replace(project.documents[1],
                         STR("import back\ndef make():\n    return b''\nresult = back.value\n"));
    check_described(enter(&project, "main.py", edited), "bytes");
    project_view_leave(project.view, false);
    check_described(enter(&project, "main.py", NULL), "str");
    project_view_leave(project.view, false);
    document_release(edited);
    close_project(&project);
}

static Document *with_text(const Document *document, const char *text) {
    Document *edited = document_replace(document, str_from_c(text));
    assert_non_null(edited);
    return edited;
}

/* Several files in other versions: answers and lists of units are of these. */
static void test_several_laid_over(void **state) {
    (void)state;
    const TestFile files[] = {
        {"clients.py",
         "class Old:\n    pass\nclass Client:\n    pass\ndef make():\n    return ''\n"},
        {"hub.py",     "from clients import make\n"                                   },
        MAIN("from hub import make\nresult = make()\n")
    };
    TestProject project;
    open_project(&project, files);
    check_described(enter(&project, "main.py", NULL), "str");
    project_view_leave(project.view, false);
    Document *clients = with_text(project.documents[0], "class Client:\n    pass\n");
    Document *hub = with_text(project.documents[1], "def make():\n    return b''\n");
    const LaidDocument laid[] = {
        {0, clients},
        {1, hub    }
    };
    static const CatalogAdditions none = {0};
    ViewRequest request = {.snapshot = &project.snapshot,
                           .document = project.documents[2],
                           .own = 2,
                           .others = laid,
                           .other_count = 2,
                           .additions = &none};
    const Project *view = project_view_enter(project.view, &request);
    check_described(view->file(view->context, 2), "bytes");
    ProjectUnits classes = view->classes_named(view->context, STR("Client"));
    assert_int_equal(classes.count, 1);
    assert_int_equal(classes.items[0].file, 0);
    assert_int_equal(classes.items[0].unit, 1);
    assert_int_equal(view->classes_named(view->context, STR("Old")).count, 0);
    project_view_leave(project.view, false);
    check_described(enter(&project, "main.py", NULL), "str");
    project_view_leave(project.view, false);
    document_release(clients);
    document_release(hub);
    close_project(&project);
}

/* A chain of re-exports through many files' worth of names stays linear and never recurses. */
static void test_long_chain(void **state) {
    (void)state;
    Buf text = {0};
    buf_append_c(&text, "import requests\ndef f0():\n    return requests.Session()\n");
    for (uint32_t i = 1; i < CHAIN; i++) {
        buf_format(&text, "def f%u():\n    return f%u()\n", i, i - 1);
    }
    buf_append_byte(&text, '\0');
    Buf main_text = {0};
    buf_format(&main_text, "from chain import f%u\nresult = f%u()\n", CHAIN - 1, CHAIN - 1);
    buf_append_byte(&main_text, '\0');
    const TestFile files[] = {
        {"chain.py", text.ptr     },
        {"main.py",  main_text.ptr},
        {NULL,       NULL         }
    };
    check_project(files, "requests.Session");
    buf_release(&text);
    buf_release(&main_text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_results_of_functions),
        cmocka_unit_test(test_packages),
        cmocka_unit_test(test_star_imports),
        cmocka_unit_test(test_inheritance),
        cmocka_unit_test(test_circles),
        cmocka_unit_test(test_overlay),
        cmocka_unit_test(test_several_laid_over),
        cmocka_unit_test(test_long_chain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

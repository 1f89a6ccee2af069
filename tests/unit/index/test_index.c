/* A project as a list of paths; what imports mean in it, and where classes and calls stand. */
#include "index/index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { FILES_MAX = 64 };

typedef struct TestFile {
    const char *path;
    const char *text;
} TestFile;

typedef struct TestProject {
    IndexFile files[FILES_MAX];
    Outline outlines[FILES_MAX];
    ProjectIndex *index;
    Arena mem;
} TestProject;

static void open_project(TestProject *project, const TestFile *files, uint32_t count) {
    assert_true(count <= FILES_MAX);
    *project = (TestProject){.index = NULL};
    arena_init(&project->mem);
    for (uint32_t i = 0; i < count; i++) {
        assert_true(i == 0 || strcmp(files[i - 1].path, files[i].path) < 0);
        const char *text = files[i].text ? files[i].text : "";
        project->outlines[i] = outline_scan(str_from_c(text), &project->mem);
        project->files[i] = (IndexFile){str_from_c(files[i].path), &project->outlines[i]};
    }
    project->index = project_index_new(project->files, count);
}

static void close_project(TestProject *project) {
    project_index_free(project->index);
    arena_release(&project->mem);
}

static FileId find(const TestProject *project, const char *path) {
    FileId file = project_index_find(project->index, str_from_c(path));
    assert_int_not_equal(file, FILE_NONE);
    return file;
}

/* ---- modules -------------------------------------------------------------------------------- */

typedef struct Import {
    const char *from;
    const char *dotted;
    const char *expected; /* a path; "" none; "/" a folder without a file */
} Import;

static void check_import(const TestProject *project, const Import *import) {
    FileId from = find(project, import->from);
    Str dotted = str_from_c(import->dotted);
    FileId found = project_index_module(project->index, from, dotted);
    bool is_package = project_index_is_package(project->index, from, dotted);
    Str shown = found == FILE_NONE ? STR("") : project->files[found].path;
    shown = found == FILE_NONE && is_package ? STR("/") : shown;
    Str expected = str_from_c(import->expected);
    if (!str_equal(shown, expected)) {
        fail_msg("%s: import %s -> %.*s, expected %s", import->from, import->dotted, STR_ARG(shown),
                 import->expected);
    }
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void check_imports(const TestFile *files, uint32_t count, const Import *imports,
                          uint32_t import_count) {
    TestProject project;
    open_project(&project, files, count);
    for (uint32_t i = 0; i < import_count; i++) {
        check_import(&project, &imports[i]);
    }
    close_project(&project);
}

static void test_packages_and_modules(void **state) {
    (void)state;
    const TestFile files[] = {
        {"main.py",                NULL},
        {"shop/__init__.py",       NULL},
        {"shop/models.py",         NULL},
        {"shop/models/old.py",     NULL},
        {"shop/views/__init__.py", NULL},
        {"shop/views/list.py",     NULL},
        {"tools.py",               NULL},
        {"tools/__init__.py",      NULL},
        {"typed.py",               NULL},
        {"typed.pyi",              NULL},
        {"typed_only.pyi",         NULL},
    };
    const Import imports[] = {
        {"main.py",            "shop",            "shop/__init__.py"      },
        {"main.py",            "shop.models",     "shop/models.py"        },
        {"main.py",            "shop.views",      "shop/views/__init__.py"},
        {"main.py",            "shop.views.list", "shop/views/list.py"    },
        {"main.py",            "shop.missing",    ""                      },
        {"main.py",            "models",          ""                      },
        {"main.py",            "sho",             ""                      },
        {"main.py",            "tools",           "tools/__init__.py"     },
        {"main.py",            "typed",           "typed.py"              },
        {"main.py",            "typed_only",      "typed_only.pyi"        },
        {"main.py",            "",                ""                      },
        {"main.py",            "shop..models",    ""                      },
        {"shop/views/list.py", "shop.models",     "shop/models.py"        },
        {"shop/views/list.py", "list",            ""                      },
        {"shop/views/list.py", "main",            "main.py"               },
    };
    check_imports(files, COUNT(files), imports, COUNT(imports));
}

static void test_relative(void **state) {
    (void)state;
    const TestFile files[] = {
        {"a/__init__.py",   NULL},
        {"a/b/__init__.py", NULL},
        {"a/b/c.py",        NULL},
        {"a/d.py",          NULL},
        {"e.py",            NULL},
        {"plain/one.py",    NULL},
        {"plain/two.py",    NULL},
    };
    const Import imports[] = {
        {"a/b/c.py",        ".",     "a/b/__init__.py"},
        {"a/b/c.py",        "..",    "a/__init__.py"  },
        {"a/b/c.py",        ".c",    "a/b/c.py"       },
        {"a/b/c.py",        "..d",   "a/d.py"         },
        {"a/b/c.py",        "...e",  "e.py"           },
        {"a/b/c.py",        "....e", ""               },
        {"a/b/__init__.py", ".c",    "a/b/c.py"       },
        {"a/__init__.py",   ".b.c",  "a/b/c.py"       },
        {"a/d.py",          ".b",    "a/b/__init__.py"},
        {"a/d.py",          ".e",    ""               },
        {"plain/one.py",    ".two",  "plain/two.py"   },
        {"plain/one.py",    ".",     "/"              },
    };
    check_imports(files, COUNT(files), imports, COUNT(imports));
}

static void test_namespace_packages(void **state) {
    (void)state;
    const TestFile files[] = {
        {"core/company/billing/__init__.py", NULL},
        {"core/company/billing/plans.py",    NULL},
        {"core/setup.py",                    NULL},
        {"core/tests/test_plans.py",         NULL},
        {"web/company/site/__init__.py",     NULL},
        {"web/company/site/pages.py",        NULL},
        {"web/strong/part.py",               NULL},
        {"web/weak/strong/__init__.py",      NULL},
        {"web/weak/strong/part.py",          NULL},
    };
    const Import imports[] = {
        {"core/tests/test_plans.py",      "company",               "/"                               },
        {"core/tests/test_plans.py",      "company.billing.plans", "core/company/billing/plans.py"   },
        {"core/tests/test_plans.py",      "company.site.pages",    "web/company/site/pages.py"       },
        {"core/company/billing/plans.py", "company.site",          "web/company/site/__init__.py"    },
        {"web/company/site/pages.py",     "company.billing",       "core/company/billing/__init__.py"},
        {"web/company/site/pages.py",     "company.none",          ""                                },
 /* one with `__init__` wins over one without, though it is further away */
        {"web/company/site/pages.py",     "strong.part",           "web/weak/strong/part.py"         },
    };
    check_imports(files, COUNT(files), imports, COUNT(imports));
}

static void test_several_roots(void **state) {
    (void)state;
    const TestFile files[] = {
        {"alpha/src/app/__init__.py",  NULL},
        {"alpha/src/app/models.py",    NULL},
        {"alpha/src/only/__init__.py", NULL},
        {"alpha/tests/conftest.py",    NULL},
        {"alpha/tests/test_models.py", NULL},
        {"beta/src/app/__init__.py",   NULL},
        {"beta/src/app/models.py",     NULL},
        {"beta/src/app/views.py",      NULL},
        {"beta/tests/conftest.py",     NULL},
        {"docs/conf.py",               NULL},
    };
    const Import imports[] = {
        {"alpha/tests/test_models.py", "app.models", "alpha/src/app/models.py"   },
        {"alpha/tests/test_models.py", "conftest",   "alpha/tests/conftest.py"   },
        {"alpha/src/app/models.py",    "app",        "alpha/src/app/__init__.py" },
        {"beta/tests/conftest.py",     "app.models", "beta/src/app/models.py"    },
        {"beta/src/app/views.py",      "conftest",   "beta/tests/conftest.py"    },
 /* which of the two cannot be told */
        {"docs/conf.py",               "app.models", ""                          },
        {"docs/conf.py",               "only",       "alpha/src/only/__init__.py"},
        {"docs/conf.py",               "app.views",  "beta/src/app/views.py"     },
    };
    check_imports(files, COUNT(files), imports, COUNT(imports));
}

static void test_standard_library(void **state) {
    (void)state;
    const TestFile files[] = {
        {"app/__init__.py",      NULL},
        {"app/json.py",          NULL},
        {"app/views.py",         NULL},
        {"calendar/__init__.py", NULL},
        {"email/template.py",    NULL},
        {"manage.py",            NULL},
        {"scripts/logging.py",   NULL},
        {"scripts/run.py",       NULL},
    };
    const Import imports[] = {
        {"app/views.py",   "json",     ""                    },
        {"app/views.py",   ".json",    "app/json.py"         },
        {"app/views.py",   "email",    ""                    },
        {"app/views.py",   "logging",  ""                    },
        {"app/views.py",   "calendar", "calendar/__init__.py"},
        {"scripts/run.py", "logging",  "scripts/logging.py"  },
        {"scripts/run.py", "calendar", ""                    },
        {"manage.py",      "calendar", "calendar/__init__.py"},
    };
    check_imports(files, COUNT(files), imports, COUNT(imports));
}

static void test_folders_in_packages(void **state) {
    (void)state;
    const TestFile files[] = {
        {"pkg/__init__.py",    NULL},
        {"pkg/helpers.py",     NULL},
        {"pkg/plugins/one.py", NULL},
        {"pkg/plugins/two.py", NULL},
        {"two.py",             NULL},
    };
    const Import imports[] = {
        {"pkg/plugins/one.py", "pkg.plugins.two", "pkg/plugins/two.py"},
        {"pkg/plugins/one.py", "pkg.plugins",     "/"                 },
        {"pkg/plugins/one.py", "helpers",         ""                  },
        {"pkg/plugins/one.py", "two",             "two.py"            },
        {"pkg/plugins/two.py", "one",             "pkg/plugins/one.py"},
        {"pkg/helpers.py",     "one",             ""                  },
    };
    check_imports(files, COUNT(files), imports, COUNT(imports));
}

static void test_module_names(void **state) {
    (void)state;
    const TestFile files[] = {
        {"manage.py",               NULL},
        {"pkg/plugins/one.py",      NULL},
        {"shop/__init__.py",        NULL},
        {"shop/commands/run.py",    NULL},
        {"shop/models/__init__.py", NULL},
        {"shop/models/order.py",    NULL},
        {"src/tool/__init__.py",    NULL},
        {"src/tool/types.pyi",      NULL},
    };
    const char *const names[] = {
        "manage", "one",       "shop", "shop.commands.run", "shop.models", "shop.models.order",
        "tool",   "tool.types"};
    TestProject project;
    open_project(&project, files, COUNT(files));
    for (FileId file = 0; file < COUNT(files); file++) {
        Str name = project_index_module_name(project.index, file);
        assert_int_equal(name.len, strlen(names[file]));
        assert_memory_equal(name.ptr, names[file], name.len);
    }
    close_project(&project);
}

static void test_nothing_and_too_much(void **state) {
    (void)state;
    TestProject project;
    open_project(&project, NULL, 0);
    assert_int_equal(project_index_file_count(project.index), 0);
    assert_int_equal(project_index_find(project.index, STR("a.py")), FILE_NONE);
    close_project(&project);
    char deep[4000];
    for (uint32_t i = 0; i + 1 < sizeof deep; i++) {
        deep[i] = i % 2 ? '/' : 'd';
    }
    memcpy(deep + sizeof deep - 4, ".py", 4);
    const TestFile files[] = {
        {"a.py", NULL},
        {deep,   NULL},
    };
    char dotted[4000];
    memset(dotted, '.', sizeof dotted);
    dotted[sizeof dotted - 1] = '\0';
    char parts[4000];
    for (uint32_t i = 0; i + 1 < sizeof parts; i++) {
        parts[i] = i % 2 ? '.' : 'd';
    }
    parts[sizeof parts - 1] = '\0';
    const Import imports[] = {
        {"a.py", dotted, ""    },
        {"a.py", parts,  ""    },
        {"a.py", "d.d",  "/"   },
        {deep,   dotted, ""    },
        {deep,   "a",    "a.py"},
    };
    check_imports(files, COUNT(files), imports, COUNT(imports));
}

/* ---- units by name -------------------------------------------------------------------------- */

static void check_units(const TestProject *project, ProjectUnits units, const char *expected) {
    Buf text;
    buf_init(&text, 0);
    for (uint32_t i = 0; i < units.count; i++) {
        const ProjectUnit *unit = &units.items[i];
        const Outline *outline = project->files[unit->file].outline;
        Str name = str_span(outline->text, outline->units[unit->unit].name);
        buf_format(&text, "%s%.*s:%.*s", i ? " " : "", STR_ARG(project->files[unit->file].path),
                   STR_ARG(name));
    }
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.ptr, expected, text.len);
    buf_release(&text);
}

static const TestFile shop[] = {
    {"models.py", "class Order(Model):\n    def total(self):\n        return add(1)\n\n"
                  "class Orders:\n    class Order:\n        pass\n"},
    {"urls.py",   "path(list_orders)\nadd (1)\nx.add(2)\n"                          },
    {"views.py",  "class Order: pass\ndef list_orders():\n    add(add(1))\n"
                 "    def add(x): ...\n    readd(1)\n    add\n"     },
};

static void test_classes_by_name(void **state) {
    (void)state;
    TestProject project;
    open_project(&project, shop, COUNT(shop));
    Arena *mem = &project.mem;
    check_units(&project, project_index_classes_named(project.index, STR("Order"), mem),
                "models.py:Order models.py:Order views.py:Order");
    check_units(&project, project_index_classes_named(project.index, STR("Orders"), mem),
                "models.py:Orders");
    check_units(&project, project_index_classes_named(project.index, STR("Orde"), mem), "");
    check_units(&project, project_index_classes_named(project.index, STR(""), mem), "");
    check_units(&project, project_index_classes_named(project.index, STR("list_orders"), mem), "");
    close_project(&project);
}

static void test_callers_by_name(void **state) {
    (void)state;
    TestProject project;
    open_project(&project, shop, COUNT(shop));
    Arena *mem = &project.mem;
    check_units(&project, project_index_callers_named(project.index, STR("add"), mem),
                "models.py:total urls.py: views.py:list_orders");
    check_units(&project, project_index_callers_named(project.index, STR("readd"), mem),
                "views.py:list_orders");
    check_units(&project, project_index_callers_named(project.index, STR("Order"), mem), "");
    check_units(&project, project_index_callers_named(project.index, STR("list_orders"), mem), "");
    close_project(&project);
}

static void test_classes_by_word(void **state) {
    (void)state;
    const TestFile files[] = {
        {"a.py", "class A:\n    x = ForeignKey(B)\nclass B:\n    pass\n"                 },
        {"b.py", "x = ForeignKey(B)\nclass C:\n    class D:\n        x = ForeignKey(C)\n"},
        {"c.py", "class E:\n    x = ForeignKey(B)\n"                                     },
    };
    TestProject project;
    open_project(&project, files, COUNT(files));
    Arena *mem = &project.mem;
    TriggerSet words = project.outlines[0].units[1].triggers;
    assert_true(words != 0);
    check_units(&project, project_index_classes_mentioning(project.index, words, mem),
                "a.py:A b.py:D c.py:E");
    check_units(&project, project_index_classes_mentioning(project.index, 0, mem), "");
    Outline second = outline_scan(STR("class X:\n    x = ForeignKey(B)\nclass C: pass\n"), mem);
    const LaidFile laid[] = {
        {1, &second}
    };
    ProjectIndex *over = project_index_over(project.index, laid, 1);
    project.files[1].outline = &second;
    check_units(&project, project_index_classes_mentioning(over, words, mem),
                "a.py:A b.py:X c.py:E");
    project_index_free(over);
    close_project(&project);
}

/* Laid over: what the base says about these files is gone, all else stays, in order. */
static void test_files_laid_over(void **state) {
    (void)state;
    TestProject project;
    open_project(&project, shop, COUNT(shop));
    Arena *mem = &project.mem;
    FileId models = find(&project, "models.py");
    FileId views = find(&project, "views.py");
    Outline new_models = outline_scan(STR("class Basket:\n    pass\nadd(1)\n"), mem);
    Outline new_views = outline_scan(STR("def f():\n  readd(2)\nclass Order: pass\n"), mem);
    const LaidFile laid[] = {
        {models, &new_models},
        {views,  &new_views }
    };
    ProjectIndex *base = project.index;
    ProjectIndex *over = project_index_over(base, laid, 2);
    IndexFile files[FILES_MAX];
    memcpy(files, project.files, sizeof files);
    project.files[models].outline = &new_models; /* for names in what is expected */
    project.files[views].outline = &new_views;
    check_units(&project, project_index_classes_named(over, STR("Order"), mem), "views.py:Order");
    check_units(&project, project_index_classes_named(over, STR("Basket"), mem),
                "models.py:Basket");
    check_units(&project, project_index_callers_named(over, STR("add"), mem),
                "models.py: urls.py:");
    check_units(&project, project_index_callers_named(over, STR("readd"), mem), "views.py:f");
    assert_int_equal(project_index_find(over, STR("views.py")), views);
    assert_int_equal(project_index_module(over, views, STR("models")), models);
    FileId urls = find(&project, "urls.py");
    assert_true(project_index_calls_key(over, urls) == project_index_calls_key(base, urls));
    assert_true(project_index_calls_key(over, views) != project_index_calls_key(base, views));
    /* once more over that: the newer version of a file counts, the other stays */
    Outline newest = outline_scan(STR("class Cart:\n    pass\n"), mem);
    const LaidFile again[] = {
        {models, &newest}
    };
    ProjectIndex *higher = project_index_over(over, again, 1);
    project.files[models].outline = &newest;
    check_units(&project, project_index_classes_named(higher, STR("Basket"), mem), "");
    check_units(&project, project_index_classes_named(higher, STR("Cart"), mem), "models.py:Cart");
    check_units(&project, project_index_callers_named(higher, STR("readd"), mem), "views.py:f");
    check_units(&project, project_index_callers_named(higher, STR("add"), mem), "urls.py:");
    project_index_free(higher);
    project_index_free(over);
    memcpy(project.files, files, sizeof files);
    check_units(&project, project_index_classes_named(base, STR("Basket"), mem), "");
    close_project(&project);
}

/* Many names share few buckets: each finds its own. */
static void test_many_names(void **state) {
    (void)state;
    Buf text;
    buf_init(&text, 0);
    for (int i = 0; i < 2000; i++) {
        buf_format(&text, "class C%d:\n    pass\nf%d(1)\n", i, i);
    }
    buf_append_byte(&text, '\0');
    const TestFile files[] = {
        {"many.py", text.ptr}
    };
    TestProject project;
    open_project(&project, files, 1);
    for (int i = 0; i < 2000; i++) {
        Str class_name = arena_format(&project.mem, "C%d", i);
        Str function_name = arena_format(&project.mem, "f%d", i);
        ProjectUnits classes = project_index_classes_named(project.index, class_name, &project.mem);
        assert_int_equal(classes.count, 1);
        assert_int_equal(
            project_index_callers_named(project.index, function_name, &project.mem).count, 1);
    }
    close_project(&project);
    buf_release(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_packages_and_modules), cmocka_unit_test(test_relative),
        cmocka_unit_test(test_namespace_packages),   cmocka_unit_test(test_several_roots),
        cmocka_unit_test(test_standard_library),     cmocka_unit_test(test_folders_in_packages),
        cmocka_unit_test(test_module_names),         cmocka_unit_test(test_nothing_and_too_much),
        cmocka_unit_test(test_classes_by_name),      cmocka_unit_test(test_callers_by_name),
        cmocka_unit_test(test_classes_by_word),      cmocka_unit_test(test_files_laid_over),
        cmocka_unit_test(test_many_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Class facts: a source, and lines that the description of its models must hold. The oracle
 * (tests/oracle) compares with the libraries; here stand the shapes that need no library. */
#include "semantics/model.h"

#include "python_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* All models of the source, described. */
static void describe(const char *text, Buf *out) {
    PythonFile file;
    UnitParser *parser = unit_parser_new();
    python_file_open(&file, parser, str_from_c(text));
    file.model.path = STR("test.py");
    for (UnitId unit = 0; unit < file.outline.unit_count; unit++) {
        const Ast *ast = &file_model_unit(&file.model, unit)->ast;
        for (NodeId node = 0; node < ast->node_count; node++) {
            ClassRef ref = {.tag = REF_CLASS, .unit = unit, .node = node};
            const Model *model =
                ast_kind(ast, node) == NODE_CLASS_DEF ? model_of_class(&file.model, ref) : NULL;
            if (model) {
                model_describe(&file.model, model, out);
            }
        }
    }
    python_file_close(&file);
    unit_parser_free(parser);
}

/* `expected` holds lines, each the beginning of one line of the description, in order. */
static void check_facts(const char *text, const char *expected) {
    Buf out;
    buf_init(&out, 0);
    describe(text, &out);
    Str wanted = str_from_c(expected);
    const char *at = out.ptr ? out.ptr : "";
    while (wanted.len) {
        uint32_t end = str_find_byte(wanted, '\n');
        Str line = str_trim(str_slice(wanted, 0, end));
        wanted = str_slice(wanted, end + 1, wanted.len);
        char mark[256];
        assert_true(line.len + 1 < sizeof mark);
        memcpy(mark, line.ptr, line.len);
        mark[line.len] = '\0';
        const char *found = strstr(at, mark);
        if (!found) {
            fail_msg("no line \"%s\" in\n%s", mark, out.ptr ? out.ptr : "");
        }
        at = found + line.len;
    }
    buf_release(&out);
}

static void check_no_fact(const char *text, const char *unwanted) {
    Buf out;
    buf_init(&out, 0);
    describe(text, &out);
    if (out.ptr && strstr(out.ptr, unwanted)) {
        fail_msg("\"%s\" in\n%s", unwanted, out.ptr);
    }
    buf_release(&out);
}

#define DJANGO "from django.db import models\n"

static void django_relations_and_their_reverse_sides(void **state) {
    (void)state;
    check_facts(DJANGO
                "class Author(models.Model):\n    name = models.CharField(max_length=9)\n"
                "class Book(models.Model):\n"
                "    author = models.ForeignKey(Author, models.CASCADE)\n"
                "    editor = models.ForeignKey('Author', models.CASCADE, null=True, "
                "related_name='edited')\n"
                "    prequel = models.OneToOneField('self', models.CASCADE, related_name='+')\n"
                "    tags = models.ManyToManyField(to='Tag', related_query_name='tagged')\n"
                "class Tag(models.Model):\n    pass\n",
                "reverse book_set: to-many -> test.Book, loads each time query book\n"
                "reverse edited: to-many -> test.Book\n"
                "field author: to-one -> test.Author, loads at access back book_set key author_id\n"
                "field editor: to-one -> test.Author, loads at access back edited key editor_id\n"
                "field prequel: to-one -> test.Book, loads at access key prequel_id\n"
                "field tags: to-many -> test.Tag, loads each time back book_set\n"
                "reverse book_set: to-many -> test.Book, loads each time query tagged");
}

static void django_inheritance(void **state) {
    (void)state;
    const char *text =
        DJANGO "class Owner(models.Model):\n    pass\n"
               "class Base(models.Model):\n"
               "    owner = models.ForeignKey(Owner, models.CASCADE, "
               "related_name='%(app_label)s_%(class)s')\n"
               "    gone = models.IntegerField()\n"
               "    class Meta:\n        abstract = True\n        ordering = ['owner']\n"
               "class Place(Base):\n    gone = None\n"
               "class Restaurant(Place):\n    class Meta:\n        db_table = 'food'\n"
               "class Shown(Place):\n    class Meta:\n        proxy = True\n";
    check_facts(text, "reverse test_place: to-many -> test.Place\n"
                      "test.Base: django app test abstract\n"
                      "test.Place: django app test\n"
                      "ordering: owner\n"
                      "field owner: to-one -> test.Owner, loads at access back test_place\n"
                      "reverse restaurant: to-one -> test.Restaurant\n"
                      "test.Restaurant: django app test table food\n"
                      "ordering: owner\n"
                      "field place_ptr: to-one -> test.Place, loads with its row back restaurant\n"
                      "test.Shown: django app test proxy");
    check_no_fact(text, "test_restaurant");
    check_no_fact(text, "test_shown");
}

static void django_managers(void **state) {
    (void)state;
    check_facts(DJANGO "class Q(models.QuerySet):\n    pass\n"
                       "class M(models.Manager.from_queryset(Q)):\n    pass\n"
                       "Made = models.Manager.from_queryset(Q)\n"
                       "class A(models.Model):\n    live = M()\n    objects = Q.as_manager()\n"
                       "class B(A):\n    made = Made()\n"
                       "    class Meta:\n        default_manager_name = 'live'\n",
                "manager live: test.M with test.Q, the default\n"
                "manager objects: django.db.models.Manager with test.Q\n"
                "manager live: test.M with test.Q, the default\n"
                "manager made: django.db.models.Manager with test.Q\n"
                "manager objects:");
}

static void django_users(void **state) {
    (void)state;
    const char *own = "from django.conf import settings\nfrom django.contrib.auth.models import "
                      "AbstractUser\n" DJANGO "class Member(AbstractUser):\n    pass\n"
                      "class Note(models.Model):\n"
                      "    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)\n";
    check_facts(own, "test.Member: django\nreverse note_set: to-many -> test.Note\n"
                     "field by: to-one -> test.Member");
    check_facts("from django.contrib.auth import get_user_model\n" DJANGO
                "User = get_user_model()\n"
                "class Note(models.Model):\n    by = models.ForeignKey(User, models.CASCADE)\n",
                "field by: to-one -> django.contrib.auth.models.User");
}

static void sqlalchemy_directions(void **state) {
    (void)state;
    check_facts("from sqlalchemy import Column, ForeignKey\n"
                "from sqlalchemy.orm import declarative_base, relationship, backref\n"
                "Base = declarative_base()\n"
                "class Team(Base):\n    __tablename__ = 'teams'\n"
                "    players = relationship('Player', lazy='selectin')\n"
                "class Player(Base):\n    __tablename__ = 'players'\n"
                "    team_id = Column(ForeignKey('teams.id'), nullable=False)\n"
                "    boss_id = Column(ForeignKey('players.id'))\n"
                "    team = relationship(Team)\n"
                "    boss = relationship(lambda: Player, remote_side=[id], backref=backref('crew', "
                "lazy='dynamic'))\n",
                "field players: to-many -> test.Player, loads with its row lazy selectin\n"
                "field team: to-one -> test.Team, loads at access key team_id\n"
                "field boss: to-one -> test.Player, loads at access back crew key boss_id\n"
                "reverse crew: to-many -> test.Player, loads each time lazy dynamic");
}

static void sqlalchemy_mixins(void **state) {
    (void)state;
    check_facts("from sqlalchemy import ForeignKey\n"
                "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, "
                "declared_attr\n"
                "class Base(DeclarativeBase):\n    pass\n"
                "class User(Base):\n    __tablename__ = 'users'\n    id: Mapped[int] = "
                "mapped_column(primary_key=True)\n"
                "class Owned:\n"
                "    @declared_attr\n    def owner_id(cls):\n        return "
                "mapped_column(ForeignKey('users.id'))\n"
                "    @declared_attr\n    def owner(cls) -> 'Mapped[User | None]':\n        return "
                "relationship('User')\n"
                "class Doc(Owned, Base):\n    @declared_attr\n    def __tablename__(cls):\n        "
                "return cls.__name__.lower()\n",
                "test.Base: sqlalchemy abstract\ntest.Doc: sqlalchemy table doc\n"
                "field owner: to-one -> test.User, loads at access key owner_id");
}

/* Nothing here is a model, or ends. */
static void circles_and_strangers(void **state) {
    (void)state;
    check_no_fact("class A(B):\n    pass\nclass B(A):\n    pass\nX = X\nclass C(X):\n    pass\n",
                  "test.");
    check_no_fact("class ForeignKey:\n    pass\nclass A:\n    b = ForeignKey('A')\n", "test.");
    check_facts(DJANGO "class A(B, models.Model):\n    b = models.ForeignKey('B', models.CASCADE)\n"
                       "class B(A):\n    a = models.ForeignKey(A, models.CASCADE)\n",
                "test.A: django");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(django_relations_and_their_reverse_sides),
        cmocka_unit_test(django_inheritance),
        cmocka_unit_test(django_managers),
        cmocka_unit_test(django_users),
        cmocka_unit_test(sqlalchemy_directions),
        cmocka_unit_test(sqlalchemy_mixins),
        cmocka_unit_test(circles_and_strangers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

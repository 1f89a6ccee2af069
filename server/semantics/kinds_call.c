/* Kinds of calls: constructors, catalog callables, functions of the file and what they return. */
#include "semantics/kinds_query.h"

enum { RETURNS_MAX = 64, ARGUMENTS_SEEN = 4 };

/* ---- functions ------------------------------------------------------------------------------ */

bool class_of_function(Evaluation *evaluation, KindPlace function, KindPlace *out) {
    const Ast *ast = &evaluation_facts(evaluation, function.file, function.unit)->ast;
    for (NodeId node = ast_node(ast, function.node)->parent; node != NODE_NONE && node != NODE_ROOT;
         node = ast_node(ast, node)->parent) {
        NodeKind kind = ast_kind(ast, node);
        if (kind == NODE_CLASS_DEF) {
            *out = (KindPlace){function.file, function.unit, node};
            return true;
        }
        if (ast_kind_is_function(kind) || kind == NODE_LAMBDA) {
            return false;
        }
    }
    const Unit *units = evaluation_model(evaluation, function.file)->outline->units;
    UnitId parent = units[function.unit].parent;
    if (units[function.unit].kind != UNIT_FUNCTION || parent == UNIT_NONE ||
        units[parent].kind != UNIT_CLASS) {
        return false;
    }
    *out = (KindPlace){function.file, parent, unit_definition(evaluation, function.file, parent)};
    return out->node != NODE_NONE;
}

/* ---- results -------------------------------------------------------------------------------- */

static bool opens_scope(NodeKind kind) {
    return ast_kind_is_function(kind) || kind == NODE_LAMBDA || kind == NODE_CLASS_DEF;
}

/* What `yield from` gives on, where that is rows. */
static KindId rows_in(Evaluation *evaluation, KindId value) {
    KindId element = value <= KIND_UNKNOWN ? value : kind_element(evaluation->table, value);
    return element == KIND_NEVER || kind_is_of_orm(evaluation->table, element) ? element
                                                                               : KIND_UNKNOWN;
}

typedef struct Returned {
    KindId value;   /* joined over `return` statements */
    KindId empty;   /* of those that return an empty container */
    KindId yielded; /* joined over `yield` */
    bool is_generator;
    bool returns;     /* a `return value` stands in it */
    bool only_raises; /* nothing is returned and the body does nothing but raise */
} Returned;

/* Walks the function's own scope. */
static Returned walk_returns(Evaluation *evaluation, NodeId function) {
    const Ast *ast = &evaluation->facts->ast;
    Returned out = {KIND_NEVER, KIND_NEVER, KIND_NEVER, false, false, true};
    uint32_t count = 0;
    NodeId end = ast_node(ast, function)->subtree_end;
    for (NodeId node = function + 1; node < end;) {
        NodeKind kind = ast_kind(ast, node);
        if (opens_scope(kind)) {
            node = ast_node(ast, node)->subtree_end;
            continue;
        }
        NodeId value = ast_child(ast, node, FIELD_VALUE);
        if (kind == NODE_RETURN && value != NODE_NONE) {
            out.returns = true;
            KindId returned =
                ++count > RETURNS_MAX ? KIND_UNKNOWN : evaluation_expression(evaluation, value);
            KindId *into = makes_empty(ast, value) ? &out.empty : &out.value;
            *into = kind_join(evaluation->table, *into, returned);
        } else if (kind == NODE_YIELD || kind == NODE_YIELD_FROM) {
            out.is_generator = true;
            KindId yielded = value != NODE_NONE && ++count <= RETURNS_MAX
                                 ? evaluation_expression(evaluation, value)
                                 : KIND_UNKNOWN;
            yielded = kind == NODE_YIELD_FROM ? rows_in(evaluation, yielded) : yielded;
            out.yielded = kind_join(evaluation->table, out.yielded, yielded);
        }
        out.only_raises &= kind != NODE_ASSIGN && kind != NODE_CALL && kind != NODE_PASS;
        node++;
    }
    out.value = kind_or_empty(evaluation, out.value, out.empty);
    return out;
}

/* An abstract method says nothing about what its overrides return. */
static bool is_abstract(const Ast *ast, NodeId function) {
    for (NodeId node = ast_child(ast, function, FIELD_BODY); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        NodeKind kind = ast_kind(ast, node);
        NodeId value = ast_child(ast, node, FIELD_VALUE);
        bool silent =
            kind == NODE_RAISE || kind == NODE_PASS ||
            (kind == NODE_EXPR && value != NODE_NONE && ast_kind(ast, value) == NODE_CONSTANT);
        if (!silent) {
            return false;
        }
    }
    return true;
}

static KindId inferred_result(Evaluation *evaluation, NodeId function, const Returned *returned) {
    const Ast *ast = &evaluation->facts->ast;
    if (returned->returns) {
        return returned->value;
    }
    return is_abstract(ast, function) ? KIND_UNKNOWN
                                      : kind_instance(evaluation->table, STR("None"));
}

static bool is_context_manager(Evaluation *evaluation, NodeId function) {
    return function_effect(evaluation, (KindPlace){evaluation->file->id, evaluation->unit,
                                                   function}) == DECORATOR_CONTEXT;
}

/* What an annotation promises for the call itself: `Iterator[X]` on a context manager is X. */
static KindId promised(Evaluation *evaluation, KindId annotation, bool is_async, bool context) {
    if (context) {
        KindId inner = kind_element(evaluation->table, annotation);
        return kind_container(evaluation->table,
                              is_async ? STR("asynccontextmanager") : STR("contextmanager"), inner);
    }
    return is_async ? kind_container(evaluation->table, STR("coroutine"), annotation) : annotation;
}

static KindId lambda_result(Evaluation *evaluation, NodeId function) {
    return evaluation_expression(evaluation,
                                 ast_child(&evaluation->facts->ast, function, FIELD_BODY));
}

/* `-> list[Book]` says less than the query of the rows, `-> Repository` less than the model it was
 * made for. */
static bool says_more(const KindTable *table, KindId inferred, KindId declared) {
    const Kind *kind = kind_get(table, inferred);
    const Kind *promise = kind_get(table, declared);
    return kind_is_of_orm(table, inferred) ||
           (kind->tag == KIND_TAG_OBJECT && kind->argument_count > 0 &&
            promise->tag == KIND_TAG_OBJECT);
}

KindId answer_result(Evaluation *evaluation, NodeId function) {
    const Ast *ast = &evaluation->facts->ast;
    if (ast_kind(ast, function) == NODE_LAMBDA) {
        return lambda_result(evaluation, function);
    }
    bool is_async = ast_kind(ast, function) == NODE_ASYNC_FUNCTION_DEF;
    bool context = is_context_manager(evaluation, function);
    NodeId annotation = ast_child(ast, function, FIELD_RETURNS);
    KindId declared =
        annotation == NODE_NONE ? KIND_UNKNOWN : evaluation_annotation(evaluation, annotation);
    Returned returned = walk_returns(evaluation, function);
    if (!context && !returned.is_generator &&
        says_more(evaluation->table, returned.value, declared)) {
        declared = KIND_UNKNOWN;
    }
    if (declared > KIND_UNKNOWN && !(is_async && returned.is_generator && !context)) {
        return promised(evaluation, declared, is_async, context);
    }
    if (context) {
        return kind_container(evaluation->table,
                              is_async ? STR("asynccontextmanager") : STR("contextmanager"),
                              returned.yielded);
    }
    if (returned.is_generator) {
        return kind_container(evaluation->table,
                              is_async ? STR("asyncgenerator") : STR("generator"),
                              returned.yielded);
    }
    KindId result = inferred_result(evaluation, function, &returned);
    return is_async ? kind_container(evaluation->table, STR("coroutine"), result) : result;
}

/* ---- calls ---------------------------------------------------------------------------------- */

static bool begins_upper(Str path) {
    uint32_t last = path.len;
    while (last > 0 && path.ptr[last - 1] != '.') {
        last--;
    }
    return last < path.len && path.ptr[last] >= 'A' && path.ptr[last] <= 'Z';
}

/* A class without a row is still a class of its own: it differs from every other kind. */
static KindId constructed(Evaluation *evaluation, Str path) {
    return catalog_class(path) || (str_find_byte(path, '.') < path.len && begins_upper(path))
               ? kind_instance(evaluation->table, path)
               : KIND_UNKNOWN;
}

/* What calling a name gives where its arguments are not at hand. */
static KindId bare_symbol_call(Evaluation *evaluation, const Kind *callee) {
    const CatalogCallable *row = extended_callable(evaluation->file->extension, callee->path);
    if (!row) {
        return callee->argument_count ? KIND_UNKNOWN : constructed(evaluation, callee->path);
    }
    KindNotation where = {.receiver = callee->argument_count ? callee->arguments[0] : KIND_UNKNOWN};
    return kind_parse(evaluation->table, row->returns, &where);
}

/* What an instance of a session's maker makes. */
static KindId made_session(Evaluation *evaluation, uint32_t traits) {
    if (!(traits & CLASS_MAKES_SESSION)) {
        return KIND_UNKNOWN;
    }
    Str path = !(traits & CLASS_ASYNC)  ? STR("sqlalchemy.orm.Session")
               : traits & CLASS_EXPIRES ? STR("sqlalchemy.ext.asyncio.AsyncSession()")
                                        : STR("sqlalchemy.ext.asyncio.AsyncSession");
    return kind_instance(evaluation->table, path);
}

/* `sessionmaker(engine, class_=AsyncSession)` makes what the other maker makes. */
static Str maker_path(Evaluation *evaluation, Str path, NodeId call) {
    const Ast *ast = &evaluation->facts->ast;
    NodeId of_class = ast_child(ast, ast_keyword(ast, call, STR("class_")), FIELD_VALUE);
    if (of_class == NODE_NONE) {
        return path;
    }
    const Kind *kind = kind_get(evaluation->table, evaluation_expression(evaluation, of_class));
    const CatalogClass *row = kind->tag == KIND_TAG_SYMBOL ? catalog_class(kind->path) : NULL;
    bool is_async = row && (row->traits & CLASS_ORM_SESSION) && (row->traits & CLASS_ASYNC);
    return is_async ? STR("sqlalchemy.ext.asyncio.async_sessionmaker") : path;
}

/* Without `expire_on_commit=False` the session forgets its rows at each commit: the class of that
 * name with brackets. What cannot be read is believed to say so. */
static KindId as_configured(Evaluation *evaluation, KindId made, NodeId call) {
    const Ast *ast = &evaluation->facts->ast;
    uint32_t traits = kind_traits(evaluation->table, made);
    if (!(traits & (CLASS_MAKES_SESSION | CLASS_ORM_SESSION)) || (traits & CLASS_EXPIRES)) {
        return made;
    }
    Str path = maker_path(evaluation, kind_get(evaluation->table, made)->path, call);
    bool expires = true;
    for (NodeId node = ast_child(ast, call, FIELD_KEYWORDS); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        Str name = ast_name(ast, node);
        expires &= name.len > 0 && !str_equal(name, STR("expire_on_commit"));
    }
    Str expiring = arena_format(evaluation_mem(evaluation), "%.*s()", STR_ARG(path));
    return kind_instance(evaluation->table, expires && catalog_class(expiring) ? expiring : path);
}

/* The result of calling a value whose call expression is not at hand (an argument of `map`). */
static KindId result_of_kind(Evaluation *evaluation, KindId callee) {
    Kind kind = *kind_get(evaluation->table, callee);
    switch (kind.tag) {
    case KIND_TAG_NEVER:
        return KIND_NEVER;
    case KIND_TAG_SYMBOL:
        return bare_symbol_call(evaluation, &kind);
    case KIND_TAG_CLASS:
        kind.tag = KIND_TAG_OBJECT;
        return kind_add(evaluation->table, &kind);
    case KIND_TAG_FUNCTION:
    case KIND_TAG_METHOD:
        return evaluation_result(evaluation, kind_place(&kind));
    case KIND_TAG_INSTANCE:
        return made_session(evaluation, kind_traits(evaluation->table, callee));
    default:
        return KIND_UNKNOWN;
    }
}

/* Of `*rows` what each of them is. */
static KindId argument_kind(Evaluation *evaluation, NodeId argument) {
    const Ast *ast = &evaluation->facts->ast;
    if (ast_kind(ast, argument) != NODE_STARRED) {
        return evaluation_expression(evaluation, argument);
    }
    KindId spread = evaluation_expression(evaluation, ast_child(ast, argument, FIELD_VALUE));
    return kind_element(evaluation->table, spread);
}

/* The kinds of the first positional arguments, and of calling them, as the notation needs them. */
static void seen_arguments(Evaluation *evaluation, NodeId call, Str notation, KindNotation *where,
                           KindId *kinds, KindId *results) {
    const Ast *ast = &evaluation->facts->ast;
    bool needed = str_find_byte(notation, '*') < notation.len ||
                  str_find_byte(notation, '@') < notation.len ||
                  str_find_byte(notation, '(') < notation.len;
    NodeId argument = needed ? ast_child(ast, call, FIELD_ARGS) : NODE_NONE;
    uint32_t count = 0;
    for (; argument != NODE_NONE && count < ARGUMENTS_SEEN;
         argument = ast_next_in_field(ast, argument)) {
        kinds[count] = argument_kind(evaluation, argument);
        results[count] = str_find_byte(notation, '(') < notation.len
                             ? result_of_kind(evaluation, kinds[count])
                             : KIND_UNKNOWN;
        count++;
    }
    where->arguments = kinds;
    where->results = results;
    where->argument_count = count;
    where->has_more = argument != NODE_NONE;
}

static KindId symbol_call(Evaluation *evaluation, const Kind *callee, NodeId call) {
    const CatalogCallable *row = extended_callable(evaluation->file->extension, callee->path);
    if (!row) {
        return bare_symbol_call(evaluation, callee);
    }
    if (str_equal(row->path, STR("functools.partial"))) {
        NodeId inner = ast_child(&evaluation->facts->ast, call, FIELD_ARGS);
        KindId callable = evaluation_expression(evaluation, inner);
        return kind_add(evaluation->table, &(Kind){.tag = KIND_TAG_PARTIAL,
                                                   .file = evaluation->file->id,
                                                   .unit = evaluation->unit,
                                                   .node = call,
                                                   .arguments = {callable},
                                                   .argument_count = 1});
    }
    KindId kinds[ARGUMENTS_SEEN];
    KindId results[ARGUMENTS_SEEN];
    KindNotation where = {.receiver = callee->argument_count ? callee->arguments[0] : KIND_UNKNOWN};
    seen_arguments(evaluation, call, row->returns, &where, kinds, results);
    for (uint32_t i = 0; i < where.argument_count; i++) {
        if (kinds[i] == KIND_NEVER) {
            return KIND_NEVER;
        }
    }
    return as_configured(evaluation, kind_parse(evaluation->table, row->returns, &where), call);
}

/* Whether the catalogs of queries and loader options may know the name. */
static bool may_be_query_call(const KindTable *table, const Kind *symbol) {
    if (symbol->argument_count == 0) {
        return catalog_is_orm_path(symbol->path);
    }
    return (symbol->flags & SYMBOL_IS_QUERY_METHOD) ||
           kind_get(table, symbol->arguments[0])->tag == KIND_TAG_LOADER ||
           (kind_traits(table, symbol->arguments[0]) & CLASS_ORM_SESSION);
}

/* Nothing, a container of nothing, or what an annotation promises. */
static bool is_little(const KindTable *table, KindId value) {
    const Kind *kind = kind_get(table, value);
    return value == KIND_UNKNOWN || kind->tag == KIND_TAG_OBJECT ||
           (kind->tag == KIND_TAG_INSTANCE && kind->argument_count == 0 &&
            (str_equal(kind->path, STR("coroutine")) || catalog_holds_elements(kind->path)));
}

/* Without the call's own arguments the result may say little, or hold only such: a dict of lists.
 */
static bool says_little(const KindTable *table, KindId result) {
    const Kind *kind = kind_get(table, result);
    bool is_container = kind->tag == KIND_TAG_INSTANCE && kind->argument_count > 0;
    for (uint32_t i = 0; is_container && i < kind->argument_count; i++) {
        is_container = is_little(table, kind->arguments[i]);
    }
    return is_container || is_little(table, result);
}

/* The project's own `Model.select()` that tells nothing: what the library's gives, likely. */
static KindId as_library_method(Evaluation *evaluation, const Kind *callee, NodeId call) {
    const Ast *ast = &evaluation->facts->ast;
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    KindId receiver = callee->arguments[0];
    const Model *model = ast_kind(ast, function) == NODE_ATTRIBUTE &&
                                 kind_get(evaluation->table, receiver)->tag == KIND_TAG_CLASS
                             ? evaluation_model_of(evaluation, receiver)
                             : NULL;
    const CatalogQueryMethod *method =
        model ? catalog_query_method(model->orm, QUERY_ON_CLASS, ast_name(ast, function)) : NULL;
    if (!method) {
        return KIND_UNKNOWN;
    }
    KindId bound = query_method_kind(evaluation->table, method, receiver);
    return kind_as_likely(evaluation->table, answer_query_call(evaluation, bound, call));
}

/* Unknown, or no more than a class of the ORM's. */
static bool tells_nothing(const KindTable *table, KindId result) {
    const Kind *kind = kind_get(table, result);
    return result == KIND_UNKNOWN || (kind->tag == KIND_TAG_INSTANCE && kind->argument_count == 0 &&
                                      catalog_is_orm_path(kind->path));
}

static KindId function_call(Evaluation *evaluation, const Kind *callee, NodeId call) {
    KindId receiver = callee->tag == KIND_TAG_METHOD ? callee->arguments[0] : KIND_NEVER;
    KindId result = KIND_UNKNOWN;
    if (!kind_is_of_orm(evaluation->table, receiver)) {
        result = evaluation_result(evaluation, kind_place(callee));
        if (!says_little(evaluation->table, result) && !tells_nothing(evaluation->table, result)) {
            return result;
        }
    }
    if (callee->tag == KIND_TAG_METHOD && tells_nothing(evaluation->table, result) &&
        !evaluation->waiting) {
        KindId own = as_library_method(evaluation, callee, call);
        if (own != KIND_UNKNOWN) {
            return own;
        }
    }
    KindId context = answer_context(evaluation, kind_place(callee), receiver, call);
    KindId given = context == KIND_NEVER
                       ? KIND_UNKNOWN
                       : evaluation_result_in(evaluation, kind_place(callee), context);
    given = given == KIND_UNKNOWN ? result : given;
    return given == KIND_UNKNOWN && callee->tag == KIND_TAG_METHOD && !evaluation->waiting
               ? answer_own_view(evaluation, callee, call)
               : given;
}

KindId answer_call(Evaluation *evaluation, NodeId call) {
    const Ast *ast = &evaluation->facts->ast;
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    KindId made = answer_model_getter(evaluation, call);
    if (made != KIND_NEVER) {
        return made;
    }
    KindId callee = evaluation_expression(evaluation, function);
    Kind kind = *kind_get(evaluation->table, callee);
    switch (kind.tag) {
    case KIND_TAG_PARTIAL:
        return result_of_kind(evaluation, kind.arguments[0]);
    case KIND_TAG_SYMBOL:
        made = may_be_query_call(evaluation->table, &kind)
                   ? answer_query_call(evaluation, callee, call)
                   : KIND_NEVER;
        return made == KIND_NEVER && !evaluation->waiting ? symbol_call(evaluation, &kind, call)
                                                          : made;
    case KIND_TAG_FUNCTION:
    case KIND_TAG_METHOD:
        return function_call(evaluation, &kind, call);
    case KIND_TAG_QUERY:
        return answer_called_query(evaluation, callee, call);
    case KIND_TAG_CLASS:
        made = answer_called_query(evaluation, callee, call);
        return made == KIND_NEVER && !evaluation->waiting
                   ? answer_constructed(evaluation, callee, call)
                   : made;
    case KIND_TAG_UNKNOWN:
        made = answer_likely_query(evaluation, call);
        return made == KIND_NEVER && !evaluation->waiting ? KIND_UNKNOWN : made;
    default:
        return result_of_kind(evaluation, callee);
    }
}

/* ---- what a rule asks ----------------------------------------------------------------------- */

Str kinds_callee(const FileModel *file, UnitId unit, NodeId call, Arena *mem) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    if (function == NODE_NONE) {
        return (Str){"", 0};
    }
    KindTable *table = kinds_table(file);
    const Kind *kind = kind_get(table, kinds_expression(file, unit, function));
    if (kind->tag == KIND_TAG_PARTIAL) {
        kind = kind_get(table, kind->arguments[0]);
    }
    return kind->tag == KIND_TAG_SYMBOL ? arena_copy(mem, kind->path) : (Str){"", 0};
}

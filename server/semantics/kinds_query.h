/* Inside of kinds: what ORMs' classes, queries, rows and sessions answer. */
#ifndef BLUETICK_SEMANTICS_KINDS_QUERY_H
#define BLUETICK_SEMANTICS_KINDS_QUERY_H

#include "semantics/kinds_evaluator.h"
#include "semantics/model.h"
#include "semantics/query_kind.h"

/* The attribute `name` of a class or an instance of the project, of which the class itself says
 * `found`: a manager, a relation, a query method, or `found` again. */
KindId answer_model_attribute(Evaluation *evaluation, KindId value, Str name, KindId found);

/* The attribute of a library's class, when that is a model: Never when it is none. */
KindId answer_library_model_attribute(Evaluation *evaluation, KindId value, Str name);

KindId answer_row_attribute(Evaluation *evaluation, KindId value, Str name);
KindId answer_query_attribute(Evaluation *evaluation, KindId value, Str name);
/* The library's own method of that name, past the classes of the project. */
KindId answer_query_method(Evaluation *evaluation, KindId value, Str name);

/* `value` called `name` on a session or a library's object: Unknown when the catalog of query
 * methods does not know it. */
KindId answer_session_attribute(Evaluation *evaluation, KindId value, Str name);

/* A call of what the catalog of query methods or of loader options knows; Never when it is none. */
KindId answer_query_call(Evaluation *evaluation, KindId callee, NodeId call);
/* A call that looks a model up by its names, `get_model("shop", "Order")`: Never when none. */
KindId answer_model_getter(Evaluation *evaluation, NodeId call);
/* Calling a query itself (mongoengine), or a queryset class of the project. */
KindId answer_called_query(Evaluation *evaluation, KindId callee, NodeId call);

/* `row.Book`: the place of a row of several classes that is of this class. */
KindId answer_tuple_attribute(Evaluation *evaluation, KindId value, Str name);

/* `super().name`: what the class of the method around `node` inherits, bound to its first
 * parameter. */
KindId answer_super_attribute(Evaluation *evaluation, NodeId node, Str name);

/* The parameter of a lambda that a call gives each element of something: sorted(rows, key=lambda
 * row: ..). Unknown for any other. */
KindId answer_lambda_parameter(Evaluation *evaluation, NodeId parameter);

/* A name that sessions go by, in a file that imports SQLAlchemy, when nothing else is known of it:
 * an instance of "sqlalchemy.session", which only queries know. */
KindId answer_session_name(Evaluation *evaluation, Str name);

/* `request.user` in a file about Django: an instance of the project's user; `request.shop`: of the
 * model that a middleware of the project puts there; else Unknown. */
KindId answer_request_attribute(Evaluation *evaluation, NodeId node);

/* `context["object_list"]` in a method of a class-based view; else Unknown. */
KindId answer_view_context(Evaluation *evaluation, NodeId node, NodeId index);

/* All rows of the model that the OBJECT's class is registered for; Unknown when it is for none. */
KindId answer_admin_query(Evaluation *evaluation, KindId admin);

/* Calling a class of the project: an OBJECT, whose arguments are the models' classes that its
 * constructor is given, by the parameter's place. */
KindId answer_constructed(Evaluation *evaluation, KindId callee, NodeId call);
/* The class that the constructors of the OBJECT keep as this attribute; Unknown when it is none. */
KindId answer_kept_class(Evaluation *evaluation, KindId object, Str name);
/* What the function asks of its receiver may lead to a model that the function's own class does not
 * know: an attribute of a class below it, an argument of the constructor. */
bool receiver_tells_model(Evaluation *evaluation, KindId receiver, KindPlace function);

/* Does the binding make a parameter whose default is None? What a caller gives instead is not seen:
 * rows that the function then takes by itself are likely. */
bool evaluation_may_be_left_out(Evaluation *evaluation, const BindingPlace *place);
/* What a name is where such a parameter of unknown kind is one of its values, the others `others`.
 */
KindId kind_if_left_out(Evaluation *evaluation, KindId others);
/* The join of alternatives: `rows or Book.objects.all()`. */
KindId answer_alternatives(Evaluation *evaluation, const NodeId *nodes, uint32_t count);

/* A name of unknown kind inside `if isinstance(name, Book):`: a row; else Unknown. */
KindId answer_tested_name(Evaluation *evaluation, NodeId node);
/* `self.get_object()` of the project's own class of views; else Unknown. */
KindId answer_own_view(Evaluation *evaluation, const Kind *method, NodeId call);

/* `await session.scalars(..)` on a session that only goes by the name: what an AsyncSession gives,
 * likely. Unknown for anything but SQLAlchemy's. */
KindId answer_evidently_async(Evaluation *evaluation, KindId value);

/* The same query, rows or container of such, believed on less. */
KindId kind_as_likely(KindTable *table, KindId kind);

/* `x.query(Model)` on something unknown, with a model of SQLAlchemy: a session's, in all
 * likelihood. KIND_NEVER for any other call. */
KindId answer_likely_query(Evaluation *evaluation, NodeId call);

/* What an annotation promises, of which `promised` is the kind: `list[Book]` holds rows of a query
 * that is not seen. `parameter` is where it stands. */
KindId answer_annotated_rows(Evaluation *evaluation, NodeId parameter, KindId promised);
/* `QuerySet[Book]`: KIND_NEVER when the head is no queryset class. */
KindId answer_annotated_query(Evaluation *evaluation, KindId head, KindId element);
/* `self` in a method of the project's own manager or queryset class, as a model that has it sees
 * it: likely. Unknown for any other class, and when no model has it. */
KindId answer_manager_self(Evaluation *evaluation, KindPlace of_class);
/* The parameter `queryset` of an action of a ModelAdmin; the row that a method of its list_display
 * is given, whose query stands at the parameter; Unknown for any other. */
KindId answer_admin_parameter(Evaluation *evaluation, NodeId parameter);

KindId answer_query_subscript(Evaluation *evaluation, KindId value, NodeId index);

/* What a call passes to the function: KIND_NEVER when nothing of it is of an ORM. `receiver` is
 * KIND_NEVER for a plain function. */
KindId answer_context(Evaluation *evaluation, KindPlace function, KindId receiver, NodeId call);

/* The function bound to the receiver: a property's result, a method, or itself. */
KindId answer_member(Evaluation *evaluation, KindId value, KindId member);

/* An attribute of a class-based view that its library's class has: get_queryset, object_list.
 * `found` again when it is none. */
KindId answer_view_attribute(Evaluation *evaluation, KindId value, Str name, KindId found);
/* The query of the view: its `queryset`, or all rows of its `model`. */
KindId answer_view_query(Evaluation *evaluation, KindId view);

/* ---- inside of kinds_query*.c --------------------------------------------------------------- */

/* The class of a row, a query's model, a class's or an object's. NULL when it is no model. */
const Model *evaluation_model_of(Evaluation *evaluation, KindId of_class);
/* CLASS or SYMBOL of a class reference; Unknown for none. */
KindId kind_of_class(Evaluation *evaluation, ClassRef class_ref);
KindId instance_of_class(KindTable *table, KindId of_class);

/* The relation `field` read from the row or object `value` of the model. */
KindId answer_relation(Evaluation *evaluation, KindId value, const ModelField *field);

/* The project may run on a Django whose iterator() leaves out what was to be prefetched. */
bool query_iterator_may_skip(const Evaluation *evaluation, Orm orm);
/* Takes back what prefetch_related() alone loads. */
void query_skip_batches(Evaluation *evaluation, QueryKind *query);

/* Applies the arguments of a loading method to the query. */
void query_apply_loads(Evaluation *evaluation, QueryKind *query, QueryLoads loads, NodeId call);
/* What all rows of a query share that asks for equal keys: no more than one object (SQLAlchemy). */
void query_apply_equality(Evaluation *evaluation, QueryKind *query, NodeId call);
/* ...that asks for the rows of one parent: `with_parent(hub)`, `with_parent(hub, "leaves")`. */
void query_apply_parent(Evaluation *evaluation, QueryKind *query, NodeId call);
/* The loader option that the call makes: Never when it is none. */
KindId answer_loader_call(Evaluation *evaluation, Str path, NodeId call);
/* `joinedload(A.b).selectinload`: what a chained option begins with. */
KindId answer_loader_attribute(Evaluation *evaluation, KindId value, Str name);
/* "author__publisher" as an access path. */
Str path_of_lookup(Str lookup, Arena *mem);
/* The path and all its beginnings: {a, a.b} for "a.b". */
Str path_set_add_steps(Str set, Str path, Arena *mem);
/* The text of a plain string literal without a backslash; false for any other expression. */
bool literal_string(const UnitFacts *facts, NodeId node, Str *out);

#endif

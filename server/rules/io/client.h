/* Clients, connections and engines: where code makes one, and what it does with it. */
#ifndef BLUETICK_RULES_IO_CLIENT_H
#define BLUETICK_RULES_IO_CLIENT_H

#include "catalog/catalog.h"
#include "rules/rule.h"
#include "semantics/loops.h"

typedef struct Client {
    const CatalogCallable *callable;
    NodeId call;  /* the constructor */
    NodeId value; /* the call, or the `await` around it */
    NodeId name;  /* the Name that it is assigned to or entered as; NODE_NONE: it has none */
} Client;

/* False when the call makes no client, wraps a pool that it is given, or opens a private
 * `:memory:` database. */
bool client_of_call(const RuleContext *context, NodeId call, Client *out);

typedef enum ClientKeeping {
    CLIENT_DROPPED,
    CLIENT_RETURNED,
    CLIENT_KEPT, /* stored in a container or attribute, yielded, captured, handed to a task, a
                    thread or another object */
} ClientKeeping;

/* What becomes of the object after `region` (the loop's extent, or the function) is done with it.
 */
ClientKeeping client_keeping(const RuleContext *context, NodeId region, const Client *client);

/* The same for a value, from what stands right around it: a name's target is not followed. */
ClientKeeping client_value_keeping(const RuleContext *context, NodeId value);

/* What is done to it before it is used follows the loop: `session.headers["Token"] = token`. */
bool client_is_configured_by_turn(const RuleContext *context, const LoopContext *loops, NodeId loop,
                                  const Client *client);

/* A statement that only sets the client up, with values that no turn changes. */
bool client_is_configuration(const RuleContext *context, const LoopContext *loops, NodeId loop,
                             const Client *client, NodeId statement);

/* The variable behind `client->name`: its symbol in the unit's scope tree, or SYMBOL_NONE. */
uint32_t client_symbol(const RuleContext *context, const Client *client);

/* Attributes and subscripts that follow a name: `session.headers["A"]` for `session`. */
NodeId client_chain(const Ast *ast, NodeId name);

#endif

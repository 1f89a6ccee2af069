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

/* The object outlives the turn of `loop` in which it is made: stored in a container or attribute,
 * returned, yielded, captured, handed to a task, a thread or another object. */
bool client_is_kept(const RuleContext *context, NodeId loop, const Client *client);

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

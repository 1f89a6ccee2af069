/* Calls elsewhere in the file or program that bear on a timeout. */
#ifndef BLUETICK_RULES_IO_TIMEOUT_CALLS_H
#define BLUETICK_RULES_IO_TIMEOUT_CALLS_H

#include "rules/rule.h"

typedef bool (*CallTest)(const FileModel *file, UnitId unit, NodeId call, const void *wanted);

/* True when some call of a unit that mentions one of the words passes the test. */
bool timeout_any_call(const FileModel *file, TriggerSet words, CallTest test, const void *wanted);

/* The same over all files of the program, for the calls of one name. */
bool timeout_any_call_in_program(const FileModel *file, Str name, CallTest test,
                                 const void *wanted);

/* The other file runs in one program with this one, as far as can be told: it is part of a package,
 * or imports other files of the project. Scripts that only lie in the same folder do not. */
bool timeout_is_of_program(const FileModel *file, const FileModel *other);

/* `s` of `s.get(url)`; empty when nothing is called on something. */
Str timeout_receiver_text(const UnitFacts *facts, NodeId call);

#endif

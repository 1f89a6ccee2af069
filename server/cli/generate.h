/* What is made of the tables of commands, options and config keys: texts for other programs. */
#ifndef BLUETICK_CLI_GENERATE_H
#define BLUETICK_CLI_GENERATE_H

#include "base/buf.h"

/* The words of `bluetick generate`; empty past the end. */
Str generate_product_name(uint32_t index);

void generate_man(Buf *out);    /* bluetick.1, roff */
void generate_bash(Buf *out);   /* a completion script */
void generate_zsh(Buf *out);    /* _bluetick */
void generate_fish(Buf *out);   /* bluetick.fish */
void generate_schema(Buf *out); /* JSON schema (draft 7) of bluetick.toml and of [tool.bluetick] */

#endif

/* The project of a session: opened in the background when the session begins, then brought up to
 * date a moment after each change. Documents are analysed with the state at hand; when a newer one
 * could change what they say, they are analysed again. All of it belongs to the loop's thread. */
#ifndef BLUETICK_LSP_PROJECT_H
#define BLUETICK_LSP_PROJECT_H

#include "lsp/open_documents.h"
#include "lsp/project_files.h"

typedef struct Session Session;
typedef struct ProjectKeeper ProjectKeeper;

ProjectKeeper *project_keeper_new(Session *session, Loop *loop);
void project_keeper_free(ProjectKeeper *keeper); /* after the crew has gone; NULL is fine */

/* The session's folders are known: their files are opened. */
void project_begin(ProjectKeeper *keeper);

/* They are to be opened again, as if none had been read: at once, or when what runs has ended. */
void project_restart(ProjectKeeper *keeper);

/* The state to work with, to be retained by a job; NULL until the files are open. */
ProjectFiles *project_current(const ProjectKeeper *keeper);

/* Some change is not in that state yet. */
bool project_is_behind(const ProjectKeeper *keeper);

/* The same, and the caller is to wait until the end of a later turn: bounded, and what is to be
 * taken up is taken up at once. */
bool project_is_awaited(ProjectKeeper *keeper);

/* The document's analysed version is new. */
void project_take_document(ProjectKeeper *keeper, const OpenDocument *document);

/* The file on disk counts (again): it was changed, made, removed, or closed in the editor. */
void project_reread(ProjectKeeper *keeper, Str absolute, Str root_path);

/* A result was made with a state that is not the newest any more, and asked it. */
void project_doubt(ProjectKeeper *keeper);

#endif

/* The rest of the project around the files that are reported on: what those files import. */
#ifndef BLUETICK_WORKSPACE_AROUND_H
#define BLUETICK_WORKSPACE_AROUND_H

#include "workspace/file_set.h"

/* The Python files of the projects that `set` touches and that are not in it. A project is what its
 * config, or a file that marks a root (.git, setup.py, manage.py...), stands above; of a file in no
 * project its outermost package is taken, or its neighbours in its folder. What `request`, which
 * made the set, has walked is not walked again. Excludes hold; what cannot be listed is nobody's
 * concern here. */
Status around_collect(FileSet *out, const FileSet *set, const FileSetRequest *request,
                      Buf *err) MUST_CHECK;

#endif

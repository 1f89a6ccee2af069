/* Knows where facts of classes are kept; knows none of them. */
#include "semantics/model_memory.h"

#include "base/hash.h"

enum { PATH_BUCKETS = 64 };

struct FileModels {
    ModelEntry **by_unit;
    ModelEntry *by_path[PATH_BUCKETS];
    ProjectModels project; /* of a file without one */
};

static struct FileModels *models_of(const FileModel *file) {
    struct FileModels *models = file->layers->models;
    if (!models) {
        models = file->layers->models = ARENA_NEW(file->mem, struct FileModels);
        models->by_unit = ARENA_ARRAY(file->mem, ModelEntry *, file->outline->unit_count);
    }
    return models;
}

ModelEntry *model_entry(const FileModel *file, ClassRef ref) {
    const FileModel *home = ref.tag == REF_CLASS ? project_file(file, ref.file) : file;
    struct FileModels *models = models_of(home);
    ModelEntry **bucket = ref.tag == REF_CLASS
                              ? &models->by_unit[ref.unit]
                              : &models->by_path[hash_short(ref.path) % PATH_BUCKETS];
    for (ModelEntry *entry = *bucket; entry; entry = entry->next) {
        if (class_ref_equal(entry->self, ref)) {
            return entry;
        }
    }
    ModelEntry *entry = ARENA_NEW(home->mem, ModelEntry);
    entry->self = ref;
    if (ref.tag == REF_PATH) {
        entry->self.path = arena_copy(home->mem, ref.path);
    }
    entry->home = home;
    entry->next = *bucket;
    return *bucket = entry;
}

ProjectModels *model_project_memory(const FileModel *file) {
    if (!file->project) {
        ProjectModels *own = &models_of(file)->project;
        own->mem = file->mem;
        return own;
    }
    ProjectLayers *layers = file->project->layers;
    if (!layers->models) {
        layers->models = ARENA_NEW(layers->mem, ProjectModels);
        layers->models->mem = layers->mem;
    }
    return layers->models;
}

const FileModel *model_project_asker(const FileModel *file) {
    return file->project && file->project->file_count
               ? file->project->file(file->project->context, 0)
               : file;
}

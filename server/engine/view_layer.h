/* Inside of the project's view: what a layer holds. Engine-internal. */
#ifndef BLUETICK_ENGINE_VIEW_LAYER_H
#define BLUETICK_ENGINE_VIEW_LAYER_H

#include "engine/project_view.h"
#include "engine/told_facts.h"

/* One file of the snapshot that a question has reached. */
typedef struct ViewFile {
    FileModel model; /* first: given out */
    struct Layer *layer;
    FileLayers layers;
    const UnitFacts **facts; /* by UnitId */
    bool is_asked;           /* a question came to it; else its own analysis shares its units */
} ViewFile;

/* Classes that mention one of some trigger words. */
typedef struct Mentioning {
    TriggerSet words;
    ProjectUnits classes;
} Mentioning;

/* The snapshot, or the snapshot with some files in other versions. */
typedef struct Layer {
    ProjectView *view;
    const Snapshot *snapshot; /* NULL: nothing is remembered */
    uint64_t serial;
    uint64_t base_serial;
    uint32_t file_count;
    Document **documents;                          /* by FileId: as this layer sees them; held */
    struct DocumentList ARRAY_OF(Document *) gone; /* held: what is known may point into them */
    size_t gone_bytes;
    uint32_t moves;      /* to other versions */
    LaidDocuments laid;  /* the documents that are not the snapshot's, by file */
    ProjectIndex *index; /* over the snapshot's; NULL: not asked, or nothing is laid over */
    NameFilter called;   /* names that callers were asked for */
    AnswerId run;        /* of the analysis at hand: what it was told */
    uint64_t additions_key;
    struct MentioningList ARRAY_OF(Mentioning) mentioning; /* asked so far: a few */
    ViewFile **files;                                      /* by FileId; NULL: not opened */
    struct EntryList ARRAY_OF(UnitEntry *) entries;        /* held */
    Project project;
    ProjectLayers layers;
    const CatalogExtension *extension;
    Arena mem;
    Arena scratch;
} Layer;

struct ProjectView {
    Layer base;
    Layer over;
    Layer *current;
    LaidDocuments wanted; /* of the request at hand; not held */
    UnitParser *parser;
    UnitStore *store; /* may be NULL */
    ViewLimits limits;
    bool is_cancelled;
    bool reads_texts; /* of the analysis at hand: every byte of a unit counts */
    ViewCounters counters;
    ToldFacts told; /* since project_view_listen */
    FileId told_own;
    const UnitSource *source; /* NULL: every unit is parsed */
    uint32_t listens;
    Arena mem;
};

/* NULL: the file is as the snapshot has it. */
const Document *layer_laid_document(const Layer *layer, FileId file);

/* Somebody has looked at the unit. */
void layer_mark_asked(const ViewFile *file, UnitId unit);

/* The version of a file that the request is about; `wanted` is laid over its snapshot. */
const Document *layer_seen_document(const ViewRequest *request, const LaidDocuments *wanted,
                                    FileId file);

void layer_lay_over(Layer *layer, const LaidDocuments *wanted);

/* A layer of an earlier request goes on with this one's versions (view_move.c). False when
 * something that was asked shows the change: then the layer must start anew. */
bool layer_move(Layer *layer, const ViewRequest *request, const LaidDocuments *wanted,
                uint64_t additions_key);

#endif

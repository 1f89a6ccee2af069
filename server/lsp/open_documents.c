/* Knows which documents are open and who frees them; refuses to know messages and analysis. */
#include "lsp/open_documents.h"

#include "base/memory.h"
#include "lsp/uri.h"

#include <stdlib.h>

static void open_document_free(OpenDocument *document) {
    buf_release(&document->uri);
    buf_release(&document->key);
    buf_release(&document->absolute);
    buf_release(&document->path);
    text_buffer_release(&document->text);
    file_settings_release(&document->settings);
    document_result_free(document->result);
    document_release(document->document);
    free(document);
}

void open_documents_release(OpenDocuments *documents) {
    for (uint32_t i = 0; i < documents->count; i++) {
        open_document_free(documents->items[i]);
    }
    ARRAY_RELEASE(documents);
}

OpenDocument *open_documents_find(const OpenDocuments *documents, Str uri) {
    Buf key;
    buf_init(&key, 0);
    uri_key(uri, path_style_native(), &key);
    OpenDocument *found = NULL;
    for (uint32_t i = 0; i < documents->count && found == NULL; i++) {
        if (str_equal(buf_str(&documents->items[i]->key), buf_str(&key))) {
            found = documents->items[i];
        }
    }
    buf_release(&key);
    return found;
}

OpenDocument *open_documents_add(OpenDocuments *documents, Str uri) {
    OpenDocument *document = memory_allocate_zeroed(1, sizeof *document);
    buf_init(&document->uri, 0);
    buf_init(&document->key, 0);
    buf_init(&document->absolute, 0);
    buf_init(&document->path, 0);
    text_buffer_init(&document->text);
    uri_key(uri, path_style_native(), &document->key);
    ARRAY_PUSH(documents, document);
    return document;
}

void open_documents_remove(OpenDocuments *documents, OpenDocument *document) {
    for (uint32_t i = 0; i < documents->count; i++) {
        if (documents->items[i] == document) {
            documents->items[i] = documents->items[--documents->count];
            break;
        }
    }
    document->closed = true;
    if (document->job == NULL) {
        open_document_free(document);
    } else {
        atomic_store(&document->job->cancel, true);
    }
}

bool open_document_settle(OpenDocument *document) {
    document->job = NULL;
    if (document->closed) {
        open_document_free(document);
        return true;
    }
    return false;
}

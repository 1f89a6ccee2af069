/* Knows cJSON's values; refuses to know what any member means. */
#include "lsp/json_read.h"

const cJSON *json_member(const cJSON *object, const char *name) {
    return cJSON_IsObject(object) ? cJSON_GetObjectItemCaseSensitive(object, name) : NULL;
}

const cJSON *json_path(const cJSON *object, const char *path) {
    char name[64];
    while (object != NULL && *path != '\0') {
        size_t length = strcspn(path, "/");
        if (length >= sizeof name) {
            return NULL;
        }
        memcpy(name, path, length);
        name[length] = '\0';
        object = json_member(object, name);
        path += length;
        path += *path == '/';
    }
    return object;
}

bool json_text(const cJSON *object, const char *name, Str *out) {
    const cJSON *member = json_member(object, name);
    const char *text = cJSON_IsString(member) ? member->valuestring : NULL;
    *out = text ? str_from_c(text) : STR("");
    return text != NULL;
}

bool json_is_true(const cJSON *object, const char *path) {
    return cJSON_IsTrue(json_path(object, path));
}

bool json_holds_text(const cJSON *object, const char *path, const char *text) {
    const cJSON *array = json_path(object, path);
    const cJSON *item;
    if (!cJSON_IsArray(array)) {
        return false;
    }
    cJSON_ArrayForEach(item, array) {
        if (cJSON_IsString(item) && strcmp(item->valuestring, text) == 0) {
            return true;
        }
    }
    return false;
}

static bool read_unsigned(const cJSON *object, const char *name, uint32_t *out) {
    const cJSON *number = json_member(object, name);
    if (!cJSON_IsNumber(number)) {
        return false;
    }
    *out = number->valueint > 0 ? (uint32_t)number->valueint : 0; /* cJSON clamps to int */
    return true;
}

bool json_position(const cJSON *position, Position *out) {
    return read_unsigned(position, "line", &out->row) &&
           read_unsigned(position, "character", &out->column);
}

bool json_range(const cJSON *range, Position *start, Position *end) {
    return json_position(json_member(range, "start"), start) &&
           json_position(json_member(range, "end"), end);
}

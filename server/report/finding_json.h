/* A finding as the JSON object that tests and users hold on to (README, JSON output).
 * Room-internal: json and jsonl write the same objects. */
#ifndef BLUETICK_REPORT_FINDING_JSON_H
#define BLUETICK_REPORT_FINDING_JSON_H

#include "report/json_writer.h"
#include "report/report_run.h"

void finding_json_write(ReportRun *run, const ReportEntry *entry, JsonWriter *json);

/* {"start": {"line", "column", "offset"}, "end": {...}} as the value of `key`; {} without a file.
 */
void range_json_write(ReportRun *run, const ReportFile *file, Span span, const char *key,
                      JsonWriter *json);

/* 16 hexadecimal digits and a NUL. */
void fingerprint_write(uint64_t fingerprint, char out[17]);

#endif

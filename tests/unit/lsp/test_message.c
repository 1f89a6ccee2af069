/* Every body becomes a message; what cannot be used says how to answer it. */
#include "lsp/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static Message parse(const char *text, Buf *body) {
    Message message;
    buf_init(body, 0);
    buf_append_c(body, text);
    message_parse(&message, body);
    return message;
}

static void check_kind(const char *text, MessageKind kind, const char *id) {
    Buf body;
    Message message = parse(text, &body);
    assert_int_equal(message.kind, kind);
    assert_string_equal(message.id.ptr, id);
    message_release(&message);
    buf_release(&body);
}

static void check_bad(const char *text, RpcError error, const char *id) {
    Buf body;
    Message message = parse(text, &body);
    assert_int_equal(message.kind, MESSAGE_BAD);
    assert_int_equal(message.error, error);
    assert_string_equal(message.id.ptr, id);
    assert_non_null(message.reason);
    message_release(&message);
    buf_release(&body);
}

static void test_kinds(void **state) {
    (void)state;
    check_kind("{\"id\":1,\"method\":\"a\"}", MESSAGE_REQUEST, "1");
    check_kind("{\"id\":\"a\\\"\\u0001\",\"method\":\"a\"}", MESSAGE_REQUEST, "\"a\\\"\\u0001\"");
    check_kind("{\"id\":-7,\"method\":\"a\",\"params\":[]}", MESSAGE_REQUEST, "-7");
    check_kind("{\"id\":9007199254740991,\"method\":\"a\"}", MESSAGE_REQUEST, "9007199254740991");
    check_kind("{\"id\":1.5,\"method\":\"a\",\"params\":null}", MESSAGE_REQUEST, "1.5");
    check_kind("{\"method\":\"a\",\"params\":7}", MESSAGE_NOTIFICATION, "null");
    check_kind("{\"id\":1,\"result\":null}", MESSAGE_ANSWER, "1");
    check_kind("{\"id\":1,\"error\":{}}", MESSAGE_ANSWER, "1");
    check_kind(" {\"id\":1,\"method\":\"a\"} \r\n", MESSAGE_REQUEST, "1");
}

static void test_bad_ones(void **state) {
    (void)state;
    check_bad("", RPC_PARSE_ERROR, "null");
    check_bad("{", RPC_PARSE_ERROR, "null");
    check_bad("{\"id\":1,\"method\":\"a\"} x", RPC_PARSE_ERROR, "null");
    check_bad("[{\"id\":1,\"method\":\"a\"}]", RPC_INVALID_REQUEST, "null");
    check_bad("7", RPC_INVALID_REQUEST, "null");
    check_bad("{}", RPC_INVALID_REQUEST, "null");
    check_bad("{\"id\":1}", RPC_INVALID_REQUEST, "1");
    check_bad("{\"id\":null,\"method\":\"a\"}", RPC_INVALID_REQUEST, "null");
    check_bad("{\"id\":{},\"method\":\"a\"}", RPC_INVALID_REQUEST, "null");
    check_bad("{\"id\":1e999,\"method\":\"a\"}", RPC_INVALID_REQUEST, "null");
    check_bad("{\"id\":1,\"method\":7}", RPC_INVALID_REQUEST, "1");
    check_bad("{\"id\":1,\"method\":\"a\",\"params\":\"x\"}", RPC_INVALID_PARAMS, "1");
}

static void test_depth(void **state) {
    (void)state;
    Buf text;
    buf_init(&text, 0);
    buf_append_c(&text, "{\"id\":1,\"method\":\"a\",\"params\":");
    buf_append_repeat(&text, '[', 100000);
    check_bad(text.ptr, RPC_PARSE_ERROR, "null");
    buf_release(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_bad_ones),
        cmocka_unit_test(test_depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

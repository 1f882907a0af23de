package stage5.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stage5.local.RecordingInvoker;

class FunctionApiResponseTests {

    private static final String INTERNAL = "{\"message\":\"Internal Server Error\"}";

    private FunctionApiFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new FunctionApiFixture();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void shouldSendTheFunctionsResponse() throws Exception {
        HttpResponse<String> response = responseTo("""
                {"statusCode": 201, "body": "h\u00e9llo", "cookies": ["a=1; Path=/", "b=2"],
                 "headers": {"Content-Type": "text/plain", "Location": "/orders/1", "X-Number": 7, "X-None": null,
                             "Connection": "upgrade", "Content-Length": "999"},
                 "multiValueHeaders": {"X-Many": ["1", "2"]}}""");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("h\u00e9llo");
        assertThat(response.headers().firstValue("location")).hasValue("/orders/1");
        assertThat(response.headers().firstValue("x-number")).hasValue("7");
        assertThat(response.headers().firstValue("content-length")).hasValue("6");
        assertThat(response.headers().allValues("set-cookie")).containsExactly("a=1; Path=/", "b=2");
        assertThat(response.headers().map()).doesNotContainKeys("x-many", "x-none", "connection");
    }

    @Test
    void shouldDecodeTheBody_whenItIsInBase64() throws Exception {
        assertThat(responseTo("{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"aGVsbG8=\"}")
                        .body())
                .isEqualTo("hello");
    }

    @Test
    void shouldInferTheResponse_whenThereIsNoStatusCode() throws Exception {
        HttpResponse<String> object = responseTo("{ \"message\": \"Hello\" }");
        assertThat(object.statusCode()).isEqualTo(200);
        assertThat(object.body()).isEqualTo("{ \"message\": \"Hello\" }");
        assertThat(object.headers().firstValue("content-type")).hasValue("application/json");

        HttpResponse<String> text = responseTo("\"Hello from Lambda!\"");
        assertThat(text.statusCode()).isEqualTo(200);
        assertThat(text.body()).isEqualTo("Hello from Lambda!");
        assertThat(text.headers().firstValue("content-type")).hasValue("application/json");
    }

    @Test
    void shouldSendTheText_whenThePayloadIsNotJson() throws Exception {
        for (String payload : new String[] {"no json", "{} {}", "{\"statusCode\": 201, \"body\":"}) {
            HttpResponse<String> response = responseTo(payload);
            assertThat(response.statusCode()).as(payload).isEqualTo(200);
            assertThat(response.body()).isEqualTo(payload);
            assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        }
    }

    @Test
    void shouldSendPlainText_whenTheResponseHasNoContentType() throws Exception {
        assertThat(responseTo("{\"statusCode\":200,\"body\":\"{}\"}").headers().firstValue("content-type"))
                .hasValue("text/plain; charset=utf-8");
        assertThat(responseTo("{\"statusCode\":200,\"headers\":{\"CONTENT-TYPE\":\"a/b\"}}")
                        .headers()
                        .allValues("content-type"))
                .containsExactly("a/b");
        assertThat(responseTo("{\"statusCode\":304}").headers().firstValue("content-type"))
                .isEmpty();
    }

    @Test
    void shouldTakeTheStatusCode_whenItIsText() throws Exception {
        HttpResponse<String> response = responseTo("{\"statusCode\":\"418\",\"body\":\"teapot\"}");

        assertThat(response.statusCode()).isEqualTo(418);
        assertThat(response.body()).isEqualTo("teapot");
    }

    @Test
    void shouldRespondWith500_whenTheFunctionsResponseIsMalformed() throws Exception {
        for (String payload : new String[] {
            "",
            "{\"statusCode\":\"ok\"}",
            "{\"statusCode\":99}",
            "{\"statusCode\":200.5}",
            "{\"statusCode\":\"200.5\"}",
            "{\"statusCode\":null}",
            "{\"statusCode\":200,\"body\":{}}",
            "{\"statusCode\":200,\"headers\":[]}",
            "{\"statusCode\":200,\"headers\":{\"a b\":\"c\"}}",
            "{\"statusCode\":200,\"headers\":{\"a\":\"b\\r\\nc: d\"}}",
            "{\"statusCode\":200,\"cookies\":\"a=1\"}",
            "{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"!\"}"
        }) {
            HttpResponse<String> response = responseTo(payload);
            assertThat(response.statusCode()).as(payload).isEqualTo(500);
            assertThat(response.body()).as(payload).isEqualTo(INTERNAL);
        }
    }

    @Test
    void shouldRespondWith500_whenTheFunctionFailsOrIsNotInvoked() throws Exception {
        fixture.function.respondWith(RecordingInvoker.error("secret"));
        HttpResponse<String> failed = fixture.client.send("GET", "/", null);
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).isEqualTo(INTERNAL);

        fixture.function.respondWith(RecordingInvoker.throttled());
        HttpResponse<String> throttled = fixture.client.send("GET", "/", null);
        assertThat(throttled.statusCode()).isEqualTo(500);
        assertThat(throttled.body()).isEqualTo(INTERNAL);
    }

    @Test
    void shouldSendNoBody_whenTheMethodIsHeadOrTheStatusHasNone() throws Exception {
        fixture.function.respondWith(RecordingInvoker.response("{\"statusCode\":200,\"body\":\"hello\"}"));
        HttpResponse<String> head = fixture.client.send("HEAD", "/", null);
        assertThat(head.headers().firstValue("content-length")).hasValue("5");
        assertThat(head.body()).isEmpty();

        fixture.function.respondWith(
                RecordingInvoker.response("{\"statusCode\":200,\"headers\":{\"content-length\":\"42\"}}"));
        assertThat(fixture.client.send("HEAD", "/", null).headers().firstValue("content-length"))
                .hasValue("42");

        fixture.function.respondWith(RecordingInvoker.response("{\"statusCode\":204,\"body\":\"hello\"}"));
        assertThat(fixture.raw("OPTIONS / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 204 ")
                .endsWith("\r\n\r\n");
        assertThat(fixture.function
                        .next()
                        .event()
                        .at("/requestContext/http/method")
                        .asText())
                .isEqualTo("HEAD");
    }

    @Test
    void shouldCountResponsesByStatus() throws Exception {
        responseTo("{\"statusCode\":404}");
        responseTo("{}");
        responseTo("{}");

        assertThat(fixture.api.responseCounts()).containsOnly(Map.entry(200, 2L), Map.entry(404, 1L));
    }

    private HttpResponse<String> responseTo(String payload) throws Exception {
        fixture.function.respondWith(RecordingInvoker.response(payload));
        return fixture.client.send("GET", "/", null);
    }
}

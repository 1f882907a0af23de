package stage5.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.local.RecordingInvoker.RecordedInvocation;

class FunctionApiRequestTests {

    private static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static FunctionApiFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new FunctionApiFixture();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void shouldCreateAnEventInFormat2_whenRequested() throws Exception {
        fixture.client.send(
                "POST",
                "/api/orders/a%20b?tag=x&tag=y%2Cz&empty=&q=a+b",
                "{\"a\":\"ü\"}",
                "Content-Type",
                "application/json; charset=utf-8",
                "User-Agent",
                "agent");

        RecordedInvocation invocation = fixture.function.next();
        JsonNode event = invocation.event();
        assertThat(invocation.function()).isEqualTo("orders");
        assertThat(event.path("version").asText()).isEqualTo("2.0");
        assertThat(event.path("routeKey").asText()).isEqualTo("$default");
        assertThat(event.path("rawPath").asText()).isEqualTo("/api/orders/a b");
        assertThat(event.path("rawQueryString").asText()).isEqualTo("tag=x&tag=y%2Cz&empty=&q=a+b");
        assertThat(event.at("/queryStringParameters/tag").asText()).isEqualTo("x,y,z");
        assertThat(event.at("/queryStringParameters/empty").asText()).isEmpty();
        assertThat(event.at("/queryStringParameters/q").asText()).isEqualTo("a b");
        assertThat(event.path("body").asText()).isEqualTo("{\"a\":\"ü\"}");
        assertThat(event.path("isBase64Encoded").asBoolean()).isFalse();
        assertThat(event.has("cookies")).isFalse();
        assertThat(event.has("pathParameters")).isFalse();

        JsonNode context = event.path("requestContext");
        assertThat(context.path("accountId").asText()).isEqualTo("000000000000");
        assertThat(context.path("apiId").asText()).isEqualTo("orders");
        assertThat(context.path("domainName").asText()).isEqualTo("orders.execute-api.us-east-1.amazonaws.com");
        assertThat(context.path("domainPrefix").asText()).isEqualTo("orders");
        assertThat(context.path("routeKey").asText()).isEqualTo("$default");
        assertThat(context.path("stage").asText()).isEqualTo("$default");
        assertThat(context.path("requestId").asText()).isEqualTo(FunctionApiFixture.ID.toString());
        assertThat(context.path("time").asText()).isEqualTo("12/Mar/2026:19:03:58 +0000");
        assertThat(context.path("timeEpoch").asLong()).isEqualTo(FunctionApiFixture.NOW.toEpochMilli());
        assertThat(context.at("/http/method").asText()).isEqualTo("POST");
        assertThat(context.at("/http/path").asText()).isEqualTo("/api/orders/a b");
        assertThat(context.at("/http/protocol").asText()).isEqualTo("HTTP/1.1");
        assertThat(context.at("/http/sourceIp").asText()).isEqualTo("127.0.0.1");
        assertThat(context.at("/http/userAgent").asText()).isEqualTo("agent");
    }

    @Test
    void shouldJoinHeadersAndSplitCookies_whenTheyAreRepeated() throws Exception {
        fixture.raw(
                "GET /a HTTP/1.1\r\nHost: shop.example\r\nX-Many: 1\r\nx-many: 2\r\nCookie: a=1; b=2\r\nCookie: c=3\r\n"
                        + "X-Forwarded-For: 10.0.0.1\r\nX-Forwarded-Proto: https\r\nX-Secret: s\r\nConnection: X-Secret\r\nConnection: close\r\n"
                        + "traceparent: " + TRACEPARENT + "\r\ntracestate: a=b\r\n\r\n");

        JsonNode event = fixture.function.next().event();
        JsonNode headers = event.path("headers");
        assertThat(headers.path("host").asText()).isEqualTo("shop.example");
        assertThat(headers.path("x-many").asText()).isEqualTo("1,2");
        assertThat(headers.path("traceparent").asText()).isEqualTo(TRACEPARENT);
        assertThat(headers.path("tracestate").asText()).isEqualTo("a=b");
        assertThat(headers.path("x-forwarded-for").asText()).isEqualTo("10.0.0.1, 127.0.0.1");
        assertThat(headers.path("x-forwarded-proto").asText()).isEqualTo("http");
        assertThat(headers.path("x-forwarded-port").asInt()).isEqualTo(fixture.port);
        assertThat(headers.path("x-amzn-trace-id").asText()).isEqualTo("Root=1-69b30e1e-0123456789ab7cde8f012345");
        assertThat(headers.has("cookie")).isFalse();
        assertThat(headers.has("connection")).isFalse();
        assertThat(headers.has("x-secret")).isFalse();
        assertThat(event.path("cookies")).extracting(JsonNode::asText).containsExactly("a=1", "b=2", "c=3");
        assertThat(event.path("rawQueryString").asText()).isEmpty();
        assertThat(event.has("queryStringParameters")).isFalse();
        assertThat(event.has("body")).isFalse();
        assertThat(event.path("isBase64Encoded").asBoolean()).isFalse();
        assertThat(event.at("/requestContext/http/userAgent").textValue()).isEmpty();
        assertThat(headers.path("content-length").asText()).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({
        "/users/a%20b, /users/a b",
        "/%E2%98%95, /☕",
        "/a%2Fb, /a/b",
        "/a%25b, /a%b",
        "/a%252Fb, /a%2Fb",
        "/a+b, /a+b",
        "//a/../b, //a/../b",
        "/users/me%3Fadmin=true?q=1, /users/me"
    })
    void shouldDecodeThePath_whenItIsPercentEncoded(String target, String path) throws Exception {
        fixture.raw("GET " + target + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        JsonNode event = fixture.function.next().event();
        assertThat(event.path("rawPath").asText()).isEqualTo(path);
        assertThat(event.at("/requestContext/http/path").asText()).isEqualTo(path);
        assertThat(event.path("rawQueryString").asText()).isEqualTo(target.endsWith("?q=1") ? "q=1" : "");
    }

    @Test
    void shouldKeepTheTraceId_whenTheClientSendsOne() throws Exception {
        String id = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1";

        fixture.client.send("GET", "/", null, "X-Amzn-Trace-Id", id);

        assertThat(fixture.function
                        .next()
                        .event()
                        .at("/headers/x-amzn-trace-id")
                        .asText())
                .isEqualTo(id);
    }

    @Test
    void shouldEncodeTheBody_whenItsTypeIsBinaryOrItIsCompressed() throws Exception {
        for (String type :
                new String[] {"image/png", "application/x-www-form-urlencoded", "application/octet-stream"}) {
            assertThat(isEncoded("Content-Type", type)).as(type).isTrue();
        }
        assertThat(isEncoded("Content-Type", "application/json", "Content-Encoding", "gzip"))
                .isTrue();
        for (String type :
                new String[] {"text/csv", "application/xml", "application/problem+json", "Application/JSON"}) {
            assertThat(isEncoded("Content-Type", type)).as(type).isFalse();
        }
    }

    private static boolean isEncoded(String... headers) throws Exception {
        fixture.client.send("PUT", "/blob", "bytes", headers);
        JsonNode event = fixture.function.next().event();
        boolean encoded = event.path("isBase64Encoded").asBoolean();
        String body = event.path("body").asText();
        assertThat(encoded ? new String(Base64.getDecoder().decode(body)) : body)
                .isEqualTo("bytes");
        return encoded;
    }

    @Test
    void shouldAddTheContentLength_whenTheBodyIsChunked() throws Exception {
        fixture.raw("POST /a HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n"
                + "Connection: close\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");

        JsonNode event = fixture.function.next().event();
        assertThat(event.path("body").asText()).isEqualTo("abcde");
        assertThat(event.at("/headers/content-length").asText()).isEqualTo("5");
        assertThat(event.at("/headers").has("transfer-encoding")).isFalse();
    }

    @Test
    void shouldReject_whenThePathTheQueryOrTheRequestIsMalformed() throws Exception {
        assertThat(fixture.raw("GET /%zz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(fixture.raw("GET /?a=%zz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .endsWith("{\"message\":\"Bad Request\"}");
        assertThat(fixture.raw("nonsense\r\n\r\n")).contains(" 400 Bad Request");
        assertThat(fixture.function.pendingCount()).isZero();
    }
}

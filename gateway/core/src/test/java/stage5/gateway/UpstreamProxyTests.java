package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class UpstreamProxyTests extends GatewayTestBase {

    @ParameterizedTest
    @CsvSource({
        "/api/products, catalog",
        "/api/products/BOO-0001/other, catalog",
        "/api/categories, catalog",
        "/api/orders, order",
        "/api/orders/some/thing/else, order",
        "/api/bestsellers, order",
        "/api/sales, order",
        "/api/users/me, user",
        "/api/sessions/current, user"
    })
    void shouldForwardToTheOwner_whenAPathIsKnown(String path, String owner) {
        assertThat(get(path).status()).isEqualTo(200);

        assertThat(Map.of("catalog", catalog, "order", order, "user", user)
                        .get(owner)
                        .onlyRequest()
                        .uri())
                .isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/api/", "/api/notifications", "/api/productsx", "/api/%70rodukte"})
    void shouldAnswer404_whenNoServiceOwnsThePath(String path) {
        assertProblem(get(path), 404, "not-found");
        assertThat(catalog.received()).isEmpty();
    }

    @Test
    void shouldNotForward_whenAPathLeavesTheApi() {
        get("/api/products/%2e%2e/%2e%2e/q/metrics");
        get("/api/products/../../q/health");

        assertThat(catalog.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE"})
    void shouldForwardMethodBodyAndResponse_whenTheMethodIsAny(String method) {
        catalog.does(request -> request.response()
                .setStatusCode(207)
                .putHeader("Content-Type", "text/plain;charset=iso-8859-1")
                .end(Buffer.buffer(new byte[] {(byte) 0xe4, 0, 1})));
        Buffer body = HttpMethod.valueOf(method) == HttpMethod.GET ? null : Buffer.buffer("{\"a\": [1,  2]}");

        GatewayResponse response = send(
                HttpMethod.valueOf(method), "/api/products/x/any", Map.of("Content-Type", "application/x-any"), body);

        assertThat(response.status()).isEqualTo(207);
        assertThat(response.header("Content-Type")).isEqualTo("text/plain;charset=iso-8859-1");
        assertThat(response.body().getBytes()).containsExactly(0xe4, 0, 1);
        assertThat(catalog.onlyRequest().method().name()).isEqualTo(method);
        assertThat(catalog.onlyRequest().headers().get("Content-Type")).isEqualTo("application/x-any");
        assertThat(catalog.onlyRequest().body()).isEqualTo(body == null ? Buffer.buffer() : body);
    }

    @Test
    void shouldForwardTheContentLength_whenTheMethodIsHead() {
        catalog.does(request ->
                request.response().putHeader("Content-Length", "1234").end());

        GatewayResponse response = send(HttpMethod.HEAD, "/api/products/x", Map.of(), null);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Length")).isEqualTo("1234");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/products?q=caf%C3%A9%20au%2Blait&category=a%26b&flag&empty=",
                "/api/products?a=1&a=2&a=1",
                "/api/products/a%2Fb%20c",
                "/api/products?"
            })
    void shouldForwardPathAndQueryAsEncoded_whenTheyHaveSpecialCharacters(String target) {
        get(target);

        assertThat(catalog.onlyRequest().uri()).isEqualTo(target);
    }

    @Test
    void shouldForwardRepeatedHeaders_whenTheServiceSendsThem() {
        catalog.does(request -> {
            request.response().headers().add("Set-Cookie", "a=1").add("Set-Cookie", "b=2");
            request.response().headers().add("Link", "<x>; rel=next").add("Link", "<y>; rel=prev");
            request.response().end();
        });

        GatewayResponse response = send(HttpMethod.GET, "/api/products", Map.of("X-Any", "one"), null);

        assertThat(response.headers().getAll("Set-Cookie")).containsExactly("a=1", "b=2");
        assertThat(response.headers().getAll("Link")).containsExactly("<x>; rel=next", "<y>; rel=prev");
        assertThat(catalog.onlyRequest().headers().get("X-Any")).isEqualTo("one");
    }

    @Test
    void shouldDropHopByHopHeaders_whenForwardingTheRequest() {
        send(
                HttpMethod.GET,
                "/api/products",
                Map.of("Connection", "keep-alive, X-Hop", "X-Hop", "1", "TE", "trailers", "X-End", "1"),
                null);

        assertThat(catalog.onlyRequest().headers().names()).contains("X-End").doesNotContain("X-Hop", "TE");
    }

    @Test
    void shouldDropHopByHopHeaders_whenForwardingTheResponse() {
        catalog.does(request -> request.response()
                .putHeader("Connection", "X-Hop")
                .putHeader("X-Hop", "1")
                .putHeader("Keep-Alive", "timeout=5")
                .putHeader("X-End", "1")
                .end("{}"));

        assertThat(get("/api/products").headers().names()).contains("X-End").doesNotContain("X-Hop", "Keep-Alive");
    }

    @Test
    void shouldAddForwardedHeaders_whenForwardingTheRequest() {
        send(
                HttpMethod.GET,
                "/api/products",
                Map.of("Host", "shop.example", "X-Forwarded-For", "203.0.113.7", "Forwarded", "for=203.0.113.7"),
                null);

        var headers = catalog.onlyRequest().headers();
        assertThat(headers.get("Host")).isEqualTo(catalogAddress.getAuthority());
        assertThat(headers.get("X-Forwarded-For"))
                .as("without what the client says")
                .isEqualTo("127.0.0.1");
        assertThat(headers.get("X-Forwarded-Host")).isEqualTo("shop.example");
        assertThat(headers.get("X-Forwarded-Proto")).isEqualTo("http");
        assertThat(headers.get("Forwarded")).isEqualTo("for=127.0.0.1;proto=http;host=\"shop.example\"");
    }

    @Test
    void shouldMakeTheLocationRelative_whenItIsTheServicesAddress() {
        order.does(request -> request.response()
                .setStatusCode(202)
                .putHeader("Location", orderAddress + "/api/orders/1?x=y")
                .end("{}"));

        assertThat(get("/api/orders").header("Location")).isEqualTo("/api/orders/1?x=y");
    }

    @Test
    void shouldKeepTheLocation_whenItIsAnotherAddress() {
        order.does(request -> request.response()
                .setStatusCode(302)
                .putHeader("Location", "https://elsewhere.example/")
                .end());

        assertThat(get("/api/orders").header("Location")).isEqualTo("https://elsewhere.example/");
    }

    @Test
    void shouldForwardThe304_whenTheRouteHasNoCopies() {
        order.does(request ->
                request.response().setStatusCode(304).putHeader("ETag", "\"7\"").end());

        GatewayResponse response = send(HttpMethod.GET, "/api/orders/1", Map.of("If-None-Match", "\"7\""), null);

        assertThat(response.status()).isEqualTo(304);
        assertThat(response.header("ETag")).isEqualTo("\"7\"");
        assertThat(order.onlyRequest().headers().get("If-None-Match")).isEqualTo("\"7\"");
    }

    @Test
    void shouldForwardProblemsUnchanged_whenTheServiceRejects() {
        String problem = "{\"type\":\"urn:stage5:problem:odd\",  \"status\":409}";
        order.does(request -> request.response()
                .setStatusCode(409)
                .putHeader("Content-Type", "application/problem+json")
                .end(problem));

        GatewayResponse response = send(HttpMethod.POST, "/api/orders/1/cancel", Map.of(), null);

        assertThat(response.status()).isEqualTo(409);
        assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(response.body().toString()).isEqualTo(problem);
    }

    @Test
    void shouldNotCollectAResponse_whenItIsLongerThanTheLimit() {
        AtomicLong written = new AtomicLong();
        Promise<Void> closed = Promise.promise();
        order.does(StubService.endless(written, closed));

        assertProblem(send(HttpMethod.POST, "/api/orders/1/cancel", Map.of(), null), 503, "unavailable");

        await(closed.future());
        assertThat(written.get()).as("what sockets and queues hold").isLessThan(64 << 20);
        assertThat(order.received()).hasSize(1);
    }

    @Test
    void shouldForwardAResponse_whenItHasTheMaximumLength() {
        order.does(request -> request.response().end(Buffer.buffer(new byte[1 << 20])));

        assertThat(get("/api/orders/1").body().length()).isEqualTo(1 << 20);
    }

    @Test
    void shouldReject_whenABodyIsTooLong() {
        GatewayResponse response =
                send(HttpMethod.POST, "/api/orders", Map.of(), Buffer.buffer(new byte[256 * 1024 + 1]));

        assertProblem(response, 413, "content-too-large");
        assertThat(order.received()).isEmpty();
    }

    @Test
    void shouldForwardABody_whenItHasTheMaximumLength() {
        assertThat(send(HttpMethod.POST, "/api/orders", Map.of(), Buffer.buffer(new byte[256 * 1024]))
                        .status())
                .isEqualTo(200);

        assertThat(order.onlyRequest().body().length()).isEqualTo(256 * 1024);
    }

    @Test
    void shouldReject_whenTheMethodIsNotSupported() {
        assertProblem(send(HttpMethod.valueOf("TRACE"), "/api/products", Map.of(), null), 405, "method-not-allowed");
    }

    @Test
    void shouldForwardTheRemainingTimeBudget_whenTheClientHasAShortOne() {
        send(HttpMethod.GET, "/api/orders", Map.of("Stage5-Time-Budget", "400"), null);

        assertThat(Long.parseLong(order.onlyRequest().headers().get("Stage5-Time-Budget")))
                .isBetween(1L, 400L);
    }

    @Test
    void shouldSendTheTimeoutAsTimeBudget_whenTheClientHasNone() {
        get("/api/orders");

        assertThat(order.onlyRequest().headers().get("Stage5-Time-Budget")).isEqualTo("500");
    }

    @Test
    void shouldSendALongerTimeBudget_whenTheCallIsNotRepeatable() {
        send(HttpMethod.POST, "/api/orders", Map.of(), null);

        assertThat(order.onlyRequest().headers().get("Stage5-Time-Budget")).isEqualTo("800");
    }
}

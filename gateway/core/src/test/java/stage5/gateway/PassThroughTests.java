package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class PassThroughTests extends GatewayTestBase {

    @ParameterizedTest
    @CsvSource({
        "/api/products, catalog",
        "/api/products/BOO-0001/stock, catalog",
        "/api/categories, catalog",
        "/api/orders, order",
        "/api/orders/some/thing/else, order",
        "/api/bestsellers, order",
        "/api/sales, order",
        "/api/users/me, user",
        "/api/sessions/current, user"
    })
    void shouldAskTheOwner_whenAPathIsKnown(String path, String owner) {
        assertThat(get(path).status()).isEqualTo(200);

        assertThat(Map.of("catalog", catalog, "order", order, "user", user)
                        .get(owner)
                        .onlySeen()
                        .uri())
                .isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/api/", "/api/notifications", "/api/productsx", "/api/%70rodukte"})
    void shouldSayThatNothingIsThere_whenNobodyOwnsThePath(String path) {
        assertProblem(get(path), 404, "not-found");
        assertThat(catalog.seen()).isEmpty();
    }

    @Test
    void shouldNotLeadOutOfTheApi_whenAPathClimbs() {
        get("/api/products/%2e%2e/%2e%2e/q/metrics");
        get("/api/products/../../q/health");

        assertThat(catalog.seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void shouldPassOnTheMethodTheBodyAndTheAnswer_whateverTheMethod(String method) {
        catalog.does(request -> request.response()
                .setStatusCode(207)
                .putHeader("Content-Type", "text/plain;charset=iso-8859-1")
                .end(Buffer.buffer(new byte[] {(byte) 0xe4, 0, 1})));
        Buffer body = HttpMethod.valueOf(method) == HttpMethod.GET ? null : Buffer.buffer("{\"a\": [1,  2]}");

        Reply reply =
                send(HttpMethod.valueOf(method), "/api/products/x", Map.of("Content-Type", "application/x-any"), body);

        assertThat(reply.status()).isEqualTo(207);
        assertThat(reply.header("Content-Type")).isEqualTo("text/plain;charset=iso-8859-1");
        assertThat(reply.body().getBytes()).containsExactly(0xe4, 0, 1);
        assertThat(catalog.onlySeen().method().name()).isEqualTo(method);
        assertThat(catalog.onlySeen().headers().get("Content-Type")).isEqualTo("application/x-any");
        assertThat(catalog.onlySeen().body()).isEqualTo(body == null ? Buffer.buffer() : body);
    }

    @Test
    void shouldPassOnTheLength_whenOnlyTheHeadIsAskedFor() {
        catalog.does(request ->
                request.response().putHeader("Content-Length", "1234").end());

        Reply reply = send(HttpMethod.HEAD, "/api/products/x", Map.of(), null);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Length")).isEqualTo("1234");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/products?q=caf%C3%A9%20au%2Blait&category=a%26b&flag&empty=",
                "/api/products?a=1&a=2&a=1",
                "/api/products/a%2Fb%20c",
                "/api/products?"
            })
    void shouldPassOnThePathAndTheQueryAsTheyWereEncoded_whenTheyHaveSpecialCharacters(String target) {
        get(target);

        assertThat(catalog.onlySeen().uri()).isEqualTo(target);
    }

    @Test
    void shouldPassOnHeadersThatAreRepeated_eitherWay() {
        catalog.does(request -> {
            request.response().headers().add("Set-Cookie", "a=1").add("Set-Cookie", "b=2");
            request.response().headers().add("Link", "<x>; rel=next").add("Link", "<y>; rel=prev");
            request.response().end();
        });

        Reply reply = send(HttpMethod.GET, "/api/products", Map.of("X-Any", "one"), null);

        assertThat(reply.headers().getAll("Set-Cookie")).containsExactly("a=1", "b=2");
        assertThat(reply.headers().getAll("Link")).containsExactly("<x>; rel=next", "<y>; rel=prev");
        assertThat(catalog.onlySeen().headers().get("X-Any")).isEqualTo("one");
    }

    @Test
    void shouldNotPassOnWhatConcernsTheClientsConnectionOnly_whenItAsks() {
        send(
                HttpMethod.GET,
                "/api/products",
                Map.of("Connection", "keep-alive, X-Hop", "X-Hop", "1", "TE", "trailers", "X-End", "1"),
                null);

        assertThat(catalog.onlySeen().headers().names()).contains("X-End").doesNotContain("X-Hop", "TE");
    }

    @Test
    void shouldNotPassOnWhatConcernsTheServicesConnectionOnly_whenItAnswers() {
        catalog.does(request -> request.response()
                .putHeader("Connection", "X-Hop")
                .putHeader("X-Hop", "1")
                .putHeader("Keep-Alive", "timeout=5")
                .putHeader("X-End", "1")
                .end("{}"));

        assertThat(get("/api/products").headers().names()).contains("X-End").doesNotContain("X-Hop", "Keep-Alive");
    }

    @Test
    void shouldSayWhereACallCameFrom_whenItPassesItOn() {
        send(
                HttpMethod.GET,
                "/api/products",
                Map.of("Host", "shop.example", "X-Forwarded-For", "203.0.113.7", "Forwarded", "for=203.0.113.7"),
                null);

        var headers = catalog.onlySeen().headers();
        assertThat(headers.get("Host")).isEqualTo(catalogAddress.getAuthority());
        assertThat(headers.get("X-Forwarded-For")).isEqualTo("203.0.113.7, 127.0.0.1");
        assertThat(headers.get("X-Forwarded-Host")).isEqualTo("shop.example");
        assertThat(headers.get("X-Forwarded-Proto")).isEqualTo("http");
        assertThat(headers.get("Forwarded"))
                .isEqualTo("for=203.0.113.7, for=127.0.0.1;proto=http;host=\"shop.example\"");
    }

    @Test
    void shouldLeadThroughTheGateway_whenALocationIsAbsolute() {
        order.does(request -> request.response()
                .setStatusCode(202)
                .putHeader("Location", orderAddress + "/api/orders/1?x=y")
                .end("{}"));

        assertThat(get("/api/orders").header("Location")).isEqualTo("/api/orders/1?x=y");
    }

    @Test
    void shouldLeaveALocationAlone_whenItLeadsElsewhere() {
        order.does(request -> request.response()
                .setStatusCode(302)
                .putHeader("Location", "https://elsewhere.example/")
                .end());

        assertThat(get("/api/orders").header("Location")).isEqualTo("https://elsewhere.example/");
    }

    @Test
    void shouldPassOnThatNothingChanged_whenTheClientHasTheLatest() {
        catalog.does(request ->
                request.response().setStatusCode(304).putHeader("ETag", "\"7\"").end());

        Reply reply = send(HttpMethod.GET, "/api/products/x", Map.of("If-None-Match", "\"7\""), null);

        assertThat(reply.status()).isEqualTo(304);
        assertThat(reply.header("ETag")).isEqualTo("\"7\"");
        assertThat(catalog.onlySeen().headers().get("If-None-Match")).isEqualTo("\"7\"");
    }

    @Test
    void shouldPassOnProblemsUntouched_whenTheServiceRefuses() {
        String problem = "{\"type\":\"urn:stage5:problem:odd\",  \"status\":409}";
        order.does(request -> request.response()
                .setStatusCode(409)
                .putHeader("Content-Type", "application/problem+json")
                .end(problem));

        Reply reply = send(HttpMethod.POST, "/api/orders/1/cancel", Map.of(), null);

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.body().toString()).isEqualTo(problem);
    }

    @Test
    void shouldRefuse_whenABodyIsTooLong() {
        Reply reply = send(HttpMethod.POST, "/api/orders", Map.of(), Buffer.buffer(new byte[256 * 1024 + 1]));

        assertProblem(reply, 413, "content-too-large");
        assertThat(order.seen()).isEmpty();
    }

    @Test
    void shouldPassOnABody_whenItIsAsLongAsAllowed() {
        assertThat(send(HttpMethod.POST, "/api/orders", Map.of(), Buffer.buffer(new byte[256 * 1024]))
                        .status())
                .isEqualTo(200);

        assertThat(order.onlySeen().body().length()).isEqualTo(256 * 1024);
    }

    @Test
    void shouldRefuse_whenAMethodIsOneThatNoServiceKnows() {
        assertProblem(send(HttpMethod.valueOf("TRACE"), "/api/products", Map.of(), null), 405, "method-not-allowed");
    }

    @Test
    void shouldTellTheServiceWhatTimeIsLeft_whenTheClientIsInAHurry() {
        send(HttpMethod.GET, "/api/orders", Map.of("Stage5-Time-Budget", "400"), null);

        assertThat(Long.parseLong(order.onlySeen().headers().get("Stage5-Time-Budget")))
                .isBetween(1L, 400L);
    }

    @Test
    void shouldTellTheServiceItsOwnLimit_whenTheClientHasTime() {
        get("/api/orders");

        assertThat(order.onlySeen().headers().get("Stage5-Time-Budget")).isEqualTo("500");
    }

    @Test
    void shouldGiveTheServiceMoreTime_whenTheCallMayNotBeRepeated() {
        send(HttpMethod.POST, "/api/orders", Map.of(), null);

        assertThat(order.onlySeen().headers().get("Stage5-Time-Budget")).isEqualTo("800");
    }
}

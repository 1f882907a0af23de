package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.gateway.StubService.answer;
import static stage5.gateway.StubService.silence;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.mutiny.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.testing.Expiry;
import stage5.kit.testing.Tokens;

@QuarkusTest
class StaleCopyTests extends GatewayTestBase {

    @Inject
    MeterRegistry registry;

    private final String path = "/api/products/" + UUID.randomUUID();

    @Test
    void shouldServeAMarkedCopy_whenTheServiceIsUnreachable() {
        catalog.does(request -> request.response()
                .putHeader("Content-Type", "application/json;charset=UTF-8")
                .putHeader("ETag", "\"7\"")
                .putHeader("X-Other", "1")
                .end("{\"name\":\"Café\"}"));
        GatewayResponse fresh = get(path);
        catalog.close();

        GatewayResponse stale = get(path);

        assertThat(fresh.headers().names()).doesNotContain("Stage5-Stale", "Cache-Status", "Age");
        assertThat(stale.status()).isEqualTo(200);
        assertThat(stale.body()).isEqualTo(fresh.body());
        assertThat(stale.header("Content-Type")).isEqualTo("application/json;charset=UTF-8");
        assertThat(stale.header("ETag")).isEqualTo("\"7\"");
        assertThat(stale.headers().names()).doesNotContain("X-Other");
        assertThat(stale.header("Stage5-Stale")).isEqualTo("true");
        assertThat(stale.header("Age")).matches("\\d+");
        assertThat(stale.header("Cache-Status")).matches("stage5-gateway; hit; ttl=-?\\d+; detail=stale-if-error");
    }

    @Test
    void shouldKeepACopyForItsTimeToLive() {
        get(path);

        Expiry.assertPttl(pttl("gateway/copy*" + path + "*"), Duration.ofHours(1));
    }

    @Test
    void shouldServeTheCopy_whenTheServiceAnswers5xx() {
        get(path);
        catalog.does(answer(500, "{}"));

        assertThat(get(path).header("Stage5-Stale")).isEqualTo("true");
    }

    @Test
    void shouldServeTheCopyWithinTheTimeBudget_whenTheServiceDoesNotAnswer() {
        get(path);
        catalog.does(silence());
        long start = System.nanoTime();

        GatewayResponse response = send(HttpMethod.GET, path, Map.of("Stage5-Time-Budget", "400"), null);

        assertThat(response.header("Stage5-Stale")).isEqualTo("true");
        assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(450);
    }

    @Test
    void shouldAnswerWithoutTheService_whileTheCopyIsFresh() {
        catalog.does(cached("public, max-age=3600", "{}"));
        get(path);
        int loads = catalog.received().size();

        GatewayResponse fresh = getAs(Tokens.customer("copies"), path);

        assertThat(fresh.status()).isEqualTo(200);
        assertThat(fresh.header("Age")).matches("\\d+");
        assertThat(fresh.header("Cache-Status")).matches("stage5-gateway; hit; ttl=\\d+");
        assertThat(fresh.header("Cache-Control")).isEqualTo("public, max-age=3600");
        assertThat(fresh.header("ETag")).isEqualTo("\"a,b\"");
        assertThat(fresh.headers().contains("Stage5-Stale")).isFalse();
        assertThat(catalog.received()).hasSize(loads);
        assertThat(get("/q/metrics").body().toString())
                .containsPattern("stage5_gateway_fresh_total\\{route=\"/api/products/\\{sku}\"} [1-9]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | false",
                "text/html, */*;q=0.8 | false",
                "text/html, Application/* | false",
                "text/html | true",
                "application/jsonx | true",
                "text/application/json | true"
            })
    void shouldAskTheService_whenTheClientAcceptsNoJson(String accept, boolean asks) {
        catalog.does(cached("public, max-age=3600", "{}"));
        get(path);
        int loads = catalog.received().size();

        send(HttpMethod.GET, path, Map.of("Accept", accept), null);

        assertThat(catalog.received().size() > loads).isEqualTo(asks);
    }

    @Test
    void shouldFollowTheTargetedHeader_whenThereAreBoth() {
        catalog.does(request -> request.response()
                .putHeader("Cache-Control", "public, max-age=0")
                .putHeader("CDN-Cache-Control", "max-age=3600, public")
                .end("{}"));
        get(path);
        int loads = catalog.received().size();

        assertThat(get(path).header("Cache-Control")).isEqualTo("public, max-age=0");
        assertThat(catalog.received()).hasSize(loads);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cache-Control: no-cache",
                "Cache-Control: max-age=0",
                "Cache-Control: no-store",
                "Pragma: no-cache"
            })
    void shouldAskTheService_whenTheClientRequiresIt(String header) {
        catalog.does(cached("public, max-age=3600", "{}"));
        get(path);
        int loads = catalog.received().size();
        String[] parts = header.split(": ");

        GatewayResponse response = send(HttpMethod.GET, path, Map.of(parts[0], parts[1]), null);

        assertThat(response.headers().contains("Age")).isFalse();
        assertThat(catalog.received()).hasSizeGreaterThan(loads);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH /api/products/ANY-1", "PUT /api/products/ANY-1/stock", "POST /api/products/import"})
    void shouldAskTheService_afterAChangeOfTheCatalogue(String change) {
        String listing = "/api/products?category=c" + UUID.randomUUID();
        catalog.does(cached("public, max-age=3600", "{\"v\":1}"));
        get(path);
        get(listing);
        catalog.does(cached("public, max-age=3600", "{\"v\":2}"));
        String[] parts = change.split(" ");
        send(HttpMethod.valueOf(parts[0]), parts[1], Map.of(), null);

        assertThat(get(path).json().getInteger("v")).isEqualTo(2);
        assertThat(get(listing).json().getInteger("v")).isEqualTo(2);
    }

    @Test
    void shouldStayFresh_whenAChangeWasRejected() {
        catalog.does(cached("public, max-age=3600", "{}"));
        get(path);
        catalog.does(answer(403, "{}"));

        send(HttpMethod.PATCH, path, Map.of(), null);

        assertThat(get(path).status()).isEqualTo(200);
    }

    @Test
    void shouldLoadOnce_whenManyReadersMissAtOnce() {
        catalog.does(request ->
                vertx.setTimer(50, late -> cached("public, max-age=3600", "{}").accept(request)));

        List<Future<Integer>> readers =
                IntStream.range(0, 20).mapToObj(i -> status(path)).toList();

        // A reader that comes late, because the machine is busy, finds the fresh copy.
        readers.forEach(reader -> assertThat(await(reader)).isEqualTo(200));
        // One load, which makes up to three attempts if the machine is busy.
        assertThat(catalog.received()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void shouldLoadForEachReader_whenTheResponseIsPrivate() {
        catalog.does(request -> vertx.setTimer(
                200, late -> cached("private, max-age=3600", "{}").accept(request)));

        List<Future<Integer>> readers =
                IntStream.range(0, 3).mapToObj(i -> status(path)).toList();

        readers.forEach(reader -> assertThat(await(reader)).isEqualTo(200));
        assertThat(catalog.received()).hasSizeGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "\"a,b\"", "W/\"a,b\"", "\"x\", \"a,b\"", ", \"x\",,W/\"a,b\""})
    void shouldAnswer304_whenTheClientHasTheRepresentation(String ifNoneMatch) {
        String listing = "/api/products?category=c" + UUID.randomUUID();
        for (String target : List.of(path, listing)) {
            catalog.does(cached("public, max-age=0", "{\"items\":[],\"next\":null}"));
            assertNotModified(send(HttpMethod.GET, target, Map.of("If-None-Match", ifNoneMatch), null));
            catalog.does(cached("public, max-age=3600", "{\"items\":[],\"next\":null}"));
            get(target);
            GatewayResponse fresh = send(HttpMethod.GET, target, Map.of("If-None-Match", ifNoneMatch), null);
            assertNotModified(fresh);
            assertThat(fresh.header("Cache-Status")).startsWith("stage5-gateway; hit; ttl=");
        }
        assertThat(catalog.received())
                .allSatisfy(received ->
                        assertThat(received.headers().contains("If-None-Match")).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\"", "a,b", "w/\"a,b\"", "\"x\", *", ""})
    void shouldAnswer200_whenTheClientHasAnotherRepresentation(String ifNoneMatch) {
        catalog.does(cached("public, max-age=3600", "{}"));
        get(path);

        assertThat(send(HttpMethod.GET, path, Map.of("If-None-Match", ifNoneMatch), null)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void shouldAnswer304AndSayThatItIsStale_whenTheServiceIsDown() {
        catalog.does(cached("public, max-age=0", "{}"));
        get(path);
        catalog.close();

        GatewayResponse response = send(HttpMethod.GET, path, Map.of("If-None-Match", "\"a,b\""), null);

        assertNotModified(response);
        assertThat(response.header("Stage5-Stale")).isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"items\":[1],\"next\":null} | {\"stale\":true,\"items\":[1],\"next\":null}",
                "{} | {\"stale\":true}",
                "' { }' | '{\"stale\":true }'",
                "[1] | [1]"
            })
    void shouldSayInTheBodyThatAListingIsStale_whenTheServiceIsDown(String body, String stale) {
        String listing = "/api/products?category=c" + UUID.randomUUID();
        catalog.does(cached("public, max-age=0", body));
        get(listing);
        catalog.close();

        GatewayResponse response = get(listing);

        assertThat(response.body()).hasToString(stale);
        assertThat(response.header("Stage5-Stale")).isEqualTo("true");
        assertThat(response.header("ETag")).isEqualTo("W/\"a,b\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-age=0, stale-if-error=0", "max-age=0, must-revalidate", "s-maxage=0", "no-cache"})
    void shouldServeNoCopy_whenTheServiceForbidsIt(String cacheControl) {
        catalog.does(cached(cacheControl, "{}"));
        get(path);
        catalog.close();

        assertProblem(get(path), 503, "unavailable");
    }

    private static void assertNotModified(GatewayResponse response) {
        assertThat(response.status()).isEqualTo(304);
        assertThat(response.header("ETag")).isEqualTo("\"a,b\"");
        assertThat(response.header("Cache-Control")).startsWith("public");
        assertThat(response.headers().contains("Content-Type")).isFalse();
        assertThat(response.body().length()).isZero();
    }

    private static Consumer<HttpServerRequest> cached(String cacheControl, String json) {
        return request -> request.response()
                .putHeader("Cache-Control", cacheControl)
                .putHeader("ETag", "\"a,b\"")
                .putHeader("Content-Type", "application/json;charset=UTF-8")
                .end(json);
    }

    private Future<Integer> status(String target) {
        return http.request(HttpMethod.GET, gateway.getPort(), gateway.getHost(), target)
                .compose(HttpClientRequest::send)
                .map(HttpClientResponse::statusCode);
    }

    @Test
    void shouldServeTheLatestCopy_whenResponsesDiffered() {
        catalog.does(answer(200, "{\"v\":1}"));
        get(path);
        catalog.does(answer(200, "{\"v\":2}"));
        get(path);
        catalog.close();

        assertThat(get(path).json().getInteger("v")).isEqualTo(2);
    }

    @Test
    void shouldServeTheCopy_whenTheQueryIsInAnotherOrder() {
        String category = "c" + UUID.randomUUID();
        get("/api/products?sort=name&category=" + category);
        catalog.close();

        assertThat(get("/api/products?category=" + category + "&sort=name").header("Stage5-Stale"))
                .isEqualTo("true");
    }

    @Test
    void shouldServeTheSameCopy_whenTheQueryMeansTheSame() {
        String category = "c" + UUID.randomUUID();
        get("/api/products?limit=20&category=" + category);
        catalog.close();

        for (String query : List.of("limit=020", "limit=%32%30", "limit=20&nonce=1", "%6Cimit=20", "sort=name", "q=")) {
            GatewayResponse response = get("/api/products?" + query + "&category=" + category);

            assertThat(response.header("Stage5-Stale"))
                    .as(() -> query + ": " + response.status() + " " + response.body())
                    .isEqualTo("true");
        }
    }

    @Test
    void shouldServeNoCopy_whenAParameterIsRepeated() {
        String category = "c" + UUID.randomUUID();
        get("/api/products?limit=11&limit=12&category=" + category);
        get("/api/products?limit=11&category=" + category);
        catalog.close();

        for (String query : List.of("limit=11&limit=12", "limit=12&limit=11", "limit=11&limit=11")) {
            assertProblem(get("/api/products?" + query + "&category=" + category), 503, "unavailable");
        }
    }

    @Test
    void shouldBoundTheCopies_whenClientsInventSearches() {
        String word = "w" + UUID.randomUUID().toString().substring(0, 8);
        for (int i = 0; i < 40; i++) {
            get("/api/products?limit=7&q=" + word + i);
        }

        assertThat(keys("gateway/copy*/api/products#q#*")).hasSizeLessThanOrEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "{}\n{}", "null\n", "{\":at\":\"x\"}\n", "[1]\n{}", "TRUNCATED", "LIST"})
    void shouldMissAndCount_whenTheStoredValueIsNoCopy(String garbage) {
        get(path);
        String key = keys("gateway/copy*" + path).getFirst();
        String stored = redis(Command.GET, key).toString();
        redis(Command.DEL, key);
        switch (garbage) {
            case "TRUNCATED" -> redis(Command.SET, key, stored.substring(0, stored.length() - 1));
            case "LIST" -> redis(Command.RPUSH, key, "x");
            default -> redis(Command.SET, key, garbage);
        }
        double before = unreadable();
        catalog.close();

        assertProblem(get(path), 503, "unavailable");

        // MGET returns nil for a value of another type, as for none.
        assertThat(unreadable() - before).isEqualTo(garbage.equals("LIST") ? 0 : 1);
        catalog.start();
        assertThat(get(path).status()).isEqualTo(200);
        assertThat(redis(Command.GET, key).toString()).isEqualTo(stored.replaceFirst("\":at\":\"\\d+\"", at(key)));
    }

    @Test
    void shouldServeNoCopy_whenTheQueryDiffers() {
        String category = "c" + UUID.randomUUID();
        get("/api/products?category=" + category);
        catalog.close();

        GatewayResponse response = get("/api/products?category=" + category + "&sort=price");

        assertProblem(response, 503, "unavailable");
        assertThat(response.header("Retry-After")).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cache-Control: no-store", "Cache-Control: private", "Set-Cookie: a=b"})
    void shouldStoreNoCopy_whenTheResponseIsPrivate(String header) {
        String[] parts = header.split(": ");
        catalog.does(request -> request.response().putHeader(parts[0], parts[1]).end("{}"));
        get(path);
        catalog.close();

        assertProblem(get(path), 503, "unavailable");
    }

    @Test
    void shouldStoreNoCopy_whenTheRequestIsAuthorizedAndTheResponseNotPublic() {
        getAs(Tokens.customer("copies"), path);
        catalog.close();

        assertProblem(get(path), 503, "unavailable");
    }

    @Test
    void shouldStoreACopy_whenTheRequestIsAuthorizedAndTheResponsePublic() {
        catalog.does(request -> request.response()
                .putHeader("Cache-Control", "public, max-age=0")
                .end("{}"));
        getAs(Tokens.customer("copies"), path);
        catalog.close();

        assertThat(get(path).header("Stage5-Stale")).isEqualTo("true");
    }

    @Test
    void shouldStoreNoCopy_whenTheBodyIsTooLong() {
        catalog.does(answer(200, "\"" + "x".repeat(4096) + "\""));
        get(path);
        catalog.close();

        assertProblem(get(path), 503, "unavailable");
    }

    @Test
    void shouldStoreNoCopy_whenTheStatusIs404() {
        catalog.does(answer(404, "{}"));
        get(path);
        catalog.close();

        assertProblem(get(path), 503, "unavailable");
    }

    @Test
    void shouldForwardResponses_whenRedisIsDown() {
        withoutRedis(() -> {
            for (int call = 0; call < 15; call++) {
                assertThat(get(path).status()).isEqualTo(200);
            }
            catalog.close();
            assertProblem(get(path), 503, "unavailable");
        });
    }

    private double unreadable() {
        return registry.counter("stage5.gateway.copies.unreadable").count();
    }

    private String at(String key) {
        return redis(Command.GET, key).toString().replaceFirst("(?s).*(\":at\":\"\\d+\").*", "$1");
    }

    @Test
    void shouldCountStaleCopiesByRoute_whenServed() {
        get(path);
        catalog.close();
        get(path);

        assertThat(get("/q/metrics").body().toString())
                .containsPattern("stage5_gateway_stale_total\\{route=\"/api/products/\\{sku}\"} [1-9]")
                .doesNotContain(path);
    }
}

package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import stage5.kit.redis.GuardedRedis;
import stage5.kit.testing.ExternalIssuerResource;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.TokensResource;

/** Base of tests with a client, the gateway, stubs of the three services and a real Redis. */
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = ExternalIssuerResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = StubAddresses.class, restrictToAnnotatedClass = false)
abstract class GatewayTestBase {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TestHTTPResource
    URI gateway;

    @ConfigProperty(name = "stage5.gateway.upstreams.catalog.url")
    URI catalogAddress;

    @ConfigProperty(name = "stage5.gateway.upstreams.order.url")
    URI orderAddress;

    @ConfigProperty(name = "stage5.gateway.upstreams.user.url")
    URI userAddress;

    @ConfigProperty(name = "stage5.testing.console-url")
    URI console;

    @Inject
    CircuitBreakerMaintenance breakers;

    @Inject
    GuardedRedis redis;

    // Another instance than the gateway's, so that metrics and traces contain the gateway only.
    final Vertx vertx = Vertx.vertx();

    StubService catalog;
    StubService order;
    StubService user;
    HttpClient http;

    @BeforeEach
    void startStubs() {
        http = vertx.createHttpClient();
        catalog = new StubService(vertx, catalogAddress).start();
        order = new StubService(vertx, orderAddress).start();
        user = new StubService(vertx, userAddress).start();
    }

    @AfterEach
    void stopStubs() {
        catalog.close();
        order.close();
        user.close();
        await(vertx.close());
        breakers.resetAll();
    }

    GatewayResponse get(String target) {
        return send(HttpMethod.GET, target, Map.of(), null);
    }

    GatewayResponse getAs(String token, String target) {
        return send(HttpMethod.GET, target, bearer(token), null);
    }

    GatewayResponse send(HttpMethod method, String target, Map<String, String> headers, Buffer body) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(gateway.getHost())
                .setPort(gateway.getPort())
                .setURI(target);
        headers.forEach(options::addHeader);
        return call(() -> http.request(options)
                .compose(request -> request.send(body == null ? Buffer.buffer() : body))
                .compose(response -> response.body()
                        .map(bytes -> new GatewayResponse(response.statusCode(), response.headers(), bytes))));
    }

    /** Returns the time until the only key with this pattern expires, as PTTL does. */
    long pttl(String pattern) {
        List<String> keys = keys(pattern);
        assertThat(keys).as("keys like " + pattern).hasSize(1);
        return redis(Command.PTTL, keys.getFirst()).toLong();
    }

    /** Returns the keys in Redis with this pattern. */
    List<String> keys(String pattern) {
        List<String> keys = new ArrayList<>();
        redis(Command.KEYS, pattern).forEach(key -> keys.add(key.toString()));
        return keys;
    }

    /** Returns the reply of Redis to a command. */
    Response redis(Command command, String... arguments) {
        return redis.send(GuardedRedis.request(command, List.of(arguments)))
                .await()
                .atMost(TIMEOUT);
    }

    /**
     * Runs a call of the HTTP client on an event loop; returns its result. On the thread of the test, the handler of a
     * body could be registered after the last event of the body.
     */
    <T> T call(Supplier<Future<T>> work) {
        Promise<T> result = Promise.promise();
        vertx.runOnContext(start -> work.get().onComplete(result));
        return await(result.future());
    }

    /** Waits for a future; returns its result. */
    static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    static void assertProblem(GatewayResponse response, int status, String kind) {
        assertThat(response.status()).as(() -> response.body().toString()).isEqualTo(status);
        assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(response.json().getString("type")).isEqualTo("urn:stage5:problem:" + kind);
        assertThat(response.json().getInteger("status")).isEqualTo(status);
    }

    /** Runs work while Redis is down; afterwards Redis is up and the gateway's breaker is closed. */
    void withoutRedis(Runnable work) {
        console("/redis/stop");
        try {
            work.run();
        } finally {
            console("/redis/start");
            breakers.reset("redis");
            redis.send(Request.cmd(Command.PING))
                    .onFailure()
                    .invoke(() -> breakers.reset("redis"))
                    .onFailure()
                    .retry()
                    .withBackOff(Duration.ofMillis(20), Duration.ofMillis(100))
                    .atMost(50)
                    .await()
                    .atMost(Duration.ofSeconds(20));
        }
    }

    private void console(String action) {
        int status = call(() -> http.request(HttpMethod.POST, console.getPort(), console.getHost(), action)
                .compose(HttpClientRequest::send)
                .map(HttpClientResponse::statusCode));
        assertThat(status).isBetween(200, 204);
    }
}

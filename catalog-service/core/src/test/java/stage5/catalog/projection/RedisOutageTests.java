package stage5.catalog.projection;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.oneOf;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stage5.catalog.CatalogApi;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.consumption.Delivery;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.store.EventStore;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.TokensResource;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class RedisOutageTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @ConfigProperty(name = "stage5.testing.console-url")
    URI console;

    @Inject
    CircuitBreakerMaintenance breakers;

    @Inject
    CacheInvalidationConsumer consumer;

    @Inject
    Consumption consumption;

    @Inject
    EventStore events;

    private final String category = CatalogApi.newWord();

    @AfterEach
    void startRedis() {
        redis("start");
        breakers.reset("redis");
    }

    @Test
    void shouldReadAndWrite_whenRedisIsDown() {
        String word = CatalogApi.newWord();
        String sku = CatalogApi.added(word + " mug", category, 1290, 5);
        CatalogApi.read(sku).then().statusCode(200);
        redis("stop");

        String second = CatalogApi.added(word + " cup", category, 990, 1);
        CatalogApi.change(sku, "\"p1.s1\"", Map.of("name", word + " jug"))
                .then()
                .statusCode(200);
        CatalogApi.read(sku).then().statusCode(200).body("name", equalTo(word + " jug"));
        for (Map<String, String> list :
                List.of(Map.of("category", category), Map.of("q", word), Map.of("category", category, "q", word))) {
            given().queryParams(list)
                    .get("/api/products")
                    .then()
                    .statusCode(200)
                    .body("items.sku", equalTo(List.of(second, sku)));
        }
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void shouldOpenTheBreaker_whenRedisDoesNotAnswer() {
        String sku = CatalogApi.stocked(1);
        redis("stop");

        for (int i = 0; i < 12; i++) {
            CatalogApi.read(sku).then().statusCode(200);
        }

        given().get("/q/health/ready")
                .then()
                // Open, and after a short delay half-open.
                .body("checks.find { it.name == 'circuit breakers' }.data.redis", oneOf("OPEN", "HALF_OPEN"));
    }

    @Test
    void shouldInvalidateByTheEvent_whenRedisWasUnreachableDuringAChange() {
        String sku = CatalogApi.added("Before", category, 1, 1);
        CatalogApi.read(sku).then().body("name", equalTo("Before"));
        redis("stop");
        CatalogApi.change(sku, "*", Map.of("name", "After")).then().statusCode(200);
        Event changed = events.read("product/" + sku).await().atMost(TIMEOUT).getLast();
        assertThatThrownBy(() -> consumer.on(changed).await().atMost(TIMEOUT)).isNotNull();
        redis("start");

        assertThat(consumption
                        .consume(consumer, List.of(new Delivery(changed.id(), EventCodec.write(changed))))
                        .await()
                        .atMost(TIMEOUT))
                .isEmpty();

        CatalogApi.read(sku).then().body("name", equalTo("After"));
        given().queryParam("category", category).get("/api/products").then().body("items.name", hasItem("After"));
    }

    private void redis(String action) {
        given().baseUri(console.toString())
                .port(console.getPort())
                .post("/redis/" + action)
                .then()
                .statusCode(200);
    }
}

package stage5.cli.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IncidentLoadTests {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String LISTINGS = "GET /api/products?category=";

    private StubConsole shop;

    @BeforeEach
    void open() throws IOException {
        shop = new StubConsole();
        shop.put("/api/sessions", "{\"accessToken\": \"token\"}");
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void shouldReadDifferentListings_whenTheLoadHasSome() throws InterruptedException {
        try (IncidentLoad load = start(20.0)) {
            await().atMost(LIMIT)
                    .until(() -> shop.requests().stream()
                                    .filter(request -> request.startsWith(LISTINGS))
                                    .distinct()
                                    .count()
                            >= 3);
            assertThat(load.accepted()).as("the stub accepts no order").isZero();
        }
    }

    @Test
    void shouldReadNoListing_whenTheLoadHasNone() throws InterruptedException {
        try (IncidentLoad load = start(null)) {
            await().atMost(LIMIT).until(() -> shop.requests().stream().anyMatch(this::isOrder));
            assertThat(load.newestOrders()).isEmpty();
        }
        assertThat(shop.requests()).noneMatch(request -> request.startsWith(LISTINGS));
    }

    private boolean isOrder(String request) {
        return request.startsWith("POST /api/orders");
    }

    private IncidentLoad start(Double listings) throws InterruptedException {
        return IncidentLoad.start(
                shop.address(),
                List.of("sku"),
                new Incident.Load(1, 0, listings, null, Duration.ZERO, Duration.ZERO),
                1);
    }
}

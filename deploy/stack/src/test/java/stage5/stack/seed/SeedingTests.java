package stage5.stack.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stage5.stack.shop.Api;
import stage5.stack.shop.ShopException;

class SeedingTests {

    private static final List<SeedProduct> ONE = List.of(new SeedProduct("KIT-1001", "Pot", "kitchen", "A pot.", 1990, 5));

    private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private Api shop;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/products", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(statuses.remove(), -1);
            exchange.close();
        });
        server.start();
        shop = new Api(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void close() {
        shop.close();
        server.stop(0);
    }

    @Test
    void shouldCountOnlyWhatIsNew() throws Exception {
        statuses.addAll(List.of(201, 409));

        assertThat(new Seeding(shop).add(List.of(ONE.getFirst(), ONE.getFirst())))
                .isEqualTo(1);
    }

    @Test
    void shouldAskAgain_whenTheShopCantKeepUp() throws Exception {
        statuses.addAll(List.of(503, 500, 201));

        assertThat(new Seeding(shop).add(ONE)).isEqualTo(1);
        assertThat(statuses).isEmpty();
    }

    @Test
    void shouldGiveUp_whenTheShopRefuses() {
        statuses.addAll(List.of(400, 201));

        assertThatThrownBy(() -> new Seeding(shop).add(ONE))
                .isInstanceOf(ShopException.class)
                .hasMessageContaining("answered 400");
        assertThat(statuses).containsExactly(201);
    }
}

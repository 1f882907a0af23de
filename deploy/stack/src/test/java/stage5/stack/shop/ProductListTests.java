package stage5.stack.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProductListTests {

    private static final String FIRST = "sort=name&limit=100";

    private final Queue<String> queries = new ConcurrentLinkedQueue<>();
    private volatile Map<String, String> pages;
    private HttpServer server;
    private Api shop;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/products", exchange -> {
            String query = exchange.getRequestURI().getRawQuery();
            queries.add(query);
            byte[] page = pages.getOrDefault(query, "").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(page.length == 0 ? 503 : 200, page.length == 0 ? -1 : page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        shop = new Api(URI.create("http://localhost:" + server.getAddress().getPort()));
    }

    @AfterEach
    void close() {
        shop.close();
        server.stop(0);
    }

    @Test
    void shouldReadEachPage_untilNoneFollows() throws InterruptedException {
        pages = Map.of(
                FIRST,
                "{\"items\": [{\"sku\": \"A-1\"}, {\"sku\": \"B-2\"}], \"next\": \"x+y=\"}",
                FIRST + "&cursor=x%2By%3D",
                "{\"items\": [{\"sku\": \"C-3\"}], \"next\": null}");

        assertThat(ProductList.skus(shop)).containsExactly("A-1", "B-2", "C-3");
        assertThat(queries).hasSize(2);
    }

    @Test
    void shouldFail_whenTheShopSellsNothing() {
        pages = Map.of(FIRST, "{\"items\": []}");

        assertThatThrownBy(() -> ProductList.skus(shop))
                .isInstanceOf(ShopException.class)
                .hasMessageContaining("no products");
    }

    @Test
    void shouldFail_whenTheShopDoesNotAnswerWithAPage() {
        pages = Map.of();

        assertThatThrownBy(() -> ProductList.skus(shop)).isInstanceOf(ShopException.class);
    }
}

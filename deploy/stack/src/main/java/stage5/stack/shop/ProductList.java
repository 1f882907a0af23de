package stage5.stack.shop;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The products that a running shop sells. */
public final class ProductList {

    private static final int OK = 200;

    private ProductList() {}

    /**
     * Reads a path of the shop's API.
     *
     * @param <E> what a failed read throws
     */
    @FunctionalInterface
    public interface PageReader<E extends Exception> {

        JsonNode read(String path) throws E;
    }

    /** Returns all products as the shop lists them, sorted by name. Reads one page for each hundred products. */
    public static <E extends Exception> List<JsonNode> items(PageReader<E> shop) throws E {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = shop.read("/api/products?sort=name&limit=100" + cursor);
            page.path("items").forEach(items::add);
            cursor = page.path("next").isTextual()
                    ? "&cursor=" + URLEncoder.encode(page.path("next").asText(), StandardCharsets.UTF_8)
                    : null;
        }
        return items;
    }

    /**
     * Returns the SKUs of all products, sorted by the products' names.
     *
     * @param shop the API of the gateway
     * @throws ShopException if the shop sells nothing, or does not answer with its list
     */
    public static List<String> skus(Api shop) throws InterruptedException {
        List<String> skus = items(path -> shop.get(path).expect(OK).json()).stream()
                .map(product -> product.path("sku").asText())
                .toList();
        if (skus.isEmpty()) {
            throw new ShopException("The shop sells no products.");
        }
        return skus;
    }
}

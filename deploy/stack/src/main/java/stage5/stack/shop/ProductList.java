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
     * Returns the SKUs of all products, sorted by the products' names. Sends one request for each hundred products.
     *
     * @param shop the API of the gateway
     * @throws ShopException if the shop sells nothing, or does not answer with its list
     */
    public static List<String> skus(Api shop) throws InterruptedException {
        List<String> skus = new ArrayList<>();
        String next = "";
        while (next != null) {
            JsonNode page = shop.get("/api/products?sort=name&limit=100" + next)
                    .expect(OK)
                    .json();
            page.path("items").forEach(product -> skus.add(product.path("sku").asText()));
            next = page.path("next").isTextual()
                    ? "&cursor=" + URLEncoder.encode(page.path("next").asText(), StandardCharsets.UTF_8)
                    : null;
        }
        if (skus.isEmpty()) {
            throw new ShopException("The shop sells no products.");
        }
        return skus;
    }
}

package stage5.load.gateway;

import java.nio.charset.StandardCharsets;

/**
 * A constant response of {@link StubUpstream}. It is {@code no-store}, so that the gateway forwards each request and no copy
 * hides a slow upstream.
 *
 * @param contentType null if the response has no content
 * @param location the header of that name; null for none
 */
record StubAnswer(int status, String contentType, String location, byte[] body) {

    /** The path of the event streams. */
    static final String STREAM_SUFFIX = "/events";

    private static final String JSON = "application/json";
    private static final StubAnswer ITEM =
            json(200, "{\"sku\":\"NOTHING-1\",\"id\":\"1\",\"name\":\"Nothing at all\",\"status\":\"confirmed\"}");
    private static final StubAnswer PAGE =
            json(200, "{\"items\":[{\"sku\":\"NOTHING-1\",\"category\":\"nothing\",\"name\":\"Nothing at all\"}]}");
    private static final StubAnswer BESTSELLERS = json(200, "[{\"sku\":\"NOTHING-1\",\"sold\":1}]");
    private static final StubAnswer SESSION = json(201, "{\"accessToken\":\"nothing\",\"expiresIn\":300}");
    private static final StubAnswer PLACED =
            new StubAnswer(202, JSON, "/api/orders/1", bytes("{\"id\":\"1\",\"status\":\"placed\"}"));

    /** Returns the response to a request for a path without its query. */
    static StubAnswer to(String method, String path) {
        if (method.equals("POST")) {
            return path.equals("/api/orders") ? PLACED : SESSION;
        }
        return switch (path) {
            case "/api/products", "/api/categories", "/api/orders" -> PAGE;
            case "/api/bestsellers" -> BESTSELLERS;
            default -> ITEM;
        };
    }

    /** Returns a JSON response. */
    static StubAnswer json(int status, String json) {
        return new StubAnswer(status, JSON, null, bytes(json));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

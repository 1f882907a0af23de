package stage5.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import stage5.stack.shop.Api;
import stage5.stack.shop.EventSource;
import stage5.stack.shop.ShopException;

/** An order's server-sent events. */
final class OrderEventStream {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNSETTLED = "placed";

    private OrderEventStream() {}

    /** Follows the events until the order is settled, passes each event to the reader, and returns the final status. */
    static String follow(Api shop, String orderId, Consumer<JsonNode> reader) throws InterruptedException {
        String path = "/api/orders/" + orderId + "/events";
        AtomicReference<String> status = new AtomicReference<>(UNSETTLED);
        EventSource.follow(
                lastId -> lastId.map(id -> shop.with("Last-Event-ID", id))
                        .orElse(shop)
                        .lines(path),
                data -> {
                    JsonNode event = parse(data);
                    reader.accept(event);
                    status.set(event.path("status").asText());
                    return !status.get().equals(UNSETTLED);
                });
        return status.get();
    }

    private static JsonNode parse(String data) {
        try {
            return JSON.readTree(data);
        } catch (JsonProcessingException e) {
            throw new ShopException("An event of the order is not JSON: " + data, e);
        }
    }
}

package stage5.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import stage5.cli.shop.Api;
import stage5.cli.shop.ShopException;

/** An order's server-sent events (<a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML</a>). */
final class OrderEvents {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATA = "data:";

    private OrderEvents() {}

    /** Returns the status in which the order was settled; hands on each event as it comes. */
    static String follow(Api shop, String orderId, Consumer<JsonNode> reader) throws InterruptedException {
        try (Stream<String> lines = shop.lines("/api/orders/" + orderId + "/events")) {
            for (Iterator<String> rest = lines.iterator(); rest.hasNext(); ) {
                String line = rest.next();
                if (line.startsWith(DATA)) {
                    JsonNode event = JSON.readTree(line.substring(DATA.length()));
                    reader.accept(event);
                    if (!event.path("status").asText().equals("placed")) {
                        return event.path("status").asText();
                    }
                }
            }
        } catch (JsonProcessingException e) {
            throw new ShopException("The events of order %s are not JSON".formatted(orderId), e);
        }
        throw new ShopException("The events of order %s ended before it was settled".formatted(orderId));
    }
}

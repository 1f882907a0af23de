package stage5.gateway.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;

/**
 * The composed view of an order with its products.
 *
 * @param order the order as order-service returns it
 * @param products the current state of each product of the order by SKU; null if it is not available
 * @param missing the products that are null, as {@code products/SKU}
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
public record OrderDetails(JsonNode order, Map<String, JsonNode> products, List<String> missing) {
    /** Returns the order with {@code products} and {@code missing} as further fields. */
    ObjectNode asOrder() {
        ObjectNode expanded = order.deepCopy();
        ObjectNode all = expanded.putObject("products");
        products.forEach((sku, product) -> all.set(sku, product == null ? NullNode.getInstance() : product));
        ArrayNode names = expanded.putArray("missing");
        missing.forEach(names::add);
        return expanded;
    }
}

package stage5.gateway.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
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
public record OrderDetails(JsonNode order, Map<String, JsonNode> products, List<String> missing) {}

package stage5.gateway.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;

/**
 * An order with what it is about.
 *
 * @param order as order-service tells it
 * @param products the present page of each product in it by SKU, null where there is none to show
 * @param missing the parts that could not be had and are null, as {@code products/SKU}
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
public record OrderDetails(JsonNode order, Map<String, JsonNode> products, List<String> missing) {}

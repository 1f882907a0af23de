package stage5.gateway.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What somebody sees first.
 *
 * @param bestsellers each with its {@code product}, null where there is none to show
 * @param products the first page of the listing, the most popular first
 * @param missing the names of the parts that could not be had and are null
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
public record HomeView(JsonNode bestsellers, JsonNode products, List<String> missing) {}

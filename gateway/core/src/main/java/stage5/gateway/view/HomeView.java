package stage5.gateway.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * The composed view of the front page.
 *
 * @param bestsellers each with its {@code product}, which is null if it is not available
 * @param products the first page of the listing by popularity
 * @param categories as catalog-service lists them
 * @param orders the caller's last orders, newest first; null without an access token
 * @param missing which of {@code bestsellers} and {@code products} are null because a service could not answer; a list
 *     that the released contract closes
 * @param missingParts the names of all fields that are null because a service could not answer
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
public record HomeView(
        JsonNode bestsellers,
        JsonNode products,
        JsonNode categories,
        JsonNode orders,
        List<String> missing,
        List<String> missingParts) {}

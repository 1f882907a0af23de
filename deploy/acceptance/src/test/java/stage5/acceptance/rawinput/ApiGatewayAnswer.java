package stage5.acceptance.rawinput;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import stage5.acceptance.YamlResources;
import stage5.kit.testing.http.RawInput;

/**
 * Further right answers to a row of {@code RawInputs} from a function behind API Gateway.
 *
 * @param row the name of the row
 * @param statuses the statuses with which API Gateway answers itself
 * @param requests what a service may see, because API Gateway changes the request
 * @param waits whether API Gateway waits for bytes that the client announces and never sends
 * @param reason why the container's answer can't be given
 */
record ApiGatewayAnswer(String row, Set<Integer> statuses, List<String> requests, boolean waits, String reason) {

    ApiGatewayAnswer {
        statuses = statuses == null ? Set.of() : Set.copyOf(statuses);
        requests = requests == null ? List.of() : List.copyOf(requests);
        Objects.requireNonNull(reason, row);
    }

    /** Returns the answers in {@code api-gateway.yaml}. */
    static List<ApiGatewayAnswer> load() {
        return YamlResources.read(ApiGatewayAnswer.class, "api-gateway.yaml", new TypeReference<>() {});
    }

    /** Returns the row with these answers too. */
    RawInput applyTo(RawInput input) {
        return input.orRight(statuses, requests);
    }
}

package stage5.acceptance.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.contract.ApiOperation.Parameter;

/** The gateway's OpenAPI document of the whole public API, with references resolved. */
final class ApiDocument {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final JsonNode root;

    private ApiDocument(JsonNode root) {
        this.root = root;
    }

    static ApiDocument read() {
        return new ApiDocument(ShopUnderTest.gateway()
                .get("/q/openapi?format=json")
                .expect(200)
                .json());
    }

    List<ApiOperation> operations() {
        List<ApiOperation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> entry : path.getValue().properties()) {
                if (METHODS.contains(entry.getKey())) {
                    operations.add(operation(path.getKey(), path.getValue(), entry.getKey(), entry.getValue()));
                }
            }
        }
        return operations;
    }

    /** Returns the node that a reference points to, or the node itself if it is not a reference. */
    JsonNode resolve(JsonNode node) {
        JsonNode resolved = node;
        while (resolved.has("$ref")) {
            resolved = root.at(resolved.path("$ref").asText().substring(1));
        }
        return resolved;
    }

    private ApiOperation operation(String path, JsonNode shared, String method, JsonNode operation) {
        List<Parameter> parameters = new ArrayList<>();
        Consumer<JsonNode> add = reference -> {
            JsonNode parameter = resolve(reference);
            parameters.add(new Parameter(
                    parameter.path("name").asText(),
                    parameter.path("in").asText(),
                    parameter.path("required").asBoolean(),
                    resolve(parameter.path("schema"))));
        };
        shared.path("parameters").forEach(add);
        operation.path("parameters").forEach(add);
        JsonNode body = resolve(operation.path("requestBody")).path("content").path("application/json");
        Set<String> responses = new HashSet<>();
        operation.path("responses").fieldNames().forEachRemaining(responses::add);
        JsonNode security = operation.has("security") ? operation.path("security") : root.path("security");
        return new ApiOperation(
                method.toUpperCase(),
                path,
                parameters,
                body.isMissingNode() ? MissingNode.getInstance() : resolve(body.path("schema")),
                responses,
                !security.isEmpty());
    }
}

package stage5.acceptance.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/** One operation of the public API, as the OpenAPI document describes it. */
record ApiOperation(
        String method, String path, List<Parameter> parameters, JsonNode body, Set<String> responses, boolean secured) {

    record Parameter(String name, String in, boolean required, JsonNode schema) {}

    /** Returns whether the document lists the status or a default response. */
    boolean documents(int status) {
        return responses.contains(Integer.toString(status)) || responses.contains("default");
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}

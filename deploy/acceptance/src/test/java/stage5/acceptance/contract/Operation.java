package stage5.acceptance.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/** One operation of the public API, as its document describes it. */
record Operation(
        String method, String path, List<Parameter> parameters, JsonNode body, Set<String> responses, boolean secured) {

    record Parameter(String name, String in, boolean required, JsonNode schema) {}

    boolean documents(int status) {
        return responses.contains(Integer.toString(status)) || responses.contains("default");
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}

package stage5.acceptance.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/** A response of the shop; {@code json} is a missing node if the body is empty or not JSON. */
public record ApiResponse(String request, int status, HttpHeaders headers, JsonNode json, String text) {

    public ApiResponse expect(int expected) {
        assertThat(status).as("%s returned %s", request, text).isEqualTo(expected);
        return this;
    }

    /** Asserts a problem document (RFC 9457) with this status and a trace id, and without a stack trace. */
    public ApiResponse expectProblem(int expected) {
        expect(expected);
        assertThat(header("content-type")).as(request).startsWith("application/problem+json");
        assertThat(json.path("status").asInt()).as(text).isEqualTo(expected);
        assertThat(json.path("type").asText()).as(text).startsWith("urn:stage5:problem:");
        assertThat(json.path("title").asText()).as(text).isNotBlank();
        assertThat(json.path("traceId").asText()).as(text).matches("[0-9a-f]{32}");
        assertThat(text).doesNotContain("Exception").doesNotContain("\tat ");
        return this;
    }

    /** Asserts a problem document with this status (400 or 422) whose errors name the field. */
    public ApiResponse expectFieldError(int expected, String field) {
        expectProblem(expected);
        assertThat(json.path("errors").findValuesAsText("field")).as(text).contains(field);
        return this;
    }

    /** Returns the header's first value, or an empty text if it is missing. */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** Returns the text of a top-level JSON field, or an empty text if it is missing. */
    public String field(String name) {
        return json.path(name).asText();
    }
}

package stage5.acceptance.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/** What the shop answered; {@code json} is a missing node where the body is empty or not JSON. */
public record Answer(String request, int status, HttpHeaders headers, JsonNode json, String text) {

    public Answer expect(int expected) {
        assertThat(status).as("%s answered %s", request, text).isEqualTo(expected);
        return this;
    }

    /** Asserts a problem document (RFC 9457) with this status and the trace id that an SRE would look up. */
    public Answer expectProblem(int expected) {
        expect(expected);
        assertThat(header("content-type")).as(request).startsWith("application/problem+json");
        assertThat(json.path("status").asInt()).as(text).isEqualTo(expected);
        assertThat(json.path("type").asText()).as(text).startsWith("urn:stage5:problem:");
        assertThat(json.path("title").asText()).as(text).isNotBlank();
        assertThat(json.path("traceId").asText()).as(text).matches("[0-9a-f]{32}");
        assertThat(text).doesNotContain("Exception").doesNotContain("\tat ");
        return this;
    }

    /** Asserts a 400 or 422 problem that blames the given field. */
    public Answer expectFieldError(int expected, String field) {
        expectProblem(expected);
        assertThat(json.path("errors").findValuesAsText("field")).as(text).contains(field);
        return this;
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    public String at(String field) {
        return json.path(field).asText();
    }
}

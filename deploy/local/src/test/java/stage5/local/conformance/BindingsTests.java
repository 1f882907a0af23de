package stage5.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class BindingsTests {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Bindings bindings = new Bindings().bind("unique", "u1");

    @Test
    void shouldReplaceReferences_whenTheyAreBound() throws JsonProcessingException {
        bindings.bind("Queue", JSON.readTree("{\"Url\":\"http://q\",\"Messages\":[{\"Size\":7}]}"));

        assertThat(bindings.parameters(JSON.readTree("""
                        {"${unique}-a": "${Queue.Url}/x", "size": "${Queue.Messages[0].Size}", "long": "<${repeat:ab:2}>"}""")))
                .isEqualTo(JSON.readTree("{\"u1-a\":\"http://q/x\",\"size\":7,\"long\":\"<abab>\"}"));
    }

    @Test
    void shouldExpandListsAndJson_whenTheyAreParameters() throws JsonProcessingException {
        JsonNode template = JSON.readTree("""
                {"ids": {"$list": {"times": 2, "item": {"Id": "id${index}"}}}, "policy": {"$json": {"a": "${unique}"}}}""");

        assertThat(bindings.parameters(template)).isEqualTo(JSON.readTree("""
                        {"ids": [{"Id": "id0"}, {"Id": "id1"}], "policy": "{\\"a\\":\\"u1\\"}"}"""));
        assertThat(bindings.expectation(template.path("policy")).has("$json"))
                .as("a matcher stays")
                .isTrue();
    }

    @Test
    void shouldThrow_whenAReferenceIsUnbound() {
        bindings.bind("Queue", JSON.createObjectNode());

        assertThatThrownBy(() -> bindings.text("${Queue.Url}"))
                .isInstanceOf(Bindings.UnboundException.class)
                .hasMessage("${Queue.Url} has no value");
        assertThatThrownBy(() -> bindings.text("${other}")).isInstanceOf(Bindings.UnboundException.class);
    }
}

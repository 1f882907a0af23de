package stage5.kit.web.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTests {

    private final ObjectMapper json = new ObjectMapper();

    StrictJsonTests() {
        new StrictJson().customize(json);
    }

    @Test
    void shouldRead_whenTypesMatchExactly() throws Exception {
        assertThat(json.readValue("{\"text\":\"key \\ud83d\\udd11\",\"number\":5}", Sample.class))
                .isEqualTo(new Sample("key \ud83d\udd11", 5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"text\":5,\"number\":5}",
                "{\"text\":true,\"number\":5}",
                "{\"text\":\"half \\ud83d\",\"number\":5}",
                "{\"text\":\"half \\udd11\",\"number\":5}",
                "{\"text\":\"a\",\"number\":\"5\"}",
                "{\"text\":\"a\",\"number\":1.9}",
                "{\"text\":\"a\",\"number\":null}",
                "{\"text\":\"a\",\"number\":5,\"other\":1}",
                "{\"text\":\"a\",\"text\":\"b\",\"number\":5}",
                "{\"text\":\"a\",\"number\":5} {}",
                "{\"text\":[\"a\"],\"number\":5}"
            })
    void shouldThrow_whenTheJsonNeedsCoercionOrIsMalformed(String text) {
        assertThatThrownBy(() -> json.readValue(text, Sample.class)).isInstanceOf(JsonProcessingException.class);
    }

    record Sample(String text, int number) {}
}

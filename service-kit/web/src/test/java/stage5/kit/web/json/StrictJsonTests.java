package stage5.kit.web.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                "{\"text\":\"a\",\"number\":2.5}",
                "{\"text\":\"a\",\"number\":1e-1}",
                "{\"text\":\"a\",\"number\":2147483648.0}",
                "{\"text\":\"a\",\"number\":1e999999999}",
                "{\"text\":\"a\",\"number\":-1e999999999}",
                "{\"text\":\"a\",\"number\":1e-999999999}",
                "{\"text\":\"a\",\"number\":null}",
                "{\"text\":\"a\",\"number\":5,\"other\":1}",
                "{\"text\":\"a\",\"text\":\"b\",\"number\":5}",
                "{\"text\":\"a\",\"number\":5} {}",
                "{\"text\":[\"a\"],\"number\":5}"
            })
    void shouldThrow_whenTheJsonNeedsCoercionOrIsMalformed(String text) {
        assertThatThrownBy(() -> json.readValue(text, Sample.class)).isInstanceOf(JsonProcessingException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 2",
        "2.0, 2",
        "-2.000, -2",
        "2e0, 2",
        "1e3, 1000",
        "2.50E1, 25",
        "0.0, 0",
        "0e999999999, 0",
        "-0.0, 0"
    })
    void shouldReadAnInteger_whenItHasNoFractionalPart(String text, int number) throws Exception {
        String json = "{\"primitive\":%1$s,\"boxed\":%1$s,\"primitiveLong\":%1$s,\"boxedLong\":%1$s}".formatted(text);

        assertThat(this.json.readValue(json, Integers.class))
                .isEqualTo(new Integers(number, number, (long) number, (long) number));
    }

    @Test
    void shouldReadNull_whenAnIntegerIsOptional() throws Exception {
        assertThat(json.readValue("{\"primitive\":1,\"boxed\":null,\"primitiveLong\":1}", Integers.class))
                .isEqualTo(new Integers(1, null, 1L, null));
    }

    record Integers(int primitive, Integer boxed, long primitiveLong, Long boxedLong) {}

    record Sample(String text, int number) {}
}

package stage5.kit.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IfNoneMatchTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a,b\"",
                "W/\"a,b\"",
                "*",
                " * ",
                "\"x\", \"a,b\"",
                "\"x\",\"a,b\",\"y\"",
                ", ,\"x\" ,, \t W/\"a,b\" ,",
                "\"\", \"a,b\""
            })
    void shouldMatch_whenTheClientHasTheRepresentation(String header) {
        assertThat(IfNoneMatch.of(List.of(header)).matches("\"a,b\"")).isTrue();
        assertThat(IfNoneMatch.of(List.of(header)).matches("W/\"a,b\"")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a,b",
                "\"a\"",
                "\"b\"",
                "\"A,B\"",
                "w/\"a,b\"",
                "W/ \"a,b\"",
                "\"x\", *",
                "\"x\" \"a,b\"",
                "x, \"a,b\"",
                "\"a,b",
                "\"x\"\"a,b\""
            })
    void shouldNotMatch_whenTheClientHasOthersOrTheHeaderIsMalformed(String header) {
        assertThat(IfNoneMatch.of(List.of(header)).matches("\"a,b\"")).isFalse();
    }

    @Test
    void shouldJoinTheLines_whenThereAreSeveral() {
        assertThat(IfNoneMatch.of(List.of("\"x\"", "\"y\", \"1\"")).matches("\"1\""))
                .isTrue();
        assertThat(IfNoneMatch.of(List.of("\"x\"", " W/\"a", "b\"")).matches("\"a,b\""))
                .isTrue();
        assertThat(IfNoneMatch.of(List.of()).matches("\"1\"")).isFalse();
    }

    @Test
    void shouldMatchByAsteriskOnly_whenThereIsNoEntityTag() {
        assertThat(IfNoneMatch.of(List.of("*")).matches(null)).isTrue();
        assertThat(IfNoneMatch.of(List.of("\"1\"")).matches(null)).isFalse();
    }
}

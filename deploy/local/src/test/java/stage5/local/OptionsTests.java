package stage5.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTests {

    @Test
    void shouldUseDefaults_whenNoOptionIsGiven() {
        Options options = Options.parse();

        assertThat(options).isEqualTo(Options.of(Ports.from(8080), Path.of(".stage5"), true));
        assertThat(options.ports().payment()).isEqualTo(8090);
        assertThat(options.ports().zipkin()).isEqualTo(8098);
    }

    @Test
    void shouldParseAllOptions() {
        Options options = Options.parse(
                "--port-base 18080 --directory here --zipkin false --kept-spans 5 --contracts there".split(" "));

        assertThat(options)
                .isEqualTo(new Options(
                        Ports.from(18080), Path.of("here"), false, 5, Optional.of(Path.of("there")), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--port-base",
                "--port-base x",
                "--port-base 80",
                "--port-base 65518",
                "--zipkin maybe",
                "--kept-spans 0",
                "--unknown 1"
            })
    void shouldReject_whenArgumentsAreInvalid(String arguments) {
        assertThatThrownBy(() -> Options.parse(arguments.split(" "))).isInstanceOf(IllegalArgumentException.class);
    }
}

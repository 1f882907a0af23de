package stage5.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTests {

    @Test
    void shouldCountPortsFromTheBase() {
        Ports ports = new Ports(18080);

        assertThat(ports.gateway()).isEqualTo(URI.create("http://127.0.0.1:18080"));
        assertThat(ports.of(Component.NOTIFICATION)).isEqualTo(18084);
        assertThat(ports.zipkin()).isEqualTo(URI.create("http://127.0.0.1:18098"));
    }

    @Test
    void shouldNeedEachPortOnce() {
        assertThat(new Ports(8080).needed(true)).hasSize(16);
        assertThat(new Ports(8080).needed(false)).hasSize(11).doesNotContainKey(8080);
    }

    @Test
    void shouldReturnTheCommandLineForThisStack() {
        assertThat(new Ports(8080).call("down")).isEqualTo("./stage5 down");
        assertThat(new Ports(18080).call("down")).isEqualTo("./stage5 down --port-base 18080");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1023, 65_517, 100_000})
    void shouldRejectABase_whenAPortWouldBeOutOfRange(int base) {
        assertThatThrownBy(() -> new Ports(base))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("" + base);
    }
}

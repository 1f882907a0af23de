package stage5.load.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import stage5.stack.Component;

class BenchSettingsTests {

    private static final Set<BenchPart> ALL = EnumSet.allOf(BenchPart.class);
    private static final Duration LENGTH = Duration.ofSeconds(10);

    private static BenchSettings settings(
            Set<BenchPart> parts, Duration length, int streams, Component slow, Double rated, Path nginx) {
        return new BenchSettings(
                parts,
                5,
                length,
                LENGTH,
                LENGTH,
                16,
                streams,
                200,
                500,
                slow,
                Optional.ofNullable(rated),
                Optional.ofNullable(nginx));
    }

    @Test
    void shouldAccept_whenTheFloodHasARate() {
        assertThat(settings(ALL, LENGTH, 1000, Component.ORDER, null, null).rated())
                .isEmpty();
        assertThat(settings(Set.of(BenchPart.FLOOD), LENGTH, 1, Component.USER, 100.0, null)
                        .rated())
                .hasValue(100.0);
    }

    @Test
    void shouldReject_whenAnArgumentIsOutOfRange() {
        assertRejected("--rated", () -> settings(Set.of(BenchPart.FLOOD), LENGTH, 10, Component.ORDER, null, null));
        assertRejected("positive", () -> settings(ALL, LENGTH, 10, Component.ORDER, -1.0, null));
        assertRejected("event streams", () -> settings(ALL, LENGTH, 1001, Component.ORDER, null, null));
        assertRejected("at least 1 s", () -> settings(ALL, Duration.ofMillis(999), 10, Component.ORDER, null, null));
        assertRejected("slow upstream", () -> settings(ALL, LENGTH, 10, Component.GATEWAY, null, null));
        assertRejected("part", () -> settings(Set.of(), LENGTH, 10, Component.ORDER, null, null));
        assertRejected(
                "not executable",
                () -> settings(ALL, LENGTH, 10, Component.ORDER, null, Path.of("no", "such", "nginx")));
    }

    private static void assertRejected(String reason, Runnable construction) {
        assertThatThrownBy(construction::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}

package stage5.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnitShareTests {

    private static final UnitShare KNOWN = new UnitShare("known", 2, false);
    private static final UnitShare ALSO_KNOWN = new UnitShare("also-known", 1, false);
    private static final UnitShare OPEN = new UnitShare("open", 1, true);

    @Test
    void shouldGiveTheRestToOpenShares() {
        assertThat(divide(7, KNOWN, ALSO_KNOWN, OPEN))
                .containsOnly(Map.entry("known", 2.0), Map.entry("also-known", 1.0), Map.entry("open", 4.0));
    }

    @Test
    void shouldGiveTheRestToAllShares_whenNoneIsOpen() {
        assertThat(divide(5, KNOWN, ALSO_KNOWN)).containsOnly(Map.entry("known", 3.0), Map.entry("also-known", 2.0));
    }

    @Test
    void shouldReduceAllMinimums_whenTheTotalIsLess() {
        assertThat(divide(2, KNOWN, ALSO_KNOWN, OPEN))
                .containsOnly(Map.entry("known", 1.0), Map.entry("also-known", 0.5), Map.entry("open", 0.5));
    }

    @Test
    void shouldGiveNothing_whenAnOpenShareHasNoMinimumAndThereIsNoRest() {
        assertThat(divide(2, KNOWN, new UnitShare(null, 0, true))).containsOnly(Map.entry("known", 2.0));
    }

    @Test
    void shouldGiveAllToAnUnknownKey_whenThereAreNoShares() {
        Map<String, Double> units = new HashMap<>();
        units.put(null, 3.0);

        assertThat(divide(3)).isEqualTo(units);
    }

    private static Map<String, Double> divide(double total, UnitShare... shares) {
        Map<String, Double> units = new HashMap<>();
        UnitShare.divide(total, List.of(shares), units::put);
        return units;
    }
}

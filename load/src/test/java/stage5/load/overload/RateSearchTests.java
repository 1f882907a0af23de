package stage5.load.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import stage5.load.generator.LoadException;

class RateSearchTests {

    private final List<String> lines = new ArrayList<>();

    @Test
    void shouldReturnTheLastRate_whenTheNextIsTooSlow() throws InterruptedException {
        RateSearch search = new RateSearch(
                rate -> new OrderFixtures()
                        .confirmed(0, 10, rate, rate < 19 ? 400 : 1_100)
                        .summary(),
                lines::add);

        assertThat(search.find()).isEqualTo(10 * 1.25 * 1.25);
        assertThat(lines).hasSize(4);
        assertThat(lines.getLast()).startsWith("19.5 orders a second: not held");
    }

    @Test
    void shouldReturnTheLastRate_whenTheNextLosesAnOrder() throws InterruptedException {
        RateSearch search = new RateSearch(
                rate -> {
                    OrderFixtures orders = new OrderFixtures().confirmed(0, 10, rate, 400);
                    return (rate > 10 ? orders.refused(0, 0.5, 2, 503, 10, true) : orders).summary();
                },
                lines::add);

        assertThat(search.find()).isEqualTo(10);
    }

    @Test
    void shouldFail_whenTheFirstRateIsNotHeld() {
        RateSearch search =
                new RateSearch(rate -> new OrderFixtures().accepted(1, "placed").summary(), lines::add);

        assertThatThrownBy(search::find).isInstanceOf(LoadException.class).hasMessageContaining("--rate");
    }
}

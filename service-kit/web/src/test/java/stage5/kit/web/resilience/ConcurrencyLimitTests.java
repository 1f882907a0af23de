package stage5.kit.web.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.kit.web.resilience.ConcurrencyLimit.Settings;
import stage5.kit.web.resilience.SimulatedServer.LoadOutcome;

class ConcurrencyLimitTests {

    private static final Settings SETTINGS = new Settings(1, 1000, 20, Duration.ZERO);

    @ParameterizedTest
    @CsvSource({"2, 100", "8, 20", "40, 5", "40, 200", "200, 20"})
    void shouldSettleNearTheCapacity_whenFourTimesTheCapacityIsOffered(int workers, int serviceMillis) {
        SimulatedServer server = new SimulatedServer(workers, Duration.ofMillis(serviceMillis), SETTINGS);
        server.offer(4 * server.capacity(), Duration.ofSeconds(30));

        LoadOutcome storm = server.offer(4 * server.capacity(), Duration.ofMinutes(5));

        assertThat(storm.throughput()).isGreaterThan(0.9 * server.capacity());
        assertThat(storm.limit()).isBetween(1.0 * workers, 4.0 * workers);
        assertThat(storm.latency()).isLessThan(Duration.ofMillis(4L * serviceMillis));
    }

    @Test
    void shouldRefuseNothing_whenTheLoadIsHalfTheCapacity() {
        SimulatedServer server = new SimulatedServer(40, Duration.ofMillis(20), SETTINGS);
        server.offer(4 * server.capacity(), Duration.ofSeconds(60));
        server.offer(0.5 * server.capacity(), Duration.ofSeconds(2));

        LoadOutcome calm = server.offer(0.5 * server.capacity(), Duration.ofMinutes(1));

        assertThat(calm.refusedShare()).isLessThan(0.001);
        assertThat(calm.latency()).isLessThan(Duration.ofMillis(24));
    }

    @Test
    void shouldRecoverWithinTwoSeconds_whenTheServerWasSlowForAMinute() {
        SimulatedServer server = new SimulatedServer(40, Duration.ofMillis(20), SETTINGS);
        double rate = server.capacity() / 2;
        server.offer(rate, Duration.ofSeconds(30));
        server.setWorkers(2);
        server.offer(rate, Duration.ofSeconds(60));
        server.setWorkers(40);
        server.offer(rate, Duration.ofSeconds(2));

        LoadOutcome after = server.offer(rate, Duration.ofSeconds(10));

        assertThat(after.throughput()).isGreaterThan(0.95 * rate);
        assertThat(after.refusedShare()).isLessThan(0.05);
    }

    @Test
    void shouldLearnTheNewBaseline_whenTheWorkBecomesSlowerByItself() {
        SimulatedServer server = new SimulatedServer(1000, Duration.ofMillis(5), SETTINGS);
        server.offer(1000, Duration.ofSeconds(30));
        server.setService(Duration.ofMillis(50));
        server.offer(1000, Duration.ofSeconds(30));

        LoadOutcome slow = server.offer(1000, Duration.ofSeconds(60));

        // A limit that waits for 5 ms again would refuse nearly everything: 50 jobs run at once at this rate.
        assertThat(slow.throughput()).isGreaterThan(900);
    }

    @Test
    void shouldNotDrift_whenTheStormLastsAnHour() {
        SimulatedServer server = new SimulatedServer(8, Duration.ofMillis(20), SETTINGS);
        server.offer(4 * server.capacity(), Duration.ofMinutes(60));

        LoadOutcome storm = server.offer(4 * server.capacity(), Duration.ofMinutes(1));

        assertThat(storm.limit()).isLessThan(24);
        assertThat(storm.throughput()).isGreaterThan(0.9 * server.capacity());
    }

    @Test
    void shouldNotLowerTheLimit_whenTheLatencyIsAcceptable() {
        Settings settings = new Settings(1, 1000, 20, Duration.ofMillis(200));
        SimulatedServer server = new SimulatedServer(8, Duration.ofMillis(10), settings);

        LoadOutcome storm = server.offer(4 * server.capacity(), Duration.ofMinutes(5));

        assertThat(storm.limit()).isGreaterThan(100);
        assertThat(storm.latency()).isBetween(Duration.ofMillis(120), Duration.ofMillis(260));
    }

    @Test
    void shouldStayWithinItsBounds_whenTheyForbidTheBestLimit() {
        SimulatedServer narrow = new SimulatedServer(40, Duration.ofMillis(20), new Settings(2, 10, 5, Duration.ZERO));
        SimulatedServer wide = new SimulatedServer(2, Duration.ofMillis(20), new Settings(16, 100, 50, Duration.ZERO));

        narrow.offer(4 * narrow.capacity(), Duration.ofSeconds(15));
        wide.offer(4 * wide.capacity(), Duration.ofSeconds(15));

        assertThat(narrow.limit().limit()).isEqualTo(10);
        assertThat(wide.limit().limit()).isBetween(16, 20);
    }

    @ParameterizedTest
    @CsvSource({"19, 11", "20, 3"})
    void shouldProbe_whenMoreIsRefusedThanByABurst(int refused, int expected) {
        AtomicLong now = new AtomicLong();
        ConcurrencyLimit limit = new ConcurrencyLimit(new Settings(1, 100, 10, Duration.ofMillis(500)), now::get);
        now.addAndGet(Duration.ofHours(1).toNanos());

        burst(limit, now, refused);

        assertThat(limit.limit()).isEqualTo(expected);
    }

    @Test
    void shouldNotProbe_whenTwoBurstsAreFarApart() {
        AtomicLong now = new AtomicLong();
        ConcurrencyLimit limit = new ConcurrencyLimit(new Settings(1, 100, 10, Duration.ofMillis(500)), now::get);

        burst(limit, now, 19);
        now.addAndGet(ConcurrencyLimit.PROBE_INTERVAL.toNanos());
        burst(limit, now, 19);

        assertThat(limit.limit()).isGreaterThanOrEqualTo(10);
    }

    @Test
    void shouldLowerTheLimit_whenWorkIsDropped() {
        AtomicLong now = new AtomicLong();
        ConcurrencyLimit limit = new ConcurrencyLimit(new Settings(1, 100, 100, Duration.ZERO), now::get);

        for (int second = 1; second <= 3; second++) {
            assertThat(limit.tryAcquire()).isTrue();
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            limit.releaseDropped();
        }

        assertThat(limit.limit()).isEqualTo(72); // 100 × 0.9³, rounded down
    }

    @Test
    void shouldLowerTheLimit_whenWorkWaitsInTheProcess() {
        AtomicLong now = new AtomicLong();
        AtomicBoolean congested = new AtomicBoolean(true);
        Settings settings = new Settings(32, 512, 128, Duration.ofMillis(500));
        ConcurrencyLimit limit = new ConcurrencyLimit(settings, now::get, congested::get);

        for (int window = 1; window <= 10; window++) {
            releaseAfter(limit, now, Duration.ofMillis(100));
        }
        int least = limit.limit();
        congested.set(false);
        for (int window = 1; window <= 10; window++) {
            burst(limit, now, 1);
        }

        assertThat(least).isEqualTo(8);
        assertThat(limit.limit()).as("without a queue").isGreaterThan(least);
    }

    @Test
    void shouldRiseToItsMinimum_whenNoWorkWaitsAnyMore() {
        AtomicLong now = new AtomicLong();
        AtomicBoolean congested = new AtomicBoolean(true);
        Settings settings = new Settings(32, 512, 128, Duration.ofMillis(500));
        ConcurrencyLimit limit = new ConcurrencyLimit(settings, now::get, congested::get);
        for (int window = 1; window <= 10; window++) {
            releaseAfter(limit, now, Duration.ofMillis(100));
        }
        congested.set(false);

        for (int window = 1; window <= 7; window++) {
            releaseAfter(limit, now, Duration.ofSeconds(1));
        }

        assertThat(limit.limit()).as("although nothing was refused").isEqualTo(32);
    }

    @Test
    void shouldNotFallBelowItsMinimum_whenOnlyTheLatencyIsHigh() {
        AtomicLong now = new AtomicLong();
        Settings settings = new Settings(32, 512, 40, Duration.ofMillis(100));
        ConcurrencyLimit limit = new ConcurrencyLimit(settings, now::get, () -> false);

        releaseAfter(limit, now, Duration.ofMillis(100));
        for (int window = 1; window <= 10; window++) {
            releaseAfter(limit, now, Duration.ofSeconds(2));
        }

        assertThat(limit.limit()).isEqualTo(32);
    }

    @Test
    void shouldAdmitABurstAgain_whenItIsCalmAfterAnOverload() {
        AtomicLong now = new AtomicLong();
        Settings settings = new Settings(8, 512, 32, Duration.ofMillis(150));
        ConcurrencyLimit limit = new ConcurrencyLimit(settings, now::get, () -> false);
        calmSecond(limit, now);
        for (int window = 1; window <= 10; window++) {
            releaseAfter(limit, now, Duration.ofSeconds(2));
        }
        burst(limit, now, 1);
        int least = limit.limit();

        for (int second = 1; second < 10; second++) {
            calmSecond(limit, now);
        }
        int soon = limit.limit();
        for (int second = 1; second <= 15; second++) {
            calmSecond(limit, now);
        }
        int calm = limit.limit();
        calmSecond(limit, now);

        assertThat(least).isLessThan(12);
        assertThat(soon).as("the overload may go on").isEqualTo(least);
        assertThat(calm).isEqualTo(32);
        assertThat(limit.limit()).as("more is not needed").isEqualTo(32);
    }

    /** Uses all of the limit for a second, and is refused so often, at least once. */
    private static void burst(ConcurrencyLimit limit, AtomicLong now, int refused) {
        while (limit.hasRoom()) {
            assertThat(limit.tryAcquire()).isTrue();
        }
        for (int i = 1; i < refused; i++) { // the first was refused by hasRoom
            assertThat(limit.tryAcquire()).isFalse();
        }
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        while (limit.inFlight() > 0) {
            limit.release(Duration.ofMillis(100));
        }
    }

    private static void calmSecond(ConcurrencyLimit limit, AtomicLong now) {
        now.addAndGet(Duration.ofMillis(900).toNanos());
        releaseAfter(limit, now, Duration.ofMillis(100));
    }

    private static void releaseAfter(ConcurrencyLimit limit, AtomicLong now, Duration time) {
        assertThat(limit.tryAcquire()).isTrue();
        now.addAndGet(time.toNanos());
        limit.release(time);
    }

    @Test
    void shouldCountWhatRuns_whenItIsAcquiredAndReleased() {
        ConcurrencyLimit limit = new ConcurrencyLimit(new Settings(1, 3, 2, Duration.ZERO), () -> 0);

        assertThat(IntStream.range(0, 4).filter(i -> limit.tryAcquire()).count())
                .isEqualTo(2);
        assertThat(limit.inFlight()).isEqualTo(2);
        limit.release(Duration.ofMillis(1));
        limit.releaseIgnored();

        assertThat(limit.inFlight()).isZero();
        assertThat(limit.tryAcquire()).isTrue();
    }

    @Test
    void shouldRejectSettings_whenTheyContradictEachOther() {
        assertThatThrownBy(() -> new Settings(0, 1, 1, Duration.ZERO)).hasMessageContaining("min");
        assertThatThrownBy(() -> new Settings(2, 1, 2, Duration.ZERO)).hasMessageContaining("max");
        assertThatThrownBy(() -> new Settings(1, 2, 3, Duration.ZERO)).hasMessageContaining("initial");
        assertThatThrownBy(() -> new Settings(1, 2, 2, Duration.ofMillis(-1))).hasMessageContaining("acceptable");
    }
}

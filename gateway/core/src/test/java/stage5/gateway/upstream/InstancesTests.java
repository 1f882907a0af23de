package stage5.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import stage5.gateway.GatewayConfig.Ejection;

class InstancesTests {

    private static final int FAILURES = 3;
    private static final Duration TIME = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(18);
    private static final long SEED = 7;

    private final AtomicLong now = new AtomicLong(-1);
    private final Random random = new Random(SEED);

    private record Settings(int failures, Duration time, Duration longest) implements Ejection {}

    @Test
    void shouldPreferFewerCalls_whenTwoAreCompared() {
        Instances instances = of(2);
        Instance busy = instances.all().getFirst();
        busy.begin();

        assertThat(chosen(instances)).containsOnly(instances.all().getLast());
    }

    @Test
    void shouldChooseEachInstance_whenAllAreEquallyBusy() {
        Instances instances = of(3);

        assertThat(chosen(instances)).containsAll(instances.all());
    }

    @Test
    void shouldNeverChooseTheBusiest_whenThereAreSeveral() {
        Instances instances = of(4);
        Instance busiest = instances.all().get(2);
        busiest.begin();

        assertThat(chosen(instances)).doesNotContain(busiest).hasSize(3);
    }

    @Test
    void shouldChooseAnother_whenTheAttemptBeforeFailed() {
        Instances instances = of(2);
        Instance tried = instances.all().getFirst();
        instances.all().getLast().begin();

        assertThat(IntStream.range(0, 20).mapToObj(call -> instances.choose(tried)))
                .containsOnly(instances.all().getLast());
    }

    @Test
    void shouldEjectAnInstance_whenItFailsInARow() {
        Instances instances = of(2);
        Instance failing = instances.all().getFirst();

        fail(instances, failing, FAILURES - 1);
        assertThat(instances.isEjected(failing)).isFalse();
        fail(instances, failing, 1);

        assertThat(instances.isEjected(failing)).isTrue();
        assertThat(instances.ejected()).isOne();
        assertThat(chosen(instances)).doesNotContain(failing);
    }

    @Test
    void shouldKeepAnInstance_whenASuccessIsBetweenItsFailures() {
        Instances instances = of(2);
        Instance flaky = instances.all().getFirst();

        fail(instances, flaky, FAILURES - 1);
        instances.succeeded(flaky);
        fail(instances, flaky, FAILURES - 1);

        assertThat(instances.ejected()).isZero();
    }

    @Test
    void shouldEjectAtMostHalf_whenAllFail() {
        Instances five = of(5);
        Instances one = of(1);

        five.all().forEach(each -> fail(five, each, 2 * FAILURES));
        one.all().forEach(each -> fail(one, each, 2 * FAILURES));

        assertThat(five.ejected()).isEqualTo(2);
        assertThat(five.ejections()).isEqualTo(2);
        assertThat(one.ejected()).isZero();
        assertThat(one.choose(one.all().getFirst())).isSameAs(one.all().getFirst());
    }

    @Test
    void shouldDoubleTheTimeUpToTheLongest_whenAnInstanceKeepsFailing() {
        Instances instances = of(2);
        Instance failing = instances.all().getFirst();
        fail(instances, failing, FAILURES);

        for (Duration time : List.of(TIME, TIME.multipliedBy(2), LONGEST, LONGEST)) {
            advance(time.minusNanos(1));
            assertThat(instances.isEjected(failing)).isTrue();
            advance(Duration.ofNanos(1));
            assertThat(instances.isEjected(failing)).isFalse();
            fail(instances, failing, 1);
            assertThat(instances.isEjected(failing)).isTrue();
        }
        assertThat(instances.ejections()).isEqualTo(5);
    }

    @Test
    void shouldStartAnew_whenAnInstanceWasGoodForAsLongAsItWasEjected() {
        Instances instances = of(2);
        Instance recovered = instances.all().getFirst();
        fail(instances, recovered, FAILURES);
        advance(TIME.multipliedBy(2));
        instances.succeeded(recovered);

        fail(instances, recovered, FAILURES - 1);
        assertThat(instances.isEjected(recovered)).isFalse();
        fail(instances, recovered, 1);

        advance(TIME);
        assertThat(instances.isEjected(recovered)).isFalse();
    }

    @Test
    void shouldBeRejected_whenThereIsNoAddress() {
        assertThatThrownBy(() -> of(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private Instances of(int count) {
        List<URI> addresses = IntStream.range(0, count)
                .mapToObj(each -> URI.create("http://10.0.0." + each + ":8080"))
                .toList();
        return new Instances(addresses, new Settings(FAILURES, TIME, LONGEST), random::nextInt, now::get);
    }

    private static List<Instance> chosen(Instances instances) {
        return Stream.generate(() -> instances.choose(null))
                .limit(200)
                .distinct()
                .toList();
    }

    private static void fail(Instances instances, Instance instance, int times) {
        for (int call = 0; call < times; call++) {
            instances.failed(instance);
        }
    }

    private void advance(Duration time) {
        now.addAndGet(time.toNanos());
    }
}

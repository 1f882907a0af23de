package stage5.kit.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Simulates two execution environments that are restored from one snapshot: their memory is equal, but the operating
 * system's randomness differs after the restore.
 */
class SecureRandomIdGeneratorTests {

    private static final int MANY = 10_000;

    /** A fixed clock, as if both were restored in the same millisecond: only randomness can make ids differ. */
    private static final Clock SAME_TIME = Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);

    @Test
    void shouldShareNoTraceOrSpanId_whenTwoEnvironmentsHaveOneSnapshot() {
        assertNoneShared(random -> new SecureRandomIdGenerator(random)::generateTraceId);
        assertNoneShared(random -> new SecureRandomIdGenerator(random)::generateSpanId);
    }

    @Test
    void shouldShareNoUuid_whenTwoEnvironmentsHaveOneSnapshot() {
        assertNoneShared(random -> {
            TimeOrderedEpochFactory uuids = new TimeOrderedEpochFactory(random::nextLong, SAME_TIME);
            return () -> uuids.create().toString();
        });
    }

    @Test
    void shouldGenerateNoInvalidId_whenTheRandomBitsAreZero() {
        RandomGenerator zerosFirst = generator(Stream.of(0L, 0L, 7L, 0L, 7L).iterator()::next);
        SecureRandomIdGenerator ids = new SecureRandomIdGenerator(zerosFirst);

        assertThat(ids.generateTraceId()).isEqualTo(TraceId.fromLongs(0, 7));
        assertThat(ids.generateSpanId()).isEqualTo(SpanId.fromLong(7));
    }

    private static void assertNoneShared(Function<RandomGenerator, Supplier<String>> generators) {
        RestoredEnvironment first = new RestoredEnvironment();
        RestoredEnvironment second = new RestoredEnvironment();
        Supplier<String> ofFirst = generators.apply(first.random());
        Supplier<String> ofSecond = generators.apply(second.random());
        assertThat(some(ofFirst)).isEqualTo(some(ofSecond));

        first.restore();
        second.restore();

        Set<String> ids = new HashSet<>(some(ofFirst));
        ids.addAll(some(ofSecond));
        assertThat(ids).hasSize(2 * MANY);
    }

    private static List<String> some(Supplier<String> ids) {
        return Stream.generate(ids).limit(MANY).toList();
    }

    private static RandomGenerator generator(Supplier<Long> bits) {
        return bits::get;
    }

    /** Has the same randomness in all environments until the restore, and its own afterwards. */
    private static final class RestoredEnvironment {

        private static final long SNAPSHOT_SEED = 1;

        private RandomGenerator source = new Random(SNAPSHOT_SEED);

        RandomGenerator random() {
            return () -> source.nextLong();
        }

        void restore() {
            source = new SecureRandom();
        }
    }
}

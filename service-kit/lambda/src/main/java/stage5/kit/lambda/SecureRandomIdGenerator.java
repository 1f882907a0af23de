package stage5.kit.lambda;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.sdk.trace.IdGenerator;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * Generates trace and span ids from the operating system's randomness. OpenTelemetry's own generator has its state in
 * memory, so all environments that are restored from one snapshot would generate the same ids (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-uniqueness.html">uniqueness with SnapStart</a>).
 */
@Singleton
class SecureRandomIdGenerator implements IdGenerator {

    private static final long INVALID = 0;

    private final RandomGenerator random;

    @Inject
    SecureRandomIdGenerator() {
        this(new SecureRandom());
    }

    SecureRandomIdGenerator(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public String generateSpanId() {
        return SpanId.fromLong(nonZero());
    }

    @Override
    public String generateTraceId() {
        return TraceId.fromLongs(random.nextLong(), nonZero());
    }

    /** Returns random bits other than zero, which is the invalid id. */
    private long nonZero() {
        long bits = random.nextLong();
        while (bits == INVALID) {
            bits = random.nextLong();
        }
        return bits;
    }
}

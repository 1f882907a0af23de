package stage5.kit.lambda;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.sdk.trace.IdGenerator;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * Makes the ids of traces and spans out of the operating system's randomness. OpenTelemetry's own generator draws from
 * state in memory, which all environments have in common that are restored from one snapshot (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-uniqueness.html">uniqueness with SnapStart</a>).
 */
@Singleton
class SecureRandomIdGenerator implements IdGenerator {

    private static final long NONE = 0;

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
        return SpanId.fromLong(anything());
    }

    @Override
    public String generateTraceId() {
        return TraceId.fromLongs(random.nextLong(), anything());
    }

    /** Returns anything but what stands for no id at all. */
    private long anything() {
        long bits = random.nextLong();
        while (bits == NONE) {
            bits = random.nextLong();
        }
        return bits;
    }
}

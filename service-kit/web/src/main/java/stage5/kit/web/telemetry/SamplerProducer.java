package stage5.kit.web.telemetry;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Produces the trace sampler. Separate from {@link RootSpanSampler}: a class with a producer method is itself a bean,
 * and there must be only one bean of type {@link Sampler}.
 */
final class SamplerProducer {

    @Produces
    @Singleton
    Sampler sampler() {
        return Sampler.parentBased(new RootSpanSampler());
    }
}

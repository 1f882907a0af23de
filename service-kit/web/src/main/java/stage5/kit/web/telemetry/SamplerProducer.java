package stage5.kit.web.telemetry;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

final class SamplerProducer {

    /** A class of its own: one with a producer method is a bean too, and there must be one sampler only. */
    @Produces
    @Singleton
    Sampler sampler() {
        return Sampler.parentBased(new RootSpanSampler());
    }
}

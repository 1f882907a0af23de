package stage5.kit.web.telemetry;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Produces the trace sampler. Separate from {@link RootSpanSampler}: a class with a producer method is itself a bean,
 * and there must be only one bean of type {@link Sampler}.
 */
final class SamplerProducer {

    /** @param own the service's own decision; without one a share of all traces is kept */
    @Produces
    @Singleton
    Sampler sampler(TelemetrySettings settings, Instance<RootSampling> own) {
        RootSampling sampling = own.isResolvable()
                ? own.get()
                : new TraceShare(settings.sampling().rate());
        return Sampler.parentBased(
                new RootSpanSampler(sampling, settings.sampling().tail()));
    }
}

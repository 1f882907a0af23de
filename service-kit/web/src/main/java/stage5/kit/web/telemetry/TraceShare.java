package stage5.kit.web.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.List;

/** Keeps a share of all traces, chosen by the trace id: services with the same share keep the same traces. */
public final class TraceShare implements RootSampling {

    private final Sampler sampler;

    /** @param rate 0 to 1; throws {@link IllegalArgumentException} for another one */
    public TraceShare(double rate) {
        this.sampler = Sampler.traceIdRatioBased(rate);
    }

    @Override
    public boolean keeps(String traceId, SpanKind kind, Attributes attributes) {
        return sampler.shouldSample(Context.root(), traceId, "", kind, attributes, List.of())
                        .getDecision()
                == SamplingDecision.RECORD_AND_SAMPLE;
    }
}

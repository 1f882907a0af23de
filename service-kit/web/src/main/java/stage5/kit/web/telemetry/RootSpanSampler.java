package stage5.kit.web.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Decides about root spans. Drops client spans: scheduled jobs make such calls to check whether there is work, for example the
 * sweep of an empty outbox every second; traces of them are noise. Work that starts with links follows what it links to, so that
 * a request and what its events cause are kept or dropped together. {@link RootSampling} decides about all others.
 */
final class RootSpanSampler implements Sampler {

    private final RootSampling sampling;
    private final boolean tail;

    /** @param tail whether all spans are sent, and kept traces marked: see {@link TelemetrySettings.Sampling#tail} */
    RootSpanSampler(RootSampling sampling, boolean tail) {
        this.sampling = sampling;
        this.tail = tail;
    }

    @Override
    public SamplingResult shouldSample(
            Context parent, String traceId, String name, SpanKind kind, Attributes attributes, List<LinkData> links) {
        if (kind == SpanKind.CLIENT) {
            return SamplingResult.drop();
        }
        boolean keeps = EarlyDecision.keeps(parent)
                || (links.isEmpty()
                        ? sampling.keeps(traceId, kind, attributes)
                        : links.stream().map(LinkData::getSpanContext).anyMatch(this::isKept));
        if (tail) {
            return keeps ? Marked.RESULT : SamplingResult.recordAndSample();
        }
        return keeps ? SamplingResult.recordAndSample() : SamplingResult.drop();
    }

    private boolean isKept(SpanContext linked) {
        return tail ? KeepMark.isIn(linked.getTraceState()) : linked.isSampled();
    }

    @Override
    public String getDescription() {
        return "RootSpanSampler";
    }

    /** Records a span, and marks its trace. */
    private enum Marked implements SamplingResult {
        RESULT;

        @Override
        public SamplingDecision getDecision() {
            return SamplingDecision.RECORD_AND_SAMPLE;
        }

        @Override
        public Attributes getAttributes() {
            return Attributes.empty();
        }

        @Override
        public TraceState getUpdatedTraceState(TraceState parent) {
            return KeepMark.addTo(parent);
        }
    }
}

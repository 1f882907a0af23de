package stage5.kit.web.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * Counts the spans of each export by its result. The first span of each batch carries the process's counts in the attribute
 * {@code stage5.spans.ledger}: they need no request of their own, and pass every collector with the spans. All spans get the
 * process's {@code service.instance.id}.
 */
public final class CountingSpanExporter implements SpanExporter {

    private static final AttributeKey<String> LEDGER = AttributeKey.stringKey("stage5.spans.ledger");
    private static final AttributeKey<String> INSTANCE = AttributeKey.stringKey("service.instance.id");

    private final SpanExporter exporter;
    private final SpanCounts counts;
    private final Supplier<String> instances;
    private Resource process; // only used by the thread of the batch processor

    /**
     * Creates the exporter.
     *
     * @param instances returns a unique id. Called for the first batch: processes that are restored from one snapshot have to
     *     have different ids
     */
    public CountingSpanExporter(SpanExporter exporter, SpanCounts counts, Supplier<String> instances) {
        this.exporter = exporter;
        this.counts = counts;
        this.instances = instances;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int batch = spans.size();
        String report = counts.beginExport(batch).report(batch);
        CompletableResultCode result;
        try {
            result = exporter.export(reported(spans, report));
        } catch (RuntimeException e) {
            counts.endExport(batch, false);
            throw e;
        }
        return result.whenComplete(() -> counts.endExport(batch, result.isSuccess()));
    }

    private List<SpanData> reported(Collection<SpanData> spans, String report) {
        List<SpanData> reported = new ArrayList<>(spans.size());
        for (SpanData span : spans) {
            if (process == null) {
                process = span.getResource().merge(Resource.create(Attributes.of(INSTANCE, instances.get())));
            }
            reported.add(new ReportedSpan(span, process, reported.isEmpty() ? report : null));
        }
        return reported;
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }

    private static final class ReportedSpan extends DelegatingSpanData {

        private final Resource process;
        private final String report;

        /**
         * Creates the span.
         *
         * @param report null if the span carries none
         */
        ReportedSpan(SpanData span, Resource process, String report) {
            super(span);
            this.process = process;
            this.report = report;
        }

        @Override
        public Resource getResource() {
            return process;
        }

        @Override
        public Attributes getAttributes() {
            Attributes attributes = super.getAttributes();
            return report == null
                    ? attributes
                    : attributes.toBuilder().put(LEDGER, report).build();
        }

        @Override
        public int getTotalAttributeCount() {
            return super.getTotalAttributeCount() + (report == null ? 0 : 1);
        }
    }
}

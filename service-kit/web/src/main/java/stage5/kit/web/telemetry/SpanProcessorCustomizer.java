package stage5.kit.web.telemetry;

import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.quarkus.opentelemetry.runtime.AutoConfiguredOpenTelemetrySdkBuilderCustomizer;
import jakarta.inject.Singleton;

/** Counts the spans that OpenTelemetry's batch processor exports. */
@Singleton
final class SpanProcessorCustomizer implements AutoConfiguredOpenTelemetrySdkBuilderCustomizer {

    /** The defaults of <a
     * href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#batch-span-processor">OpenTelemetry</a>. */
    private static final int QUEUE = 2_048;

    private static final int BATCH = 512;

    private final SpanCounts counts;

    SpanProcessorCustomizer(SpanCounts counts) {
        this.counts = counts;
    }

    @Override
    public void customize(AutoConfiguredOpenTelemetrySdkBuilder builder) {
        builder.addSpanProcessorCustomizer(this::counted);
    }

    private SpanProcessor counted(SpanProcessor processor, ConfigProperties settings) {
        counts.limit(
                settings.getInt("otel.bsp.max.queue.size", QUEUE),
                settings.getInt("otel.bsp.max.export.batch.size", BATCH));
        return new CountingSpanProcessor(processor, counts);
    }
}

package stage5.kit.web.telemetry;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.internal.http.HttpExporter;
import io.opentelemetry.sdk.common.InternalTelemetryVersion;
import io.opentelemetry.sdk.internal.ComponentId;
import io.opentelemetry.sdk.internal.StandardComponentId.ExporterType;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.quarkus.opentelemetry.runtime.config.runtime.exporter.CompressionType;
import io.quarkus.opentelemetry.runtime.config.runtime.exporter.OtlpExporterRuntimeConfig;
import io.quarkus.opentelemetry.runtime.config.runtime.exporter.OtlpExporterTracesConfig;
import io.quarkus.opentelemetry.runtime.exporter.otlp.sender.VertxHttpSender;
import io.quarkus.opentelemetry.runtime.exporter.otlp.tracing.VertxHttpSpanExporter;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Produces Quarkus' exporter of OTLP over HTTP, with counts. Quarkus 3.34 hides its exporter in a span processor; if there is
 * a bean of type {@link SpanExporter}, OpenTelemetry's own configuration makes the processor for that bean instead. Quarkus
 * will have this bean itself (<a href="https://github.com/quarkusio/quarkus/pull/52752">quarkus#52752</a>).
 *
 * <p>Of the settings {@code quarkus.otel.exporter.otlp.*} it uses endpoint, headers, time-out and compression. An endpoint
 * with TLS has to have a certificate that the JVM trusts.
 */
final class SpanExporterProducer {

    @Produces
    @Singleton
    SpanExporter exporter(OtlpExporterRuntimeConfig settings, Vertx vertx, SpanCounts counts) {
        return new CountingSpanExporter(
                otlp(settings, vertx), counts, () -> UUID.randomUUID().toString());
    }

    private static SpanExporter otlp(OtlpExporterRuntimeConfig settings, Vertx vertx) {
        OtlpExporterTracesConfig traces = settings.traces();
        URI endpoint = URI.create(endpoint(settings));
        return new VertxHttpSpanExporter(new HttpExporter<>(
                ComponentId.generateLazy(ExporterType.OTLP_HTTP_SPAN_EXPORTER),
                new VertxHttpSender(
                        endpoint,
                        VertxHttpSender.TRACES_PATH,
                        traces.compression().orElse(CompressionType.NONE) == CompressionType.GZIP,
                        traces.timeout(),
                        headers(traces.headers()),
                        "application/x-protobuf",
                        options -> useTls(options, endpoint),
                        vertx),
                MeterProvider::noop,
                InternalTelemetryVersion.LATEST,
                endpoint.toASCIIString()));
    }

    /** The setting for traces has a default, which is no setting of the operator. */
    private static String endpoint(OtlpExporterRuntimeConfig settings) {
        return settings.traces()
                .endpoint()
                .filter(endpoint -> !endpoint.equals(OtlpExporterRuntimeConfig.DEFAULT_GRPC_BASE_URI))
                .or(settings::endpoint)
                .orElseThrow(() -> new IllegalStateException("quarkus.otel.exporter.otlp.endpoint is not set"))
                .trim();
    }

    private static Map<String, String> headers(Optional<List<String>> settings) {
        Map<String, String> headers = new HashMap<>();
        settings.orElse(List.of()).forEach(header -> {
            String[] parts = header.split("=", 2);
            if (parts.length < 2) {
                throw new IllegalArgumentException("A header of OTLP requests needs name=value: " + header);
            }
            headers.put(parts[0].trim(), parts[1].trim());
        });
        return headers;
    }

    private static void useTls(HttpClientOptions options, URI endpoint) {
        if (endpoint.getScheme().equals("https")) {
            options.setSsl(true).setUseAlpn(true);
        }
    }
}

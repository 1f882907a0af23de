package stage5.kit.redis;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;

/**
 * Traces commands with the stable names of OpenTelemetry's <a
 * href="https://github.com/open-telemetry/semantic-conventions/blob/v1.37.0/docs/database/redis.md">Redis conventions
 * 1.37.0</a>. The instrumentation of Quarkus, which is off, has the names of an earlier version.
 */
@ApplicationScoped
public class RedisSpans {

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    private final Tracer tracer;

    RedisSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    /**
     * Completes with the reply once Redis has sent it. A missing script ({@link MissingScriptException}) fails, but is no
     * error of the span. A command of a trace that is not kept has no span.
     */
    public Uni<Response> send(Redis redis, Request request) {
        return Uni.createFrom().deferred(() -> {
            Span caller = Span.current();
            if (caller.getSpanContext().isValid() && !caller.isRecording()) {
                return reply(redis, request);
            }
            String command = request.command().toString().toUpperCase(Locale.ROOT);
            Span span = tracer.spanBuilder(command)
                    .setSpanKind(SpanKind.CLIENT)
                    .setAttribute(SYSTEM, "redis")
                    .setAttribute(OPERATION, command)
                    .startSpan();
            return reply(redis, request).onTermination().invoke((reply, failure, cancelled) -> end(span, failure));
        });
    }

    private static Uni<Response> reply(Redis redis, Request request) {
        return redis.send(request)
                .onFailure(MissingScriptException::isReportedBy)
                .transform(MissingScriptException::new);
    }

    private static void end(Span span, Throwable failure) {
        if (failure != null && !(failure instanceof MissingScriptException)) {
            span.setStatus(StatusCode.ERROR)
                    .setAttribute(ERROR_TYPE, failure.getClass().getName());
        }
        span.end();
    }
}

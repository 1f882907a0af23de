package stage5.kit.testing;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.inject.Singleton;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Records what a service writes into spans and logs, so that a test can search it for planted values. It records nothing
 * until it is started.
 */
@Singleton
public class TelemetryRecorder implements SpanProcessor {

    private final List<String> spans = new CopyOnWriteArrayList<>();
    private final List<String> logs = new CopyOnWriteArrayList<>();
    private final Handler handler = new RecordingHandler();
    private volatile boolean started;

    /** Starts with empty records. */
    public void start() {
        spans.clear();
        logs.clear();
        started = true;
        Logger.getLogger("").addHandler(handler);
    }

    /** Stops recording. */
    public void stop() {
        started = false;
        Logger.getLogger("").removeHandler(handler);
    }

    /** Returns the ended spans as text: names, attributes, status and events, with the stack traces of exceptions. */
    public List<String> spans() {
        return List.copyOf(spans);
    }

    /** Returns the log messages as text, each with its logger and trace id, and with the stack traces of exceptions. */
    public List<String> logs() {
        return List.copyOf(logs);
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (started) {
            SpanData data = span.toSpanData();
            spans.add("%s %s %s %s %s"
                    .formatted(
                            data.getName(),
                            data.getKind(),
                            data.getAttributes(),
                            data.getStatus(),
                            data.getEvents().stream()
                                    .map(event -> event.getName() + event.getAttributes())
                                    .toList()));
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // Only ended spans are recorded.
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    private final class RecordingHandler extends Handler {

        @Override
        public void publish(LogRecord entry) {
            StringWriter text = new StringWriter();
            String trace = entry instanceof ExtLogRecord traced ? traced.getMdc("traceId") : null;
            text.append("%s %s ".formatted(entry.getLoggerName(), trace == null ? "-" : trace));
            text.append(
                    entry instanceof ExtLogRecord formatted
                            ? formatted.getFormattedMessage()
                            : new SimpleFormatter().formatMessage(entry));
            if (entry.getThrown() != null) {
                entry.getThrown().printStackTrace(new PrintWriter(text, true));
            }
            logs.add(text.toString());
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}

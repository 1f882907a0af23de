package stage5.local.traces;

import static java.lang.System.Logger.Level.WARNING;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import stage5.kit.telemetry.Span;

/** Forwards spans to Zipkin in batches. Spans that exceed the buffer are dropped and counted. */
final class ZipkinForwarder implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ZipkinForwarder.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CAPACITY = 10_000;
    private static final int BATCH = 500;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final URI spansUri;
    private final BlockingQueue<Span> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong dropped = new AtomicLong();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private volatile Thread thread;

    ZipkinForwarder(int zipkinPort) {
        this.spansUri = URI.create("http://127.0.0.1:" + zipkinPort + "/api/v2/spans");
    }

    /** Adds spans to the buffer without blocking. */
    void offer(List<Span> spans) {
        for (Span span : spans) {
            if (!waiting.offer(span)) {
                dropped.incrementAndGet();
            }
        }
    }

    /** Starts sending the buffered spans. Called once Zipkin is up. */
    void start() {
        thread = Thread.ofVirtual().name("zipkin-forwarder").start(this::sendBatches);
    }

    /** Returns the number of spans that Zipkin did not receive. */
    long dropped() {
        return dropped.get();
    }

    private void sendBatches() {
        List<Span> batch = new ArrayList<>(BATCH);
        try {
            while (true) {
                batch.add(waiting.take());
                waiting.drainTo(batch, BATCH - 1);
                send(batch);
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // close() interrupts to end the loop
        }
    }

    private void send(List<Span> batch) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(spansUri)
                    .timeout(TIMEOUT)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(
                            batch.stream().map(ZipkinSpan::of).toList())))
                    .build();
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            if (status != 202) {
                drop(batch, "it responded with " + status);
            }
        } catch (IOException e) {
            drop(batch, e.toString());
        }
    }

    private void drop(List<Span> batch, String reason) {
        dropped.addAndGet(batch.size());
        LOG.log(WARNING, "{0} spans did not reach Zipkin: {1}", batch.size(), reason);
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
        client.shutdownNow();
    }
}

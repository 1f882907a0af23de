package stage5.acceptance.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import stage5.acceptance.client.TestTimeouts;

/** Concurrent clients, each of which repeats a request until the flood is closed. */
final class Flood implements AutoCloseable {

    private final int clients;
    private final AttackResponses responses = new AttackResponses();
    private final AtomicLong sent = new AtomicLong();
    private final ScheduledExecutorService threads;

    /** One request of a client. */
    interface Request {

        /** Sends the request, and adds the response as soon as it is there. Returns once the client is free again. */
        void send(AttackResponses responses) throws Exception;
    }

    /**
     * Starts a flood.
     *
     * @param pause the pause of a client between two requests
     */
    Flood(int clients, Duration pause, Request request) {
        this.clients = clients;
        this.threads = Executors.newScheduledThreadPool(
                clients, Thread.ofVirtual().name("attacker-", 0).factory());
        for (int client = 0; client < clients; client++) {
            threads.scheduleWithFixedDelay(() -> send(request), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    AttackResponses responses() {
        return responses;
    }

    /** Waits until each client has sent a request. */
    void awaitAllClients() {
        await("all clients send").atMost(TestTimeouts.EFFECT).until(() -> sent.get() >= clients);
    }

    /** Waits until the shop has given a number of responses. */
    void awaitResponses(long least) {
        await("%d responses".formatted(least))
                .atMost(TestTimeouts.EFFECT)
                .until(responses::total, total -> total >= least);
    }

    /** Starts no more requests, and waits for the end of those in flight. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            assertThat(threads.awaitTermination(TestTimeouts.EFFECT.toSeconds(), TimeUnit.SECONDS))
                    .as("all requests of the attack have ended")
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void send(Request request) {
        sent.incrementAndGet();
        try {
            request.send(responses);
        } catch (Exception failure) {
            responses.addFailure(failure);
        }
    }
}

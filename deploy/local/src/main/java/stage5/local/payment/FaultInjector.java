package stage5.local.payment;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import stage5.local.http.Json;
import stage5.local.http.HttpErrorException;

/** Injects latency, errors, lost responses and refusals into the payment provider, at the rates of the settings. */
final class FaultInjector {

    /** How long the connection of a lost response stays open. */
    private static final long LOST_RESPONSE_MILLIS = 60_000;

    /** A response that may still be lost. */
    record Response(int status, Object body, boolean replayed) {}

    /** The operation of the provider, performed unless an error is injected. */
    interface Operation {
        Response perform();
    }

    private final Vertx vertx;
    private final AtomicLong lostResponses = new AtomicLong();
    private volatile PaymentSettings settings = PaymentSettings.DEFAULT;

    FaultInjector(Vertx vertx) {
        this.vertx = vertx;
    }

    PaymentSettings settings() {
        return settings;
    }

    void set(PaymentSettings newSettings) {
        settings = newSettings;
    }

    boolean refuses() {
        return happens(settings.refusalRate());
    }

    /**
     * Performs the operation after the latency, unless an error is injected, and sends the response, unless it is lost.
     */
    void perform(RoutingContext context, Operation operation) {
        PaymentSettings now = settings;
        long millis = now.latencyMillis() + ThreadLocalRandom.current().nextLong(now.jitterMillis() + 1L);
        if (millis == 0) {
            perform(context, operation, now);
        } else {
            vertx.setTimer(millis, ignored -> perform(context, operation, now));
        }
    }

    private void perform(RoutingContext context, Operation operation, PaymentSettings now) {
        try {
            if (happens(now.errorRate())) {
                throw new HttpErrorException(500, "provider_error", "The payment provider has failed; nothing was done");
            }
            Response response = operation.perform();
            if (happens(now.lostAnswerRate())) {
                lose(context);
            } else {
                send(context, response);
            }
        } catch (RuntimeException e) {
            context.fail(e);
        }
    }

    private static void send(RoutingContext context, Response response) {
        if (context.response().closed()) {
            return; // the caller timed out; the charge is valid
        }
        if (response.replayed()) {
            context.response().putHeader("Idempotent-Replayed", "true");
        }
        Json.respond(context.response(), response.status(), response.body());
    }

    private void lose(RoutingContext context) {
        if (lostResponses.getAndIncrement() % 2 == 0) {
            throw new HttpErrorException(500, "provider_error", "The payment provider has failed; the outcome is unknown");
        }
        vertx.setTimer(LOST_RESPONSE_MILLIS, ignored -> context.request().connection().close());
    }

    private static boolean happens(double rate) {
        return ThreadLocalRandom.current().nextDouble() < rate;
    }
}

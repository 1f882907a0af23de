package stage5.local.payment;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import stage5.local.fault.FaultActivation;
import stage5.local.fault.FaultControl;
import stage5.local.http.HttpErrorException;
import stage5.local.http.Json;

/** Injects latency, errors, lost responses, refusals and other statuses into the payment provider, as the settings state. */
final class FaultInjector {

    /** How long the connection of a lost response stays open. */
    private static final long LOST_RESPONSE_MILLIS = 60_000;

    /** A response that may still be lost. */
    record Response(int status, Object body, boolean replayed) {}

    /** The operation of the provider, performed unless an error is injected. */
    interface Operation {
        Response perform();
    }

    private static final String ERRORS = "errors";
    private static final String LOST_RESPONSES = "lostResponses";
    private static final String REFUSALS = "refusals";
    private static final String STATUSES = "statuses";
    private static final String SLOW = "slow";

    private final Vertx vertx;
    private final AtomicLong lostResponses = new AtomicLong();
    private final FaultControl<PaymentSettings> control = new FaultControl<>(
            "payment",
            PaymentSettings.class,
            PaymentSettings.DEFAULT,
            List.of(ERRORS, LOST_RESPONSES, REFUSALS, STATUSES, SLOW),
            InstantSource.system());
    private volatile Faults faults = new Faults(control.activation());

    FaultInjector(Vertx vertx) {
        this.vertx = vertx;
        control.onChange(activation -> faults = new Faults(activation));
    }

    FaultControl<PaymentSettings> control() {
        return control;
    }

    PaymentSettings settings() {
        return faults.settings;
    }

    void set(PaymentSettings newSettings) {
        control.set(newSettings);
    }

    boolean refuses() {
        Faults now = faults;
        return now.happens(REFUSALS, now.settings.refusalRate());
    }

    /**
     * Performs the operation after the latency, unless an error is injected, and sends the response, unless it is lost.
     *
     * @param end called once the operation is performed or has failed, before the response
     */
    void perform(RoutingContext context, Operation operation, Runnable end) {
        Faults now = faults;
        long millis = now.settings.latencyMillis() + now.random.nextInt(now.settings.jitterMillis() + 1);
        now.countLatency(millis);
        if (millis == 0) {
            perform(context, operation, end, now);
        } else {
            vertx.setTimer(millis, ignored -> perform(context, operation, end, now));
        }
    }

    private void perform(RoutingContext context, Operation operation, Runnable end, Faults now) {
        try {
            Response response = perform(operation, end, now);
            if (now.happens(LOST_RESPONSES, now.settings.lostAnswerRate())) {
                lose(context);
            } else {
                send(context, response);
            }
        } catch (RuntimeException e) {
            context.fail(e);
        }
    }

    private static Response perform(Operation operation, Runnable end, Faults now) {
        try {
            if (now.happens(ERRORS, now.settings.errorRate())) {
                throw new HttpErrorException(
                        500, "provider_error", "The payment provider has failed; nothing was done");
            }
            boolean injected = now.injectsStatus();
            if (injected && !now.settings.statusAfterEffect()) {
                throw injectedStatus(now, "nothing was done");
            }
            Response response = operation.perform();
            if (injected) {
                throw injectedStatus(now, "the outcome is unknown");
            }
            return response;
        } finally {
            end.run();
        }
    }

    private static HttpErrorException injectedStatus(Faults now, String effect) {
        int status = now.settings.status();
        return new HttpErrorException(status, "injected", "The settings require the status " + status + "; " + effect);
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
            throw new HttpErrorException(
                    500, "provider_error", "The payment provider has failed; the outcome is unknown");
        }
        vertx.setTimer(
                LOST_RESPONSE_MILLIS, ignored -> context.request().connection().close());
    }

    /** The settings since they were last set, and the state of their random choices. */
    private static final class Faults {

        private final FaultActivation<PaymentSettings> activation;
        private final PaymentSettings settings;
        private final Random random;
        private final AtomicInteger statusesLeft;

        Faults(FaultActivation<PaymentSettings> activation) {
            this.activation = activation;
            this.settings = activation.settings();
            this.random = settings.seed() == null ? new Random() : new Random(settings.seed());
            this.statusesLeft =
                    new AtomicInteger(settings.statusCount() == null ? Integer.MAX_VALUE : settings.statusCount());
        }

        /** Returns whether the effect takes place this time, and counts it if so. */
        boolean happens(String effect, double rate) {
            boolean happens = random.nextDouble() < rate;
            if (happens) {
                activation.count(effect, 1);
            }
            return happens;
        }

        void countLatency(long millis) {
            if (millis > PaymentSettings.USUAL_MILLIS) {
                activation.count(SLOW, 1);
            }
        }

        boolean injectsStatus() {
            boolean injects = settings.status() != null
                    && random.nextDouble() < settings.statusRate()
                    && statusesLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            if (injects) {
                activation.count(STATUSES, 1);
            }
            return injects;
        }
    }
}

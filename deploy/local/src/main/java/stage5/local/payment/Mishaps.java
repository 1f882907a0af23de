package stage5.local.payment;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import stage5.local.http.Json;
import stage5.local.http.Refusal;

/** What goes wrong, as often as the settings say. */
final class Mishaps {

    /** How long a caller that gets no answer may hold its connection. */
    private static final long SILENCE_MILLIS = 60_000;

    /** An answer, if it gets through. */
    record Answer(int status, Object body, boolean replayed) {}

    /** What the provider does once the call has got through. */
    interface Work {
        Answer perform();
    }

    private final Vertx vertx;
    private final AtomicLong lostAnswers = new AtomicLong();
    private volatile Settings settings = Settings.DEFAULT;

    Mishaps(Vertx vertx) {
        this.vertx = vertx;
    }

    Settings settings() {
        return settings;
    }

    void set(Settings newSettings) {
        settings = newSettings;
    }

    boolean refuses() {
        return happens(settings.refusalRate());
    }

    /** Does the work after the latency, unless an error comes first, and answers, unless the answer is lost. */
    void around(RoutingContext context, Work work) {
        Settings now = settings;
        long millis = now.latencyMillis() + ThreadLocalRandom.current().nextLong(now.jitterMillis() + 1L);
        if (millis == 0) {
            perform(context, work, now);
        } else {
            vertx.setTimer(millis, ignored -> perform(context, work, now));
        }
    }

    private void perform(RoutingContext context, Work work, Settings now) {
        try {
            if (happens(now.errorRate())) {
                throw new Refusal(500, "provider_error", "The payment provider has failed; nothing was done");
            }
            Answer answer = work.perform();
            if (happens(now.lostAnswerRate())) {
                lose(context);
            } else {
                send(context, answer);
            }
        } catch (RuntimeException e) {
            context.fail(e);
        }
    }

    private static void send(RoutingContext context, Answer answer) {
        if (context.response().closed()) {
            return; // the caller has lost patience; the charge stands
        }
        if (answer.replayed()) {
            context.response().putHeader("Idempotent-Replayed", "true");
        }
        Json.answer(context.response(), answer.status(), answer.body());
    }

    private void lose(RoutingContext context) {
        if (lostAnswers.getAndIncrement() % 2 == 0) {
            throw new Refusal(500, "provider_error", "The payment provider has failed; what was done is unknown");
        }
        vertx.setTimer(SILENCE_MILLIS, ignored -> context.request().connection().close());
    }

    private static boolean happens(double rate) {
        return ThreadLocalRandom.current().nextDouble() < rate;
    }
}

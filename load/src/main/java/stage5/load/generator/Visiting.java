package stage5.load.generator;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.doIfOrElse;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.foreach;
import static io.gatling.javaapi.core.CoreDsl.pause;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import stage5.load.plan.Kind;
import stage5.load.plan.Model;
import stage5.load.plan.Page;
import stage5.load.plan.Visit;

/**
 * One visitor's way through the shop, page by page. A page is asked for when it is due, or, where the answer to the one
 * before came later than that, right after that answer; either way it has taken as long as from when it was due.
 */
final class Visiting {

    /** The session's attribute with the visit. */
    static final String VISIT = "visit";

    private static final String PAGE = "page";
    private static final String ANSWERED = "answered";
    private static final String LOOKING = "looking";
    private static final String PLACED = "placed";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RunClock clock;
    private final Measurements measurements;
    private final Requests requests;
    private final BooleanSupplier over;

    /** @param over whether nobody shall ask for anything any more */
    Visiting(RunClock clock, Measurements measurements, Requests requests, BooleanSupplier over) {
        this.clock = clock;
        this.measurements = measurements;
        this.requests = requests;
        this.over = over;
    }

    ChainBuilder chain(Model model) {
        ChainBuilder order = exec(requests.placeOrder()).exec(this::answered);
        return exec(session -> session.set(ANSWERED, Duration.ofDays(-1)))
                .exec(foreach(Visiting::pages, PAGE)
                        .on(exec(pause(session ->
                                        wholeMillis(page(session).due().minus(clock.now()))))
                                .exec(doIf(session -> !over.getAsBoolean())
                                        .then(exec(this::sent)
                                                .exec(doIfOrElse(session ->
                                                                page(session).kind() == Kind.ORDER)
                                                        .then(model == Model.CHECKOUT ? order.exec(follow()) : order)
                                                        .orElse(exec(requests.look())
                                                                .exec(this::answered)))))));
    }

    private static List<Page> pages(Session session) {
        return session.<Visit>get(VISIT).pages();
    }

    private static Page page(Session session) {
        return session.get(PAGE);
    }

    /** Timers count whole milliseconds: nobody comes before the time. */
    private static Duration wholeMillis(Duration span) {
        return span.isNegative() ? Duration.ZERO : Duration.ofMillis((span.toNanos() + 999_999) / 1_000_000);
    }

    private Session sent(Session session) {
        Duration due = page(session).due();
        Duration answered = session.get(ANSWERED);
        Duration couldBeSent = due.compareTo(answered) > 0 ? due : answered;
        measurements.sent(page(session), clock.now().minus(couldBeSent));
        return session.markAsSucceeded();
    }

    private Session answered(Session session) {
        Duration now = clock.now();
        measurements.answered(
                page(session), !session.isFailed(), now.minus(page(session).due()));
        return session.set(ANSWERED, now);
    }

    /** Looks at an order that was accepted until it is settled or the buyer's patience is over. */
    private ChainBuilder follow() {
        return doIf(session -> !session.isFailed())
                .then(exec(session -> session.set(Requests.STATUS, PLACED))
                        .exec(asLongAs(session -> PLACED.equals(session.getString(Requests.STATUS)))
                                .on(pause(LOOK_AGAIN)
                                        .exec(session -> session.set(LOOKING, clock.now()))
                                        .exec(requests.lookAtOrder())
                                        .exec(this::looked))));
    }

    private Session looked(Session session) {
        Page page = page(session);
        Duration now = clock.now();
        boolean well = !session.isFailed();
        measurements.followed(Kind.LOOK, page, well, now.minus(session.<Duration>get(LOOKING)));
        Duration sinceOrder = now.minus(page.due());
        boolean settled = well && !PLACED.equals(session.getString(Requests.STATUS));
        if (settled) {
            boolean confirmed = "confirmed".equals(session.getString(Requests.STATUS));
            measurements.followed(Kind.SETTLED, page, confirmed, sinceOrder);
            return session;
        }
        if (sinceOrder.compareTo(PATIENCE) > 0 || over.getAsBoolean()) {
            measurements.followed(Kind.SETTLED, page, false, sinceOrder);
            return session.set(Requests.STATUS, "given up");
        }
        return session.markAsSucceeded();
    }
}

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
import stage5.load.plan.LoadModel;
import stage5.load.plan.PlannedRequest;
import stage5.load.plan.RequestKind;
import stage5.load.plan.Visit;

/**
 * The Gatling scenario of one visit. A request is sent when it is due, or right after the previous response if that
 * comes later. Its latency counts from the due time in both cases (no coordinated omission).
 */
final class VisitScenario {

    /** The session attribute with the visit. */
    static final String VISIT = "visit";

    private static final String REQUEST = "request";
    private static final String ANSWERED = "answered";
    private static final String SENT = "sent";
    private static final String LOOKING = "looking";
    private static final String PLACED = "placed";
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final Duration SETTLING_LIMIT = Duration.ofSeconds(30);

    private final RunClock clock;
    private final RequestMeasurements measurements;
    private final ShopRequests requests;
    private final CustomerSessions customers;
    private final OrderLog orders;
    private final BooleanSupplier over;

    /** @param over whether no further request is to be sent */
    VisitScenario(
            RunClock clock,
            RequestMeasurements measurements,
            ShopRequests requests,
            CustomerSessions customers,
            OrderLog orders,
            BooleanSupplier over) {
        this.clock = clock;
        this.measurements = measurements;
        this.requests = requests;
        this.customers = customers;
        this.orders = orders;
        this.over = over;
    }

    ChainBuilder chain(LoadModel model) {
        ChainBuilder order = exec(requests.placeOrder()).exec(this::placed).exec(this::answered);
        return exec(session -> session.set(ANSWERED, Duration.ofDays(-1)))
                .exec(foreach(VisitScenario::requests, REQUEST)
                        .on(exec(pause(session ->
                                        wholeMillis(request(session).due().minus(clock.now()))))
                                .exec(doIf(session -> !over.getAsBoolean())
                                        .then(exec(this::sent)
                                                .exec(doIfOrElse(session ->
                                                                request(session).kind() == RequestKind.ORDER)
                                                        .then(
                                                                model == LoadModel.CHECKOUT
                                                                        ? order.exec(follow())
                                                                        : order)
                                                        .orElse(exec(requests.look())
                                                                .exec(this::answered)))))));
    }

    private static List<PlannedRequest> requests(Session session) {
        return session.<Visit>get(VISIT).requests();
    }

    private static PlannedRequest request(Session session) {
        return session.get(REQUEST);
    }

    /** Rounds up: timers count whole milliseconds, and no request may be early. */
    private static Duration wholeMillis(Duration span) {
        return span.isNegative() ? Duration.ZERO : Duration.ofMillis((span.toNanos() + 999_999) / 1_000_000);
    }

    private Session sent(Session session) {
        Duration due = request(session).due();
        Duration answered = session.get(ANSWERED);
        Duration earliest = due.compareTo(answered) > 0 ? due : answered;
        Duration now = clock.now();
        measurements.sent(request(session), now.minus(earliest));
        return session.markAsSucceeded()
                .set(SENT, now)
                .removeAll(ShopRequests.ORDER, ShopRequests.CODE, ShopRequests.RETRY_AFTER);
    }

    /** Records the response to an order that is due from time zero. */
    private Session placed(Session session) {
        Duration due = request(session).due();
        if (!due.isNegative()) {
            orders.add(new PlacedOrder(
                    session.getString(ShopRequests.ORDER),
                    customers.customer(session.get(VISIT)),
                    millis(due),
                    millis(session.get(SENT)),
                    millis(clock.now()),
                    session.contains(ShopRequests.CODE) ? session.getInt(ShopRequests.CODE) : 0,
                    session.contains(ShopRequests.RETRY_AFTER)));
        }
        return session;
    }

    private static double millis(Duration span) {
        return span.toNanos() / 1000 / 1000.0;
    }

    private Session answered(Session session) {
        Duration now = clock.now();
        measurements.answered(
                request(session),
                !session.isFailed(),
                now.minus(request(session).due()));
        return session.set(ANSWERED, now);
    }

    /** Polls an accepted order until it is settled or {@link #SETTLING_LIMIT} has passed. */
    private ChainBuilder follow() {
        return doIf(session -> !session.isFailed())
                .then(exec(session -> session.set(ShopRequests.STATUS, PLACED))
                        .exec(asLongAs(session -> PLACED.equals(session.getString(ShopRequests.STATUS)))
                                .on(pause(POLL_INTERVAL)
                                        .exec(session -> session.set(LOOKING, clock.now()))
                                        .exec(requests.lookAtOrder())
                                        .exec(this::looked))));
    }

    private Session looked(Session session) {
        PlannedRequest request = request(session);
        Duration now = clock.now();
        boolean successful = !session.isFailed();
        measurements.followed(RequestKind.LOOK, request, successful, now.minus(session.<Duration>get(LOOKING)));
        Duration sinceOrder = now.minus(request.due());
        boolean settled = successful && !PLACED.equals(session.getString(ShopRequests.STATUS));
        if (settled) {
            boolean confirmed = "confirmed".equals(session.getString(ShopRequests.STATUS));
            measurements.followed(RequestKind.SETTLED, request, confirmed, sinceOrder);
            return session;
        }
        if (sinceOrder.compareTo(SETTLING_LIMIT) > 0 || over.getAsBoolean()) {
            measurements.followed(RequestKind.SETTLED, request, false, sinceOrder);
            return session.set(ShopRequests.STATUS, "given up");
        }
        return session.markAsSucceeded();
    }
}

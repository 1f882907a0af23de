package stage5.load.generator;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.core.CoreDsl.stopLoadGeneratorIf;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import stage5.load.plan.Plan;

/**
 * Has Gatling do what a {@link Plan} says. Three populations follow each other: one that warms up the generator itself,
 * against a server of its own; one visitor who starts the clock; and the visitors, each of whom is injected a while
 * before the arrival that the plan says and waits for it, so that not Gatling decides when a request is due.
 */
public final class ShopSimulation extends Simulation {

    private static final double WARM_UP_RATE = 200;
    private static final Duration WARM_UP = Duration.ofSeconds(4);

    /** From the start of the clock to the first second of arrivals: visitors are injected one second ahead of theirs. */
    private static final Duration LEAD = Duration.ofSeconds(3);

    /** What Gatling itself may take to come up. */
    private static final Duration PREPARING = Duration.ofSeconds(5);

    private final Settings settings = Settings.read();
    private final RunClock clock = new RunClock();
    private final TrivialServer rehearsal = TrivialServer.start();
    private final Customers customers;
    private final Plan plan;
    private final Measurements measurements;
    private final Watch watch;
    private final AtomicBoolean stopped = new AtomicBoolean();

    public ShopSimulation() {
        Preparation shop = new Preparation(settings.target());
        Prepared prepared = settings.prepared().map(Prepared::read).orElseGet(() -> shop.prepare(settings.customers()));
        customers = new Customers(prepared.customers(), shop);
        plan = settings.plan(prepared.categories().size(), prepared.products().size());
        requireTimeUntilZero();
        measurements = new Measurements(plan);
        watch = new Watch(plan, clock, measurements);
        setUp(rehearsal()
                        .andThen(clockStart()
                                .andThen(visitors(new Visiting(
                                        clock, measurements, new Requests(prepared, customers), watch::isOver)))))
                .protocols(http.baseUrl(settings.target().toString())
                        .acceptHeader("application/json")
                        .disableWarmUp()
                        .disableCaching()
                        .shareConnections());
    }

    private PopulationBuilder rehearsal() {
        return scenario("rehearsal")
                .exec(http("rehearsal").get(rehearsal.uri() + "/api/products").silent())
                .injectOpen(constantUsersPerSec(WARM_UP_RATE).during(WARM_UP));
    }

    private PopulationBuilder clockStart() {
        return scenario("clock")
                .exec(pause(session -> untilZero().minus(untilZeroAtLeast())))
                .exec(session -> {
                    clock.zeroIn(untilZero());
                    watch.start();
                    return session;
                })
                .injectOpen(atOnceUsers(1));
    }

    private Duration untilZero() {
        return settings.machine()
                .zero()
                .map(zero -> Duration.between(Instant.now(), zero))
                .orElseGet(this::untilZeroAtLeast);
    }

    private Duration untilZeroAtLeast() {
        return LEAD.plus(plan.warmUp());
    }

    /** @throws LoadException if time zero is too close to get ready for */
    private void requireTimeUntilZero() {
        Duration needed = WARM_UP.plus(PREPARING).plus(untilZeroAtLeast());
        if (settings.machine().zero().isPresent() && untilZero().compareTo(needed) < 0) {
            throw new LoadException(
                    "Time zero must be %d s from now at least: --zero-at".formatted(needed.toSeconds()));
        }
    }

    private PopulationBuilder visitors(Visiting visiting) {
        return scenario(plan.model().label())
                .exec(feed(visits()))
                .exec(stopLoadGeneratorIf(
                        session -> "the SLO is broken",
                        session -> watch.isOver() && stopped.compareAndSet(false, true)))
                .exec(visiting.chain(plan.model()))
                .injectOpen(plan.arrivals().stream().map(ShopSimulation::within).toArray(OpenInjectionStep[]::new));
    }

    private static OpenInjectionStep within(int arrivals) {
        Duration second = Duration.ofSeconds(1);
        return arrivals == 0 ? nothingFor(second) : rampUsers(arrivals).during(second);
    }

    private Iterator<Map<String, Object>> visits() {
        return plan.visits()
                .map(visit -> Map.<String, Object>of(Visiting.VISIT, visit))
                .iterator();
    }

    /** Leaves the result; Gatling goes on to its report. */
    @Override
    public void after() {
        Duration length = watch.stop();
        customers.close();
        rehearsal.close();
        long planned = plan.visits()
                .flatMap(visit -> visit.pages().stream())
                .filter(page -> !page.due().isNegative() && page.due().compareTo(length) < 0)
                .count();
        measurements
                .result(settings, planned, clock.zeroMillis(), length, watch.cpuShare())
                .write(settings.results());
    }
}

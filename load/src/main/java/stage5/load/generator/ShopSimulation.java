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
import stage5.load.plan.LoadPlan;

/**
 * The Gatling simulation that sends a {@link LoadPlan}. Three populations run in sequence. The first warms up the
 * generator against its own server. The second starts the clock. The third are the visitors: each is injected ahead of
 * its planned arrival and waits for it, because Gatling's own injection is not exact to the millisecond.
 */
public final class ShopSimulation extends Simulation {

    private static final double WARM_UP_RATE = 200;
    private static final Duration WARM_UP = Duration.ofSeconds(4);

    /** Time from the start of the clock to the first arrivals. Visitors are injected one second ahead. */
    private static final Duration LEAD = Duration.ofSeconds(3);

    /** Time that Gatling may need to start. */
    private static final Duration PREPARING = Duration.ofSeconds(5);

    private final GeneratorSettings settings = GeneratorSettings.read();
    private final RunClock clock = new RunClock();
    private final TrivialServer rehearsal = TrivialServer.start();
    private final CustomerSessions customers;
    private final LoadPlan plan;
    private final RequestMeasurements measurements;
    private final RunMonitor monitor;
    private final OrderLog orders = new OrderLog();
    private final AtomicBoolean stopped = new AtomicBoolean();

    public ShopSimulation() {
        ShopPreparation shop = new ShopPreparation(settings.target());
        PreparedShop prepared =
                settings.prepared().map(PreparedShop::read).orElseGet(() -> shop.prepare(settings.customers()));
        customers = new CustomerSessions(prepared.customers(), shop);
        plan = settings.plan(prepared.categories().size(), prepared.products().size());
        requireTimeUntilZero();
        measurements = new RequestMeasurements(plan);
        monitor = new RunMonitor(plan, clock, measurements);
        setUp(rehearsal()
                        .andThen(clockStart()
                                .andThen(visitors(new VisitScenario(
                                        clock,
                                        measurements,
                                        new ShopRequests(prepared, customers),
                                        customers,
                                        orders,
                                        monitor::isOver)))))
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
                    monitor.start();
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

    /** @throws LoadException if time zero is too close */
    private void requireTimeUntilZero() {
        Duration needed = WARM_UP.plus(PREPARING).plus(untilZeroAtLeast());
        if (settings.machine().zero().isPresent() && untilZero().compareTo(needed) < 0) {
            throw new LoadException(
                    "Time zero must be at least %d s from now: --zero-at".formatted(needed.toSeconds()));
        }
    }

    private PopulationBuilder visitors(VisitScenario visit) {
        return scenario(plan.model().label())
                .exec(feed(visits()))
                .exec(stopLoadGeneratorIf(
                        session -> "the SLO is broken",
                        session -> monitor.isOver() && stopped.compareAndSet(false, true)))
                .exec(visit.chain(plan.model()))
                .injectOpen(plan.arrivals().stream().map(ShopSimulation::within).toArray(OpenInjectionStep[]::new));
    }

    private static OpenInjectionStep within(int arrivals) {
        Duration second = Duration.ofSeconds(1);
        return arrivals == 0 ? nothingFor(second) : rampUsers(arrivals).during(second);
    }

    private Iterator<Map<String, Object>> visits() {
        return plan.visits()
                .map(visit -> Map.<String, Object>of(VisitScenario.VISIT, visit))
                .iterator();
    }

    /** Writes the result, before Gatling writes its report. */
    @Override
    public void after() {
        Duration length = monitor.stop();
        customers.close();
        rehearsal.close();
        long planned = plan.visits()
                .flatMap(visit -> visit.requests().stream())
                .filter(request -> !request.due().isNegative() && request.due().compareTo(length) < 0)
                .count();
        orders.write(settings.results());
        measurements
                .result(settings, planned, clock.zeroMillis(), length, monitor.cpuShare())
                .write(settings.results());
    }
}

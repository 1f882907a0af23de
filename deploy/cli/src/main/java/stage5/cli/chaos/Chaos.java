package stage5.cli.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import stage5.cli.check.CheckReport;
import stage5.cli.check.ConsistencyCheck;
import stage5.cli.check.InvariantResult;
import stage5.cli.orders.OrderLoad;
import stage5.stack.Component;
import stage5.stack.Stack;
import stage5.stack.shop.ShopException;
import stage5.stack.terminal.ProgressListener;

/**
 * Kills one service after the other ({@code SIGKILL}) while customers place orders, and starts each one again. Then it
 * checks from outside and in the stores that nothing was lost or done twice.
 */
public final class Chaos {

    private final Stack stack;
    private final List<String> skus;
    private final ProgressListener progress;

    /** @param skus the SKUs of the products that customers order */
    public Chaos(Stack stack, List<String> skus, ProgressListener progress) {
        this.stack = stack;
        this.skus = List.copyOf(skus);
        this.progress = progress;
    }

    /**
     * Runs the plan. Returns the outcome once the shop is quiet or the plan's time-out has passed.
     *
     * @param beforeCheck runs once all orders are answered, for example to end the faults under which they were placed
     */
    public ChaosOutcome run(ChaosPlan plan, Runnable beforeCheck) throws InterruptedException {
        try (OrderLoad load = OrderLoad.start(stack.ports().gateway(), skus, plan.rate(), Integer.MAX_VALUE)) {
            Map<Component, Integer> kills = killInTurn(plan, load);
            load.stopPlacing();
            boolean answered = load.awaitEnd(plan.timeout());
            beforeCheck.run();
            CheckReport report = new ConsistencyCheck(stack.ports()).run(plan.timeout());
            List<InvariantResult> results = new ArrayList<>(List.of(answered(load), settled(load)));
            results.addAll(report.results());
            return new ChaosOutcome(
                    kills,
                    load.accepted().size(),
                    load.repeated(),
                    new CheckReport(answered && report.quiet(), results));
        }
    }

    private Map<Component, Integer> killInTurn(ChaosPlan plan, OrderLoad load) throws InterruptedException {
        Map<Component, Integer> kills = new EnumMap<>(Component.class);
        for (int i = 0;
                load.sent() < plan.orders() || kills.size() < plan.victims().size();
                i++) {
            Thread.sleep(plan.every());
            Component victim = plan.victims().get(i % plan.victims().size());
            Instant start = Instant.now();
            stack.kill(victim);
            stack.start(victim, ProgressListener.silent());
            kills.merge(victim, 1, Integer::sum);
            progress.done(
                    "%s killed and restarted, %d orders accepted"
                            .formatted(victim, load.accepted().size()),
                    Duration.between(start, Instant.now()));
        }
        return kills;
    }

    private static InvariantResult answered(OrderLoad load) {
        return InvariantResult.of(
                "every order is finally accepted",
                "%d accepted, %d requests repeated".formatted(load.accepted().size(), load.repeated()),
                List.copyOf(load.rejections()));
    }

    /** Each order that was answered 202 is visible to its customer and settled. */
    private static InvariantResult settled(OrderLoad load) throws InterruptedException {
        List<String> unsettled = new ArrayList<>();
        for (OrderLoad.Placed order : load.accepted().values()) {
            try {
                order.settled(Duration.ZERO);
            } catch (ShopException e) {
                unsettled.add(e.getMessage());
            }
        }
        return InvariantResult.of(
                "every accepted order is settled",
                "%d orders queried".formatted(load.accepted().size()),
                unsettled);
    }
}

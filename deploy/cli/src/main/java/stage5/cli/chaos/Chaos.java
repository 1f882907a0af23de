package stage5.cli.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import stage5.cli.check.ConsistencyCheck;
import stage5.cli.check.InvariantResult;
import stage5.cli.check.CheckReport;
import stage5.cli.orders.OrderLoad;
import stage5.stack.shop.ShopException;
import stage5.stack.Component;
import stage5.stack.Stack;
import stage5.stack.terminal.ProgressListener;

/**
 * Kills one service after the other ({@code SIGKILL}, in the middle of whatever it is at) while orders come in, brings
 * each back, and then asks the customers and the stores whether anything was lost or done twice.
 */
public final class Chaos {

    private final Stack stack;
    private final List<String> skus;
    private final ProgressListener progress;

    /** @param skus what is ordered */
    public Chaos(Stack stack, List<String> skus, ProgressListener progress) {
        this.stack = stack;
        this.skus = List.copyOf(skus);
        this.progress = progress;
    }

    /** Returns what came of it, once the shop has come to rest or the plan's timeout is over. */
    public ChaosOutcome run(ChaosPlan plan) throws InterruptedException {
        try (OrderLoad load = OrderLoad.start(stack.ports().gateway(), skus, plan.rate(), Integer.MAX_VALUE)) {
            Map<Component, Integer> kills = killInTurn(plan, load);
            load.lastOrders();
            boolean answered = load.awaitEnd(plan.timeout());
            CheckReport report = new ConsistencyCheck(stack.ports()).run(plan.timeout());
            List<InvariantResult> results = new ArrayList<>(List.of(answered(load), settled(load)));
            results.addAll(report.results());
            return new ChaosOutcome(
                    kills, load.accepted().size(), load.repeated(), new CheckReport(answered && report.quiet(), results));
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
                    "%s killed and back, %d orders accepted"
                            .formatted(victim, load.accepted().size()),
                    Duration.between(start, Instant.now()));
        }
        return kills;
    }

    private static InvariantResult answered(OrderLoad load) {
        return InvariantResult.of(
                "every order is accepted in the end",
                "%d accepted, %d requests sent again".formatted(load.accepted().size(), load.repeated()),
                List.copyOf(load.refused()));
    }

    /** A customer who was told 202 sees her order, and it is not left hanging. */
    private static InvariantResult settled(OrderLoad load) throws InterruptedException {
        List<String> hanging = new ArrayList<>();
        for (OrderLoad.Placed order : load.accepted().values()) {
            try {
                order.settled(Duration.ZERO);
            } catch (ShopException e) {
                hanging.add(e.getMessage());
            }
        }
        return InvariantResult.of(
                "every accepted order is settled",
                "%d orders asked for".formatted(load.accepted().size()),
                hanging);
    }
}

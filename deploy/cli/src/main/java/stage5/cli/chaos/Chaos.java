package stage5.cli.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import stage5.cli.check.Check;
import stage5.cli.check.Finding;
import stage5.cli.check.Report;
import stage5.cli.orders.OrderLoad;
import stage5.cli.shop.ShopException;
import stage5.cli.stack.Part;
import stage5.cli.stack.Stack;
import stage5.cli.terminal.Progress;

/**
 * Kills one service after the other ({@code SIGKILL}, in the middle of whatever it is at) while orders come in, brings
 * each back, and then asks the customers and the stores whether anything was lost or done twice.
 */
public final class Chaos {

    private final Stack stack;
    private final List<String> skus;
    private final Progress progress;

    /** @param skus what is ordered */
    public Chaos(Stack stack, List<String> skus, Progress progress) {
        this.stack = stack;
        this.skus = List.copyOf(skus);
        this.progress = progress;
    }

    /** Returns what came of it, once the shop has come to rest or the plan's patience is over. */
    public Outcome run(Plan plan) throws InterruptedException {
        try (OrderLoad load = OrderLoad.start(stack.ports().gateway(), skus, plan.rate(), Integer.MAX_VALUE)) {
            Map<Part, Integer> kills = killInTurn(plan, load);
            load.lastOrders();
            boolean answered = load.awaitEnd(plan.patience());
            Report report = new Check(stack.ports()).run(plan.patience());
            List<Finding> findings = new ArrayList<>(List.of(answered(load), settled(load)));
            findings.addAll(report.findings());
            return new Outcome(
                    kills, load.accepted().size(), load.repeated(), new Report(answered && report.quiet(), findings));
        }
    }

    private Map<Part, Integer> killInTurn(Plan plan, OrderLoad load) throws InterruptedException {
        Map<Part, Integer> kills = new EnumMap<>(Part.class);
        for (int i = 0;
                load.sent() < plan.orders() || kills.size() < plan.victims().size();
                i++) {
            Thread.sleep(plan.every());
            Part victim = plan.victims().get(i % plan.victims().size());
            Instant start = Instant.now();
            stack.kill(victim);
            stack.start(victim, Progress.silent());
            kills.merge(victim, 1, Integer::sum);
            progress.done(
                    "%s killed and back, %d orders accepted"
                            .formatted(victim, load.accepted().size()),
                    Duration.between(start, Instant.now()));
        }
        return kills;
    }

    private static Finding answered(OrderLoad load) {
        return Finding.of(
                "every order is accepted in the end",
                "%d accepted, %d requests sent again".formatted(load.accepted().size(), load.repeated()),
                List.copyOf(load.refused()));
    }

    /** A customer who was told 202 sees her order, and it is not left hanging. */
    private static Finding settled(OrderLoad load) throws InterruptedException {
        List<String> hanging = new ArrayList<>();
        for (OrderLoad.Placed order : load.accepted().values()) {
            try {
                order.settled(Duration.ZERO);
            } catch (ShopException e) {
                hanging.add(e.getMessage());
            }
        }
        return Finding.of(
                "every accepted order is settled",
                "%d orders asked for".formatted(load.accepted().size()),
                hanging);
    }
}

package stage5.cli.chaos;

import java.time.Duration;
import java.util.List;
import stage5.stack.Component;

/**
 * The plan of a chaos run.
 *
 * @param orders the minimum number of orders; more are placed until each victim was killed once
 * @param rate orders per second
 * @param every the pause between the restart of one victim and the next kill
 * @param victims the services to kill, repeatedly and in this order
 * @param timeout the time limit afterwards until every request is answered, and again until the shop is quiet
 */
public record ChaosPlan(int orders, double rate, Duration every, List<Component> victims, Duration timeout) {

    public ChaosPlan {
        victims = victims.stream().distinct().toList();
        if (orders < 1 || rate <= 0 || every.isNegative() || timeout.isNegative() || victims.isEmpty()) {
            throw new IllegalArgumentException(
                    "Orders and rate must be positive, there must be a victim, and no duration may be negative");
        }
    }
}

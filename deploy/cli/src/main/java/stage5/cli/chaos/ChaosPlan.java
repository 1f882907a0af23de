package stage5.cli.chaos;

import java.time.Duration;
import java.util.List;
import stage5.stack.Component;

/**
 * What is done to the shop.
 *
 * @param orders how many are placed at least; more come in until each victim was killed once
 * @param rate how many of them a second
 * @param every the time that all are there, between one victim's return and the next kill
 * @param victims who is killed, in turn and from the start again, as long as orders come in
 * @param timeout how long the shop may take afterwards to answer everybody, and again to come to rest
 */
public record ChaosPlan(int orders, double rate, Duration every, List<Component> victims, Duration timeout) {

    public ChaosPlan {
        victims = victims.stream().distinct().toList();
        if (orders < 1 || rate <= 0 || every.isNegative() || timeout.isNegative() || victims.isEmpty()) {
            throw new IllegalArgumentException(
                    "There must be orders, at a rate, and victims, and no time may be negative");
        }
    }
}

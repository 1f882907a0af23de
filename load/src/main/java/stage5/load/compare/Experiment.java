package stage5.load.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is compared, and how.
 *
 * @param arms their names; the first one is the baseline
 * @param seed decides the order of the arms in each round, and with the round's number who comes when and wants what
 */
public record Experiment(List<String> arms, int rounds, List<Phase> phases, int customers, long seed) {

    public Experiment {
        if (arms.size() < 2 || rounds < 1 || phases.isEmpty()) {
            throw new IllegalArgumentException("Two arms and a model at least are compared, once at least");
        }
    }

    public String baseline() {
        return arms.getFirst();
    }

    /**
     * Returns the arms in the round's order. Each second round's is the one before it in reverse: the local cloud gets
     * warmer and its tables fuller from turn to turn, which so falls on all arms alike.
     */
    public List<String> order(int round) {
        List<String> order = new ArrayList<>(arms);
        // Of seeds that follow each other Random's first draws would hardly differ.
        Collections.shuffle(order, new SplittableRandom(seed * 1000 + (round + 1) / 2));
        return round % 2 == 0 ? order.reversed() : order;
    }

    /** Returns the seed of the round's arrivals, the same for all arms. */
    long seed(int round) {
        return seed * 1000 + round;
    }

    /** Returns how long the visitors alone will take at least, where one run before each phase warms every arm up. */
    public Duration visiting() {
        return phases.stream()
                .map(phase -> phase.warmUp().multipliedBy(2).plus(phase.duration()))
                .reduce(Duration.ZERO, Duration::plus)
                .multipliedBy((long) rounds * arms.size());
    }
}

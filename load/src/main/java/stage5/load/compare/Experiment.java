package stage5.load.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The design of a comparison.
 *
 * @param arms names of the arms; the first is the baseline
 * @param seed of the order of arms and, with the round's number, of the arrivals
 */
public record Experiment(List<String> arms, int rounds, List<Phase> phases, int customers, long seed) {

    public Experiment {
        if (arms.size() < 2 || rounds < 1 || phases.isEmpty()) {
            throw new IllegalArgumentException("A comparison needs two arms, one model and one round");
        }
    }

    public String baseline() {
        return arms.getFirst();
    }

    /**
     * Returns the order of the arms in a round. Every second round reverses the order of the round before: the local
     * cloud becomes warmer and its tables larger over time, and this affects all arms alike.
     */
    public List<String> order(int round) {
        List<String> order = new ArrayList<>(arms);
        // Consecutive seeds of Random would give nearly equal first draws.
        Collections.shuffle(order, new SplittableRandom(seed * 1000 + (round + 1) / 2));
        return round % 2 == 0 ? order.reversed() : order;
    }

    /** Returns the seed of a round's arrivals, the same for all arms. */
    long seed(int round) {
        return seed * 1000 + round;
    }

    /** Returns the total duration of load, with one warm-up run before each phase. */
    public Duration loadDuration() {
        return phases.stream()
                .map(phase -> phase.warmUp().multipliedBy(2).plus(phase.duration()))
                .reduce(Duration.ZERO, Duration::plus)
                .multipliedBy((long) rounds * arms.size());
    }
}

package stage5.load.plan;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Draws product ranks by Zipf's law: rank n is drawn 1/n as often as rank 1. */
public final class ZipfDistribution {

    private final double[] cumulative;

    public ZipfDistribution(int ranks) {
        if (ranks < 1) {
            throw new IllegalArgumentException("A Zipf distribution needs at least one rank");
        }
        cumulative = new double[ranks];
        double sum = 0;
        for (int rank = 0; rank < ranks; rank++) {
            sum += 1.0 / (rank + 1);
            cumulative[rank] = sum;
        }
    }

    /** Returns a rank from 0, the most popular. */
    public int draw(RandomGenerator random) {
        double point = random.nextDouble() * cumulative[cumulative.length - 1];
        int found = Arrays.binarySearch(cumulative, point);
        return found >= 0 ? found : -found - 1;
    }
}

package stage5.load.plan;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Draws ranks as shoppers' interest falls: the n-th most wanted product is wanted 1/n as much as the first. */
public final class Zipf {

    private final double[] cumulative;

    public Zipf(int ranks) {
        if (ranks < 1) {
            throw new IllegalArgumentException("There must be something to draw from");
        }
        cumulative = new double[ranks];
        double sum = 0;
        for (int rank = 0; rank < ranks; rank++) {
            sum += 1.0 / (rank + 1);
            cumulative[rank] = sum;
        }
    }

    /** Returns a rank, 0 for the most wanted. */
    public int draw(RandomGenerator random) {
        double point = random.nextDouble() * cumulative[cumulative.length - 1];
        int found = Arrays.binarySearch(cumulative, point);
        return found >= 0 ? found : -found - 1;
    }
}

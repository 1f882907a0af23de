package stage5.load.compare;

import stage5.load.results.ObservationRow;

/**
 * One value of one metric of one arm in one round.
 *
 * @param position of the arm within the round, from 1
 * @param valid false if the generator was the bottleneck
 */
public record Observation(int round, int position, String arm, Subject subject, double value, boolean valid) {

    /**
     * What was observed; the same for all arms and rounds.
     *
     * @param model the load model, or {@code none}
     * @param phase {@code cold} or {@code warm}
     * @param part a service's name, or {@code shop} for all five
     */
    public record Subject(Metric metric, String model, String phase, String part) {}

    /** All five services together. */
    public static final String SHOP = ObservationRow.SHOP;
}

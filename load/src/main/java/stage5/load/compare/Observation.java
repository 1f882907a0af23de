package stage5.load.compare;

/**
 * One figure of one arm in one round.
 *
 * @param subject what is measured of what, the same for all arms and rounds
 * @param position when the arm's turn was within the round, from 1
 * @param valid false where the figure says more about the generator than about the arm
 */
public record Observation(int round, int position, String arm, Subject subject, double value, boolean valid) {

    /**
     * What is measured of what.
     *
     * @param model the load model, or {@code none}
     * @param phase {@code cold} or {@code warm}
     * @param part a service's name, or {@code shop} for all five
     */
    public record Subject(Metric metric, String model, String phase, String part) {}

    /** All five services together. */
    public static final String SHOP = "shop";
}

package stage5.load.compare;

/**
 * What a part has used of the machine over a while.
 *
 * @param cpuSeconds by all its processes, also those that have ended since
 * @param residentMiB on average, by all of them together
 * @param peakMiB at most
 */
public record Usage(double cpuSeconds, double residentMiB, double peakMiB) {

    static final Usage NONE = new Usage(0, 0, 0);
}

package stage5.load.compare;

/**
 * The CPU and memory that a service's processes used during a phase.
 *
 * @param cpuSeconds of all processes, including ended ones
 * @param residentMiB resident memory of all processes together, on average
 * @param peakMiB the highest resident memory of all processes together
 */
public record ProcessUsage(double cpuSeconds, double residentMiB, double peakMiB) {

    static final ProcessUsage NONE = new ProcessUsage(0, 0, 0);
}

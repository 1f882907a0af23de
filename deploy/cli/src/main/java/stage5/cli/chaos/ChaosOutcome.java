package stage5.cli.chaos;

import java.util.Map;
import stage5.cli.check.CheckReport;
import stage5.stack.Component;

/**
 * The outcome of a chaos run.
 *
 * @param kills how often each service was killed while customers placed orders
 * @param accepted the number of orders that were answered 202
 * @param repeated the number of requests that customers repeated
 * @param report the results of all invariants afterwards, in the stores and from outside
 */
public record ChaosOutcome(Map<Component, Integer> kills, int accepted, int repeated, CheckReport report) {}

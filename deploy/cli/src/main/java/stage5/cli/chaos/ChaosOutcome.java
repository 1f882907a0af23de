package stage5.cli.chaos;

import java.util.Map;
import stage5.cli.check.CheckReport;
import stage5.stack.Component;

/**
 * What the shop made of it.
 *
 * @param kills how often each victim was killed while orders came in
 * @param accepted how many orders were answered 202
 * @param repeated how many requests customers had to send again
 * @param report what the stores say afterwards, and what was seen from outside
 */
public record ChaosOutcome(Map<Component, Integer> kills, int accepted, int repeated, CheckReport report) {}

package stage5.cli.chaos;

import java.util.Map;
import stage5.cli.check.Report;
import stage5.cli.stack.Part;

/**
 * What the shop made of it.
 *
 * @param kills how often each victim was killed while orders came in
 * @param accepted how many orders were answered 202
 * @param repeated how many requests customers had to send again
 * @param report what the stores say afterwards, and what was seen from outside
 */
public record Outcome(Map<Part, Integer> kills, int accepted, int repeated, Report report) {}

package stage5.load.gateway;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A row of the results file.
 *
 * @param round counted from 1; 1 if there is one
 * @param subject what was measured: a proxy, or a phase of a run
 */
@JsonPropertyOrder({"part", "round", "subject", "measure", "unit", "value"})
record Measurement(String part, int round, String subject, String measure, String unit, double value) {}

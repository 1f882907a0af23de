/**
 * Measures what one confirmed order costs: calls and units of the stores, and CPU time by process. Start with
 * {@link stage5.load.ordercost.OrderCostMeter}.
 */
package stage5.load.ordercost;

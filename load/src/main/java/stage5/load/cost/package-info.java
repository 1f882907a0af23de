/**
 * What a month costs on AWS: measured use times public prices. Prices come from a versioned file, each with its source and
 * date; what no run measures stands in a file of assumptions, each with its reason. Start with
 * {@link stage5.load.cost.CostModel}; {@link stage5.load.cost.CostCommand} is the command.
 */
package stage5.load.cost;

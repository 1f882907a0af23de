/**
 * Estimates monthly costs on AWS: measured usage times public prices. Prices and assumptions are in files that state a
 * source or a reason for each. Start with {@link stage5.load.cost.CostModel}; the command is {@link
 * stage5.load.cost.CostCommand}.
 */
package stage5.load.cost;

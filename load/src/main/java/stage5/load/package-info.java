/**
 * Load tests with an open model (arrivals do not wait for responses), comparisons of the shop's forms, cost estimates
 * and reports. Start with {@link stage5.load.LoadCommands}, the commands.
 */
package stage5.load;

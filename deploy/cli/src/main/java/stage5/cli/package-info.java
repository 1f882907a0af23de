/**
 * The front door: the commands behind {@code ./stage5}. Each command is a thin class in {@code command}; the library
 * behind it is in the other packages and in {@code deploy/stack}, and the tests use it too. Start with {@link
 * stage5.cli.FrontDoor}. {@link stage5.stack.Stack} starts and stops the shop, {@link stage5.stack.seed.ShopFilling}
 * fills it, {@link stage5.cli.demo.CustomerJourney} uses it as one customer does, and {@link
 * stage5.cli.check.ConsistencyCheck} checks its invariants.
 */
package stage5.cli;

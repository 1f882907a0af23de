/**
 * What stands behind {@code ./stage5}: one class per command in {@code command}, each a thin skin over a library that
 * tests use as well. Start with {@link stage5.cli.FrontDoor}; {@link stage5.stack.Stack} starts and stops the shop,
 * {@link stage5.stack.seed.Seeding} fills it, {@link stage5.cli.demo.CustomerJourney} walks through it and
 * {@link stage5.cli.check.ConsistencyCheck} proves that it kept its promises.
 */
package stage5.cli;

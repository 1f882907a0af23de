/**
 * Sends what a {@link stage5.load.plan.Plan} says and sees what comes back: {@link stage5.load.generator.Generator} from
 * outside, {@link stage5.load.generator.ShopSimulation} within its process.
 */
package stage5.load.generator;

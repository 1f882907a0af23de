/**
 * Sends a load plan with Gatling and measures the responses. Start with {@link stage5.load.generator.Generator}; the
 * code inside its process starts with {@link stage5.load.generator.ShopSimulation}.
 */
package stage5.load.generator;

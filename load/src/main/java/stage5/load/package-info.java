/**
 * Puts load on the running shop, as visitors do: they arrive whether or not earlier ones were served (an open model).
 * Start with {@link stage5.load.Load}, the command; {@link stage5.load.ShopSimulation} is what Gatling runs.
 */
package stage5.load;

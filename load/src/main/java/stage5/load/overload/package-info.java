/**
 * Runs that bring the shop to its limits and judge the result by bars: {@link stage5.load.overload.StormResult},
 * {@link stage5.load.overload.FlashSaleResult}.
 */
package stage5.load.overload;

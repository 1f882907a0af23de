/** Reads the orders of a run after it. Start with {@link stage5.load.orders.OrderReader}. */
package stage5.load.orders;

/**
 * order-service takes orders and sees them through: placed, then confirmed, rejected or cancelled.
 *
 * <p>Start with {@link stage5.order.domain.Order}, which is nothing but the fold of its events, then {@code
 * placing.PlacingOrders}, which accepts one, then {@code saga.StockConsumer} and {@code saga.Deadlines}, the two things
 * that move it on: an event from the catalogue, and the time. {@code log.OrderLog} is the only way to an order's events;
 * {@code history} and {@code sales} are read models fed by those events alone.
 */
package stage5.order;

/**
 * order-service accepts orders and settles each of them: an order is placed first, then confirmed, rejected or
 * cancelled.
 *
 * <p>Where to start reading:
 *
 * <ol>
 *   <li>{@link stage5.order.domain.Order}: the aggregate, the fold of its events.
 *   <li>{@code placing.PlacingOrders}: the use case behind {@code POST /api/orders}.
 *   <li>{@code saga.StockConsumer} and {@code saga.DueSagas}: the two triggers of the next saga step, an event of
 *       catalog-service and the passing of time.
 *   <li>{@code store.OrderStore}: the only access to the events of an order.
 *   <li>{@code history} and {@code sales}: the read models. {@code readmodel.ReadModelsConsumer} updates both from the
 *       events of this service.
 * </ol>
 *
 * <p>The HTTP routes:
 *
 * <table>
 *   <caption>Each route with its class</caption>
 *   <tr><th>route</th><th>class</th></tr>
 *   <tr><td>{@code POST /api/orders}</td><td>{@code placing.PlacingResource}</td></tr>
 *   <tr><td>{@code GET /api/orders}</td><td>{@code history.HistoryResource}</td></tr>
 *   <tr><td>{@code GET /api/orders/{id}}</td><td>{@code reading.ReadingResource}</td></tr>
 *   <tr><td>{@code GET /api/orders/{id}/events}</td><td>{@code reading.ReadingResource}</td></tr>
 *   <tr><td>{@code POST /api/orders/{id}/cancel}</td><td>{@code cancelling.CancellingResource}</td></tr>
 *   <tr><td>{@code GET /api/bestsellers}, {@code GET /api/sales}</td><td>{@code sales.SalesResource}</td></tr>
 *   <tr><td>{@code /api/read-models/...}</td><td>{@code readmodel.ReadModelsResource}</td></tr>
 * </table>
 */
package stage5.order;

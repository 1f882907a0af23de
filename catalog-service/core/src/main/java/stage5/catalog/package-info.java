/**
 * The catalogue: owns products, stock and reservations. It alone decides whether an order gets its stock.
 *
 * <p>Where to start reading:
 *
 * <ul>
 *   <li>{@link stage5.catalog.product.ProductAdministration} adds, changes and counts products.
 *   <li>{@link stage5.catalog.product.ImportingProducts} adds many products at once.
 *   <li>{@link stage5.catalog.reserving.Reserving} reserves, sells and releases the stock of orders.
 *   <li>{@code HotStock} in the same package splits the stock of a product whose orders conflict.
 *   <li>{@link stage5.catalog.popularity.Popularity} changes the ranks of sold products in the listings.
 *   <li>{@link stage5.catalog.listing.Listings} and {@link stage5.catalog.projection.CachedProducts} serve reads from a
 *       Redis cache ({@link stage5.catalog.cache.LeasedCache}).
 *   <li>{@link stage5.catalog.store.ProductStore} maps products and stock to DynamoDB items.
 *   <li>{@link stage5.catalog.domain} has the rules that need no store and no framework.
 * </ul>
 */
package stage5.catalog;

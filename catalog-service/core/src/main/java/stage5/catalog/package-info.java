/**
 * The shop's catalogue: what can be bought, for how much, and how many of it are left.
 *
 * <p>Where to start: {@link stage5.catalog.product.ProductAdministration} writes products and stock, {@link
 * stage5.catalog.reserving.Reserving} gives stock to orders and takes it back, {@link stage5.catalog.listing.Listings}
 * and {@link stage5.catalog.view.ProductViews} answer readers from Redis, {@link stage5.catalog.store.ProductStore}
 * knows how all of it lies in DynamoDB. The rules that need no store are in {@link stage5.catalog.domain}.
 */
package stage5.catalog;

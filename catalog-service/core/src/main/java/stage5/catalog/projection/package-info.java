/** The cached read model of products, and its invalidation by this service's own events. */
package stage5.catalog.projection;

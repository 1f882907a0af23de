/**
 * A read-through cache in Redis. On a miss one reader loads; a value that was invalidated while it was loaded is not
 * cached. Start with {@link stage5.catalog.cache.LeasedCache}.
 */
package stage5.catalog.cache;

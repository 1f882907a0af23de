/** A cache in Redis that loads each key once on a miss and never keeps what an invalidation has overtaken. */
package stage5.catalog.cache;

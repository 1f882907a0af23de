/**
 * Projects the load on each partition key, and on the quotas of AWS, from a sample of orders. Start with
 * {@link stage5.load.scale.KeyProjection}; {@link stage5.load.scale.KeyClasses} states how each kind of key grows.
 */
package stage5.load.scale;

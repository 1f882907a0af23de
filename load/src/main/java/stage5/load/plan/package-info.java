/**
 * What visitors are going to do, before any of it is sent: start with {@link stage5.load.plan.Plan}, which follows from a
 * {@link stage5.load.plan.Model}, a rate and a seed.
 */
package stage5.load.plan;

/** What AWS would bill besides compute, counted: start with {@link stage5.local.meter.UsageCounters}. */
package stage5.local.meter;

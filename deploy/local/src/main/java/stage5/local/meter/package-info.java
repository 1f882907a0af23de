/** Counters of what AWS would bill besides compute. Start at {@link stage5.local.meter.UsageCounters}. */
package stage5.local.meter;

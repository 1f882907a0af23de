/** Medians, their intervals, and what paired differences come to; start with {@link stage5.load.statistics.Comparison}. */
package stage5.load.statistics;

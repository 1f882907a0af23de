/** Medians, confidence intervals and paired comparisons. Start with {@link stage5.load.statistics.Comparison}. */
package stage5.load.statistics;

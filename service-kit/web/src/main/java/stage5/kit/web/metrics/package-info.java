/**
 * The metrics that a service publishes, the same in both forms: {@link stage5.kit.web.metrics.PublishedMetrics} lists them,
 * {@link stage5.kit.web.metrics.EmbeddedMetrics} writes them to the log.
 */
package stage5.kit.web.metrics;

/**
 * A trace to read: the tree of its spans with the waits between them ({@link stage5.kit.telemetry.trace.SpanTree}), the path
 * that determined its length ({@link stage5.kit.telemetry.trace.CriticalPath}), and what differs from a healthy one ({@link
 * stage5.kit.telemetry.trace.TraceDifference}). {@link stage5.kit.telemetry.trace.RelatedSpans} finds the spans of an order.
 */
package stage5.kit.telemetry.trace;

/**
 * Emulates the Lambda service. It runs the real artifacts, a JVM zip or a native {@code bootstrap}, in execution
 * environments and serves the Runtime API to them. Start at {@link stage5.local.lambda.Invoker}, which event sources
 * call.
 */
package stage5.local.lambda;

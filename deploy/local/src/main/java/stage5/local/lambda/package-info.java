/**
 * The Lambda service: it runs the real artifacts, a JVM zip or a native {@code bootstrap}, in environments of their own
 * and speaks the Runtime API to them. Start at {@link stage5.local.lambda.Invoker}, the side that event sources see.
 */
package stage5.local.lambda;

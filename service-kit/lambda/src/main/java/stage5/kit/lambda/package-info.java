/**
 * What a process needs that stands still between two invocations: nothing of one may be left to do when it is answered.
 * Start reading at {@link stage5.kit.lambda.FlushBeforeResponse}.
 */
package stage5.kit.lambda;

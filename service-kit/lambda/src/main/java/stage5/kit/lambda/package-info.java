/**
 * Lambda form: work that has to be finished before the response, because Lambda freezes the process between
 * invocations. Start reading at {@link stage5.kit.lambda.FlushBeforeResponse}.
 */
package stage5.kit.lambda;

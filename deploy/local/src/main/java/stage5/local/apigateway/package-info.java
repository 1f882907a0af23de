/**
 * Emulates API Gateway: HTTP APIs that pass every request to one function, in payload format 2.0. Start at {@link
 * stage5.local.apigateway.FunctionApi}.
 */
package stage5.local.apigateway;

/**
 * API Gateway: HTTP APIs that hand every request to one function, in payload format 2.0, and make an HTTP response of
 * what it answers. Start at {@link stage5.local.apigateway.FunctionApi}.
 */
package stage5.local.apigateway;

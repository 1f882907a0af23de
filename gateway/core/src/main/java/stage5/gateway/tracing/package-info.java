/**
 * Where traces begin: which callers may continue their own, and which traces are kept. Services follow the gateway's decision.
 */
package stage5.gateway.tracing;

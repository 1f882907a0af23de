/**
 * The gateway: the single entry point of the shop's API. It owns no data. It forwards requests to the services,
 * isolates clients from a failing service, and serves stale copies while one is down.
 *
 * <p>Where to start reading:
 *
 * <ul>
 *   <li>{@link stage5.gateway.proxy.ApiHandler} handles every request to {@code /api}.
 *   <li>{@link stage5.gateway.domain.Routes} maps paths to services.
 *   <li>{@code stage5.gateway.upstream.GuardedUpstream} combines time-outs, retries, breaker and bulkhead of a route class.
 *   <li>{@link stage5.gateway.stale.CachedReads} serves copies of good responses.
 *   <li>{@link stage5.gateway.GatewayConfig} has all settings.
 * </ul>
 */
package stage5.gateway;

/**
 * The benchmark of the gateway, {@code ./stage5 gateway-bench}: the built gateway with a real Redis in front of a trivial
 * upstream ({@link stage5.load.gateway.StubUpstream}), beside nginx. Each part of it is a {@link
 * stage5.load.gateway.BenchPart}.
 */
package stage5.load.gateway;

/**
 * A small HTTP/1.1 client for load on one server. Unlike Gatling ({@link stage5.load.generator}) it costs little CPU per
 * request, so that a proxy on the same machine is the bottleneck: {@link stage5.load.http.HttpLoad}.
 */
package stage5.load.http;

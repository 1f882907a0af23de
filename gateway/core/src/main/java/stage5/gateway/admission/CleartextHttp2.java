package stage5.gateway.admission;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import stage5.gateway.GatewayConfig;

/**
 * Disables HTTP/2 without TLS, unless it is configured. HTTP/2 over TLS is not affected.
 *
 * <p>With it, Vert.x counts a connection only after its first request head, so that silent connections have no limit ({@code
 * quarkus.http.limits.max-connections}). It also accepts {@code Upgrade: h2c}, which <a
 * href="https://www.rfc-editor.org/rfc/rfc9113#section-3.1">RFC 9113, 3.1</a> has deprecated, and then keeps one line of each
 * repeated header, so that {@link RequestSyntax} does not see the others.
 */
@Singleton
public final class CleartextHttp2 implements HttpServerOptionsCustomizer {

    private final boolean enabled;

    CleartextHttp2(GatewayConfig config) {
        this.enabled = config.cleartextHttp2();
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(enabled);
    }
}

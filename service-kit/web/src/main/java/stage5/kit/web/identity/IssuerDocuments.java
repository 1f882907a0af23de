package stage5.kit.web.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Fetches the documents that an OpenID provider publishes. */
final class IssuerDocuments {

    private static final int OK = 200;

    private final WebClient http;
    private final String issuer;
    private final Optional<URI> jwks;
    private final Duration timeout;

    /**
     * Creates a client; it connects to the issuer with its first call.
     *
     * @param jwks the address of the key set, if it is not to be discovered
     * @param timeout of connecting, and of each request
     */
    IssuerDocuments(Vertx vertx, String issuer, Optional<URI> jwks, Duration timeout) {
        this.http = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setConnectTimeout(Math.toIntExact(timeout.toMillis()))
                        .setFollowRedirects(false)
                        .setKeepAlive(false));
        this.issuer = issuer;
        this.jwks = jwks;
        this.timeout = timeout;
    }

    /**
     * Completes with the issuer's key set. Its address is given, or the one that the issuer's configuration states (<a
     * href="https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig">OpenID Connect Discovery 1.0, 4</a>).
     * Fails with an {@link IOException} if a response is no success, or the configuration is not the issuer's.
     */
    Uni<String> keySet() {
        return jwks.map(address -> Uni.createFrom().item(address.toString()))
                .orElseGet(this::discovered)
                .chain(this::get);
    }

    private Uni<String> discovered() {
        return get(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration")
                .map(JsonObject::new)
                .chain(configuration -> issuer.equals(configuration.getString("issuer"))
                                && configuration.getString("jwks_uri") != null
                        ? Uni.createFrom().item(configuration.getString("jwks_uri"))
                        : Uni.createFrom()
                                .failure(new IOException("The configuration is not that of the issuer " + issuer)));
    }

    private Uni<String> get(String address) {
        return http.getAbs(address)
                .timeout(timeout.toMillis())
                .send()
                .chain(response -> response.statusCode() == OK
                        ? Uni.createFrom().item(body(response))
                        : Uni.createFrom().failure(new IOException(address + " answered " + response.statusCode())));
    }

    private static String body(HttpResponse<Buffer> response) {
        return response.body() == null ? "" : response.bodyAsString();
    }
}

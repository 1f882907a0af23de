package stage5.kit.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;

/**
 * An OpenID provider for tests, with tokens in the form of Amazon Cognito's. It serves its configuration and its keys, of
 * which one signs access tokens and another one id tokens, as in Cognito.
 */
public final class ExternalIssuer implements AutoCloseable {

    /** The id of the app client that the tokens are for. */
    public static final String CLIENT = "1example23456789";

    private static final String POOL = "/us-east-1_Example";

    private final HttpServer server;
    private final AtomicInteger keyRequests = new AtomicInteger();
    private volatile boolean down;

    /** Null until they are needed: generating them takes a second on a busy machine. */
    private RsaJsonWebKey accessKey;

    private RsaJsonWebKey idKey;

    private ExternalIssuer(HttpServer server) {
        this.server = server;
    }

    /** Returns an issuer at a free port. */
    public static ExternalIssuer start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ExternalIssuer issuer = new ExternalIssuer(server);
            server.createContext(POOL + "/.well-known/openid-configuration", issuer::configuration);
            server.createContext(POOL + "/keys", issuer::keys);
            server.start();
            return issuer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the issuer's URL, which is the claim {@code iss} of its tokens. */
    public String url() {
        return origin() + POOL;
    }

    /** Returns how many requests for the keys there were. */
    public int keyRequests() {
        return keyRequests.get();
    }

    /** Answers 503 to all requests from now on, or no longer. */
    public void setDown(boolean down) {
        this.down = down;
    }

    /** Replaces all keys. */
    public synchronized void rotateKeys() {
        accessKey = null;
        idKey = null;
    }

    /** Returns the public key of access tokens. */
    public synchronized RsaJsonWebKey accessKey() {
        generateKeys();
        return accessKey;
    }

    private synchronized RsaJsonWebKey idKey() {
        generateKeys();
        return idKey;
    }

    /** Generates both keys before the first token is signed: the request for them, which follows, has a time-out. */
    private void generateKeys() {
        if (accessKey == null) {
            accessKey = newKey();
            idKey = newKey();
        }
    }

    /** Returns a valid access token, which has the id of the client and no audience. */
    public ExternalToken accessToken(String subject) {
        return new ExternalToken(accessKey())
                .with("iss", url())
                .with("sub", subject)
                .with("token_use", "access")
                .with("client_id", CLIENT)
                .with("username", "ada");
    }

    /** Returns a valid id token with a verified e-mail address. */
    public ExternalToken idToken(String subject, String email) {
        return new ExternalToken(idKey())
                .with("iss", url())
                .with("sub", subject)
                .with("token_use", "id")
                .with("aud", CLIENT)
                .with("email", email)
                .with("email_verified", true)
                .with("name", "Ada Lovelace");
    }

    /** Returns a new RSA key, which no issuer publishes. */
    public static RsaJsonWebKey newKey() {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(UUID.randomUUID().toString());
            key.setUse("sig");
            key.setAlgorithm("RS256");
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException("RSA key could not be generated", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void configuration(HttpExchange exchange) throws IOException {
        respond(exchange, "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(url(), url()));
    }

    private void keys(HttpExchange exchange) throws IOException {
        keyRequests.incrementAndGet();
        respond(exchange, new JsonWebKeySet(accessKey(), idKey()).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
    }

    private void respond(HttpExchange exchange, String json) throws IOException {
        try (exchange) {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(down ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}

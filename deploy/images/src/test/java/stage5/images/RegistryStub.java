package stage5.images;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An in-memory registry with the requests that a pull and a push need:
 * <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">OCI's distribution specification</a>.
 */
final class RegistryStub implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, ByteArrayOutputStream> uploads = new ConcurrentHashMap<>();
    private final Map<String, Manifest> manifests = new ConcurrentHashMap<>();

    record Manifest(String type, byte[] body) {}

    private RegistryStub(HttpServer server) {
        this.server = server;
    }

    /** @param folder for its certificate */
    static RegistryStub start(Path folder) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(SelfSignedTls.context(folder)));
        RegistryStub registry = new RegistryStub(server);
        server.createContext("/v2/", registry::answer);
        server.setExecutor(registry.threads);
        server.start();
        return registry;
    }

    /** Returns the host and port, the prefix of references to its images. */
    String prefix() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Stores the blob and returns its digest. */
    String put(byte[] blob) {
        String digest = digest(blob);
        blobs.put(digest, blob);
        return digest;
    }

    byte[] blob(String digest) {
        return Optional.ofNullable(blobs.get(digest)).orElseThrow();
    }

    /** Stores the manifest by its name and tag and by its name and digest, and returns the digest. */
    String put(String name, String tag, Manifest manifest) {
        String digest = digest(manifest.body);
        manifests.put(name + "@" + tag, manifest);
        manifests.put(name + "@" + digest, manifest);
        return digest;
    }

    Manifest manifest(String name, String tagOrDigest) {
        return Optional.ofNullable(manifests.get(name + "@" + tagOrDigest)).orElseThrow();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring("/v2/".length());
            if (path.contains("/blobs/uploads/")) {
                upload(exchange, path);
            } else if (path.contains("/blobs/")) {
                byte[] blob = blobs.get(path.substring(path.lastIndexOf('/') + 1));
                send(exchange, blob, "application/octet-stream");
            } else if (path.contains("/manifests/")) {
                manifest(exchange, path.split("/manifests/"));
            } else {
                exchange.sendResponseHeaders(200, -1);
            }
        }
    }

    private void upload(HttpExchange exchange, String path) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            String id = UUID.randomUUID().toString();
            uploads.put(id, new ByteArrayOutputStream());
            accept(exchange, path + id);
            return;
        }
        String id = path.substring(path.lastIndexOf('/') + 1);
        ByteArrayOutputStream upload = uploads.get(id);
        exchange.getRequestBody().transferTo(upload);
        if (exchange.getRequestMethod().equals("PATCH")) {
            accept(exchange, path);
            return;
        }
        String wanted = exchange.getRequestURI().getQuery().replaceFirst(".*digest=", "");
        String stored = put(upload.toByteArray());
        uploads.remove(id);
        exchange.sendResponseHeaders(stored.equals(wanted) ? 201 : 400, -1);
    }

    private static void accept(HttpExchange exchange, String path) throws IOException {
        exchange.getResponseHeaders().set("Location", "/v2/" + path);
        exchange.sendResponseHeaders(202, -1);
    }

    private void manifest(HttpExchange exchange, String[] nameAndTag) throws IOException {
        if (exchange.getRequestMethod().equals("PUT")) {
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            byte[] body = exchange.getRequestBody().readAllBytes();
            String digest = put(nameAndTag[0], nameAndTag[1], new Manifest(type, body));
            exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
            exchange.sendResponseHeaders(201, -1);
            return;
        }
        Manifest manifest = manifests.get(nameAndTag[0] + "@" + nameAndTag[1]);
        if (manifest != null) {
            exchange.getResponseHeaders().set("Docker-Content-Digest", digest(manifest.body));
        }
        send(exchange, manifest == null ? null : manifest.body, manifest == null ? null : manifest.type);
    }

    private static void send(HttpExchange exchange, byte[] body, String type) throws IOException {
        if (body == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}

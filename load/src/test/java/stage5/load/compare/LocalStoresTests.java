package stage5.load.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;
import stage5.load.generator.LoadException;
import stage5.stack.Ports;
import stage5.stack.Project;
import stage5.stack.Stack;
import stage5.stack.cloud.CloudClients;
import stage5.stack.terminal.ProgressListener;

class LocalStoresTests {

    private static final int MORE_THAN_A_SCAN_RETURNS = 2_500;

    @TempDir
    private Path root;

    private Ports ports;
    private LocalStores stores;

    @BeforeEach
    void findAPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int offset = new Ports(Ports.USUAL_BASE).redis() - Ports.USUAL_BASE;
            ports = new Ports(socket.getLocalPort() - offset);
        }
        stores = new LocalStores(new Stack(new Project(root), ports), ProgressListener.silent());
    }

    @Test
    void shouldRemoveOnlyTheCataloguesKeys_whenTheCacheIsEmptied() throws IOException {
        RedisServer server = RedisServer.newRedisServer()
                .port(ports.redis())
                .bind("127.0.0.1")
                .setting("save \"\"")
                .build();
        server.start();
        try (Jedis redis = CloudClients.redis(ports)) {
            redis.set("catalog:generation:*", "4b0c");
            IntStream.range(0, MORE_THAN_A_SCAN_RETURNS).forEach(sku -> redis.set("catalog:product:1:" + sku, "{}"));
            redis.zincrby("{sales}:1:bestsellers", 3, "sku-1");
            redis.set("gateway/copy/api/products", "[]");

            stores.emptyCache();

            assertThat(redis.keys("*")).containsExactlyInAnyOrder("{sales}:1:bestsellers", "gateway/copy/api/products");
        } finally {
            server.stop();
        }
    }

    @Test
    void shouldStateTheReason_whenRedisCannotBeReached() {
        assertThatThrownBy(stores::emptyCache)
                .isInstanceOf(LoadException.class)
                .hasMessageStartingWith("The catalogue's cache can't be emptied");
    }
}

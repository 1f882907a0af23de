package stage5.local.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.local.Ports;
import stage5.local.redis.RedisFault.Loss;

class RedisFailoverTests {

    private static final int PERIOD_MILLIS = 200;

    @TempDir
    Path directory;

    private RedisServer redis;
    private int port;

    /** A connection that sends inline commands and reads one line of each reply. */
    private final class Connection implements AutoCloseable {

        private final Socket socket = new Socket("127.0.0.1", port);
        private final BufferedReader input = new BufferedReader(new InputStreamReader(socket.getInputStream()));

        Connection() throws IOException {
            socket.setSoTimeout(5_000);
        }

        String send(String command) throws IOException {
            socket.getOutputStream().write((command + "\r\n").getBytes());
            return input.readLine();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        port = Ports.free().redis();
        redis = RedisServer.shared(port, directory);
        redis.start();
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void shouldResetConnectionsAndLoseEverything_whenThereIsNoReplica() throws Exception {
        try (Connection connection = new Connection()) {
            assertThat(connection.send("SET cached 1")).isEqualTo("+OK");

            failOver(Loss.EVERYTHING, 0);

            assertThatThrownBy(() -> {
                        if (connection.send("PING") == null) {
                            throw new IOException("closed");
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(send("GET cached")).isEqualTo("$-1");
        assertThat(redis.faults().effects().get("lostBytes")).isPositive();
    }

    @Test
    void shouldKeepTheData_whenTheReplicaIsUpToDate() throws Exception {
        send("SET cached 1");

        failOver(Loss.NOTHING, 0);

        assertThat(send("GET cached")).isEqualTo("$1");
        assertThat(redis.faults().effects()).containsEntry("lostBytes", 0L);
    }

    @Test
    void shouldLoseTheNewestWritesOnly_whenTheLastSecondIsLost() throws Exception {
        send("SET old 1");
        redis.faults().set(new RedisFault(1, 3_000, 0, Loss.LAST_SECOND, 1L));
        Instant end = Instant.now().plusSeconds(20);
        int written = 0;
        while (redis.faults().effects().get("failovers") == 0) {
            assertThat(Instant.now()).isBefore(end);
            try {
                send("SET new" + written + " 1");
                written++;
            } catch (IOException failover) {
                // Redis starts again.
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }

        assertThat(send("GET old")).isEqualTo("$1");
        assertThat(send("GET new0")).isEqualTo("$1");
        int kept = Integer.parseInt(send("DBSIZE").substring(1)) - 1;
        assertThat(kept).isLessThan(written - 5);
        assertThat(redis.faults().effects().get("lostBytes")).isPositive();
    }

    @Test
    void shouldBeUnreachableForTheDownTime() throws Exception {
        redis.faults().set(new RedisFault(1, PERIOD_MILLIS, 60_000, Loss.NOTHING, 1L));
        Instant end = Instant.now().plusSeconds(10);
        while (redis.isUp()) {
            assertThat(Instant.now()).isBefore(end);
            TimeUnit.MILLISECONDS.sleep(5);
        }

        assertThatThrownBy(() -> send("PING")).isInstanceOf(IOException.class);

        redis.faults().clear();
        while (!redis.isUp()) {
            assertThat(Instant.now()).as("it starts once the fault is removed").isBefore(end);
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(send("PING")).isEqualTo("+PONG");
    }

    @Test
    void shouldNotFailOver_whenStoppedOrWithoutAFault() throws Exception {
        redis.stop();
        redis.faults().set(new RedisFault(3, 100, 0, Loss.EVERYTHING, 1L));
        TimeUnit.MILLISECONDS.sleep(400);

        assertThat(redis.isUp()).isFalse();
        assertThat(redis.faults().effects()).containsEntry("failovers", 0L);
    }

    private void failOver(Loss loss, int downMillis) throws Exception {
        redis.faults().set(new RedisFault(1, PERIOD_MILLIS, downMillis, loss, 1L));
        Instant end = Instant.now().plusSeconds(10);
        while (redis.faults().effects().get("failovers") == 0) {
            assertThat(Instant.now()).isBefore(end);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private String send(String command) throws IOException {
        try (Connection connection = new Connection()) {
            String reply = connection.send(command);
            if (reply == null) {
                throw new IOException("closed");
            }
            return reply;
        }
    }
}

package stage5.local.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads how often the commands of a Redis server were called.
 *
 * @see <a href="https://redis.io/docs/latest/commands/info/">INFO</a>
 */
final class RedisCommandStatistics {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");

    private RedisCommandStatistics() {}

    /** Returns the number of calls by command, from the response to {@code INFO commandstats}. */
    static Map<String, Double> parse(String info) {
        Map<String, Double> calls = new TreeMap<>();
        Matcher matcher = CALLS.matcher(info);
        while (matcher.find()) {
            calls.put(matcher.group(1), Double.valueOf(matcher.group(2)));
        }
        return calls;
    }

    /**
     * Sends a command over a connection of its own and returns the response.
     *
     * @throws IOException if the server does not respond, or responds with an error
     */
    static String call(int port, String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(UTF_8));
            try (InputStream input = socket.getInputStream()) {
                String response = new String(input.readAllBytes(), UTF_8);
                if (response.startsWith("-")) {
                    throw new IOException("Redis rejects " + command + ": " + response);
                }
                return response;
            }
        }
    }
}

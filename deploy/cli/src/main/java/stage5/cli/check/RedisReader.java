package stage5.cli.check;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a sorted set from Redis; what it speaks is all of <a
 * href="https://redis.io/docs/latest/develop/reference/protocol-spec/">RESP</a> that this takes.
 */
final class RedisReader {

    private final int port;

    RedisReader(int port) {
        this.port = port;
    }

    /** Returns the scores of a sorted set by member; empty where there is none. */
    Map<String, Long> scores(String key) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(command("ZRANGE", key, "0", "-1", "WITHSCORES"));
            List<String> pairs = array(new BufferedInputStream(socket.getInputStream()));
            Map<String, Long> scores = new HashMap<>();
            for (int i = 0; i < pairs.size(); i += 2) {
                scores.put(pairs.get(i), (long) Double.parseDouble(pairs.get(i + 1)));
            }
            return scores;
        } catch (IOException e) {
            throw new UncheckedIOException("Redis can't be read", e);
        }
    }

    private static byte[] command(String... words) {
        StringBuilder command = new StringBuilder("*%d\r\n".formatted(words.length));
        for (String word : words) {
            command.append("$%d\r\n%s\r\n".formatted(word.getBytes(StandardCharsets.UTF_8).length, word));
        }
        return command.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> array(InputStream reply) throws IOException {
        int length = length(reply, '*');
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            byte[] bytes = reply.readNBytes(length(reply, '$'));
            line(reply);
            elements.add(new String(bytes, StandardCharsets.UTF_8));
        }
        return elements;
    }

    private static int length(InputStream reply, char kind) throws IOException {
        String header = line(reply);
        if (header.charAt(0) != kind) {
            throw new IOException("Redis answers " + header);
        }
        return Integer.parseInt(header.substring(1));
    }

    private static String line(InputStream reply) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = reply.read(); next != '\n'; next = reply.read()) {
            if (next < 0) {
                throw new EOFException("Redis has closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}

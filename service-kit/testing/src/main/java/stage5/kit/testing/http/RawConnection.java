package stage5.kit.testing.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One connection to an HTTP/1 server, which sends bytes as they are. */
public final class RawConnection implements AutoCloseable {

    private static final byte[] LAST =
            ascii("GET /q/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    private final Socket socket;
    private final InputStream in;

    /**
     * Opens a connection.
     *
     * @param timeout the longest time that a read waits for the server, after which it fails with a {@link
     *     java.net.SocketTimeoutException}
     */
    public RawConnection(URI server, Duration timeout) throws IOException {
        socket = new Socket();
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), Math.toIntExact(timeout.toMillis()));
        socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Returns the bytes of a text in which each character is one byte. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Sends bytes. A server that has already closed the connection is no error: {@link #read} returns what it said. */
    public void send(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (SocketException closed) {
            if (socket.isInputShutdown()) {
                throw closed;
            }
        }
    }

    /**
     * Sends bytes, then a request for the health of the server with {@code Connection: close}. Returns the responses until
     * the server closes the connection, without interim ones (1xx) and without that of the health check. If the server
     * sees another number of requests in the bytes than their sender, the health check is lost in the body of one, and the
     * read times out.
     *
     * @param head whether the first request has the method HEAD, so that its response has no body
     */
    public List<RawResponse> exchange(byte[] bytes, boolean head) throws IOException {
        send(bytes);
        List<RawResponse> responses = new ArrayList<>();
        Optional<RawResponse> first = read(head);
        first.ifPresent(responses::add);
        if (first.isEmpty() || first.get().closes()) {
            return responses;
        }
        send(LAST);
        for (Optional<RawResponse> next = read(false); next.isPresent(); next = read(false)) {
            responses.add(next.get());
        }
        if (!responses.isEmpty() && isHealth(responses.getLast())) {
            responses.removeLast();
        }
        return responses;
    }

    /** Returns the next final response; empty if the server has closed the connection instead. */
    public Optional<RawResponse> read(boolean head) throws IOException {
        try {
            Optional<RawResponse> response = readOne(head);
            while (response.isPresent()
                    && response.get().status() / 100 == 1
                    && response.get().status() != 101) {
                response = readOne(head);
            }
            return response;
        } catch (SocketException | EOFException closed) {
            return Optional.empty();
        }
    }

    /** Returns whether the server has closed the connection: waits for the end or the next byte. */
    public boolean isClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Returns the next line without its end; null at the end of the connection. */
    public String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(next);
        }
        return line.size() == 0 ? null : line.toString(StandardCharsets.ISO_8859_1);
    }

    /**
     * Returns the status line and headers of the next response, without reading its body; empty at the end. The version may be
     * any: Vert.x repeats that of a request which it rejects before it knows the version.
     */
    public Optional<RawResponse> readHead() throws IOException {
        String line = readLine();
        if (line == null) {
            return Optional.empty();
        }
        String[] status = line.split(" ", 3);
        if (status.length < 2 || !line.matches("\\S+/\\d+\\.\\d+ \\d{3}.*")) {
            throw new IOException("No status line: " + line);
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String header = required(readLine()); !header.isEmpty(); header = required(readLine())) {
            int colon = header.indexOf(':');
            headers.computeIfAbsent(header.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header.substring(colon + 1).strip());
        }
        return Optional.of(new RawResponse(status[0], Integer.parseInt(status[1]), headers, ""));
    }

    /** Sets the longest time that a read waits. */
    public void timeout(Duration timeout) throws IOException {
        socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
    }

    /** Sends no more, so that the server sees the end of an incomplete request. */
    public void end() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private Optional<RawResponse> readOne(boolean head) throws IOException {
        Optional<RawResponse> start = readHead();
        if (start.isEmpty()) {
            return start;
        }
        RawResponse response = start.get();
        return Optional.of(
                new RawResponse(response.version(), response.status(), response.headers(), head ? "" : body(response)));
    }

    private String body(RawResponse response) throws IOException {
        int status = response.status();
        if (status / 100 == 1 || status == 204 || status == 304) {
            return "";
        }
        if (response.header("transfer-encoding")
                .filter("chunked"::equalsIgnoreCase)
                .isPresent()) {
            return chunks();
        }
        Optional<String> length = response.header("content-length");
        return new String(
                length.isPresent() ? in.readNBytes(Integer.parseInt(length.get())) : in.readAllBytes(),
                StandardCharsets.UTF_8);
    }

    private String chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.write(in.readNBytes(size));
            readLine();
        }
        while (!required(readLine()).isEmpty()) {
            continue; // a trailer
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(required(readLine()).split(";")[0].strip(), 16);
    }

    private static String required(String line) throws IOException {
        if (line == null) {
            throw new EOFException("The connection ended within a response");
        }
        return line;
    }

    private static boolean isHealth(RawResponse response) {
        return response.status() == 200 && response.body().contains("\"checks\"");
    }
}

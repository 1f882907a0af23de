package stage5.load.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An encoded request.
 *
 * @param route the name of its kind in results
 * @param bytes the whole request of HTTP/1.1
 */
public record LoadRequest(String route, byte[] bytes) {

    /** Returns a GET request without a body. */
    public static LoadRequest get(String route, String path, Map<String, String> headers) {
        return of(route, "GET", path, headers, "");
    }

    /** Returns a POST request with a JSON body. */
    public static LoadRequest post(String route, String path, Map<String, String> headers, String json) {
        return of(route, "POST", path, headers, json);
    }

    private static LoadRequest of(String route, String method, String path, Map<String, String> headers, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(1024)
                .append(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: stage5.example\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (body.length > 0) {
            head.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(body.length)
                    .append("\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] bytes = new byte[start.length + body.length];
        System.arraycopy(start, 0, bytes, 0, start.length);
        System.arraycopy(body, 0, bytes, start.length, body.length);
        return new LoadRequest(route, bytes);
    }
}

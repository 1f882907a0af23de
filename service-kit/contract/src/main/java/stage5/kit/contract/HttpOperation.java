package stage5.kit.contract;

import java.util.Locale;

/**
 * An operation of an HTTP API.
 *
 * @param method in upper case
 * @param path as in the OpenAPI document, {@code /api/orders/{id}}
 */
public record HttpOperation(String method, String path) {

    static HttpOperation of(String method, String path) {
        return new HttpOperation(method.toUpperCase(Locale.ROOT), path);
    }

    /**
     * Parses an operation of the form {@code GET /api/orders/{id}}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    static HttpOperation parse(String text) {
        String[] words = text.split(" ");
        if (words.length != 2) {
            throw new IllegalArgumentException("An operation has the form GET /api/orders/{id}, not " + text);
        }
        return of(words[0], words[1]);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}

package stage5.kit.contract;

import java.util.Locale;

/**
 * An operation of an HTTP API.
 *
 * @param method in capitals
 * @param path as the OpenAPI document has it, {@code /api/orders/{id}}
 */
public record HttpOperation(String method, String path) {

    static HttpOperation of(String method, String path) {
        return new HttpOperation(method.toUpperCase(Locale.ROOT), path);
    }

    /**
     * Returns the operation that is said as {@code GET /api/orders/{id}}.
     *
     * @throws IllegalArgumentException if it is said in another way
     */
    static HttpOperation parse(String said) {
        String[] words = said.split(" ");
        if (words.length != 2) {
            throw new IllegalArgumentException("An operation is said as GET /api/orders/{id}, not as " + said);
        }
        return of(words[0], words[1]);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}

package stage5.kit.testing.http;

import java.util.Set;

/**
 * A request as a service behind the server under test received it.
 *
 * @param headers the names of its headers, in lower case
 */
public record RawRequest(String method, String target, Set<String> headers) {

    @Override
    public String toString() {
        return method + " " + target;
    }
}

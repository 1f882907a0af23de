package stage5.cdk.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What CloudFront runs for each call on the paths of {@link SharedAnswers}. */
final class SharedRequests {

    private static final String FILE = "shared-requests.js";
    private static final String NEAREST = "{{NEAREST}}";

    private SharedRequests() {}

    /** Returns the function's code, with the host that calls go to which only read; nothing where there is none. */
    static String code(String nearest) {
        try (InputStream code = SharedRequests.class.getResourceAsStream(FILE)) {
            return new String(code.readAllBytes(), StandardCharsets.UTF_8).replace(NEAREST, nearest);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

package stage5.load.results;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The fixture: results in the form that {@code ./stage5 compare} leaves, all figures of which are made up. */
public final class MadeUp {

    private MadeUp() {}

    public static Path folder() {
        try {
            return Path.of(MadeUp.class.getResource("/stage5/load/made-up").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The class path names no files", e);
        }
    }

    public static Results results() {
        return Results.read(folder());
    }
}

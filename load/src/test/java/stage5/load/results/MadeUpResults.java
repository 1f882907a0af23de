package stage5.load.results;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** A fixture with invented values, in the format of {@code ./stage5 compare}. */
public final class MadeUpResults {

    private MadeUpResults() {}

    public static Path folder() {
        try {
            return Path.of(
                    MadeUpResults.class.getResource("/stage5/load/made-up").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The fixture is not a folder", e);
        }
    }

    public static Results results() {
        return Results.read(folder());
    }
}

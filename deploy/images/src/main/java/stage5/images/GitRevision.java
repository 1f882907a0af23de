package stage5.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads the commit of the checkout. */
final class GitRevision {

    private GitRevision() {}

    /** Returns the commit's hash, with "-dirty" if files differ from it; null if the folder is not a checkout. */
    static String of(Path root) throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")
                .directory(root.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String revision = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return git.waitFor() == 0 ? revision : null;
    }
}

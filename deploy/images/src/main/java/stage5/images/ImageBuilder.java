package stage5.images;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import stage5.cli.stack.StackException;

/** Builds images and brings them to where they are wanted. */
final class ImageBuilder {

    static final Platform AMD64 = new Platform("amd64", "linux");
    static final Platform ARM64 = new Platform("arm64", "linux");

    private final Path cache;
    private final boolean trusting;

    /**
     * @param cache the folder that keeps layers from one build to the next
     * @param trusting whether a registry's certificate may be anybody's
     */
    ImageBuilder(Path cache, boolean trusting) {
        this.cache = cache;
        this.trusting = trusting;
    }

    /** Returns the platform of this machine's processor. */
    static Platform here() {
        return System.getProperty("os.arch").equals("aarch64") ? ARM64 : AMD64;
    }

    /**
     * Pushes the image, for all of the platforms under one reference, and returns what became of it.
     *
     * @throws StackException if the registry wouldn't have it or a file couldn't be read
     */
    JibContainer push(ServiceImage image, String reference, Set<Platform> platforms) throws InterruptedException {
        return build(image, reference, platforms, () -> Containerizer.to(Registry.image(reference)));
    }

    /**
     * Writes the image to a file that {@code docker load} reads, and returns what became of it.
     *
     * @throws StackException if the base couldn't be had or a file couldn't be read or written
     */
    JibContainer write(ServiceImage image, String reference, Platform platform, Path tar) throws InterruptedException {
        return build(image, reference, Set.of(platform), () -> {
            Files.createDirectories(tar.toAbsolutePath().getParent());
            return Containerizer.to(TarImage.at(tar).named(reference));
        });
    }

    private JibContainer build(ServiceImage image, String reference, Set<Platform> platforms, Target target)
            throws InterruptedException {
        try {
            return image.describe(platforms)
                    .containerize(target.containerizer()
                            .setApplicationLayersCache(cache)
                            .setBaseImageLayersCache(cache)
                            .setAllowInsecureRegistries(trusting)
                            .setToolName("stage5"));
        } catch (IOException
                | RegistryException
                | ExecutionException
                | InvalidImageReferenceException
                | CacheDirectoryCreationException e) {
            Throwable reason = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new StackException("No image %s: %s".formatted(reference, reason.getMessage()), e);
        }
    }

    private interface Target {
        Containerizer containerizer() throws IOException, InvalidImageReferenceException;
    }
}

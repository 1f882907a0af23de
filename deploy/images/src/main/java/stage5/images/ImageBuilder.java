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
import stage5.stack.StackException;

/** Builds images with Jib, and pushes them or writes them to files. */
final class ImageBuilder {

    static final Platform AMD64 = new Platform("amd64", "linux");
    static final Platform ARM64 = new Platform("arm64", "linux");

    private final Path cache;
    private final boolean insecure;

    /**
     * @param cache folder for layers, reused by later builds
     * @param insecure whether to accept any certificate of a registry
     */
    ImageBuilder(Path cache, boolean insecure) {
        this.cache = cache;
        this.insecure = insecure;
    }

    /** Returns the platform of this machine's processor. */
    static Platform here() {
        return System.getProperty("os.arch").equals("aarch64") ? ARM64 : AMD64;
    }

    /**
     * Pushes the image for all platforms under one reference, and returns Jib's result.
     *
     * @throws StackException if the registry rejects the image or a file can't be read
     */
    JibContainer push(ServiceImage image, String reference, Set<Platform> platforms) throws InterruptedException {
        return build(image, reference, platforms, () -> Containerizer.to(RegistryImages.image(reference)));
    }

    /**
     * Writes the image to a file for {@code docker load}, and returns Jib's result.
     *
     * @throws StackException if the base image can't be pulled, or a file can't be read or written
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
                            .setAllowInsecureRegistries(insecure)
                            .setToolName("stage5"));
        } catch (IOException
                | RegistryException
                | ExecutionException
                | InvalidImageReferenceException
                | CacheDirectoryCreationException e) {
            Throwable reason = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new StackException("Cannot build the image %s: %s".formatted(reference, reason.getMessage()), e);
        }
    }

    private interface Target {
        Containerizer containerizer() throws IOException, InvalidImageReferenceException;
    }
}

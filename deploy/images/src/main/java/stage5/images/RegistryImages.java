package stage5.images;

import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;

/** Creates Jib's references to images in registries, with credentials of {@code docker login} or a credential helper. */
final class RegistryImages {

    private RegistryImages() {}

    static RegistryImage image(String reference) throws InvalidImageReferenceException {
        ImageReference parsed = ImageReference.parse(reference);
        CredentialRetrieverFactory credentials = CredentialRetrieverFactory.forImage(parsed, event -> {});
        return RegistryImage.named(parsed)
                .addCredentialRetriever(credentials.dockerConfig())
                .addCredentialRetriever(credentials.wellKnownCredentialHelpers());
    }
}

package stage5.images;

import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;

/** Images in registries, with the credentials that {@code docker login} or a credential helper keeps for them. */
final class Registry {

    private Registry() {}

    static RegistryImage image(String reference) throws InvalidImageReferenceException {
        ImageReference parsed = ImageReference.parse(reference);
        CredentialRetrieverFactory credentials = CredentialRetrieverFactory.forImage(parsed, event -> {});
        return RegistryImage.named(parsed)
                .addCredentialRetriever(credentials.dockerConfig())
                .addCredentialRetriever(credentials.wellKnownCredentialHelpers());
    }
}

package stage5.user.token;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.Cache;

/** HTTP resource of the public keys for verifying access tokens. */
@Path("/.well-known/jwks.json")
public class JwksResource {

    /** In seconds. A new key must be published for at least this time before it signs; see {@code stage5.user.keys}. */
    private static final int MAX_AGE = 300;

    private final SigningKeys keys;

    JwksResource(SigningKeys keys) {
        this.keys = keys;
    }

    @GET
    @PermitAll
    @Produces(MediaType.APPLICATION_JSON)
    @Cache(maxAge = MAX_AGE)
    public String keys() {
        return keys.published();
    }
}

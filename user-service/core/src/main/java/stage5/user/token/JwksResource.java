package stage5.user.token;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.Cache;

/** The public keys that access tokens are verified with. */
@Path("/.well-known/jwks.json")
public class JwksResource {

    /** Seconds. As long must a new key be published before it signs, see {@code stage5.user.keys-file}. */
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

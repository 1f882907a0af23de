package stage5.kit.web.identity;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.security.Principal;
import org.eclipse.microprofile.jwt.JsonWebToken;
import stage5.kit.web.problem.ProblemException;

/** The authenticated caller, as named by the request's verified access token. */
@RequestScoped
public class Caller {

    private static final String SESSION = "sid";

    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** Returns the caller's user id; throws a 401 problem if the request has no access token. */
    public String userId() {
        return token().getSubject();
    }

    /**
     * Returns the session id of the access token. Throws a 401 problem if the request has no token, and a 403 problem if the
     * token is an external issuer's, which belongs to no session of the shop.
     */
    public String sessionId() {
        JsonWebToken token = token();
        if (!hasSession(token)) {
            throw ProblemException.of(
                    403,
                    "no-session",
                    "Not a session of the shop",
                    "The issuer of this access token ends it: log out there.");
        }
        return token.getClaim(SESSION);
    }

    /** Returns whether the principal is a caller with a session of the shop, which may have ended. */
    public static boolean hasSession(Principal principal) {
        return principal instanceof JsonWebToken token && token.containsClaim(SESSION);
    }

    private JsonWebToken token() {
        if (identity.getPrincipal() instanceof JsonWebToken token && token.getSubject() != null) {
            return token;
        }
        throw ProblemException.unauthorized("Send a valid access token as Authorization: Bearer.");
    }
}

package stage5.kit.web.identity;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;
import stage5.kit.web.problem.ProblemException;

/** The authenticated caller, as named by the request's verified access token. */
@RequestScoped
public class Caller {

    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** Returns the caller's user id; throws a 401 problem if the request has no access token. */
    public String userId() {
        return token().getSubject();
    }

    /** Returns the session id of the access token; throws a 401 problem if the request has none. */
    public String sessionId() {
        return token().getClaim("sid");
    }

    private JsonWebToken token() {
        if (identity.getPrincipal() instanceof JsonWebToken token && token.getSubject() != null) {
            return token;
        }
        throw ProblemException.unauthorized("Send a valid access token as Authorization: Bearer.");
    }
}

package stage5.user.domain;

import java.util.Set;

/** A session of a logged-in user, with the roles for its access tokens. */
public record Session(String id, String userId, Set<String> roles) {

    public Session {
        roles = Set.copyOf(roles);
    }
}

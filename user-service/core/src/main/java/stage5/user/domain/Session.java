package stage5.user.domain;

import java.util.Set;

/** A person who is logged in, with the roles that her access tokens carry. */
public record Session(String id, String userId, Set<String> roles) {

    public Session {
        roles = Set.copyOf(roles);
    }
}

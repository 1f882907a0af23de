package stage5.user.domain;

import java.util.Set;

/**
 * A person's account.
 *
 * @param version the sequence number of its newest event
 */
public record Account(String id, EmailAddress email, String name, Set<String> roles, long version) {

    /** The role of whoever may buy. */
    public static final String CUSTOMER = "customer";

    /** The role of whoever may change the catalogue. */
    public static final String ADMIN = "admin";

    public Account {
        roles = Set.copyOf(roles);
    }

    /** Returns a new account. */
    public static Account registered(String id, EmailAddress email, String name, Set<String> roles) {
        return new Account(id, email, name, roles, 1);
    }

    /** Returns this account under another name, one version later. */
    public Account renamed(String name) {
        return new Account(id, email, name, roles, version + 1);
    }

    /** Returns whether the account has the given role. */
    public boolean is(String role) {
        return roles.contains(role);
    }
}

package stage5.user.domain;

import java.util.Set;

/**
 * An account.
 *
 * @param version the sequence of its last event
 */
public record Account(String id, EmailAddress email, String name, Set<String> roles, long version) {

    /** Role that may place orders. */
    public static final String CUSTOMER = "customer";

    /** Role that may change the catalogue. */
    public static final String ADMIN = "admin";

    public Account {
        roles = Set.copyOf(roles);
    }

    /** Returns a new account, version 1. */
    public static Account registered(String id, EmailAddress email, String name, Set<String> roles) {
        return new Account(id, email, name, roles, 1);
    }

    /** Returns this account with another name and the next version. */
    public Account renamed(String name) {
        return new Account(id, email, name, roles, version + 1);
    }

    /** Returns this account with another e-mail address and the next version. */
    public Account withEmail(EmailAddress email) {
        return new Account(id, email, name, roles, version + 1);
    }

    /** Returns this account with the next version: something of it was changed that it does not show. */
    public Account next() {
        return renamed(name);
    }

    /** Returns whether the account has the given role. */
    public boolean is(String role) {
        return roles.contains(role);
    }
}

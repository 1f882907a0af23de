package stage5.user.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import stage5.kit.web.identity.ExternalTokens;
import stage5.kit.web.problem.ProblemException;

/** Whether the shop's own accounts can be used: sign-up, log-in, sessions and passwords. */
@ApplicationScoped
public class LocalAccounts {

    private final boolean available;
    private final String issuer;

    @Inject
    LocalAccounts(ExternalTokens external) {
        this(external.acceptsLocal(), external.issuer().orElse("user-service"));
    }

    /** @param issuer where customers sign up and log in instead */
    LocalAccounts(boolean available, String issuer) {
        this.available = available;
        this.issuer = issuer;
    }

    /** Returns whether the shop's own accounts can be used. */
    boolean areAvailable() {
        return available;
    }

    /**
     * Throws a 403 problem if an external issuer has all accounts. Not a 404: the operation exists in the contract, and the
     * problem states where to go instead.
     */
    void require() {
        if (!available) {
            throw ProblemException.of(
                    403,
                    "external-issuer",
                    "An external issuer has the accounts",
                    "Sign up, log in and log out at " + issuer + ".");
        }
    }
}

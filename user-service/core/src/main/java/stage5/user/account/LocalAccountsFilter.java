package stage5.user.account;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Ends requests that need the shop's own accounts with a 403 problem if they can't be used. */
@Provider
@LocalAccountsOnly
public class LocalAccountsFilter implements ContainerRequestFilter {

    private final LocalAccounts accounts;

    LocalAccountsFilter(LocalAccounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        accounts.require();
    }
}

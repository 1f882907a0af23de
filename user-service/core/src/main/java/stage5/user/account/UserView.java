package stage5.user.account;

import stage5.user.domain.Account;

/** An account as its owner sees it. */
public record UserView(String id, String email, String name) {

    static UserView of(Account account) {
        return new UserView(account.id(), account.email().value(), account.name());
    }
}

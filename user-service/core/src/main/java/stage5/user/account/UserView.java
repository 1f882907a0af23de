package stage5.user.account;

import stage5.user.domain.Account;

/** The JSON form of an account, for its owner. */
public record UserView(String id, String email, String name) {

    static UserView of(Account account) {
        return new UserView(account.id(), account.email().value(), account.name());
    }
}

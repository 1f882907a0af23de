package stage5.user.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class AccountTests {

    private static final EmailAddress EMAIL = new EmailAddress("ada@example.com");

    @Test
    void shouldHaveTheFirstVersion_whenItIsRegistered() {
        Account account = Account.registered("u1", EMAIL, "Ada", Set.of(Account.CUSTOMER));

        assertThat(account).isEqualTo(new Account("u1", EMAIL, "Ada", Set.of(Account.CUSTOMER), 1));
    }

    @Test
    void shouldHaveTheNextVersion_whenItIsRenamed() {
        Account account = new Account("u1", EMAIL, "Ada", Set.of(Account.CUSTOMER), 7);

        assertThat(account.renamed("Ada L.")).isEqualTo(new Account("u1", EMAIL, "Ada L.", account.roles(), 8));
    }

    @Test
    void shouldHaveTheNextVersion_whenItsAddressChanges() {
        Account account = new Account("u1", EMAIL, "Ada", Set.of(Account.CUSTOMER), 7);
        EmailAddress other = new EmailAddress("ada@stage5.example");

        assertThat(account.withEmail(other)).isEqualTo(new Account("u1", other, "Ada", account.roles(), 8));
    }

    @Test
    void shouldHaveTheGivenRolesOnly() {
        Account account = Account.registered("u1", EMAIL, "Ada", Set.of(Account.CUSTOMER));

        assertThat(account.is(Account.CUSTOMER)).isTrue();
        assertThat(account.is(Account.ADMIN)).isFalse();
    }
}

package stage5.local.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class MailStoreTests {

    private final MailStore store = new MailStore(3);

    @Test
    void shouldDropTheOldest_whenFull() {
        for (int i = 1; i <= 5; i++) {
            add("<" + i + ">");
        }

        assertThat(store.newest(null, 10)).extracting(Mail::messageId).containsExactly("<5>", "<4>", "<3>");
        assertThat(store.find(1)).isEmpty();
        assertThat(store.find(5)).isPresent();
    }

    @Test
    void shouldKeepTheOldest_whenAnotherIsDeliveredAgain() {
        add("<1>");
        add("<2>");
        add("<3>");
        add("<3>");

        assertThat(store.newest(null, 10)).extracting(Mail::messageId).containsExactly("<3>", "<2>", "<1>");
        assertThat(store.newest(null, 1)).extracting(Mail::deliveries).containsExactly(2);
    }

    @Test
    void shouldBeEmpty_whenCleared() {
        add("<1>");

        store.clear();

        assertThat(store.size()).isZero();
        assertThat(store.find(1)).isEmpty();
    }

    private void add(String messageId) {
        store.add("ann@example.org", messageId, "Subject", Instant.EPOCH, new byte[0]);
    }
}

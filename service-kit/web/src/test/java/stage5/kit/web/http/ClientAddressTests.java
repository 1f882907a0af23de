package stage5.kit.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            203.0.113.7                         | 10.0.0.9 | 1 | 203.0.113.7, 10.0.0.9
            198.51.100.1, 203.0.113.7           | 10.0.0.9 | 1 | 203.0.113.7, 10.0.0.9
            6.6.6.6, 203.0.113.7, 10.0.0.4      | 10.0.0.9 | 2 | 203.0.113.7, 10.0.0.4, 10.0.0.9
            203.0.113.7                         | 10.0.0.9 | 0 | 10.0.0.9
            203.0.113.7                         | 10.0.0.9 | 3 | 203.0.113.7, 10.0.0.9
            2001:db8:0:1:aaaa::1                | 10.0.0.9 | 1 | 2001:db8:0:1:aaaa::1, 10.0.0.9
            203.0.113.7:4711, [2001:db8::1]:443 | 10.0.0.9 | 2 | 203.0.113.7, 2001:db8::1, 10.0.0.9
            not an address                      | 10.0.0.9 | 1 | 10.0.0.9
            203.0.113.7,                        | 10.0.0.9 | 2 | 10.0.0.9
            6.6.6.6, _hidden, 203.0.113.7       | 10.0.0.9 | 3 | 203.0.113.7, 10.0.0.9
            """)
    void shouldBeginWithTheEntryOfTheFirstTrustedProxy_whenProxiesAppendTheirCaller(
            String header, String remote, int trustedProxies, String path) {
        assertThat(ClientAddress.path(List.of(header), remote, trustedProxies)).containsExactly(path.split(", "));
    }

    @Test
    void shouldJoinTheLines_whenTheHeaderOccursTwice() {
        assertThat(ClientAddress.path(List.of("6.6.6.6", "203.0.113.7"), "10.0.0.9", 1))
                .containsExactly("203.0.113.7", "10.0.0.9");
    }

    @Test
    void shouldTakeTheConnection_whenThereIsNoHeader() {
        assertThat(ClientAddress.path(List.of(), "203.0.113.7", 1)).containsExactly("203.0.113.7");
    }

    @Test
    void shouldTakeTheEntry_whenThereIsNoConnection() {
        assertThat(ClientAddress.path(List.of("203.0.113.7"), null, 1))
                .containsExactly("203.0.113.7", ClientAddress.UNKNOWN);
    }

    @Test
    void shouldBeUnknown_whenThereIsNeitherHeaderNorConnection() {
        assertThat(ClientAddress.path(List.of(), null, 1)).containsExactly(ClientAddress.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "::ffff:203.0.113.7, 203.0.113.7",
        "2001:db8:0:1:aaaa::1, 20010db800000001/64",
        "2001:DB8:0:1:bbbb::2, 20010db800000001/64",
        "::1, 0000000000000000/64",
        "unknown, unknown",
        "not an address, unknown"
    })
    void shouldCountTheNetwork_whenAnAddressIsIpv6(String address, String key) {
        assertThat(ClientAddress.limitKey(address)).isEqualTo(key);
    }

    @Test
    void shouldReject_whenTheNumberOfProxiesIsNegative() {
        assertThatThrownBy(() -> new ClientAddress(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}

package stage5.kit.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            203.0.113.7                         | 10.0.0.9 | 1 | 203.0.113.7
            198.51.100.1, 203.0.113.7           | 10.0.0.9 | 1 | 203.0.113.7
            6.6.6.6, 203.0.113.7, 10.0.0.4      | 10.0.0.9 | 2 | 203.0.113.7
            203.0.113.7                         | 10.0.0.9 | 0 | 10.0.0.9
            203.0.113.7                         | 10.0.0.9 | 3 | 203.0.113.7
            2001:db8:0:1:aaaa::1                | 10.0.0.9 | 1 | 20010db800000001/64
            2001:db8:0:1:bbbb::2                | 10.0.0.9 | 1 | 20010db800000001/64
            ::ffff:203.0.113.7                  | 10.0.0.9 | 1 | 203.0.113.7
            not an address                      | 10.0.0.9 | 1 | unknown
            203.0.113.7,                        | 10.0.0.9 | 1 | unknown
            """)
    void shouldTakeTheEntryOfTheTrustedProxy_whenProxiesAppendTheirCaller(
            String header, String remote, int trustedProxies, String client) {
        assertThat(ClientAddress.find(List.of(header), remote, trustedProxies)).isEqualTo(client);
    }

    @Test
    void shouldJoinTheLines_whenTheHeaderOccursTwice() {
        assertThat(ClientAddress.find(List.of("6.6.6.6", "203.0.113.7"), "10.0.0.9", 1))
                .isEqualTo("203.0.113.7");
    }

    @Test
    void shouldTakeTheConnection_whenThereIsNoHeader() {
        assertThat(ClientAddress.find(List.of(), "203.0.113.7", 1)).isEqualTo("203.0.113.7");
    }

    @Test
    void shouldBeUnknown_whenThereIsNeitherHeaderNorConnection() {
        assertThat(ClientAddress.find(List.of(), null, 1)).isEqualTo(ClientAddress.UNKNOWN);
    }
}

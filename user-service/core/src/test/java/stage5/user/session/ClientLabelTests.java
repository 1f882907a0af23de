package stage5.user.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientLabelTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0 | Edge on Windows
            Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36        | Chrome on Android
            Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/604.1     | Safari on iOS
            Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0                                          | Firefox on macOS
            curl/8.5.0                                                                                                                    | curl
            ShopApp of ada@stage5.example (Linux)                                                                                         | Another client on Linux
            ada@stage5.example                                                                                                            | Another client
            """)
    void shouldNameTheFamilies_whenTheHeaderIsKnown(String userAgent, String label) {
        assertThat(ClientLabel.of(userAgent)).isEqualTo(label);
    }

    @Test
    void shouldNameAnotherClient_whenThereIsNoHeader() {
        assertThat(ClientLabel.of("")).isEqualTo("Another client");
    }
}

package stage5.acceptance.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalDataSearchTests {

    private final PersonalDataSearch search =
            new PersonalDataSearch(List.of("planted.1@example.com", "Planted [1]", "203.0.113.77"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"level\":\"WARN\",\"message\":\"No mail to planted.1@example.com\"}",
                "{\"message\":\"Planted [1] has registered\"}",
                "http_server_requests_seconds_count{uri=\"/api/users\",address=\"203.0.113.77\"} 1.0",
                "{\"name\":\"GET\",\"attributes\":{\"client.address\":\"203.0.113.77\"}}",
                "mail to ada-0123abcd-0000-4000-8000-000000000000@example.com",
                "Ada Lovelace",
                "the password is correct horse battery",
                "Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
                "paymentToken=tok_refused",
            })
    void shouldFind_whenPersonalDataWasWritten(String text) {
        assertThat(search.finds(text)).isTrue();
        assertThat(search.hits(List.of("harmless", text))).containsExactly(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"Order 01a2291c-a033-76f4-bb8d-c84d681e911f was confirmed\"}",
                "http_server_requests_seconds_count{uri=\"/api/users/me\"} 1.0",
                "{\"attributes\":{\"client.address\":\"redacted\",\"enduser.id\":\"01a2291c\"}}",
                "Planted 1", // a value is no pattern
            })
    void shouldFindNothing_whenTheTextIsHarmless(String text) {
        assertThat(search.hits(List.of(text))).isEmpty();
    }
}

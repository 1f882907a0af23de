package stage5.kit.testing.http;

import java.util.List;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;

/**
 * What became of one {@link RawInput}.
 *
 * @param responses the responses on its connection; empty if the server closed it instead
 * @param received the requests that reached services
 */
public record RawExchange(List<RawResponse> responses, List<RawRequest> received) {

    private static final Set<Integer> OF_DECODER = Set.of(400, 414, 431, 501);

    /** Fails with all differences from the right answers of the row. */
    public void assertRight(RawInput input) {
        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(input.statuses())
                .as(
                        "status; body: %s",
                        responses.isEmpty() ? "" : responses.getFirst().body())
                .contains(
                        responses.isEmpty()
                                ? RawInput.CUT
                                : responses.getFirst().status());
        for (RawResponse response : responses) {
            softly.assertThat(response.status()).as("no response").isNotEqualTo(500);
            softly.assertThat(response.header("Date").isPresent() || isOfDecoder(response))
                    .as("Date (RFC 9110, 6.6.1)")
                    .isTrue();
        }
        input.headers().forEach((name, pattern) -> softly.assertThat(
                        responses.isEmpty()
                                ? ""
                                : responses.getFirst().header(name).orElse(""))
                .as(name)
                .matches(pattern));
        assertReceived(softly, input);
        softly.assertAll();
    }

    private void assertReceived(SoftAssertions softly, RawInput input) {
        List<String> requests = received.stream().map(RawRequest::toString).toList();
        if (input.reached()) {
            softly.assertThat(requests)
                    .as("requests of services")
                    .containsExactlyInAnyOrderElementsOf(input.requests());
        } else {
            softly.assertThat(input.requests()).as("requests of services").containsAll(requests);
        }
        received.forEach(each ->
                softly.assertThat(each.headers()).as("headers of services").noneMatch(input.hidden()::contains));
    }

    /** Returns whether the decoder of the local API Gateway has rejected the bytes. */
    private static boolean isOfDecoder(RawResponse response) {
        return OF_DECODER.contains(response.status())
                && response.header("Content-Type").isEmpty();
    }
}

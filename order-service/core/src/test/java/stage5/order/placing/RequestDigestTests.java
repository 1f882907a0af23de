package stage5.order.placing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import stage5.order.placing.PlaceOrderRequest.Line;

class RequestDigestTests {

    private static final String DIGEST = RequestDigest.of(request("tok", new Line("a", 1), new Line("b", 2)));

    @Test
    void shouldBeEqual_whenTheContentIsEqual() {
        assertThat(RequestDigest.of(request("tok", new Line("a", 1), new Line("b", 2))))
                .isEqualTo(DIGEST);
    }

    @Test
    void shouldDiffer_whenAnyContentDiffers() {
        assertThat(List.of(
                        RequestDigest.of(request("tok2", new Line("a", 1), new Line("b", 2))),
                        RequestDigest.of(request("tok", new Line("a", 2), new Line("b", 2))),
                        RequestDigest.of(request("tok", new Line("b", 2), new Line("a", 1))),
                        RequestDigest.of(request("tok", new Line("a", 12))),
                        RequestDigest.of(request("tok", new Line("a1", 2)))))
                .doesNotContain(DIGEST)
                .doesNotHaveDuplicates();
    }

    private static PlaceOrderRequest request(String token, Line... lines) {
        return new PlaceOrderRequest(List.of(lines), token);
    }
}

package stage5.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessKeyTests {

    private static final URI ORDERS = URI.create("http://127.0.0.1:8082/api/orders?limit=1");

    @Test
    void shouldMoveTheAccessToken_whenARequestIsSigned() {
        Map<String, String> headers = AccessKey.OPERATOR.sign(
                "GET", ORDERS, Map.of("Authorization", "Bearer token", "If-Match", "*"), new byte[0]);

        assertThat(headers)
                .containsEntry("Stage5-Authorization", "Bearer token")
                .containsEntry("If-Match", "*")
                .doesNotContainKey("Host");
        assertThat(headers.get("Authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=operator/")
                .contains("/us-east-1/execute-api/aws4_request");
    }

    @Test
    void shouldBeRequired_whenAServiceBehindTheGatewayRunsAsFunctions() {
        assertThat(AccessKey.isRequired(Component.ORDER, Form.LAMBDA)).isTrue();
        assertThat(AccessKey.isRequired(Component.ORDER, Form.CONTAINER)).isFalse();
        assertThat(AccessKey.isRequired(Component.GATEWAY, Form.LAMBDA)).isFalse();
        assertThat(AccessKey.isRequired(Component.NOTIFICATION, Form.LAMBDA)).isFalse();
    }
}

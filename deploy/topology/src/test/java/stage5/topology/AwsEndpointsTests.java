package stage5.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsEndpointsTests {

    @Test
    void shouldUseOneEndpointForAll_whenOneIsGiven() {
        URI one = URI.create("http://127.0.0.1:4566");

        assertThat(AwsEndpoints.parse("http://127.0.0.1:4566")).isEqualTo(new AwsEndpoints(one, one, one));
    }

    @Test
    void shouldParseItsOwnText() {
        AwsEndpoints endpoints = AwsEndpoints.parse("sns=http://c:3,dynamodb=http://a:1,sqs=http://b:2");

        assertThat(endpoints.sqs()).isEqualTo(URI.create("http://b:2"));
        assertThat(AwsEndpoints.parse(endpoints.toString())).isEqualTo(endpoints);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"4566", "dynamodb=http://a:1", "dynamodb=http://a:1,sqs=http://b:2,sns=c", "kinesis=http://a:1"})
    void shouldReject_whenAnEndpointIsMissingOrNotAUrl(String text) {
        assertThatThrownBy(() -> AwsEndpoints.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}

package stage5.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.local.aws.Aws;

class QueuePolicyTests {

    private static final String TOPIC = Aws.topicArn("orders");
    private static final String QUEUE = Aws.queueArn("order-views");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Resource': '*'}",
                "{'Effect': 'Allow', 'Principal': {'AWS': '*'}, 'Action': 'SQS:SendMessage', 'Resource': '*'}",
                "{'Effect': 'Allow', 'Principal': {'Service': ['sns.amazonaws.com']}, 'Action': ['sqs:Send*'],"
                        + " 'Resource': 'arn:aws:sqs:*:*:order-*',"
                        + " 'Condition': {'ArnLike': {'aws:SourceArn': 'arn:aws:sns:*:*:orders'}}}",
                "{'Effect': 'Allow', 'Principal': {'Service': 'sns.amazonaws.com'}, 'Action': 'sqs:*', 'Resource': '*',"
                        + " 'Condition': {'ArnEquals': {'aws:SourceArn': ['arn:aws:sns:us-east-1:000000000000:users',"
                        + " 'arn:aws:sns:us-east-1:000000000000:orders']}}}",
                "{'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Resource': '*',"
                        + " 'Condition': {'StringEquals': {'AWS:SourceAccount': '000000000000'},"
                        + " 'Bool': {'aws:SecureTransport': 'true'}}}",
                "{'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Resource': '*',"
                        + " 'Condition': {'StringEqualsIfExists': {'aws:PrincipalOrgID': 'o-1'}}}"
            })
    void shouldAllow_whenAStatementMatches(String statement) {
        assertThat(allows(statement)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Effect': 'Allow', 'Principal': {'Service': 's3.amazonaws.com'}, 'Action': '*', 'Resource': '*'}",
                "{'Effect': 'Allow', 'Principal': {'AWS': '000000000000'}, 'Action': '*', 'Resource': '*'}",
                "{'Effect': 'Allow', 'Principal': '*', 'Action': 'sqs:ReceiveMessage', 'Resource': '*'}",
                "{'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Resource': 'arn:aws:sqs:us-east-1:000000000000:o'}",
                "{'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Resource': '*',"
                        + " 'Condition': {'ArnEquals': {'aws:SourceArn': 'arn:aws:sns:us-east-1:000000000000:users'}}}",
                "{'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Resource': '*',"
                        + " 'Condition': {'StringEquals': {'aws:PrincipalOrgID': 'o-1'}}}",
                "{'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Resource': '*',"
                        + " 'Condition': {'NumericEquals': {'aws:SourceArn': '1'}}}",
                "{'Effect': 'Deny', 'Principal': '*', 'Action': '*', 'Resource': '*'}"
            })
    void shouldNotAllow_whenNoStatementMatches(String statement) {
        assertThat(allows(statement)).isFalse();
    }

    @Test
    void shouldNotAllow_whenAnotherStatementDenies() {
        String allow = "{'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Resource': '*'}";

        assertThat(
                        allows(
                                "[%s, {'Effect': 'Deny', 'Principal': '*', 'Action': 'sqs:*', 'Resource': '*',"
                                                .formatted(allow)
                                        + " 'Condition': {'ArnNotEquals': {'aws:SourceArn': 'arn:aws:sns:us-east-1:000000000000:users'}}}]"))
                .isFalse();
        assertThat(allows(
                        "[%s, {'Effect': 'Deny', 'Principal': '*', 'Action': 'sqs:*', 'Resource': '*',".formatted(allow)
                                + " 'Condition': {'Bool': {'aws:SecureTransport': 'false'}}}]"))
                .as("the statement of enforceSSL")
                .isTrue();
    }

    @Test
    void shouldNotAllow_whenThereIsNoPolicy() {
        assertThat(QueuePolicy.NONE.allows(TOPIC, QUEUE)).isFalse();
    }

    private static boolean allows(String statement) {
        return QueuePolicy.of("{\"Statement\": " + statement.replace('\'', '"') + "}")
                .allows(TOPIC, QUEUE);
    }
}

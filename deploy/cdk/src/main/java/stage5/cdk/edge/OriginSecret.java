package stage5.cdk.edge;

import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awscdk.SecretValue;

/**
 * The secret that CloudFront sends to the gateway, so that clients can't bypass the edge's rules.
 *
 * <p>CloudFront sends the secret in a header, and the gateway rejects requests without it, as AWS describes in <a
 * href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/restrict-access-to-load-balancer.html">
 * Restrict access to Application Load Balancers</a>. It rotates without an outage: the gateway accepts the current
 * and the previous generation, CloudFront sends the current one. To rotate, raise the generation and deploy the secret's
 * stack, the gateway and the edge, in this order. Older generations are then rejected.
 */
public record OriginSecret(String environment, int generation) {

    /** The header with the secret. CloudFront overwrites the value of a client. */
    public static final String HEADER = "Stage5-Origin-Secret";

    /** Returns the names in Secrets Manager of the accepted generations, the current one first. */
    public List<String> acceptedNames() {
        return IntStream.of(generation, generation - 1)
                .filter(number -> number > 0)
                .mapToObj(this::name)
                .toList();
    }

    /** Returns references to the accepted generations, resolved by CloudFormation, the current one first. */
    public List<SecretValue> accepted() {
        return acceptedNames().stream().map(SecretValue::secretsManager).toList();
    }

    /** Returns a reference to the current generation, resolved by CloudFormation. */
    public SecretValue sent() {
        return SecretValue.secretsManager(name(generation));
    }

    private String name(int number) {
        return "stage5/%s/origin-secret/%d".formatted(environment, number);
    }
}

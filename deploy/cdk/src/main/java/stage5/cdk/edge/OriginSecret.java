package stage5.cdk.edge;

import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awscdk.SecretValue;

/**
 * What CloudFront proves itself with to the gateway, so that nobody calls it around the edge's rules.
 *
 * <p>CloudFront sends a secret as a header and the origin refuses what comes without, as AWS has it in <a
 * href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/restrict-access-to-load-balancer.html">
 * Restrict access to Application Load Balancers</a>. It is rotated without an outage: the gateway takes the present
 * generation and the one before, CloudFront sends the present one. So raise the generation, deploy the secret's stack,
 * the gateway, and the edge, in this order; what was sent before the rotation before is refused from then on.
 */
public record OriginSecret(String environment, int generation) {

    /** The header that CloudFront sends the secret in; it overwrites one that a client sends. */
    public static final String HEADER = "Stage5-Origin-Secret";

    /** Returns the names, in Secrets Manager, of those secrets that the gateway takes, the present one first. */
    public List<String> acceptedNames() {
        return IntStream.of(generation, generation - 1)
                .filter(number -> number > 0)
                .mapToObj(this::name)
                .toList();
    }

    /** Returns references, resolved by CloudFormation, to what the gateway takes, the present one first. */
    public List<SecretValue> accepted() {
        return acceptedNames().stream().map(SecretValue::secretsManager).toList();
    }

    /** Returns a reference, resolved by CloudFormation, to what CloudFront sends. */
    public SecretValue sent() {
        return SecretValue.secretsManager(name(generation));
    }

    private String name(int number) {
        return "stage5/%s/origin-secret/%d".formatted(environment, number);
    }
}

package stage5.aws.leftovers;

import java.math.RoundingMode;
import java.util.Map;
import java.util.Set;
import stage5.aws.price.MonthlyPrices;

/** The monthly prices of what is left in an account. */
record LeftoverPrices(MonthlyPrices prices) {

    /** The names in the price file, by the service and the type in an ARN. */
    private static final Map<String, String> NAMES = Map.of(
            "elasticloadbalancing:loadbalancer", "alb.hours",
            "ec2:vpc-endpoint", "vpc.interface-endpoint",
            "ec2:natgateway", "vpc.nat-gateway",
            "ec2:elastic-ip", "vpc.public-ipv4",
            "dynamodb:table", "dynamodb.storage",
            "secretsmanager:secret", "secrets-manager.secret",
            "kms:key", "kms.key",
            "cloudwatch:alarm", "cloudwatch.alarm-metric",
            "cloudwatch:dashboard", "cloudwatch.dashboard");

    /** What AWS bills for use only. */
    private static final Set<String> FREE =
            Set.of("ssm:parameter", "sqs", "sns", "lambda:function", "iam:role", "iam:policy", "ec2:security-group");

    /** Returns the price of the resource as text, such as {@code $16.43 a month} or {@code $0.25 a GB and month}. */
    String of(Leftover leftover) {
        if (FREE.contains(leftover.kind()) || FREE.contains(leftover.service())) {
            return "free without use";
        }
        String name = NAMES.getOrDefault(leftover.kind(), "");
        return prices.ofMonth(name)
                .map(usd -> prices.isForEachGb(name)
                        ? "$%s a GB and month".formatted(usd.toPlainString())
                        : "$%s a month".formatted(usd.setScale(2, RoundingMode.HALF_UP)))
                .orElse("no price in the file");
    }
}

package stage5.aws.doctor;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.lambda.LambdaClient;
import stage5.aws.account.SignedCalls.Response;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.TemplateResource;

/** Compares quotas of the account with what the templates need. */
final class QuotaCheck implements Check {

    /** The concurrency that can't be reserved: <a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html">reserved concurrency</a>. */
    private static final int UNRESERVED = 100;

    private static final int CPU_UNITS_PER_VCPU = 1024;

    private static final String LAMBDA_CONCURRENCY = "L-B99A9384";
    private static final String FARGATE_VCPUS = "L-3032A538";
    private static final String ELASTIC_ADDRESSES = "L-0263D0A3";

    @Override
    public String subject() {
        return "quotas";
    }

    @Override
    public List<Advice> examine(Examination examination) {
        List<Advice> found = new ArrayList<>();
        for (String region : examination.regions()) {
            examineLambda(examination, region, found);
            examineQuota(
                    examination,
                    region,
                    "fargate",
                    FARGATE_VCPUS,
                    "vCPUs of tasks on Fargate",
                    vcpus(examination, region),
                    found);
            examineQuota(
                    examination,
                    region,
                    "ec2",
                    ELASTIC_ADDRESSES,
                    "elastic IP addresses",
                    examination.resources(region, "AWS::EC2::EIP").count(),
                    found);
        }
        return found;
    }

    private static void examineLambda(Examination examination, String region, List<Advice> found) {
        int reserved = examination
                .resources(region, "AWS::Lambda::Function")
                .mapToInt(function -> function.properties()
                        .path("ReservedConcurrentExecutions")
                        .asInt())
                .sum();
        if (reserved == 0) {
            return;
        }
        try (LambdaClient lambda = examination.access().lambda(region)) {
            int limit = lambda.getAccountSettings().accountLimit().concurrentExecutions();
            if (limit < reserved + UNRESERVED) {
                found.add(tooLow(
                        region,
                        "lambda",
                        LAMBDA_CONCURRENCY,
                        "concurrent executions of functions",
                        limit,
                        reserved + UNRESERVED));
            }
        }
    }

    private static void examineQuota(
            Examination examination,
            String region,
            String service,
            String code,
            String what,
            long needed,
            List<Advice> found) {
        if (needed == 0) {
            return;
        }
        Response response = examination
                .access()
                .calls()
                .json(
                        "servicequotas",
                        "servicequotas",
                        region,
                        "ServiceQuotasV20190624.GetServiceQuota",
                        "1.1",
                        Examination.object().put("ServiceCode", service).put("QuotaCode", code));
        if (!response.succeeded()) {
            found.add(Advice.hint(
                    "The quota of %s in %s can't be read: %s".formatted(what, region, response.error()),
                    "Allow servicequotas:GetServiceQuota, or look in the console at %s %s".formatted(service, code)));
            return;
        }
        double limit = response.json().at("/Quota/Value").asDouble();
        if (limit < needed) {
            found.add(tooLow(region, service, code, what, (long) limit, needed));
        }
    }

    private static Advice tooLow(String region, String service, String code, String what, long limit, long needed) {
        return Advice.blocking(
                "%s allows %d %s, and the templates need %d".formatted(region, limit, what, needed),
                "aws service-quotas request-service-quota-increase --region %s --service-code %s --quota-code %s --desired-value %d"
                        .formatted(region, service, code, needed));
    }

    /** Returns the vCPUs of all tasks if every service runs as many as scaling allows. */
    private static long vcpus(Examination examination, String region) {
        return examination.stacks(region).mapToLong(QuotaCheck::cpuUnits).sum() / CPU_UNITS_PER_VCPU;
    }

    private static long cpuUnits(AssembledStack stack) {
        long units = largest(stack, "AWS::ECS::TaskDefinition", "Cpu");
        long tasks = largest(stack, "AWS::ApplicationAutoScaling::ScalableTarget", "MaxCapacity");
        return units * tasks;
    }

    private static long largest(AssembledStack stack, String type, String property) {
        return stack.resources(type)
                .map(TemplateResource::properties)
                .mapToLong(properties -> properties.path(property).asLong())
                .max()
                .orElse(0);
    }
}

package stage5.aws.price;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.TreeMap;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.TemplateResource;

/** What AWS bills for the existence of the stack's resources, by the names of the price file. */
record BilledUnits(AssembledStack stack) {

    private static final BigDecimal CPU_UNITS_PER_VCPU = BigDecimal.valueOf(1024);
    private static final BigDecimal MIB_PER_GB = BigDecimal.valueOf(1024);

    /** An alarm on a band counts for the metric and for both limits: <a
     * href="https://aws.amazon.com/cloudwatch/pricing/">anomaly detection</a>. */
    private static final int METRICS_OF_A_BAND = 3;

    private static final String PUBLIC_ADDRESS = "vpc.public-ipv4";

    /** Returns the units that the resource is billed for, by the names of their prices; empty if it costs nothing idle. */
    Map<String, BigDecimal> of(TemplateResource resource) {
        JsonNode properties = resource.properties();
        return switch (resource.type()) {
            case "AWS::EC2::NatGateway" -> units("vpc.nat-gateway", 1);
            case "AWS::EC2::EIP" -> units(PUBLIC_ADDRESS, 1);
            case "AWS::EC2::VPCEndpoint" ->
                units(
                        "vpc.interface-endpoint",
                        properties.path("VpcEndpointType").asText().equals("Interface")
                                ? properties.path("SubnetIds").size()
                                : 0);
            case "AWS::ElasticLoadBalancingV2::LoadBalancer" -> balancer(properties);
            case "AWS::ElastiCache::ReplicationGroup" ->
                units(
                        "elasticache." + properties.path("CacheNodeType").asText(),
                        properties.path("NumCacheClusters").asInt(1));
            case "AWS::ECS::Service" -> tasks(properties);
            case "AWS::Lambda::Alias" -> provisionedConcurrency(properties);
            case "AWS::SecretsManager::Secret" ->
                units(
                        "secrets-manager.secret",
                        1 + properties.path("ReplicaRegions").size());
            case "AWS::KMS::Key" -> units("kms.key", 1);
            case "AWS::CloudWatch::Alarm" -> units("cloudwatch.alarm-metric", alarmMetrics(properties));
            case "AWS::CloudWatch::CompositeAlarm" -> units("cloudwatch.composite-alarm", 1);
            case "AWS::CloudWatch::Dashboard" -> units("cloudwatch.dashboard", 1);
            case "AWS::WAFv2::WebACL" -> webAcl(properties);
            case "AWS::Route53::HealthCheck" -> units("route53.health-check", 1);
            case "AWS::Synthetics::Canary" -> units("synthetics.canary", 1);
            default -> Map.of();
        };
    }

    private static Map<String, BigDecimal> balancer(JsonNode properties) {
        Map<String, BigDecimal> all = new TreeMap<>(units("alb.hours", 1));
        if (properties.path("Scheme").asText().equals("internet-facing")) {
            all.putAll(
                    units(PUBLIC_ADDRESS, Math.max(1, properties.path("Subnets").size())));
        }
        return all;
    }

    /** The scaling of the service's tasks is in the same stack. */
    private Map<String, BigDecimal> tasks(JsonNode service) {
        int count = stack.resources("AWS::ApplicationAutoScaling::ScalableTarget")
                .mapToInt(target -> target.properties().path("MinCapacity").asInt())
                .findFirst()
                .orElse(service.path("DesiredCount").asInt(1));
        JsonNode task = referenced(service.path("TaskDefinition"));
        String architecture =
                task.at("/RuntimePlatform/CpuArchitecture").asText().equals("ARM64") ? "arm64" : "x86-64";
        BigDecimal tasks = BigDecimal.valueOf(count);
        return Map.of(
                "fargate.vcpu.on-demand." + architecture,
                new BigDecimal(task.path("Cpu").asText("0"))
                        .divide(CPU_UNITS_PER_VCPU, MathContext.DECIMAL32)
                        .multiply(tasks),
                "fargate.memory.on-demand." + architecture,
                new BigDecimal(task.path("Memory").asText("0"))
                        .divide(MIB_PER_GB, MathContext.DECIMAL32)
                        .multiply(tasks));
    }

    private Map<String, BigDecimal> provisionedConcurrency(JsonNode alias) {
        int environments = alias.at("/ProvisionedConcurrencyConfig/ProvisionedConcurrentExecutions")
                .asInt();
        if (environments == 0) {
            return Map.of();
        }
        JsonNode function = referenced(alias.path("FunctionName"));
        String architecture = function.at("/Architectures/0").asText().equals("arm64") ? "arm64" : "x86-64";
        return Map.of(
                "lambda.provisioned-concurrency." + architecture,
                BigDecimal.valueOf(function.path("MemorySize").asInt())
                        .divide(MIB_PER_GB, MathContext.DECIMAL32)
                        .multiply(BigDecimal.valueOf(environments)));
    }

    private static int alarmMetrics(JsonNode alarm) {
        JsonNode metrics = alarm.path("Metrics");
        if (metrics.isEmpty()) {
            return 1;
        }
        int reported = (int)
                metrics.valueStream().filter(metric -> metric.has("MetricStat")).count();
        return alarm.has("ThresholdMetricId") ? METRICS_OF_A_BAND * reported : reported;
    }

    private static Map<String, BigDecimal> webAcl(JsonNode properties) {
        Map<String, BigDecimal> all = new TreeMap<>(units("waf.web-acl", 1));
        all.putAll(units("waf.rule", properties.path("Rules").size()));
        return all;
    }

    /** Returns the properties of the resource that the value refers to. */
    private JsonNode referenced(JsonNode value) {
        return stack.template()
                .path("Resources")
                .path(value.path("Ref").asText())
                .path("Properties");
    }

    private static Map<String, BigDecimal> units(String price, int count) {
        return count == 0 ? Map.of() : Map.of(price, BigDecimal.valueOf(count));
    }
}

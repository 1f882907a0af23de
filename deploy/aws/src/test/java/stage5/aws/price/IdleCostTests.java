package stage5.aws.price;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.aws.AssemblyFixture;
import stage5.aws.assembly.AssembledStack;
import stage5.stack.Project;

/** Costs of single resources, calculated by hand from the prices of the repository's file. */
class IdleCostTests {

    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    private final MonthlyPrices prices;

    IdleCostTests() throws IOException {
        System.setProperty(Project.HOME_PROPERTY, ROOT.toString());
        try {
            prices = MonthlyPrices.of(Project.locate());
        } finally {
            System.clearProperty(Project.HOME_PROPERTY);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // 730 h at 0.045
                "AWS::EC2::NatGateway | {} | 32.85",
                // 730 h at 0.005
                "AWS::EC2::EIP | {} | 3.65",
                // 2 zones, 730 h at 0.01
                "AWS::EC2::VPCEndpoint | {'VpcEndpointType': 'Interface', 'SubnetIds': ['a', 'b']} | 14.60",
                "AWS::EC2::VPCEndpoint | {'VpcEndpointType': 'Gateway'} | 0.00",
                // 730 h at 0.0225
                "AWS::ElasticLoadBalancingV2::LoadBalancer | {'Scheme': 'internal'} | 16.43",
                // and 2 addresses
                "AWS::ElasticLoadBalancingV2::LoadBalancer | {'Scheme': 'internet-facing', 'Subnets': ['a', 'b']} |"
                        + " 23.73",
                // 2 nodes, 730 h at 0.0128
                "AWS::ElastiCache::ReplicationGroup | {'CacheNodeType': 'cache.t4g.micro', 'NumCacheClusters': 2} |"
                        + " 18.69",
                "AWS::SecretsManager::Secret | {'ReplicaRegions': [{'Region': 'eu-west-1'}]} | 0.80",
                "AWS::KMS::Key | {} | 1.00",
                "AWS::CloudWatch::Alarm | {'MetricName': 'Errors'} | 0.10",
                "AWS::CloudWatch::Alarm | {'Metrics': [{'MetricStat': {}}, {'Expression': 'a'}, {'MetricStat': {}}]} |"
                        + " 0.20",
                "AWS::CloudWatch::Alarm | {'ThresholdMetricId': 'a', 'Metrics': [{'MetricStat': {}}, {'Expression':"
                        + " 'a'}]} | 0.30",
                "AWS::CloudWatch::Dashboard | {} | 3.00",
                "AWS::WAFv2::WebACL | {'Rules': [{}, {}, {}]} | 8.00",
                "AWS::DynamoDB::GlobalTable | {} | 0.00",
                "AWS::SQS::Queue | {} | 0.00"
            })
    void shouldCostWhatTheFileSays_whenAResourceExistsForAMonth(String type, String properties, String usd) {
        IdleCost cost =
                IdleCost.of(stack("'One': {'Type': '%s', 'Properties': %s}".formatted(type, properties)), prices);

        assertThat(cost).hasToString("$%s a month".formatted(usd));
    }

    @Test
    void shouldMultiplyTheSmallestNumberOfTasks_whenAServiceIsScaled() {
        // 3 tasks of 1 vCPU at 0.03238 and 2 GB at 0.00356 an hour
        AssembledStack stack = stack("""
                'Task': {'Type': 'AWS::ECS::TaskDefinition', 'Properties':
                  {'Cpu': '1024', 'Memory': '2048', 'RuntimePlatform': {'CpuArchitecture': 'ARM64'}}},
                'Service': {'Type': 'AWS::ECS::Service', 'Properties': {'TaskDefinition': {'Ref': 'Task'}}},
                'Target': {'Type': 'AWS::ApplicationAutoScaling::ScalableTarget', 'Properties':
                  {'MinCapacity': 3, 'MaxCapacity': 30}}""");

        assertThat(IdleCost.of(stack, prices)).hasToString("$86.51 a month");
    }

    @Test
    void shouldBillProvisionedConcurrencyOnly_whenAnAliasHasIt() {
        // 5 environments of 0.5 GB at 0.0000033334 a second
        AssembledStack stack = stack("""
                'Function': {'Type': 'AWS::Lambda::Function', 'Properties': {'MemorySize': 512, 'Architectures': ['arm64']}},
                'Live': {'Type': 'AWS::Lambda::Alias', 'Properties': {'FunctionName': {'Ref': 'Function'},
                  'ProvisionedConcurrencyConfig': {'ProvisionedConcurrentExecutions': 5}}},
                'Other': {'Type': 'AWS::Lambda::Alias', 'Properties': {'FunctionName': {'Ref': 'Function'}}}""");

        assertThat(IdleCost.of(stack, prices)).hasToString("$21.90 a month");
    }

    @Test
    void shouldSayWhatIsNotInTheSum_whenTheFileHasNoPrice() {
        AssembledStack stack = stack("""
                'Key': {'Type': 'AWS::KMS::Key', 'Properties': {}},
                'Redis': {'Type': 'AWS::ElastiCache::ReplicationGroup', 'Properties': {'CacheNodeType': 'cache.unknown'}}""");

        assertThat(IdleCost.of(stack, prices))
                .hasToString("$1.00 a month, without a price for elasticache.cache.unknown");
    }

    private static AssembledStack stack(String resources) {
        return new AssemblyFixture().stack("one", resources).build().stacks().getFirst();
    }
}

package stage5.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.aws.assembly.CloudAssembly;
import stage5.aws.graph.DeploymentGraph;
import stage5.aws.price.MonthlyPrices;
import stage5.stack.Project;

class PlanPrinterTests {

    private static final String BALANCER =
            "'B': {'Type': 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'Properties': {'Scheme': 'internal'}}";

    private static final String CONNECTED =
            "'S': {'Type': 'AWS::ECS::Service', 'Properties': {'ServiceConnectConfiguration': {'Enabled': true}}}";

    @Test
    void shouldPrintWhatTheDiscoveryChanges_whenItReplacesABalancer(@TempDir Path folder) throws IOException {
        CloudAssembly usual = new AssemblyFixture()
                .stack("order-service", BALANCER)
                .stack("not-chosen", BALANCER)
                .build();
        CloudAssembly connected = new AssemblyFixture()
                .stack("order-service", CONNECTED)
                .stack("not-chosen", "")
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        try (StubProject project = new StubProject(folder)) {
            new PlanPrinter(
                            new PrintStream(bytes, true, StandardCharsets.UTF_8),
                            DeploymentGraph.of(connected),
                            MonthlyPrices.of(Project.locate()))
                    .printDifference(connected.stacks().subList(0, 1), usual);
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "The discovery changes that by $-16.43",
                        "Each task of 1 services has a proxy, for which AWS recommends 256 CPU units and 64 MiB");
    }
}

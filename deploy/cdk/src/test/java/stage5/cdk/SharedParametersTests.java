package stage5.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SharedParametersTests {

    @Test
    void shouldExportNothing_whenStacksShareValues() {
        for (Path folder : Templates.all()) {
            Templates.in(folder).forEach((stack, template) -> {
                assertThat(template.toString()).as(stack).doesNotContain("Fn::ImportValue");
                assertThat(template.path("Outputs").findValues("Export"))
                        .as(stack)
                        .isEmpty();
            });
        }
    }

    /** CloudFormation would fail at the deployment of the reading stack. */
    @Test
    void shouldBePublishedByAStackOfTheRegion_whenAStackReadsThem() {
        for (Path folder : Templates.all()) {
            Set<String> published = new TreeSet<>();
            Map<String, String> read = new TreeMap<>();
            Templates.in(folder).forEach((stack, template) -> {
                String region = stack.replaceFirst(".*-([a-z]+-[a-z]+-\\d)$", "$1 ");
                template.path("Resources")
                        .valueStream()
                        .filter(resource -> resource.path("Type").asText().equals("AWS::SSM::Parameter"))
                        .forEach(parameter -> published.add(
                                region + parameter.at("/Properties/Name").asText()));
                template.path("Parameters")
                        .valueStream()
                        .filter(parameter -> parameter.path("Type").asText().startsWith("AWS::SSM::Parameter::Value"))
                        .map(parameter -> parameter.path("Default").asText())
                        .filter(name -> !name.startsWith("/cdk-bootstrap/"))
                        .forEach(name -> read.put(region + name, stack));
            });

            assertThat(read).as(folder.toString()).isNotEmpty();
            assertThat(published).as(folder.toString()).containsAll(read.keySet());
        }
    }
}

package stage5.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
}

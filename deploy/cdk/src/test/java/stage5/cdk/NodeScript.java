package stage5.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a script that is meant for AWS with the local Node.js. */
public final class NodeScript {

    private NodeScript() {}

    /** Returns the output lines of the script, which has to succeed; skips the test if Node.js is not on the PATH. */
    public static List<String> run(URL harness, Map<String, String> variables, String... arguments)
            throws IOException, InterruptedException, URISyntaxException {
        NodeJs.require();
        Path file = Path.of(harness.toURI());
        ProcessBuilder node = new ProcessBuilder(Stream.concat(Stream.of("node", file.toString()), Stream.of(arguments))
                        .toList())
                .redirectErrorStream(true);
        node.environment().put("NODE_PATH", file.getParent().toString());
        node.environment().putAll(variables);
        Process process = node.start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
        return lines;
    }
}

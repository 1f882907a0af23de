package stage5.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.trace.TraceDifference;
import stage5.kit.telemetry.trace.TraceReport;
import stage5.kit.telemetry.trace.TraceText;
import stage5.kit.telemetry.xray.XRayText;
import stage5.stack.Component;
import stage5.stack.Stack;
import stage5.stack.StackException;
import stage5.stack.shop.Api;
import stage5.stack.shop.ApiResponse;

/** Shows the spans of an order, an event, a message or a trace. */
@Command(
        name = "trace",
        sortOptions = false,
        description = "Shows the spans of an order, an event, a message or a trace as a tree with time bars, and the"
                + " critical path. Links between traces are followed.")
public final class TraceCommand implements Callable<Integer> {

    private static final String ID = "The id of an order, an event, a message or a trace, or a file written by --json.";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    @Parameters(paramLabel = "ID", description = ID)
    private String id;

    @Option(
            names = "--diff",
            paramLabel = "ID",
            description = "Show the steps that differ from this healthy trace instead; an id or a file.")
    private String healthy;

    @Option(
            names = "--xray",
            description =
                    "Show the segment documents of X-Ray that the spans become instead, and what AWS would reject or"
                            + " cut.")
    private boolean xray;

    @Option(names = "--json", description = "Print the spans as JSON instead.")
    private boolean json;

    @Mixin
    private StackOptions options;

    /** The spans that belong to an id. */
    private record Spans(String id, List<Span> spans) {}

    @Override
    public Integer call() throws InterruptedException, IOException {
        Spans spans = read(id);
        if (json) {
            System.out.println(JSON.writeValueAsString(spans));
        } else if (xray) {
            System.out.print(XRayText.of(spans.spans(), Clock.systemUTC().instant()));
        } else if (healthy != null) {
            System.out.print(TraceText.of(TraceDifference.between(
                    TraceReport.of(spans.spans()), TraceReport.of(read(healthy).spans()))));
        } else {
            System.out.print(TraceText.of(TraceReport.of(spans.spans())));
        }
        return 0;
    }

    private Spans read(String idOrFile) throws InterruptedException, IOException {
        Path file = Path.of(idOrFile);
        Spans spans = Files.isRegularFile(file) ? parse(Files.readString(file)) : request(idOrFile);
        if (spans.spans() == null || spans.spans().isEmpty()) {
            throw new StackException("There are no spans in " + idOrFile);
        }
        return spans;
    }

    private Spans request(String requested) throws InterruptedException, JsonProcessingException {
        Stack stack = options.stack();
        if (stack.running().flatMap(run -> run.running(Component.CLOUD)).isEmpty()) {
            throw new StackException("No local cloud runs. %s starts the shop."
                    .formatted(stack.ports().call("up")));
        }
        try (Api console = new Api(stack.ports().console())) {
            ApiResponse response = console.get("/traces/of/" + URLEncoder.encode(requested, StandardCharsets.UTF_8));
            if (response.status() == 404) {
                throw new StackException(response.text("detail") + ". Spans arrive some seconds after the work.");
            }
            return JSON.treeToValue(response.expect(200).json(), Spans.class);
        }
    }

    private static Spans parse(String text) {
        try {
            return JSON.readValue(text, Spans.class);
        } catch (JsonProcessingException e) {
            throw new StackException("The file has no spans as written by --json: " + e.getOriginalMessage(), e);
        }
    }
}

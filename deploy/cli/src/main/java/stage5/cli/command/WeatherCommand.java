package stage5.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stage5.stack.Component;
import stage5.stack.Stack;
import stage5.stack.StackException;
import stage5.stack.shop.Api;
import stage5.stack.shop.ApiResponse;
import stage5.stack.terminal.Style;

/** Sets the faults of the local cloud by the name of a preset, or shows them with their effects. */
@Command(
        name = "weather",
        sortOptions = false,
        description =
                "Injects faults into the local cloud by the name of a preset: clear, drizzle or storm. Without a name it"
                        + " shows the faults and how often each took effect.")
public final class WeatherCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The preset; clear removes all faults.")
    private String name;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Replaces the seed of the preset: the same seed and the same calls lead to the same faults.")
    private Long seed;

    @Option(names = "--json", description = "Print as JSON.")
    private boolean json;

    @Mixin
    private StackOptions options;

    @Override
    public Integer call() throws InterruptedException {
        Stack stack = options.stack();
        if (stack.running().flatMap(run -> run.running(Component.CLOUD)).isEmpty()) {
            throw new StackException("No local cloud runs. %s starts the shop."
                    .formatted(stack.ports().call("up")));
        }
        try (Api console = new Api(stack.ports().console())) {
            JsonNode report = name == null ? report(console) : apply(console);
            if (json) {
                System.out.println(report.toPrettyString());
            } else {
                print(report, System.out);
            }
            return 0;
        }
    }

    private static JsonNode report(Api console) throws InterruptedException {
        return console.get("/faults").expect(200).json();
    }

    private JsonNode apply(Api console) throws InterruptedException {
        ApiResponse response =
                console.put("/weather/" + URLEncoder.encode(name, UTF_8) + (seed == null ? "" : "?seed=" + seed), null);
        if (response.status() == 404) {
            throw new StackException(response.text("detail"));
        }
        return response.expect(200).json();
    }

    /** Prints one line per emulator with a fault, and one per effect that is counted. */
    static void print(JsonNode report, PrintStream out) {
        String weather = report.path("weather").asText();
        out.println("Weather: " + (weather.equals("clear") ? Style.GOOD : Style.BAD).of(weather));
        report.path("faults").properties().forEach(emulator -> {
            JsonNode faults = emulator.getValue();
            boolean active = faults.path("active").asBoolean();
            boolean happened = faults.path("effects").properties().stream()
                    .anyMatch(effect -> effect.getValue().asLong() > 0);
            if (active || happened) {
                out.printf("%-9s %s%n", emulator.getKey(), active ? fields(faults.path("settings")) : "no fault");
                faults.path("effects")
                        .properties()
                        .forEach(effect -> out.printf(
                                "          %12d  %s%n", effect.getValue().asLong(), effect.getKey()));
            }
        });
    }

    private static String fields(JsonNode settings) {
        return settings.properties().stream()
                .map(setting -> setting.getKey() + " " + setting.getValue().asText())
                .collect(Collectors.joining(", "));
    }
}

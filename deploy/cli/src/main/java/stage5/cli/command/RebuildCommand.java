package stage5.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stage5.cli.rebuild.ReadModels;
import stage5.stack.Stack;
import stage5.stack.terminal.Style;

/** Rebuilds read models while the shop goes on. */
@Command(
        name = "rebuild",
        sortOptions = false,
        description = {
            "Builds a new generation of a read model from the events, beside the one that is read, and reads it instead "
                    + "if the two are equal. The old one is kept. A rebuild that was interrupted goes on.",
            "Without MODEL, tells how the read models are."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the two differ, so that the old one is still read; or the shop does not answer"})
public final class RebuildCommand implements Callable<Integer> {

    @Parameters(paramLabel = "MODEL", arity = "0..1", description = "history, sales, mails, or all.")
    private String model;

    @ArgGroup
    private Way way = new Way();

    @Mixin
    private StackOptions options;

    /** What to do other than the usual. */
    private static final class Way {

        @Option(names = "--verify", description = "Only see whether the two are equal, and delete the new one.")
        private boolean verify;

        @Option(names = "--force", description = "Read the new one even if they differ.")
        private boolean force;

        @Option(names = "--rollback", description = "Read the one again that was read before.")
        private boolean rollBack;

        @Option(names = "--abandon", description = "Give up the one that is being built.")
        private boolean abandon;
    }

    @Override
    public Integer call() throws InterruptedException {
        Stack stack = options.stack();
        if (ReadModels.isOutOfReach(stack)) {
            System.out.println(
                    "  notification-worker runs as functions, none of them for HTTP: its model mails is out of reach");
        }
        try (ReadModels models = new ReadModels(stack)) {
            if (model == null) {
                models.list().forEach(RebuildCommand::tell);
                return 0;
            }
            boolean good = true;
            for (String name : names(models)) {
                good &= done(models, name);
            }
            return good ? 0 : 1;
        }
    }

    private List<String> names(ReadModels models) throws InterruptedException {
        return model.equals("all")
                ? models.list().stream()
                        .map(each -> each.path("model").asText())
                        .toList()
                : List.of(model);
    }

    private boolean done(ReadModels models, String name) throws InterruptedException {
        if (way.rollBack) {
            tell(models.rollBack(name));
            return true;
        }
        if (way.abandon) {
            tell(models.abandon(name));
            return true;
        }
        JsonNode end = models.rebuild(
                name, way.verify ? "verify" : way.force ? "force" : "flip", RebuildCommand::tellProgress);
        tell(end);
        end.path("differences")
                .forEach(each -> System.out.println("      "
                        + Style.BAD.of("%s: is read as %s, rebuilt as %s"
                                .formatted(
                                        each.path("key").asText(),
                                        each.path("current").asText("missing"),
                                        each.path("building").asText("missing")))));
        return end.path("differing").asInt() == 0
                || end.path("outcome").asText().equals("forced");
    }

    private static void tellProgress(JsonNode now) {
        System.out.printf(
                "  %-10s %3.0f %%  %,d events, %,d a second%s%n",
                now.path("phase").asText(),
                100 * now.path("share").asDouble(),
                now.path("events").asLong(),
                now.path("eventsPerSecond").asLong(),
                now.path("phase").asText().equals("scanning") && now.has("secondsLeft")
                        ? ", " + now.path("secondsLeft").asLong() + " s left"
                        : "");
    }

    private static void tell(JsonNode model) {
        boolean differs = model.path("differing").asInt() > 0;
        String compared = model.has("checksum")
                ? ", %,d entries equal, %d differ: checksums %s and %s"
                        .formatted(
                                model.path("entries").asLong(),
                                model.path("differing").asInt(),
                                model.path("checksum").asText(),
                                model.path("buildingChecksum").asText())
                : "";
        System.out.printf(
                "  %s %-8s generation %d is read%s%s%s%n",
                differs ? Style.BAD.of("✗") : Style.GOOD.of("✓"),
                model.path("model").asText(),
                model.path("generation").asLong(),
                model.has("previous") ? ", " + model.path("previous").asLong() + " is kept" : "",
                model.has("outcome") ? " (" + model.path("outcome").asText() + ")" : "",
                compared);
    }
}

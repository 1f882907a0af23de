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

/** Rebuilds read models while the shop runs. */
@Command(
        name = "rebuild",
        sortOptions = false,
        description = {
            "Builds a new generation of a read model from the events and activates it if it equals the active one. "
                    + "The previous generation is kept. An interrupted rebuild continues.",
            "Without MODEL, lists the read models."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:success",
            "1:the generations differ, so the old one stays active; or the shop does not answer"
        })
public final class RebuildCommand implements Callable<Integer> {

    @Parameters(paramLabel = "MODEL", arity = "0..1", description = "history, sales, mails, or all.")
    private String model;

    @ArgGroup
    private Mode mode = new Mode();

    @Mixin
    private StackOptions options;

    /** Alternatives to a rebuild that activates an equal generation. */
    private static final class Mode {

        @Option(names = "--verify", description = "Only compare the generations and delete the new one.")
        private boolean verify;

        @Option(names = "--force", description = "Activate the new generation even if it differs.")
        private boolean force;

        @Option(names = "--rollback", description = "Activate the previous generation again.")
        private boolean rollBack;

        @Option(names = "--abandon", description = "Stop a rebuild and delete the generation that it has built.")
        private boolean abandon;
    }

    @Override
    public Integer call() throws InterruptedException {
        Stack stack = options.stack();
        if (ReadModels.isNotificationUnreachable(stack)) {
            System.out.println(
                    "  notification-worker runs as functions without HTTP, so its model mails cannot be rebuilt");
        }
        try (ReadModels models = new ReadModels(stack)) {
            if (model == null) {
                models.list().forEach(RebuildCommand::print);
                return 0;
            }
            boolean success = true;
            for (String name : names(models)) {
                success &= done(models, name);
            }
            return success ? 0 : 1;
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
        if (mode.rollBack) {
            print(models.rollBack(name));
            return true;
        }
        if (mode.abandon) {
            print(models.abandon(name));
            return true;
        }
        JsonNode end = models.rebuild(
                name, mode.verify ? "verify" : mode.force ? "force" : "flip", RebuildCommand::printProgress);
        print(end);
        end.path("differences")
                .forEach(each -> System.out.println("      "
                        + Style.BAD.of("%s: active is %s, rebuilt is %s"
                                .formatted(
                                        each.path("key").asText(),
                                        each.path("current").asText("missing"),
                                        each.path("building").asText("missing")))));
        printSetAside(end);
        return end.path("differing").asInt() == 0
                || end.path("outcome").asText().equals("forced");
    }

    private static void printSetAside(JsonNode end) {
        if (end.has("unreadable")) {
            System.out.println("      "
                    + Style.BAD.of("%,d stored events cannot be read and are set aside, the first of them:"
                            .formatted(end.path("unreadable").asLong())));
        }
        end.path("setAside")
                .forEach(event -> System.out.printf(
                        "      %s %s: %s%n",
                        event.path("subject").asText(),
                        event.path("sortKey").asText(),
                        event.path("reason").asText()));
    }

    private static void printProgress(JsonNode now) {
        System.out.printf(
                "  %-10s %3.0f %%  %,d events, %,d per second%s%n",
                now.path("phase").asText(),
                100 * now.path("share").asDouble(),
                now.path("events").asLong(),
                now.path("eventsPerSecond").asLong(),
                now.path("phase").asText().equals("scanning") && now.has("secondsLeft")
                        ? ", " + now.path("secondsLeft").asLong() + " s left"
                        : "");
    }

    private static void print(JsonNode model) {
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
                "  %s %-8s generation %d is active%s%s%s%n",
                differs ? Style.BAD.of("✗") : Style.GOOD.of("✓"),
                model.path("model").asText(),
                model.path("generation").asLong(),
                model.has("previous") ? ", " + model.path("previous").asLong() + " is kept" : "",
                model.has("outcome") ? " (" + model.path("outcome").asText() + ")" : "",
                compared);
    }
}

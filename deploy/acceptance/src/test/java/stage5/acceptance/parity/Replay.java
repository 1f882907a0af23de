package stage5.acceptance.parity;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;
import stage5.acceptance.client.Http;
import stage5.cli.check.Check;
import stage5.cli.shop.ShopException;
import stage5.cli.stack.Forms;
import stage5.cli.stack.Part;
import stage5.cli.stack.Ports;
import stage5.cli.stack.Project;
import stage5.cli.stack.Stack;
import stage5.cli.terminal.Progress;

/** Replays the script on an empty shop of one form, and takes the shop down again. */
final class Replay {

    /** The sweep of functions comes once a minute, and a message that failed is delivered again after 90 s. */
    private static final Duration COMES_TO_REST = Duration.ofSeconds(150);

    private static final int TOO_LARGE = 300 * 1024;

    private final Stack stack;
    private final Script script;
    private final Recording recording = new Recording();

    private Replay(Stack stack, Script script) {
        this.stack = stack;
        this.script = script;
    }

    /** Returns what the form did; the shop is gone when it returns, whatever happened. */
    static Recording of(String form, Script script, Ports ports, Progress progress) throws InterruptedException {
        Stack stack = new Stack(Project.locate(), ports);
        stack.stop(Progress.silent()); // what a run that was killed has left behind
        stack.start(EnumSet.allOf(Part.class), Forms.parse(form), progress);
        try {
            return new Replay(stack, script).run();
        } finally {
            stack.stop(progress);
        }
    }

    private Recording run() throws InterruptedException {
        Ports ports = stack.ports();
        try (Batches batches = new Batches(ports, Project.locate().root())) {
            comeToRest("the start"); // what the first account causes is over before anybody listens
            Subscriber subscriber = Subscriber.subscribe(ports, batches);
            replay(batches);
            comeToRest("the end");
            // Services end only after their last spans are sent, and what has ended changes nothing any more.
            for (Part service : Part.services()) {
                stack.stop(service, Progress.silent());
            }
            subscriber.record(recording);
            batches.recordDeadLetters(recording);
            new Items(recording).record(ports);
            recordSpans(new Spans(new Http(ports.console()), recording));
        }
        return recording;
    }

    private void replay(Batches batches) throws InterruptedException {
        Variables variables = new Variables();
        variables.set("adminEmail", stack.admin().email());
        variables.set("adminPassword", stack.admin().password());
        variables.set("tooLarge", "x".repeat(TOO_LARGE));
        Requests requests = new Requests(new Http(stack.ports().gateway()), variables, recording);
        List<Step> steps = script.steps();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            try {
                replay(step, new TraceName(i), requests, batches);
            } catch (ConditionTimeoutException | ShopException | IllegalArgumentException e) {
                recording.fail(step.name(), e);
            }
        }
    }

    private void replay(Step step, TraceName trace, Requests requests, Batches batches) throws InterruptedException {
        if (step.request() != null) {
            requests.send(step, trace);
        } else if (step.follow() != null) {
            requests.follow(step, trace);
        } else if (step.deliver() != null) {
            batches.deliver(step);
        } else if (step.payment() != null) {
            new Http(stack.ports().payment()).put("/settings", step.payment()).expect(200);
        } else {
            comeToRest(step.name());
        }
    }

    private void recordSpans(Spans spans) {
        for (int i = 0; i < script.steps().size(); i++) {
            spans.record(script.steps().get(i), new TraceName(i));
        }
    }

    private void comeToRest(String step) throws InterruptedException {
        if (!new Check(stack.ports()).awaitQuiet(COMES_TO_REST)) {
            recording.fail(step, new IllegalStateException("The shop does not come to rest"));
        }
    }
}

package stage5.acceptance.parity;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;
import stage5.acceptance.client.ApiClient;
import stage5.cli.check.ConsistencyCheck;
import stage5.stack.Component;
import stage5.stack.Ports;
import stage5.stack.Project;
import stage5.stack.ServiceForms;
import stage5.stack.Stack;
import stage5.stack.shop.ShopException;
import stage5.stack.terminal.ProgressListener;

/** Starts an empty shop in one form, replays the script on it, and stops it. */
final class ScriptReplay {

    /** Functions sweep once a minute, and a failed message is redelivered after 90 s. */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(150);

    private static final int TOO_LARGE = 300 * 1024;

    private final Stack stack;
    private final ParityScript script;
    private final Recording recording = new Recording();

    private ScriptReplay(Stack stack, ParityScript script) {
        this.stack = stack;
        this.script = script;
    }

    /** Returns the recording of one form. The shop is stopped in any case, also after a failure. */
    static Recording of(String form, ParityScript script, Ports ports, ProgressListener progress)
            throws InterruptedException {
        Stack stack = new Stack(Project.locate(), ports);
        stack.stop(ProgressListener.silent()); // processes that a killed run has left behind
        stack.start(EnumSet.allOf(Component.class), ServiceForms.parse(form), progress);
        try {
            return new ScriptReplay(stack, script).run();
        } finally {
            stack.stop(progress);
        }
    }

    private Recording run() throws InterruptedException {
        Ports ports = stack.ports();
        try (QueueClient batches = new QueueClient(ports, Project.locate().root())) {
            awaitIdle("the start"); // effects of the administrator's sign-up are over before the recording
            EventRecorder subscriber = EventRecorder.subscribe(ports, batches);
            replay(batches);
            awaitIdle("the end");
            // A service flushes its spans before it ends, and a stopped service changes nothing more.
            for (Component service : Component.services()) {
                stack.stop(service, ProgressListener.silent());
            }
            subscriber.record(recording);
            batches.recordDeadLetters(recording);
            new TableRecorder(recording).record(ports);
            recordSpans(new SpanRecorder(new ApiClient(ports.console()), recording));
        }
        return recording;
    }

    private void replay(QueueClient batches) throws InterruptedException {
        ScriptVariables variables = new ScriptVariables();
        variables.set("adminEmail", stack.admin().email());
        variables.set("adminPassword", stack.admin().password());
        variables.set("tooLarge", "x".repeat(TOO_LARGE));
        RequestReplayer requests =
                new RequestReplayer(new ApiClient(stack.ports().gateway()), variables, recording);
        List<ScriptStep> steps = script.steps();
        for (int i = 0; i < steps.size(); i++) {
            ScriptStep step = steps.get(i);
            try {
                replay(step, new StepTrace(i), requests, batches);
            } catch (ConditionTimeoutException | ShopException | IllegalArgumentException e) {
                recording.fail(step.name(), e);
            }
        }
    }

    private void replay(ScriptStep step, StepTrace trace, RequestReplayer requests, QueueClient batches)
            throws InterruptedException {
        if (step.request() != null) {
            requests.send(step, trace);
        } else if (step.follow() != null) {
            requests.follow(step, trace);
        } else if (step.deliver() != null) {
            batches.deliver(step);
        } else if (step.payment() != null) {
            new ApiClient(stack.ports().payment())
                    .put("/settings", step.payment())
                    .expect(200);
        } else {
            awaitIdle(step.name());
        }
    }

    private void recordSpans(SpanRecorder spans) {
        for (int i = 0; i < script.steps().size(); i++) {
            spans.record(script.steps().get(i), new StepTrace(i));
        }
    }

    private void awaitIdle(String step) throws InterruptedException {
        if (!new ConsistencyCheck(stack.ports()).awaitQuiet(IDLE_TIMEOUT)) {
            recording.fail(step, new IllegalStateException("The shop does not become idle"));
        }
    }
}

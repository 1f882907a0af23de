package stage5.local.sns;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import stage5.local.aws.Aws;
import stage5.local.fault.FaultActivation;
import stage5.local.fault.FaultControl;

/** The fault of SNS that is currently set, and its effect at this moment. */
final class ActiveFault {

    private static final String UNAVAILABLE = "unavailable";
    private static final String ERRORS = "errors";
    private static final String SLOW = "slow";
    private static final String REFUSED = "refusedEntries";
    private static final String ALTERED = "altered";

    private final InstantSource clock;
    private final FaultControl<SnsFault> control;

    ActiveFault(InstantSource clock) {
        this.clock = clock;
        this.control = new FaultControl<>(
                "sns", SnsFault.class, SnsFault.NONE, List.of(UNAVAILABLE, ERRORS, SLOW, REFUSED, ALTERED), clock);
    }

    FaultControl<SnsFault> control() {
        return control;
    }

    /** Returns whether the next call gets a 503. */
    boolean isUnavailable() {
        FaultActivation<SnsFault> now = control.activation();
        boolean down = now.settings().at(clock.millis() - now.sinceMillis()) == SnsFault.Mode.DOWN;
        if (down) {
            now.count(UNAVAILABLE, 1);
        }
        return down;
    }

    /** Returns whether the next call gets a 500. */
    boolean isError() {
        FaultActivation<SnsFault> now = control.activation();
        return now.happens(ERRORS, now.settings().errorShare());
    }

    /** Returns the latency of the next call in milliseconds; 0 without the fault. */
    int latencyMillis() {
        FaultActivation<SnsFault> now = control.activation();
        if (now.settings().mode() != SnsFault.Mode.SLOW || now.settings().latencyMillis() == 0) {
            return 0;
        }
        now.count(SLOW, 1);
        return now.settings().latencyMillis();
    }

    /** Returns whether the next entry of a batch fails. */
    boolean refusesEntry() {
        FaultActivation<SnsFault> now = control.activation();
        return now.settings().mode() == SnsFault.Mode.REFUSING
                && now.happens(REFUSED, now.settings().share());
    }

    /** Returns the message as its subscribers receive it. */
    Message altered(Message message) {
        FaultActivation<SnsFault> now = control.activation();
        SnsFault fault = now.settings();
        if (fault.alteredTopic() == null || !fault.alteredTopic().equals(Aws.topic(message.topicArn()))) {
            return message;
        }
        Optional<String> body = new PublisherFault(fault.clockMillis(), fault.droppedField()).altered(message.body());
        body.ifPresent(changed -> now.count(ALTERED, 1));
        return body.map(message::withBody).orElse(message);
    }
}

package stage5.local.mail;

import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import stage5.local.fault.FaultActivation;
import stage5.local.fault.FaultControl;

/** Decides which mails are slow or refused, and which connections are reset. Thread-safe. */
final class SmtpFaultInjector {

    private static final String SLOW = "slow";
    private static final String GREYLISTED = "greylisted";
    private static final String CLOSED = "closed";

    private static final int REMEMBERED_PAIRS = 100_000;

    private final InstantSource clock;
    private final FaultControl<SmtpFault> control;
    private volatile Map<String, Long> firstAttempts = emptyMemory();

    /** The steps of a mail, in their order. */
    enum Step {
        MAIL,
        RCPT,
        DATA,
        CONTENT
    }

    /**
     * The faults of one mail.
     *
     * @param closesAt the step at which the connection is reset; null if it stays open
     */
    record MailFaults(FaultActivation<SmtpFault> activation, boolean slow, Step closesAt) {

        /** Returns the delay of the step in milliseconds. */
        int delayMillis(Step step) {
            if (!slow) {
                return 0;
            }
            return step == Step.CONTENT
                    ? activation.settings().dataMillis()
                    : activation.settings().stepMillis();
        }

        /** Returns whether the connection is reset at this step, and counts it if so. */
        boolean closesAt(Step step) {
            if (closesAt == step) {
                activation.count(CLOSED, 1);
            }
            return closesAt == step;
        }
    }

    SmtpFaultInjector(InstantSource clock) {
        this.clock = clock;
        this.control =
                new FaultControl<>("smtp", SmtpFault.class, SmtpFault.NONE, List.of(SLOW, GREYLISTED, CLOSED), clock);
        control.onChange(activation -> firstAttempts = emptyMemory());
    }

    FaultControl<SmtpFault> control() {
        return control;
    }

    /** Returns the faults of the next mail. */
    MailFaults nextMail() {
        FaultActivation<SmtpFault> now = control.activation();
        boolean slow = now.happens(SLOW, now.settings().slowShare());
        boolean closes = now.draws(CLOSED, now.settings().closeShare());
        Step step = closes ? Step.values()[now.upTo(CLOSED, Step.values().length - 1)] : null;
        return new MailFaults(now, slow, step);
    }

    /** Returns whether this attempt is refused for now. The pair and the seed decide, not the order of the attempts. */
    boolean isGreylisted(String sender, String recipient) {
        FaultActivation<SmtpFault> now = control.activation();
        SmtpFault fault = now.settings();
        String pair = sender + " " + recipient;
        if (new SplittableRandom(fault.seed() * 31 + pair.hashCode()).nextDouble() >= fault.greylistShare()) {
            return false;
        }
        long millis = clock.millis();
        Long first = firstAttempts.putIfAbsent(pair, millis);
        boolean refused = first == null || millis - first < fault.greylistMillis();
        if (refused) {
            now.count(GREYLISTED, 1);
        }
        return refused;
    }

    private static Map<String, Long> emptyMemory() {
        return Collections.synchronizedMap(new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                return size() > REMEMBERED_PAIRS;
            }
        });
    }
}

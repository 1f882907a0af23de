package stage5.notification;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of mails. */
@ConfigMapping(prefix = "stage5.notification")
public interface NotificationConfig {

    /**
     * The lease of a mail while it is sent and its outcome is stored. It is extended after each third of it, so it may be
     * shorter than an SMTP dialogue: only a crash ends it. Shorter than the visibility time-out of the queue, so that a
     * redelivery after a crash finds the lease expired.
     */
    @WithDefault("PT15S")
    Duration lease();

    /**
     * The longest SMTP dialogue. A client that gives up before the reply to the end of DATA cannot know whether the server
     * has accepted the mail, and sends it again. So <a
     * href="https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.2.6">RFC 5321, 4.5.3.2.6</a> requires 10 minutes for this
     * reply; the default adds time for the steps before it.
     *
     * <p>How it relates to other limits: the container form keeps the message hidden for {@code
     * stage5.poller.longest-work}, which has to be longer. A function has only the time of its invocation (15 s), so the
     * lambda form sets 12 s. A server that is slower than that gets a copy with the same Message-ID for each delivery.
     */
    @WithDefault("PT12M")
    Duration dialogueTimeout();

    /** How long the entry of a mail in its customer's history waits for others, which are written in the same call. */
    @WithDefault("50MS")
    Duration historyGather();

    /** The domain of every Message-ID. It must belong to the sender (RFC 5322, 3.6.4). */
    @WithDefault("notifications.stage5.example")
    String messageIdDomain();
}

package stage5.notification;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of mails. */
@ConfigMapping(prefix = "stage5.notification")
public interface NotificationConfig {

    /**
     * The lease of a mail while it is sent. Longer than the time-out of an SMTP dialogue, so that two processes do not send
     * at the same time. Shorter than the visibility time-out of the queue, so that a redelivery after a crash finds the
     * lease expired.
     */
    @WithDefault("PT15S")
    Duration lease();

    /** The domain of every Message-ID. It must belong to the sender (RFC 5322, 3.6.4). */
    @WithDefault("notifications.stage5.example")
    String messageIdDomain();
}

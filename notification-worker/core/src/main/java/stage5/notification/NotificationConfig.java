package stage5.notification;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What can be set about mails. */
@ConfigMapping(prefix = "stage5.notification")
public interface NotificationConfig {

    /**
     * How long whoever has begun to send a mail has it to herself. Longer than an SMTP dialogue may take, so that two
     * don't send at once; shorter than a queue's visibility time-out, so that the message of a sender who died finds
     * the mail free again.
     */
    @WithDefault("PT15S")
    Duration lease();

    /** The right-hand side of every Message-ID, which must be ours (RFC 5322, 3.6.4). */
    @WithDefault("notifications.stage5.example")
    String messageIdDomain();
}

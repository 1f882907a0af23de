package stage5.simulation;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.Uni;
import java.net.ConnectException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stage5.cli.check.Books;

/** The customers' mailboxes, behind a mail server that can't be reached at times. */
final class Mailbox {

    private static final Duration TIMEOUT = Duration.ofSeconds(5); // MailServer's

    private final Map<String, Books.Delivered> mails = new LinkedHashMap<>();
    private final Wire wire;
    private final Weather weather;

    Mailbox(Wire wire, Weather weather) {
        this.wire = wire;
        this.weather = weather;
    }

    List<Books.Delivered> mails() {
        return List.copyOf(mails.values());
    }

    /** Returns the mail server as that process reaches it. */
    ReactiveMailer mailer(Process process) {
        return sent -> Uni.createFrom()
                .completionStage(() -> wire.call(
                        process, () -> "mail " + id(sent[0]) + ": " + sent[0].getText(), () -> take(sent[0]), TIMEOUT));
    }

    private Void take(Mail mail) throws ConnectException {
        if (weather.outage()) {
            throw new ConnectException("The mail server is down");
        }
        mails.merge(
                id(mail),
                new Books.Delivered(id(mail), mail.getTo().getFirst(), 1),
                (before, once) -> new Books.Delivered(before.messageId(), before.to(), before.deliveries() + 1));
        return null;
    }

    private static String id(Mail mail) {
        return mail.getHeaders().get("Message-ID").getFirst();
    }
}

package stage5.simulation;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.Uni;
import java.net.ConnectException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stage5.cli.check.CheckAdapter;

/** A mail server that is unreachable or slow to reply at times, and the mails that it has delivered. */
final class SimulatedMailServer {

    private final Map<String, CheckAdapter.DeliveredMail> mails = new LinkedHashMap<>();
    private final RemoteCalls remoteCalls;
    private final Weather weather;

    SimulatedMailServer(RemoteCalls remoteCalls, Weather weather) {
        this.remoteCalls = remoteCalls;
        this.weather = weather;
    }

    List<CheckAdapter.DeliveredMail> mails() {
        return List.copyOf(mails.values());
    }

    /** Returns the mailer of one process. */
    ReactiveMailer mailer(SimulatedProcess process) {
        return sent -> Uni.createFrom()
                .completionStage(() -> remoteCalls.call(
                        process, () -> "mail " + id(sent[0]) + ": " + sent[0].getText(), () -> deliver(sent[0])))
                .onItem()
                .delayIt()
                .by(replyDelay());
    }

    /** Returns how late the reply is: at times later than the lease of a mail (15 s) expires without an extension. */
    private Duration replyDelay() {
        return weather.outage() ? weather.millis(5000, 25_000) : Duration.ofMillis(1);
    }

    private Void deliver(Mail mail) throws ConnectException {
        if (weather.outage()) {
            throw new ConnectException("The mail server is unreachable");
        }
        mails.merge(
                id(mail),
                new CheckAdapter.DeliveredMail(id(mail), mail.getTo().getFirst(), 1),
                (before, once) ->
                        new CheckAdapter.DeliveredMail(before.messageId(), before.to(), before.deliveries() + 1));
        return null;
    }

    private static String id(Mail mail) {
        return mail.getHeaders().get("Message-ID").getFirst();
    }
}

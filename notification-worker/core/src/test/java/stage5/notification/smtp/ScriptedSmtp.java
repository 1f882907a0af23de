package stage5.notification.smtp;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An SMTP server for tests (the commands of <a href="https://www.rfc-editor.org/rfc/rfc5321">RFC 5321</a> that the client
 * uses). Each mail takes the next scripted fault; without one, the server accepts the mail.
 */
final class ScriptedSmtp implements AutoCloseable {

    static final Duration SLOW = Duration.ofSeconds(6);

    private final Queue<SmtpFault> script = new ConcurrentLinkedQueue<>();
    private final List<String> accepted = new CopyOnWriteArrayList<>();
    private final AtomicInteger quits = new AtomicInteger();
    private final Vertx vertx;
    private final NetServer server;

    ScriptedSmtp(Vertx vertx, int port) {
        this.vertx = vertx;
        server = vertx.createNetServer().connectHandler(socket -> new Dialogue(socket).begin());
        server.listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Adds the faults of the next mails, in order. */
    void next(SmtpFault... faults) {
        script.addAll(List.of(faults));
    }

    /** Returns the Message-IDs of the mails that were received completely, with or without a reply to the client. */
    List<String> accepted() {
        return accepted;
    }

    /** Returns how many connections the client has ended in order. */
    int quits() {
        return quits.get();
    }

    @Override
    public void close() {
        try {
            server.close().toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IllegalStateException("The SMTP server did not close", e);
        }
    }

    /** A fault in the SMTP dialogue of one mail. */
    enum SmtpFault {
        /** A permanent refusal: the mailbox does not exist. */
        NO_SUCH_MAILBOX,
        /** A transient refusal: try again later. */
        GREYLISTED,
        /** The server requires a log-in: a permanent reply code that does not concern the mail. */
        LOGIN_REQUIRED,
        /** The server accepts the mail and replies after {@link #SLOW}. */
        SLOW_REPLY,
        /** The server accepts the mail and closes the connection before it replies. */
        CLOSED_BEFORE_REPLY,
        NONE
    }

    private final class Dialogue {

        private final NetSocket socket;
        private final List<String> data = new ArrayList<>();
        private SmtpFault fault;
        private boolean inData;

        Dialogue(NetSocket socket) {
            this.socket = socket;
        }

        void begin() {
            socket.handler(RecordParser.newDelimited("\r\n", this::line));
            reply("220 scripted ESMTP");
        }

        private void line(Buffer buffer) {
            String line = buffer.toString();
            if (inData) {
                data(line);
            } else {
                command(line);
            }
        }

        private void command(String line) {
            switch (line.split("[ :]")[0].toUpperCase(java.util.Locale.ROOT)) {
                case "MAIL" -> {
                    SmtpFault scripted = script.poll();
                    fault = scripted == null ? SmtpFault.NONE : scripted;
                    reply(fault == SmtpFault.LOGIN_REQUIRED ? "530 5.7.0 Authentication required" : "250 fine");
                }
                case "RCPT" ->
                    reply(
                            switch (fault) {
                                case NO_SUCH_MAILBOX -> "550 5.1.1 No such mailbox";
                                case GREYLISTED -> "451 4.7.1 Come back later";
                                default -> "250 fine";
                            });
                case "DATA" -> {
                    inData = true;
                    reply("354 go on");
                }
                case "QUIT" -> {
                    quits.incrementAndGet();
                    reply("221 bye");
                    socket.close();
                }
                default -> reply("250 fine");
            }
        }

        private void data(String line) {
            if (!line.equals(".")) {
                data.add(line);
                return;
            }
            inData = false;
            data.stream()
                    .filter(header -> header.regionMatches(true, 0, "Message-ID:", 0, 11))
                    .map(header -> header.substring(11).strip())
                    .forEach(accepted::add);
            data.clear();
            switch (fault) {
                case CLOSED_BEFORE_REPLY -> socket.close();
                case SLOW_REPLY -> vertx.setTimer(SLOW.toMillis(), ignored -> reply("250 accepted"));
                default -> reply("250 accepted");
            }
        }

        private void reply(String line) {
            socket.write(line + "\r\n");
        }
    }
}

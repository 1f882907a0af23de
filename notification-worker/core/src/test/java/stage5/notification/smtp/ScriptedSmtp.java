package stage5.notification.smtp;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An SMTP server (<a href="https://www.rfc-editor.org/rfc/rfc5321">RFC 5321</a>, as far as a client needs it here) that
 * misbehaves as told, dialogue by dialogue, and behaves once it has been told nothing more.
 */
final class ScriptedSmtp implements AutoCloseable {

    private final Queue<Mishap> script = new ConcurrentLinkedQueue<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final NetServer server;

    ScriptedSmtp(Vertx vertx, int port) {
        server = vertx.createNetServer().connectHandler(socket -> new Dialogue(socket).begin());
        server.listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Adds the mishaps of the next mails, in their order. */
    void next(Mishap... mishaps) {
        script.addAll(List.of(mishaps));
    }

    /** Returns the Message-IDs of the mails that were received whole, whether or not the client was told. */
    List<String> taken() {
        return taken;
    }

    @Override
    public void close() {
        try {
            server.close().toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IllegalStateException("The SMTP server did not close", e);
        }
    }

    /** What can happen to a mail. */
    enum Mishap {
        /** There is no such mailbox: a permanent refusal. */
        NO_SUCH_MAILBOX,
        /** Come back later: a transient refusal. */
        GREYLISTED,
        /** The client's log-in is wanted: permanent by its number, yet not about the mail. */
        LOG_IN_FIRST,
        /** The mail is taken, and then the connection is gone before the client is told. */
        GONE_BEFORE_THE_REPLY,
        NONE
    }

    private final class Dialogue {

        private final NetSocket socket;
        private final List<String> data = new ArrayList<>();
        private Mishap mishap;
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
                    Mishap scripted = script.poll();
                    mishap = scripted == null ? Mishap.NONE : scripted;
                    reply(mishap == Mishap.LOG_IN_FIRST ? "530 5.7.0 Authentication required" : "250 fine");
                }
                case "RCPT" ->
                    reply(
                            switch (mishap) {
                                case NO_SUCH_MAILBOX -> "550 5.1.1 No such mailbox";
                                case GREYLISTED -> "451 4.7.1 Come back later";
                                default -> "250 fine";
                            });
                case "DATA" -> {
                    inData = true;
                    reply("354 go on");
                }
                case "QUIT" -> {
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
                    .forEach(taken::add);
            data.clear();
            if (mishap == Mishap.GONE_BEFORE_THE_REPLY) {
                socket.close();
            } else {
                reply("250 taken");
            }
        }

        private void reply(String line) {
            socket.write(line + "\r\n");
        }
    }
}

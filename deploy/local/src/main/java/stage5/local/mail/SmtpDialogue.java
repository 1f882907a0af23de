package stage5.local.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stage5.local.mail.SmtpFaultInjector.MailFaults;
import stage5.local.mail.SmtpFaultInjector.Step;

/**
 * One connection between an SMTP client and the mail server. Each command is relayed, then its response. The mail server
 * does not announce pipelining, so a client waits for each response.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5321">RFC 5321</a>
 */
final class SmtpDialogue {

    private static final Pattern PATH = Pattern.compile("<([^>]*)>");
    private static final String GREYLISTED = "451 4.7.1 Greylisted, please try again later\r\n";

    private final InputStream fromClient;
    private final OutputStream toClient;
    private final InputStream fromServer;
    private final OutputStream toServer;
    private final SmtpFaultInjector faults;
    private MailFaults mail;
    private String sender = "";

    SmtpDialogue(Socket client, Socket server, SmtpFaultInjector faults) throws IOException {
        this.fromClient = new BufferedInputStream(client.getInputStream());
        this.toClient = new BufferedOutputStream(client.getOutputStream());
        this.fromServer = new BufferedInputStream(server.getInputStream());
        this.toServer = new BufferedOutputStream(server.getOutputStream());
        this.faults = faults;
    }

    /**
     * Relays until a side ends the dialogue. Returns false if the connection to the client has to be reset.
     *
     * @throws IOException if a side closes its connection in mid-dialogue
     */
    boolean relay() throws IOException {
        relayResponse();
        for (byte[] line = readLine(fromClient); line.length > 0; line = readLine(fromClient)) {
            String command = new String(line, ISO_8859_1);
            boolean open =
                    switch (command.strip().toUpperCase(Locale.ROOT).split("[ :]", 2)[0]) {
                        case "MAIL" -> relayMail(line, command);
                        case "RCPT" -> relayRecipient(line, command);
                        case "DATA" -> relayData(line);
                        default -> relayCommand(line);
                    };
            if (!open) {
                return false;
            }
        }
        return true;
    }

    private boolean relayMail(byte[] line, String command) throws IOException {
        mail = faults.nextMail();
        sender = path(command);
        return passes(Step.MAIL) && relayCommand(line);
    }

    private boolean relayRecipient(byte[] line, String command) throws IOException {
        if (!passes(Step.RCPT)) {
            return false;
        }
        if (faults.isGreylisted(sender, path(command))) {
            send(toClient, GREYLISTED.getBytes(ISO_8859_1));
            return true;
        }
        return relayCommand(line);
    }

    private boolean relayData(byte[] line) throws IOException {
        if (!passes(Step.DATA)) {
            return false;
        }
        send(toServer, line);
        byte[] response = readResponse();
        send(toClient, response);
        if (response[0] != '3') {
            return true;
        }
        relayContent();
        byte[] accepted = readResponse();
        if (!passes(Step.CONTENT)) {
            return false;
        }
        send(toClient, accepted);
        return true;
    }

    /** Relays the lines of the content, including the one with a single dot that ends it. */
    private void relayContent() throws IOException {
        byte[] line;
        do {
            line = readLine(fromClient);
            if (line.length == 0) {
                throw new EOFException("The client has closed the connection within a mail");
            }
            toServer.write(line);
        } while (!isEnd(line));
        toServer.flush();
    }

    private static boolean isEnd(byte[] line) {
        String text = new String(line, ISO_8859_1);
        return text.equals(".\r\n") || text.equals(".\n");
    }

    private boolean relayCommand(byte[] line) throws IOException {
        send(toServer, line);
        relayResponse();
        return true;
    }

    private void relayResponse() throws IOException {
        send(toClient, readResponse());
    }

    /** Delays the step. Returns false if the connection has to be reset at this step. */
    private boolean passes(Step step) throws IOException {
        if (mail == null) {
            return true; // a command out of order; the mail server rejects it
        }
        try {
            Thread.sleep(mail.delayMillis(step));
        } catch (InterruptedException e) {
            throw new IOException("The proxy is interrupted", e);
        }
        return !mail.closesAt(step);
    }

    /** Reads all lines of a response: in all but the last one, a hyphen follows the code. */
    private byte[] readResponse() throws IOException {
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        byte[] line;
        do {
            line = readLine(fromServer);
            if (line.length == 0) {
                throw new EOFException("The mail server has closed the connection");
            }
            response.writeBytes(line);
        } while (line.length > 3 && line[3] == '-');
        return response.toByteArray();
    }

    /** Reads a line with its end; empty at the end of the stream. */
    private static byte[] readLine(InputStream input) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next;
        do {
            next = input.read();
            if (next >= 0) {
                line.write(next);
            }
        } while (next >= 0 && next != '\n');
        return line.toByteArray();
    }

    private static void send(OutputStream output, byte[] bytes) throws IOException {
        output.write(bytes);
        output.flush();
    }

    private static String path(String command) {
        Matcher path = PATH.matcher(command);
        return path.find() ? path.group(1).toLowerCase(Locale.ROOT) : "";
    }
}

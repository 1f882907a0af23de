package stage5.local.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stage5.local.Ports;
import stage5.local.fault.TestFaults;

class SmtpFaultTests {

    private static final int PORT = Ports.free().smtp();
    private static final MailEmulator EMULATOR = new MailEmulator(PORT);

    @BeforeAll
    static void start() throws Exception {
        EMULATOR.start();
    }

    @AfterAll
    static void stop() {
        EMULATOR.close();
    }

    @AfterEach
    void clear() {
        EMULATOR.faults().clear();
        EMULATOR.clear();
    }

    /** An SMTP client that returns each response, or null if the connection is closed or reset. */
    private static final class Client implements AutoCloseable {

        private final Socket socket = new Socket("127.0.0.1", PORT);
        private final BufferedReader input = new BufferedReader(new InputStreamReader(socket.getInputStream()));

        Client() throws IOException {
            socket.setSoTimeout(10_000);
            read();
            send("HELO client");
        }

        String send(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes());
            return read();
        }

        private String read() {
            try {
                return input.readLine();
            } catch (IOException reset) {
                return null;
            }
        }

        /** Sends a mail and returns the last response. */
        String mail(String recipient) throws IOException {
            String response = send("MAIL FROM:<shop@stage5.example>");
            for (String line : List.of(
                    "RCPT TO:<" + recipient + ">", "DATA", "Subject: Test\r\n\r\n..dots\r\n . \r\nAnd more.\r\n.")) {
                if (response == null || response.startsWith("4")) {
                    return response;
                }
                response = send(line);
            }
            return response;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void shouldAcceptSeveralMailsOnOneConnection_whenNoFaultIsSet() throws Exception {
        try (Client client = new Client()) {
            assertThat(client.mail("ann@example.org")).startsWith("250");
            assertThat(client.mail("bob@example.org")).startsWith("250");
            assertThat(client.send("NOOP")).startsWith("250");
        }

        assertThat(EMULATOR.mails("ann@example.org", 10, true))
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).contains(".dots", "And more."));
        assertThat(EMULATOR.count()).isEqualTo(2);
    }

    @Test
    void shouldAcceptTheSecondAttempt_whenGreylisted() throws Exception {
        EMULATOR.faults().set(TestFaults.of(SmtpFault.class, Map.of("greylistShare", 1.0)));

        try (Client client = new Client()) {
            assertThat(client.mail("ann@example.org")).startsWith("451 4.7.1");
            assertThat(client.mail("bob@example.org")).as("another pair").startsWith("451");
            client.send("RSET");
            assertThat(client.mail("ann@example.org")).startsWith("250");
        }
        assertThat(EMULATOR.count()).isEqualTo(1);
        assertThat(EMULATOR.faults().effects()).containsEntry("greylisted", 2L);
    }

    @Test
    void shouldGreylistTheSamePairs_whenTheSeedIsTheSame() throws Exception {
        List<String> first = greylisted(6L);
        List<String> again = greylisted(6L);

        assertThat(first).hasSizeBetween(5, 35).isEqualTo(again).isNotEqualTo(greylisted(7L));
    }

    private static List<String> greylisted(long seed) throws IOException {
        EMULATOR.faults().set(TestFaults.of(SmtpFault.class, Map.of("greylistShare", 0.5, "seed", seed)));
        try (Client client = new Client()) {
            client.send("MAIL FROM:<shop@stage5.example>");
            List<String> recipients =
                    IntStream.range(0, 40).mapToObj(i -> i + "@example.org").toList();
            return recipients.stream()
                    .filter(recipient -> isRefused(client, recipient))
                    .toList();
        }
    }

    private static boolean isRefused(Client client, String recipient) {
        try {
            return client.send("RCPT TO:<" + recipient + ">").startsWith("451");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldDelayEachStepAndTheEnd_whenSlow() throws Exception {
        EMULATOR.faults()
                .set(TestFaults.of(SmtpFault.class, Map.of("slowShare", 1.0, "stepMillis", 100, "dataMillis", 400)));

        long begin = System.nanoTime();
        try (Client client = new Client()) {
            assertThat(client.mail("ann@example.org")).startsWith("250");
        }

        assertThat((System.nanoTime() - begin) / 1_000_000).isGreaterThanOrEqualTo(700);
        assertThat(EMULATOR.faults().effects()).containsEntry("slow", 1L);
    }

    @Test
    void shouldResetConnections_whenClosing() throws Exception {
        EMULATOR.faults().set(TestFaults.of(SmtpFault.class, Map.of("closeShare", 1.0, "seed", 2L)));

        for (int i = 0; i < 20; i++) {
            try (Client client = new Client()) {
                assertThat(client.mail(i + "@example.org")).isNull();
            }
        }

        assertThat(EMULATOR.faults().effects()).containsEntry("closed", 20L);
        assertThat(EMULATOR.count()).as("accepted mails with a lost response").isBetween(1, 19);
    }
}

package stage5.local.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stage5.local.Ports;

class MailEmulatorTests {

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

    @BeforeEach
    void clear() {
        EMULATOR.clear();
    }

    @Test
    void shouldShowTextAndHtml_whenMailHasBoth() throws Exception {
        send("<1@stage5>", "Grüße", "Hello Zoë", "<p>Hello <b>Zoë</b></p>", "zoe@example.org");

        MailView mail = EMULATOR.mails(null, 10, true).getFirst();
        assertThat(mail.messageId()).isEqualTo("<1@stage5>");
        assertThat(mail.to()).isEqualTo("zoe@example.org");
        assertThat(mail.subject()).isEqualTo("Grüße");
        assertThat(mail.text()).isEqualTo("Hello Zoë");
        assertThat(mail.html()).isEqualTo("<p>Hello <b>Zoë</b></p>");
        assertThat(mail.deliveries()).isOne();
        assertThat(EMULATOR.mail(mail.id())).contains(mail);
        assertThat(EMULATOR.mails(null, 10, false).getFirst().text()).isNull();
    }

    @Test
    void shouldKeepOneMailAndCountDeliveries_whenMessageIdIsRepeated() throws Exception {
        for (int i = 0; i < 3; i++) {
            send("<same@stage5>", "Again", "text", "<p>html</p>", "ann@example.org");
        }
        send("<other@stage5>", "Other", "text", "<p>html</p>", "ann@example.org");

        assertThat(EMULATOR.mails(null, 10, false))
                .extracting(MailView::messageId, MailView::deliveries)
                .containsExactly(tuple("<other@stage5>", 1), tuple("<same@stage5>", 3));
    }

    @Test
    void shouldStoreMailInEachMailbox_whenItHasSeveralRecipients() throws Exception {
        send("<2@stage5>", "Both", "text", "<p>html</p>", "ann@example.org", "bob@example.org");

        assertThat(EMULATOR.mails("ANN@example.org", 10, false))
                .singleElement()
                .satisfies(mail -> assertThat(mail.deliveries()).isOne());
        assertThat(EMULATOR.mails("bob@example.org", 10, false)).hasSize(1);
        assertThat(EMULATOR.mails("eve@example.org", 10, false)).isEmpty();
        assertThat(EMULATOR.count()).isEqualTo(2);
    }

    private static void send(String messageId, String subject, String text, String html, String... recipients)
            throws MessagingException {
        Properties settings = new Properties();
        settings.put("mail.smtp.host", "127.0.0.1");
        settings.put("mail.smtp.port", Integer.toString(PORT));
        MimeMessage message = new MimeMessage(Session.getInstance(settings)) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", messageId);
            }
        };
        message.setFrom("shop@stage5.example");
        for (String recipient : recipients) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient));
        }
        message.setSubject(subject, "UTF-8");
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(text, "UTF-8");
        MimeBodyPart rich = new MimeBodyPart();
        rich.setText(html, "UTF-8", "html");
        message.setContent(new MimeMultipart("alternative", plain, rich));
        Transport.send(message);
    }
}

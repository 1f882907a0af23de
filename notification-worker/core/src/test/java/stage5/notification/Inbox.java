package stage5.notification;

import static io.restassured.RestAssured.given;

import java.net.URI;
import java.util.List;

/** Reads the mails that the mail server of the local cloud has received. */
public final class Inbox {

    private Inbox() {}

    /** Returns the mails to an address, newest first. */
    public static List<Mail> of(URI console, String address) {
        return List.of(given().baseUri(console.toString())
                .port(console.getPort())
                .queryParam("to", address)
                .get("/mails")
                .then()
                .statusCode(200)
                .extract()
                .as(Mail[].class));
    }

    /**
     * A received mail.
     *
     * @param deliveries how often a mail with this Message-ID was received
     */
    public record Mail(
            long id,
            String messageId,
            String to,
            String subject,
            String text,
            String html,
            String receivedAt,
            int deliveries) {}
}

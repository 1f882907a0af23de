package stage5.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import stage5.stack.shop.Api;
import stage5.stack.shop.ShopException;

/** A customer's mailbox, read through the local cloud's console. */
final class CustomerInbox {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private final Api console;
    private final String address;

    CustomerInbox(Api console, String address) {
        this.console = console;
        this.address = address;
    }

    /** Waits for a mail that contains the given word in its subject or text, and returns it. */
    JsonNode await(String word) throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<JsonNode> mail = find(word);
            if (mail.isPresent()) {
                return mail.get();
            }
            Thread.sleep(POLL_INTERVAL);
        }
        throw new ShopException(
                "No mail with \"%s\" arrived at %s within %d s".formatted(word, address, TIMEOUT.toSeconds()));
    }

    private Optional<JsonNode> find(String word) throws InterruptedException {
        String to = URLEncoder.encode(address, StandardCharsets.UTF_8);
        for (JsonNode mail : console.get("/mails?to=" + to).expect(200).json()) {
            if ((mail.path("subject").asText() + mail.path("text").asText()).contains(word)) {
                return Optional.of(mail);
            }
        }
        return Optional.empty();
    }
}

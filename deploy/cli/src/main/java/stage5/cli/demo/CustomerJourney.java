package stage5.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import stage5.stack.Ports;
import stage5.stack.shop.Api;
import stage5.stack.shop.ApiResponse;
import stage5.stack.shop.ShopException;
import stage5.stack.shop.TraceContext;
import stage5.stack.terminal.Style;

/** One customer's journey through the shop, from sign-up to the mail about an order. */
public final class CustomerJourney {

    private static final String NAME = "Ada Lovelace";

    /** In the text of the welcome mail. */
    private static final String WELCOME = "Your account is ready";

    private static final int TRAINING_JOURNEYS = 8;

    private final Ports ports;
    private final StepPrinter printer;

    public CustomerJourney(Ports ports, PrintStream out) {
        this.ports = ports;
        this.printer = new StepPrinter(out);
    }

    /**
     * Performs some journeys without output, so that JVMs that record their AOT caches load what an order needs. Throws
     * {@link ShopException} at the first step that fails.
     */
    public static void train(Ports ports) throws InterruptedException {
        for (int i = 0; i < TRAINING_JOURNEYS; i++) {
            new CustomerJourney(ports, new PrintStream(PrintStream.nullOutputStream())).run();
        }
    }

    /** Performs all steps; throws {@link ShopException} at the first step that fails. */
    public void run() throws InterruptedException {
        String email =
                "ada-%s@example.com".formatted(UUID.randomUUID().toString().substring(0, 8));
        String password = UUID.randomUUID().toString();
        try (Api shop = new Api(ports.gateway());
                Api console = new Api(ports.console())) {
            CustomerInbox inbox = new CustomerInbox(console, email);
            join(shop, inbox, email, password);
            Api customer = shop.with("Authorization", "Bearer " + logIn(shop, email, password));
            JsonNode product = choose(shop);
            TraceContext trace = TraceContext.random(new SecureRandom());
            String order = order(customer.with("traceparent", trace.sampled()), product);
            printer.print("mail", () -> inbox.await(order), mail -> "“%s”"
                    .formatted(mail.path("subject").asText()));
            printer.print("history", () -> customer.get("/api/orders").expect(200), CustomerJourney::history);
            showTrace(trace, order);
        }
    }

    private void join(Api shop, CustomerInbox inbox, String email, String password) throws InterruptedException {
        printer.print(
                "sign up",
                () -> shop.post("/api/users", Map.of("email", email, "name", NAME, "password", password))
                        .expect(201),
                user -> "%s <%s>".formatted(user.text("name"), user.text("email")));
        printer.print("welcome mail", () -> inbox.await(WELCOME), mail -> "“%s”, triggered by user-service's event"
                .formatted(mail.path("subject").asText()));
    }

    private String logIn(Api shop, String email, String password) throws InterruptedException {
        return printer.print(
                        "log in",
                        () -> shop.post("/api/sessions", Map.of("email", email, "password", password))
                                .expect(201),
                        session -> "an access token for %s s, and a refresh token".formatted(session.text("expiresIn")))
                .text("accessToken");
    }

    private JsonNode choose(Api shop) throws InterruptedException {
        JsonNode first = firstOf(printer.print(
                "browse",
                () -> shop.get("/api/products?sort=popularity&limit=20").expect(200),
                response -> items(response)));
        String word = first.path("name").asText().split("[ ,]")[0];
        JsonNode found = firstOf(printer.print(
                "search",
                () -> shop.get("/api/products?limit=20&q=" + word.toLowerCase(Locale.ROOT))
                        .expect(200),
                response -> "“%s”: %s".formatted(word, items(response))));
        return printer.print(
                        "product page",
                        () -> shop.get("/api/products/" + found.path("sku").asText())
                                .expect(200),
                        response -> "%s, %s: %s"
                                .formatted(
                                        response.text("name"),
                                        money(response.json().path("price")),
                                        response.json().path("description").asText()))
                .json();
    }

    private String order(Api customer, JsonNode product) throws InterruptedException {
        Map<String, Object> order = Map.of(
                "lines", List.of(Map.of("sku", product.path("sku").asText(), "quantity", 1)), "paymentToken", "tok_ok");
        Instant start = Instant.now();
        String id = printer.print(
                        "order",
                        () -> customer.with("Idempotency-Key", UUID.randomUUID().toString())
                                .post("/api/orders", order)
                                .expect(202),
                        response -> "%s is placed, %s"
                                .formatted(
                                        response.text("id"),
                                        money(response.json().path("total"))))
                .text("id");
        String status = printer.print(
                "settled",
                () -> OrderEventStream.follow(customer, id, event -> {}),
                settled -> "%s, %d ms after it was sent (stock reserved, card charged)"
                        .formatted(
                                settled, Duration.between(start, Instant.now()).toMillis()));
        if (!status.equals("confirmed")) {
            throw new ShopException("The order should be confirmed, but is " + status);
        }
        return id;
    }

    private void showTrace(TraceContext trace, String order) throws InterruptedException {
        URI zipkin = ports.zipkin().resolve("/zipkin/traces/" + trace.traceId());
        try (Api console = new Api(ports.console())) {
            printer.print("trace", () -> TraceSummary.await(console, trace.traceId()), services -> services);
        }
        printer.printDetail(Style.STRONG.of(zipkin));
        printer.printDetail(Style.STRONG.of(ports.call("trace " + order)));
    }

    private static JsonNode firstOf(ApiResponse response) {
        for (JsonNode item : response.json().path("items")) {
            if (item.path("available").asLong() > 0) {
                return item;
            }
        }
        throw new ShopException(response.request() + " returned no product that is in stock");
    }

    private static String items(ApiResponse response) {
        JsonNode items = response.json().path("items");
        return "%d products, first %s"
                .formatted(items.size(), items.path(0).path("name").asText("none"));
    }

    private static String history(ApiResponse response) {
        return StreamSupport.stream(response.json().path("items").spliterator(), false)
                .map(order ->
                        order.path("id").asText() + " " + order.path("status").asText())
                .collect(Collectors.joining(", "));
    }

    private static String money(JsonNode money) {
        return "%d.%02d %s"
                .formatted(
                        money.path("amount").asLong() / 100,
                        money.path("amount").asLong() % 100,
                        money.path("currency").asText());
    }
}

package stage5.simulation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.catalog.domain.Precondition;
import stage5.catalog.domain.Product;
import stage5.catalog.domain.ProductChange;
import stage5.catalog.domain.ProductState;
import stage5.catalog.product.ProductAdministration;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.web.money.Money;
import stage5.kit.web.problem.ProblemException;
import stage5.order.cancelling.CancellingAccess;
import stage5.order.placing.PlaceOrderRequest.Line;
import stage5.order.placing.PlacingAccess;

/** Simulated administrators and customers. They repeat a command until it gets a response, and record the responses. */
final class SimulatedCustomers {

    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(6);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    private static final int PRODUCTS = 2;
    private static final int CUSTOMERS = 2;
    private static final int MAX_ORDERS = 4;

    private final SimulatedShop shop;
    private final List<RequestedOrder> orders = new ArrayList<>();
    private final Map<String, Long> stocked = new HashMap<>();
    private int pending;

    SimulatedCustomers(SimulatedShop shop) {
        this.shop = shop;
    }

    /** Schedules the customers' and administrators' commands. */
    void start() {
        for (int i = 1; i <= PRODUCTS; i++) {
            addProduct("SKU-" + i, 2 + shop.weather().below(6));
        }
        for (int i = 1; i <= CUSTOMERS; i++) {
            register(customer(i));
        }
        int number = 2 + shop.weather().below(MAX_ORDERS - 1);
        for (int i = 1; i <= number; i++) {
            order("key-" + i);
        }
    }

    /** Returns whether every command has a response. */
    boolean areDone() {
        return pending == 0;
    }

    /** Returns the units that administrators have added, by SKU. */
    Map<String, Long> stocked() {
        return stocked;
    }

    /** Returns each difference between the responses and the stored orders. */
    List<String> findings(Map<String, List<Map<String, AttributeValue>>> tables) {
        List<String> findings = new ArrayList<>();
        for (RequestedOrder order : orders) {
            if (order.ids.stream().distinct().count() > 1) {
                findings.add("one idempotency key has placed " + order.ids);
            }
            for (String id : order.ids) {
                List<Event> events = tables.get("orders").stream()
                        .filter(item -> item.get("pk").s().equals("order/" + id) && item.containsKey("event"))
                        .map(item -> EventCodec.read(item.get("event").s()))
                        .toList();
                if (events.isEmpty()) {
                    findings.add("order " + id + " was accepted but is lost");
                } else if (order.cancelled
                        && events.stream().noneMatch(e -> e.type().contains("cancelled"))) {
                    findings.add("order " + id + " was cancelled for the customer but not in the store");
                }
            }
        }
        if (orders.stream()
                        .mapToLong(order -> order.ids.stream().distinct().count())
                        .sum()
                != tables.get("orders").stream()
                        .filter(item -> item.get("sk").s().equals("EVENT#0000000001"))
                        .count()) {
            findings.add("the store has orders that no response named");
        }
        return findings;
    }

    private void addProduct(String sku, long onHand) {
        stocked.put(sku, onHand);
        long price = shop.weather().below(4) == 0 ? 0 : 1000;
        Product product = Product.added(sku, "Kettle " + sku, "kitchen", "", new Money(price, "EUR"));
        send(
                "catalog-service",
                "add " + sku,
                instance -> admin(instance).add(ProductState.added(product, onHand)),
                added -> {
                    if (shop.weather().below(2) == 0) {
                        ProductChange higherPrice = new ProductChange(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(new Money(1200, "EUR")),
                                Optional.empty());
                        later(
                                10_000,
                                () -> send(
                                        "catalog-service",
                                        "change " + sku,
                                        instance -> admin(instance).change(sku, Precondition.of("*"), higherPrice),
                                        changed -> {}));
                    }
                });
    }

    private static ProductAdministration admin(ServiceInstances.RunningInstance instance) {
        return instance.injector().get(ProductAdministration.class);
    }

    /** Publishes the event of user-service, which is not simulated. */
    private void register(String customer) {
        later(20_000, () -> {
            String id = shop.newId();
            Event event = new Event(
                    id,
                    "urn:stage5:user-service",
                    "stage5.user.registered.v1",
                    "user/" + customer,
                    shop.time().now(),
                    "urn:stage5:schema:stage5.user.registered.v1",
                    1,
                    id,
                    null,
                    null,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("userId", customer)
                            .put("email", customer + "@example.com")
                            .put("name", customer));
            shop.messaging().publish("user-events", event.type(), EventCodec.write(event));
        });
    }

    private void order(String key) {
        RequestedOrder requested = new RequestedOrder();
        orders.add(requested);
        String customer = customer(1 + shop.weather().below(CUSTOMERS));
        String token = shop.weather().below(8) == 0 ? SimulatedPaymentProvider.REFUSED : "tok_visa";
        List<Line> lines = new ArrayList<>();
        int first = 1 + shop.weather().below(PRODUCTS);
        lines.add(new Line("SKU-" + first, 1 + shop.weather().below(3)));
        if (shop.weather().below(2) == 0) {
            lines.add(new Line("SKU-" + (PRODUCTS + 1 - first), 1));
        }
        Runnable place = () -> send(
                "order-service",
                "place " + key,
                instance -> instance.injector().get(PlacingAccess.class).place(customer, key, lines, token),
                id -> accepted(requested, (String) id, customer));
        later(15_000, place);
        if (shop.weather().below(4) == 0) {
            later(15_000, place); // a duplicate request of the browser
        }
    }

    private void accepted(RequestedOrder requested, String id, String customer) {
        requested.ids.add(id);
        if (shop.weather().below(4) == 0) {
            later(
                    8_000,
                    () -> send(
                            "order-service",
                            "cancel " + id,
                            instance -> instance.injector()
                                    .get(CancellingAccess.class)
                                    .cancel(id, customer),
                            done -> requested.cancelled = true));
        }
    }

    /** Returns the n-th customer's id: a UUID, as user-service's are. */
    private static String customer(int n) {
        return new UUID(0x7000, Long.MIN_VALUE | n).toString();
    }

    private void later(int maxMillis, Runnable action) {
        pending++;
        shop.time().after(shop.weather().millis(1, maxMillis), SimulatedProcess.WORLD, () -> {
            pending--;
            action.run();
        });
    }

    /** Sends a command until it succeeds or is refused; {@code onSuccess} gets the first success. */
    private <T> void send(
            String service,
            String what,
            Function<ServiceInstances.RunningInstance, Uni<T>> command,
            Consumer<Object> onSuccess) {
        pending++;
        new CustomerCommand<>(service, what, command, onSuccess).send();
    }

    private final class CustomerCommand<T> {

        private final String service;
        private final String what;
        private final Function<ServiceInstances.RunningInstance, Uni<T>> command;
        private final Consumer<Object> onSuccess;
        private boolean completed;
        private int attempts;

        CustomerCommand(
                String service,
                String what,
                Function<ServiceInstances.RunningInstance, Uni<T>> command,
                Consumer<Object> onSuccess) {
            this.service = service;
            this.what = what;
            this.command = command;
            this.onSuccess = onSuccess;
        }

        void send() {
            if (completed) {
                return;
            }
            ServiceInstances.RunningInstance instance = shop.service(service).any();
            if (instance == null) {
                shop.time().after(RETRY_DELAY, SimulatedProcess.WORLD, this::send);
                return;
            }
            int attempt = ++attempts;
            shop.log().step(SimulatedProcess.WORLD, () -> "sends to " + instance.process() + ": " + what);
            shop.time().after(RESPONSE_TIMEOUT, SimulatedProcess.WORLD, () -> retryAfter(attempt));
            shop.time().as(instance.process(), () -> command.apply(instance)
                    .subscribe()
                    .with(
                            response -> shop.time().as(SimulatedProcess.WORLD, () -> succeeded(response)),
                            failure -> shop.time().as(SimulatedProcess.WORLD, () -> refused(failure, attempt))));
        }

        private void retryAfter(int attempt) {
            if (attempts == attempt) {
                send();
            }
        }

        private void succeeded(T response) {
            if (!completed) {
                completed = true;
                pending--;
                shop.log().step(SimulatedProcess.WORLD, () -> what + " succeeds: " + response);
                onSuccess.accept(response);
            }
        }

        /** A conflict is final. Other failures are retried, for example a product that order-service does not know yet. */
        private void refused(Throwable failure, int attempt) {
            shop.log().step(SimulatedProcess.WORLD, () -> what + " -> " + failure);
            if (failure instanceof ProblemException problem && problem.problem().status() == 409 && !completed) {
                completed = true;
                pending--;
            } else {
                shop.time().after(RETRY_DELAY, SimulatedProcess.WORLD, () -> retryAfter(attempt));
            }
        }
    }

    /** An order that a customer requested, with the responses. */
    private static final class RequestedOrder {
        private final List<String> ids = new ArrayList<>();
        private boolean cancelled;
    }
}

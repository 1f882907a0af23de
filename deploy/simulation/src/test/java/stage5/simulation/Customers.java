package stage5.simulation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
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
import stage5.catalog.product.ProductAdministration;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;
import stage5.kit.money.Money;
import stage5.kit.problem.ProblemException;
import stage5.order.cancelling.CancelDesk;
import stage5.order.placing.OrderDesk;
import stage5.order.placing.PlaceOrderRequest.Line;

/** Staff who fill the shop and customers who buy: they ask again until they are answered, and remember what was said. */
final class Customers {

    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final int PRODUCTS = 2;
    private static final int CUSTOMERS = 2;
    private static final int MOST_ORDERS = 4;

    private final Shop shop;
    private final List<Wanted> orders = new ArrayList<>();
    private int open;

    Customers(Shop shop) {
        this.shop = shop;
    }

    void begin() {
        for (int i = 1; i <= PRODUCTS; i++) {
            sell("SKU-" + i, 2 + shop.weather().below(6));
        }
        for (int i = 1; i <= CUSTOMERS; i++) {
            register(customer(i));
        }
        int number = 2 + shop.weather().below(MOST_ORDERS - 1);
        for (int i = 1; i <= number; i++) {
            order("key-" + i);
        }
    }

    boolean areDone() {
        return open == 0;
    }

    /** Returns each thing that a customer was told and that is not so. */
    List<String> complaints(Map<String, List<Map<String, AttributeValue>>> tables) {
        List<String> complaints = new ArrayList<>();
        for (Wanted order : orders) {
            if (order.ids.stream().distinct().count() > 1) {
                complaints.add("one key has placed " + order.ids);
            }
            for (String id : order.ids) {
                List<Event> events = tables.get("orders").stream()
                        .filter(item -> item.get("pk").s().equals("order/" + id) && item.containsKey("event"))
                        .map(item -> EventCodec.read(item.get("event").s()))
                        .toList();
                if (events.isEmpty()) {
                    complaints.add("order " + id + " was accepted, and is lost");
                } else if (order.cancelled
                        && events.stream().noneMatch(e -> e.type().contains("cancelled"))) {
                    complaints.add("order " + id + " was cancelled, and is not");
                }
            }
        }
        if (orders.stream()
                        .mapToLong(order -> order.ids.stream().distinct().count())
                        .sum()
                != tables.get("orders").stream()
                        .filter(item -> item.get("sk").s().equals("EVENT#0000000001"))
                        .count()) {
            complaints.add("orders were placed that nobody was told of");
        }
        return complaints;
    }

    private void sell(String sku, long onHand) {
        Product product = Product.added(sku, "Kettle " + sku, "kitchen", "", new Money(1000, "EUR"));
        ask("catalog-service", "add " + sku, up -> admin(up).add(product, onHand), added -> {
            if (shop.weather().below(2) == 0) {
                ProductChange dearer = new ProductChange(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new Money(1200, "EUR")),
                        Optional.empty());
                later(
                        10_000,
                        () -> ask(
                                "catalog-service",
                                "change " + sku,
                                up -> admin(up).change(sku, Precondition.of("*"), dearer),
                                changed -> {}));
            }
        });
    }

    private static ProductAdministration admin(Instances.Running up) {
        return up.wiring().get(ProductAdministration.class);
    }

    /** user-service is not here; what it publishes is. */
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
            shop.network().publish("user-events", event.type(), EventCodec.write(event));
        });
    }

    private void order(String key) {
        Wanted wanted = new Wanted();
        orders.add(wanted);
        String customer = customer(1 + shop.weather().below(CUSTOMERS));
        String token = shop.weather().below(8) == 0 ? PaymentProvider.REFUSED : "tok_visa";
        List<Line> lines = new ArrayList<>();
        int first = 1 + shop.weather().below(PRODUCTS);
        lines.add(new Line("SKU-" + first, 1 + shop.weather().below(3)));
        if (shop.weather().below(2) == 0) {
            lines.add(new Line("SKU-" + (PRODUCTS + 1 - first), 1));
        }
        Runnable place = () -> ask(
                "order-service",
                "place " + key,
                up -> up.wiring().get(OrderDesk.class).place(customer, key, lines, token),
                id -> accepted(wanted, (String) id, customer));
        later(15_000, place);
        if (shop.weather().below(4) == 0) {
            later(15_000, place); // an impatient browser
        }
    }

    private void accepted(Wanted wanted, String id, String customer) {
        wanted.ids.add(id);
        if (shop.weather().below(4) == 0) {
            later(
                    8_000,
                    () -> ask(
                            "order-service",
                            "cancel " + id,
                            up -> up.wiring().get(CancelDesk.class).cancel(id, customer),
                            done -> wanted.cancelled = true));
        }
    }

    /** Returns the n-th customer's id: a UUID, as user-service's are. */
    private static String customer(int n) {
        return new UUID(0x7000, Long.MIN_VALUE | n).toString();
    }

    private void later(int mostMillis, Runnable what) {
        open++;
        shop.time().after(shop.weather().millis(1, mostMillis), Process.WORLD, () -> {
            open--;
            what.run();
        });
    }

    /** Asks until there is an answer, yes or no; {@code yes} hears of the first yes. */
    private <T> void ask(
            String service, String what, Function<Instances.Running, Uni<T>> command, Consumer<Object> yes) {
        open++;
        new Question<>(service, what, command, yes).ask();
    }

    private final class Question<T> {

        private final String service;
        private final String what;
        private final Function<Instances.Running, Uni<T>> command;
        private final Consumer<Object> yes;
        private boolean answered;
        private int tries;

        Question(String service, String what, Function<Instances.Running, Uni<T>> command, Consumer<Object> yes) {
            this.service = service;
            this.what = what;
            this.command = command;
            this.yes = yes;
        }

        void ask() {
            if (answered) {
                return;
            }
            Instances.Running up = shop.service(service).any();
            if (up == null) {
                shop.time().after(PATIENCE.dividedBy(6), Process.WORLD, this::ask);
                return;
            }
            int mine = ++tries;
            shop.story().step(Process.WORLD, () -> "asks " + up.process() + " to " + what);
            shop.time().after(PATIENCE, Process.WORLD, () -> again(mine));
            shop.time().as(up.process(), () -> command.apply(up)
                    .subscribe()
                    .with(answer -> shop.time().as(Process.WORLD, () -> said(answer)), failure -> shop.time()
                            .as(Process.WORLD, () -> refused(failure, mine))));
        }

        private void again(int outdated) {
            if (tries == outdated) {
                ask();
            }
        }

        private void said(T answer) {
            if (!answered) {
                answered = true;
                open--;
                shop.story().step(Process.WORLD, () -> what + " is answered: " + answer);
                yes.accept(answer);
            }
        }

        /** A conflict is an answer; that a product is not known yet is none, for it will be. */
        private void refused(Throwable failure, int mine) {
            shop.story().step(Process.WORLD, () -> what + " -> " + failure);
            if (failure instanceof ProblemException problem && problem.problem().status() == 409 && !answered) {
                answered = true;
                open--;
            } else {
                shop.time().after(PATIENCE.dividedBy(6), Process.WORLD, () -> again(mine));
            }
        }
    }

    /** An order that somebody wants, and what she was told of it. */
    private static final class Wanted {
        private final List<String> ids = new ArrayList<>();
        private boolean cancelled;
    }
}

package stage5.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import stage5.acceptance.client.Answer;
import stage5.acceptance.client.Customer;
import stage5.acceptance.client.FrontDoor;
import stage5.acceptance.client.Http;
import stage5.acceptance.client.Patience;
import stage5.acceptance.client.Stored;
import stage5.cli.chaos.Chaos;
import stage5.cli.chaos.Outcome;
import stage5.cli.chaos.Plan;
import stage5.cli.check.Check;
import stage5.cli.check.Report;
import stage5.cli.orders.OrderLoad;
import stage5.cli.rebuild.ReadModels;
import stage5.cli.seed.Product;
import stage5.cli.seed.ShopFilling;
import stage5.cli.stack.Form;
import stage5.cli.stack.Forms;
import stage5.cli.stack.Part;
import stage5.cli.stack.PartStatus;
import stage5.cli.stack.Ports;
import stage5.cli.stack.Project;
import stage5.cli.stack.Stack;
import stage5.cli.terminal.Progress;
import stage5.cli.terminal.TerminalProgress;

/**
 * The shop that the suite asks: brought up once, on ports of its own, from the built artifacts, and taken down when the
 * suite ends. What it can do from outside (stop a part, plant a fault) undoes itself when closed.
 */
public final class Shop {

    private static final int PORT_BASE = Integer.getInteger("stage5.acceptance.port-base", 18080);
    private static final Forms FORMS = Forms.parse(System.getProperty("stage5.acceptance.form", "container"));

    /** Whether the shop's JVMs write their AOT caches when the suite ends: they have learnt from it. */
    private static final boolean TRAINING = Boolean.getBoolean("stage5.acceptance.training");

    private static final Shop SHOP = bringUp();

    private final Stack stack;
    private final List<Product> products;
    private final Duration upAfter;
    private final AtomicInteger next = new AtomicInteger();

    private Shop(Stack stack, List<Product> products, Duration upAfter) {
        this.stack = stack;
        this.products = products;
        this.upAfter = upAfter;
    }

    public static Http gateway() {
        return service("gateway");
    }

    public static Http service(String name) {
        return new Http(ports().address(Part.of(name)));
    }

    /** Returns the console of the local cloud. */
    public static Http console() {
        return new Http(ports().console());
    }

    /** Returns the gateway as the person who may change the catalogue. */
    public static Http admin() {
        return Customer.logIn(
                        gateway(),
                        "admin",
                        SHOP.stack.admin().email(),
                        SHOP.stack.admin().password())
                .http();
    }

    /** Returns the read models, to be rebuilt as their owner does; to be closed. */
    public static ReadModels readModels() {
        return new ReadModels(SHOP.stack);
    }

    /** Returns how long it took from start to filled. */
    public static Duration upAfter() {
        return SHOP.upAfter;
    }

    public static List<PartStatus> status() {
        return uninterrupted(() -> SHOP.stack.status());
    }

    /** Returns the form in which the service runs. */
    public static Form form(String service) {
        return FORMS.of(Part.of(service));
    }

    /** Returns how many lines of a service's log hold the text. */
    public static long logged(String service, String text) {
        try (Stream<String> lines = Files.lines(SHOP.stack.log(Part.of(service)))) {
            return lines.filter(line -> line.contains(text)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a product with plenty of stock, another one each time. */
    public static String anySku() {
        return sku(SHOP.next.getAndIncrement());
    }

    /** Returns the n-th product, round and round. */
    public static String sku(int n) {
        return SHOP.products.get(n % SHOP.products.size()).sku();
    }

    /** Returns a product of which so many can be ordered, and no more. */
    public static String skuWithStock(int least, int most) {
        return StreamSupport.stream(
                        gateway()
                                .get("/api/products?limit=100")
                                .expect(200)
                                .json()
                                .path("items")
                                .spliterator(),
                        false)
                .filter(item -> item.path("available").asInt() >= least
                        && item.path("available").asInt() <= most)
                .findFirst()
                .orElseThrow()
                .path("sku")
                .asText();
    }

    public static JsonNode mailsTo(String email) {
        return console()
                .get("/mails?limit=1000&to=" + URLEncoder.encode(email, StandardCharsets.UTF_8))
                .expect(200)
                .json();
    }

    /** Returns how often money was taken for the order, and kept. */
    public static long chargesFor(String orderId) {
        JsonNode charges = new Http(ports().payment())
                .get("/charges?reference=" + orderId)
                .expect(200)
                .json();
        return StreamSupport.stream(charges.spliterator(), false)
                .filter(charge -> charge.path("status").asText().equals("succeeded"))
                .count();
    }

    /** Returns the value of a metric line such as {@code stage5_breaker_state{breaker="payment"}}. */
    public static double metric(String service, String series) {
        return service(service)
                .get("/q/metrics")
                .expect(200)
                .text()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line ->
                        Double.parseDouble(line.substring(series.length() + 1).split(" ")[0])) // no exemplar
                .findFirst()
                .orElseThrow(() -> new AssertionError(service + " has no metric " + series));
    }

    /** Returns the number of items in each table. */
    public static Map<String, Long> storedItems() {
        return Stored.items(ports());
    }

    /** Waits until nothing is under way any more. */
    public static void awaitQuiet() {
        boolean quiet = uninterrupted(() -> new Check(ports()).awaitQuiet(Patience.REST));
        assertThat(quiet).as("the shop comes to rest").isTrue();
    }

    /** Asserts every promise that can be reckoned from the stores, once the shop has come to rest. */
    public static void assertBooksAreRight() {
        Report report = uninterrupted(() -> new Check(ports()).run(Patience.REST));
        assertThat(report.offenders()).isEmpty();
        assertThat(report.quiet()).as("the shop comes to rest").isTrue();
    }

    /**
     * Returns the orders a second that the shop is asked for: a tenth where functions have a part in them, each start of
     * which takes seconds of the few processors that all of them share here.
     *
     * @param ofContainers that containers are asked for
     */
    public static double orderRate(double ofContainers) {
        boolean functions = Part.services().stream().anyMatch(part -> FORMS.of(part) == Form.LAMBDA);
        return functions ? ofContainers / 10 : ofContainers;
    }

    /** Returns an order load on the gateway, which has begun: one piece of any product an order. */
    public static OrderLoad orderLoad(double rate, int total) {
        List<String> skus = SHOP.products.stream().map(Product::sku).toList();
        return uninterrupted(() -> OrderLoad.start(ports().gateway(), skus, rate, total));
    }

    /** Kills services while orders come in, and returns what came of it. */
    public static Outcome chaos(Plan plan) {
        List<String> skus = SHOP.products.stream().map(Product::sku).toList();
        return uninterrupted(() -> new Chaos(SHOP.stack, skus, new TerminalProgress(System.out)).run(plan));
    }

    /** Returns what came of calling {@code ./stage5} about this shop. */
    public static FrontDoor.Outcome stage5(String command, String... arguments) {
        List<String> call = new ArrayList<>(List.of(command));
        call.addAll(List.of(arguments));
        call.addAll(List.of("--port-base", Integer.toString(PORT_BASE)));
        return FrontDoor.call(Map.of(), call.toArray(String[]::new));
    }

    /** Restarts a service, or {@code redis}. */
    public static void restart(String part) {
        if (part.equals("redis")) {
            console().post("/redis/restart", null).expect(200);
        } else {
            uninterrupted(() -> {
                SHOP.stack.restart(Part.of(part), Progress.silent());
                return null;
            });
        }
    }

    /** Stops a service until the result is closed. */
    public static Undo stopped(String service) {
        Part part = Part.of(service);
        uninterrupted(() -> {
            SHOP.stack.stop(part, Progress.silent());
            return null;
        });
        return () -> uninterrupted(() -> {
            SHOP.stack.start(part, Progress.silent());
            return null;
        });
    }

    /** Stops Redis until the result is closed. */
    public static Undo redisStopped() {
        console().post("/redis/stop", null).expect(200);
        return () -> console().post("/redis/start", null).expect(200);
    }

    /** Gives the payment provider other settings until the result is closed. */
    public static Undo paymentSettings(Map<String, Object> changes) {
        return changed(new Http(ports().payment()), "/settings", changes);
    }

    /** Plants a fault in SNS until the result is closed. */
    public static Undo snsFault(Map<String, Object> changes) {
        return changed(console(), "/faults/sns", changes);
    }

    private static Undo changed(Http http, String path, Map<String, Object> changes) {
        Answer before = http.get(path).expect(200);
        ObjectNode after = before.json().deepCopy();
        changes.forEach(after::putPOJO);
        http.put(path, after).expect(200);
        return () -> http.send("PUT", path, before.text()).expect(200);
    }

    /** Returns where everything is. */
    public static Ports ports() {
        return SHOP.stack.ports();
    }

    private static Shop bringUp() {
        return uninterrupted(() -> {
            Stack stack = TRAINING
                    ? Stack.training(Project.locate(), new Ports(PORT_BASE))
                    : new Stack(Project.locate(), new Ports(PORT_BASE));
            Progress progress = new TerminalProgress(System.out);
            stack.stop(Progress.silent()); // what a suite that was killed has left behind
            Runtime.getRuntime().addShutdownHook(new Thread(() -> uninterrupted(() -> stack.stop(Progress.silent()))));
            long start = System.nanoTime();
            stack.start(EnumSet.allOf(Part.class), FORMS, progress);
            List<Product> products = new ShopFilling(stack).fill(progress);
            Duration upAfter = Duration.ofNanos(System.nanoTime() - start);
            return new Shop(stack, products, upAfter);
        });
    }

    private static <T> T uninterrupted(Interruptible<T> work) {
        try {
            return work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private interface Interruptible<T> {
        T run() throws InterruptedException;
    }

    /** Takes a fault back. */
    public interface Undo extends AutoCloseable {
        @Override
        void close();
    }
}

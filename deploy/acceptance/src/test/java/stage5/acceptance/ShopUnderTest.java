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
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import stage5.acceptance.client.ApiClient;
import stage5.acceptance.client.ApiResponse;
import stage5.acceptance.client.Stage5Command;
import stage5.acceptance.client.TableCounts;
import stage5.acceptance.client.TestCustomer;
import stage5.acceptance.client.TestTimeouts;
import stage5.cli.chaos.Chaos;
import stage5.cli.chaos.ChaosOutcome;
import stage5.cli.chaos.ChaosPlan;
import stage5.cli.check.CheckReport;
import stage5.cli.check.ConsistencyCheck;
import stage5.cli.incident.AlarmWatch;
import stage5.cli.incident.LocalAlarmWatch;
import stage5.cli.orders.OrderLoad;
import stage5.cli.rebuild.ReadModels;
import stage5.stack.AccessKey;
import stage5.stack.Component;
import stage5.stack.ComponentStatus;
import stage5.stack.Form;
import stage5.stack.Ports;
import stage5.stack.Project;
import stage5.stack.RunState;
import stage5.stack.ServiceForms;
import stage5.stack.Stack;
import stage5.stack.seed.Catalogue;
import stage5.stack.seed.SeedProduct;
import stage5.stack.seed.ShopFilling;
import stage5.stack.terminal.ProgressListener;
import stage5.stack.terminal.TerminalProgress;

/**
 * The shop that the suite tests. It is started once, on separate ports, from the built artifacts, and is stopped when
 * the suite's JVM ends. Closing the {@link Undo} of a change (a stopped service, an injected fault) reverts that change.
 */
public final class ShopUnderTest {

    private static final int PORT_BASE = Integer.getInteger("stage5.acceptance.port-base", 18080);
    private static final ServiceForms FORMS =
            ServiceForms.parse(System.getProperty("stage5.acceptance.form", "container"));

    /** Whether the shop's JVMs record AOT caches while the suite runs. They write the caches as they end. */
    private static final boolean TRAINING = Boolean.getBoolean("stage5.acceptance.training");

    /** The weather preset that the local cloud has during the suite. */
    private static final String WEATHER = System.getProperty("stage5.acceptance.weather", "clear");

    /** How many products the shop sells. To fill a shop of functions takes most of its start. */
    private static final int PRODUCTS = Integer.getInteger("stage5.acceptance.products", 1_008);

    private static final ShopUnderTest SHOP = start();

    private final Stack stack;
    private final List<SeedProduct> products;
    private final Duration startUpTime;
    private final AtomicInteger next = new AtomicInteger();

    private ShopUnderTest(Stack stack, List<SeedProduct> products, Duration startUpTime) {
        this.stack = stack;
        this.products = products;
        this.startUpTime = startUpTime;
    }

    public static ApiClient gateway() {
        return service("gateway");
    }

    /** Returns a client of a service without the gateway; it signs its requests if the service admits known callers only. */
    public static ApiClient service(String name) {
        ApiClient stranger = stranger(name);
        return form(name) == Form.LAMBDA && !name.equals("gateway") ? stranger.signedBy(AccessKey.OPERATOR) : stranger;
    }

    /** Returns a client of a service that does not sign its requests. */
    public static ApiClient stranger(String name) {
        return new ApiClient(ports().address(Component.of(name)));
    }

    /** Returns the console of the local cloud. */
    public static ApiClient console() {
        return new ApiClient(ports().console());
    }

    /** Returns a client of the gateway with an administrator's access token. */
    public static ApiClient admin() {
        return TestCustomer.logIn(
                        gateway(),
                        "admin",
                        SHOP.stack.admin().email(),
                        SHOP.stack.admin().password())
                .http();
    }

    /** Returns a client that rebuilds read models. The caller closes it. */
    public static ReadModels readModels() {
        return new ReadModels(SHOP.stack);
    }

    /** Returns the time from the start of the stack until the shop was filled. */
    public static Duration startUpTime() {
        return SHOP.startUpTime;
    }

    public static List<ComponentStatus> status() {
        return uninterrupted(() -> SHOP.stack.status());
    }

    /** Returns the form in which the service runs. */
    public static Form form(String service) {
        return FORMS.of(Component.of(service));
    }

    /** Returns the number of lines in a service's log that contain the text. */
    public static long countLogLines(String service, String text) {
        return logLines(service, line -> line.contains(text)).size();
    }

    /**
     * Returns the lines in a service's log that fulfil the condition, each byte as a character: a killed process can leave half a
     * character of UTF-8.
     */
    public static List<String> logLines(String service, Predicate<String> condition) {
        try (Stream<String> lines = Files.lines(SHOP.stack.log(Component.of(service)), StandardCharsets.ISO_8859_1)) {
            return lines.filter(condition).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the SKU of a product with ample stock; successive calls return different products. */
    public static String anySku() {
        return sku(SHOP.next.getAndIncrement());
    }

    /** Returns the SKU of the n-th product, modulo the number of products. */
    public static String sku(int n) {
        return SHOP.products.get(n % SHOP.products.size()).sku();
    }

    /** Returns the SKU of a product whose available stock is between the two numbers, inclusive. */
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

    /** Returns the number of successful charges for the order that were not voided. */
    public static long chargesFor(String orderId) {
        JsonNode charges = new ApiClient(ports().payment())
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

    /** Returns the sum of a metric over all its series with a label such as {@code uri="/q/health"}. */
    public static double metricSum(String service, String name, String label) {
        return service(service)
                .get("/q/metrics")
                .expect(200)
                .text()
                .lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(
                        line.substring(line.indexOf("} ") + 2).split(" ")[0])) // no exemplar
                .sum();
    }

    /** Returns the number of items in each table. */
    public static Map<String, Long> itemCounts() {
        return TableCounts.read(ports());
    }

    /** Waits until no event, message or saga is pending. */
    public static void awaitIdle() {
        boolean idle = uninterrupted(() -> new ConsistencyCheck(ports()).awaitQuiet(TestTimeouts.IDLE));
        assertThat(idle).as("the shop becomes idle").isTrue();
    }

    /** Waits until the shop is idle, then asserts that the consistency check reports no finding. */
    public static void assertConsistent() {
        CheckReport report = uninterrupted(() -> new ConsistencyCheck(ports()).run(TestTimeouts.IDLE));
        assertThat(report.violations()).isEmpty();
        assertThat(report.quiet()).as("the shop becomes idle").isTrue();
    }

    /**
     * Returns the order rate for the tested forms, in orders per second. With functions it is a tenth of the rate for
     * containers, because each cold start takes seconds of the few processors that all functions share.
     *
     * @param containerRate the rate for a shop of containers only
     */
    public static double orderRate(double containerRate) {
        boolean functions = Component.services().stream().anyMatch(service -> FORMS.of(service) == Form.LAMBDA);
        return functions ? containerRate / 10 : containerRate;
    }

    /** Starts an order load on the gateway; each order has one piece of one product. */
    public static OrderLoad orderLoad(double rate, int total) {
        return uninterrupted(() -> OrderLoad.start(ports().gateway(), skus(), rate, total));
    }

    /** Kills services while orders arrive, and returns the result of the run. */
    public static ChaosOutcome runChaos(ChaosPlan plan, Runnable beforeCheck) {
        return uninterrupted(
                () -> new Chaos(SHOP.stack, skus(), new TerminalProgress(System.out)).run(plan, beforeCheck));
    }

    /** Runs {@code ./stage5} on this shop and returns the result. */
    public static Stage5Command.CommandResult runCommand(String command, String... arguments) {
        List<String> commandLine = new ArrayList<>(List.of(command));
        commandLine.addAll(List.of(arguments));
        commandLine.addAll(List.of("--port-base", Integer.toString(PORT_BASE)));
        return Stage5Command.call(Map.of(), commandLine.toArray(String[]::new));
    }

    /** Restarts a service or {@code redis}. */
    public static void restart(String component) {
        if (component.equals("redis")) {
            console().post("/redis/restart", null).expect(200);
        } else {
            uninterrupted(() -> {
                SHOP.stack.restart(Component.of(component), ProgressListener.silent());
                return null;
            });
        }
    }

    /** Restarts all services with these environment variables in addition to the usual ones. */
    public static void restartServices(Map<String, String> environment) {
        for (Component service : Component.services()) {
            uninterrupted(() -> {
                SHOP.stack.with(service, environment).restart(service, ProgressListener.silent());
                return null;
            });
        }
    }

    /** Stops a service; closing the result starts it again. */
    public static Undo stop(String service) {
        Component component = Component.of(service);
        uninterrupted(() -> {
            SHOP.stack.stop(component, ProgressListener.silent());
            return null;
        });
        return () -> uninterrupted(() -> {
            SHOP.stack.start(component, ProgressListener.silent());
            return null;
        });
    }

    /** Stops Redis; closing the result starts it again. */
    public static Undo stopRedis() {
        console().post("/redis/stop", null).expect(200);
        return () -> console().post("/redis/start", null).expect(200);
    }

    /** Changes settings of the payment provider; closing the result restores them. */
    public static Undo changePaymentSettings(Map<String, Object> changes) {
        return change(new ApiClient(ports().payment()), "/settings", changes);
    }

    /** Injects a fault into SNS; closing the result removes it. */
    public static Undo injectSnsFault(Map<String, Object> changes) {
        return change(console(), "/faults/sns", changes);
    }

    /** Sets the weather preset of the local cloud; closing the result restores the weather of the suite. */
    public static Undo weather(String preset) {
        setWeather(ports(), preset);
        return () -> setWeather(ports(), WEATHER);
    }

    /** Returns whether the suite runs without injected faults. */
    public static boolean isWeatherClear() {
        return WEATHER.equals("clear");
    }

    private static void setWeather(Ports ports, String preset) {
        new ApiClient(ports.console()).put("/weather/" + preset, null).expect(200);
    }

    private static Undo change(ApiClient http, String path, Map<String, Object> changes) {
        ApiResponse before = http.get(path).expect(200);
        ObjectNode after = before.json().deepCopy();
        changes.forEach(after::putPOJO);
        http.put(path, after).expect(200);
        return () -> http.send("PUT", path, before.text()).expect(200);
    }

    /** Returns the SKUs of all products. */
    public static List<String> skus() {
        return SHOP.products.stream().map(SeedProduct::sku).toList();
    }

    /** Begins to evaluate the alarms of production; the caller closes the result. */
    public static AlarmWatch alarms(int speed) {
        return LocalAlarmWatch.of(SHOP.stack, speed);
    }

    /** Returns how many environments of functions have started. */
    public static long coldStarts() {
        return StreamSupport.stream(
                        console()
                                .get("/lambda/functions")
                                .expect(200)
                                .json()
                                .path("functions")
                                .spliterator(),
                        false)
                .mapToLong(function -> function.path("coldStarts").asLong())
                .sum();
    }

    /** Returns the form of the shop, whose services must all have the same. */
    public static Form commonForm() {
        return SHOP.stack.running().flatMap(RunState::commonForm).orElseThrow();
    }

    /** Returns the stack that runs the shop. */
    public static Stack stack() {
        return SHOP.stack;
    }

    /** Returns the addresses of the shop's components. */
    public static Ports ports() {
        return SHOP.stack.ports();
    }

    private static ShopUnderTest start() {
        return uninterrupted(() -> {
            Stack stack = TRAINING
                    ? Stack.training(Project.locate(), new Ports(PORT_BASE))
                    : new Stack(Project.locate(), new Ports(PORT_BASE));
            ProgressListener progress = new TerminalProgress(System.out);
            stack.stop(ProgressListener.silent()); // processes that a killed suite has left behind
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> uninterrupted(() -> stack.stop(ProgressListener.silent()))));
            long start = System.nanoTime();
            List<SeedProduct> products =
                    new ShopFilling(stack, Catalogue.sample(PRODUCTS)).startAndFill(FORMS, progress);
            Duration startUpTime = Duration.ofNanos(System.nanoTime() - start);
            setWeather(stack.ports(), WEATHER);
            return new ShopUnderTest(stack, products, startUpTime);
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

    /** Reverts a change of the shop when closed. */
    public interface Undo extends AutoCloseable {
        @Override
        void close();
    }
}

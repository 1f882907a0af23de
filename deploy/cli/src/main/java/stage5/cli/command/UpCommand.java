package stage5.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import stage5.cli.demo.CustomerJourney;
import stage5.cli.terminal.LogFile;
import stage5.cli.terminal.PrettyLog;
import stage5.stack.Component;
import stage5.stack.ServiceForms;
import stage5.stack.Stack;
import stage5.stack.StackException;
import stage5.stack.seed.SeedProduct;
import stage5.stack.seed.ShopFilling;
import stage5.stack.shop.ShopException;
import stage5.stack.terminal.ProgressListener;
import stage5.stack.terminal.Style;
import stage5.stack.terminal.TerminalProgress;
import stage5.topology.AwsEndpoints;

/** Starts the shop, fills it, and runs until Ctrl-C stops it. */
@Command(name = "up", sortOptions = false, description = "Starts the shop, fills it, and runs until Ctrl-C stops it.")
public final class UpCommand implements Callable<Integer> {

    private static final int LOG_LINES = 500;
    private static final int TRACE_LINES = 4;
    private static final int SHOWN_LINES = 20;

    @Option(
            names = {"-d", "--detach"},
            description = "Return once the shop is ready, and leave it running.")
    private boolean detach;

    @Option(
            names = "--only",
            paramLabel = "cloud",
            description = "Start the local cloud only, to run services from an IDE.")
    private Only only;

    @Option(
            names = "--form",
            paramLabel = "FORM",
            defaultValue = "container",
            description = "container, lambda, or one form per service: catalog-service=lambda,order-service=container"
                    + " (${DEFAULT-VALUE}).")
    private String form;

    @Option(
            names = "--aws-endpoint",
            paramLabel = "URL",
            converter = EndpointsConverter.class,
            description = "Endpoint of DynamoDB, SQS and SNS outside the local cloud: one URL for all, or"
                    + " dynamodb=URL,sqs=URL,sns=URL. Missing tables, topics and queues are created. AWS_REGION,"
                    + " AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and STAGE5_ACCOUNT apply if they are set.")
    private AwsEndpoints externalAws;

    @Mixin
    private CatalogueOptions catalogue;

    @Mixin
    private StackOptions options;

    private final ProgressListener progress = new TerminalProgress(System.out);
    private final AtomicBoolean stopping = new AtomicBoolean();

    enum Only {
        CLOUD
    }

    static final class EndpointsConverter implements ITypeConverter<AwsEndpoints> {
        @Override
        public AwsEndpoints convert(String text) {
            try {
                return AwsEndpoints.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        Instant start = Instant.now();
        List<SeedProduct> products = catalogue.products();
        Stack stack = options.stack(externalAws).recordingMissingCaches();
        Thread shutdownHook = Thread.ofPlatform().unstarted(() -> stop(stack));
        Runtime.getRuntime().addShutdownHook(shutdownHook);
        try {
            startAndFill(stack, products);
        } catch (StackException e) {
            if (!stopping.get()) {
                showLog(stack, e);
            }
            throw e;
        }
        System.out.printf(
                "%n%s after %s.%n%n",
                Style.STRONG.of(only == null ? "The shop is ready" : "The local cloud is ready"),
                TerminalProgress.seconds(Duration.between(start, Instant.now())));
        AddressPrinter.print(stack, only == null, System.out);
        return detach ? leave(stack, shutdownHook) : stay(stack);
    }

    private void startAndFill(Stack stack, List<SeedProduct> products) throws InterruptedException {
        ServiceForms forms = ServiceForms.parse(form);
        if (only == null && !products.isEmpty()) {
            new ShopFilling(stack, products).startAndFill(forms, progress);
            if (stack.isRecording()) {
                useOnce(stack);
            }
        } else {
            stack.start(only == null ? EnumSet.allOf(Component.class) : EnumSet.of(Component.CLOUD), forms, progress);
        }
    }

    /** Without an order the caches of this run would lack what orders need, and the next shop would load it under load. */
    private void useOnce(Stack stack) throws InterruptedException {
        Instant start = Instant.now();
        try {
            CustomerJourney.train(stack.ports());
            progress.done("orders placed for the AOT caches", Duration.between(start, Instant.now()));
        } catch (ShopException e) {
            progress.note("The AOT caches are recorded without orders: " + e.getMessage());
        }
    }

    private int leave(Stack stack, Thread shutdownHook) {
        Runtime.getRuntime().removeShutdownHook(shutdownHook);
        System.out.printf("%n%s stops it.%n", Style.STRONG.of(stack.ports().call("down")));
        return 0;
    }

    private int stay(Stack stack) throws InterruptedException {
        System.out.printf("%n%s stops it.%n", Style.STRONG.of("Ctrl-C"));
        stack.watch(progress);
        System.out.println("Another command stopped the shop.");
        return 0;
    }

    /** Runs when this process ends. It does not stop a stack that another process started. */
    private void stop(Stack stack) {
        if (!stack.isStartedHere()) {
            return;
        }
        stopping.set(true);
        System.out.printf("%nStopping ...%n");
        try {
            stack.stop(progress);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Prints the last warnings and errors of the component's log, each with the first lines of its stack trace. */
    private static void showLog(Stack stack, StackException failure) throws IOException {
        if (failure.component().isPresent()) {
            PrettyLog pretty = new PrettyLog(ZoneId.systemDefault());
            List<String> lines = new LogFile(stack.log(failure.component().get()))
                    .last(LOG_LINES, line -> !PrettyLog.isMetrics(line)).stream()
                            .filter(PrettyLog::isProblem)
                            .flatMap(line -> pretty.of(line).lines().limit(TRACE_LINES))
                            .toList();
            lines.stream()
                    .skip(Math.max(0, lines.size() - SHOWN_LINES))
                    .forEach(line -> System.err.println(Style.FAINT.of("  | ") + line));
            System.err.printf(
                    "The complete log is %s.%n", stack.log(failure.component().get()));
        }
    }
}

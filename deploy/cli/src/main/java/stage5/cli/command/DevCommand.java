package stage5.cli.command;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.core.exception.SdkException;
import stage5.stack.Component;
import stage5.stack.Stack;
import stage5.stack.StackException;
import stage5.stack.TemporaryStack;
import stage5.stack.seed.SeedProduct;
import stage5.stack.seed.ShopFilling;
import stage5.stack.shop.ShopException;
import stage5.stack.terminal.ProgressListener;
import stage5.stack.terminal.Style;
import stage5.stack.terminal.TerminalProgress;

/** Runs one service in Quarkus dev mode, with live reload, among the other components as they are built. */
@Command(
        name = "dev",
        sortOptions = false,
        description = {
            "Starts the local cloud and the other services as they are built, and runs SERVICE in Quarkus dev mode.",
            "Changes in its modules, such as SERVICE/core, are reloaded with the next request. The terminal is dev"
                    + " mode's: it shows the service's log and accepts its keys. Ctrl-C stops everything."
        })
public final class DevCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SERVICE", description = "The service, for example catalog-service or catalog.")
    private String service;

    @Mixin
    private CatalogueOptions catalogue;

    @Mixin
    private StackOptions options;

    private final ProgressListener progress = new TerminalProgress(System.out);

    @Override
    public Integer call() throws InterruptedException {
        Component developed = Component.service(service);
        List<SeedProduct> products = catalogue.products();
        Stack stack = options.stack(null);
        try (TemporaryStack shop = TemporaryStack.of(stack)) {
            stack.start(others(developed), progress);
            System.out.printf("Starting %s in dev mode ...%n", developed);
            Process devMode = stack.startDevMode(developed);
            Thread.ofPlatform().daemon().start(() -> reportReady(stack, developed, products));
            return devMode.waitFor();
        }
    }

    static Set<Component> others(Component developed) {
        return EnumSet.complementOf(EnumSet.of(developed));
    }

    /** Fills the shop once the service is ready. A failure does not end dev mode: the next change may repair it. */
    private void reportReady(Stack stack, Component developed, List<SeedProduct> products) {
        try {
            stack.awaitReady(developed);
            if (!products.isEmpty()) {
                new ShopFilling(stack, products).fill(progress);
            }
            System.out.printf("%n%s is ready in dev mode.%n%n", Style.STRONG.of(developed));
            AddressPrinter.print(stack, true, System.out);
        } catch (StackException | ShopException | SdkException e) {
            System.err.println(Style.BAD.of(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package stage5.load.overload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import stage5.load.compare.LocalCloudConsole;
import stage5.load.generator.GeneratorSettings;
import stage5.load.orders.MeasuredRun;
import stage5.stack.Stack;

/**
 * Runs a sale of one product on a shop of this machine. Meanwhile transactions of the local cloud's DynamoDB hold their items
 * for some milliseconds, so that they conflict as on AWS.
 */
public final class FlashSale {

    private static final String DYNAMODB = "dynamodb";

    private final Stack stack;
    private final MeasuredRun runs;
    private final int holdMillis;

    /** @param holdMillis how long a transaction holds its items */
    public FlashSale(Stack stack, MeasuredRun runs, int holdMillis) {
        this.stack = stack;
        this.runs = runs;
        this.holdMillis = holdMillis;
    }

    /** The result of a sale, and the run with it. */
    public record MeasuredSale(MeasuredRun.Result run, FlashSaleResult sale) {}

    /** Sets the stock and sells. Restores the fault settings of DynamoDB, also after a failure. */
    public MeasuredSale run(GeneratorSettings settings, long stock) throws InterruptedException {
        try (LocalCloudConsole console = new LocalCloudConsole(stack.ports());
                SaleProduct product = new SaleProduct(stack)) {
            console.awaitEmptyQueues();
            product.stock(stock);
            long deadLetters = console.deadLetters();
            JsonNode faults = console.faults(DYNAMODB);
            ObjectNode conflicting = faults.deepCopy();
            console.setFaults(DYNAMODB, conflicting.put("holdMillis", holdMillis));
            try {
                MeasuredRun.Result run = runs.run(settings);
                return new MeasuredSale(
                        run,
                        new FlashSaleResult(
                                run.orders(), stock, product.available(), console.deadLetters() - deadLetters));
            } finally {
                console.setFaults(DYNAMODB, faults);
            }
        }
    }
}

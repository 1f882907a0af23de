package stage5.load.compare;

import java.time.Instant;
import java.util.List;
import stage5.load.generator.Generator;
import stage5.load.generator.GeneratorSettings;
import stage5.load.generator.LoadResult;
import stage5.load.generator.Slo;

/**
 * Repeats warm-up runs until the shop is warm. One run of a fixed length is not enough for functions: each request that
 * finds no idle execution environment starts another one.
 */
final class WarmUp {

    /** The most warm-up runs; a shop that is still cold after them cannot take the rate. */
    static final int MOST = 10;

    private final ArmShop shop;
    private final LocalCloudConsole console;
    private final Generator generator;
    private final GeneratorSettings phase;

    /** @param phase the settings of the phase that follows */
    WarmUp(ArmShop shop, LocalCloudConsole console, Generator generator, GeneratorSettings phase) {
        this.shop = shop;
        this.console = console;
        this.generator = generator;
        this.phase = phase;
    }

    /** Returns the number of runs; 0 if the phase has no warm-up, {@link #MOST} if the shop may still be cold. */
    int run() throws InterruptedException {
        if (phase.warmUp().isZero()) {
            return 0;
        }
        int runs = 0;
        boolean warm = false;
        while (!warm && runs < MOST) {
            runs++;
            LoadResult load = generator.run(phase.warmingUp(runs));
            boolean drained = console.awaitEmptyQueues();
            warm = drained && isWarm(load, shop.invocations(console, load.zero(), Instant.now()));
        }
        return runs;
    }

    /** Returns whether the shop was warm: requests succeeded, and no invocation was a cold start. */
    static boolean isWarm(LoadResult load, List<Invocation> invocations) {
        return load.errorShare() <= Slo.ERRORS && invocations.stream().noneMatch(Invocation::isCold);
    }
}

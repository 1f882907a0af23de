package stage5.load.compare;

import java.time.Instant;
import java.util.List;
import stage5.load.generator.Generator;
import stage5.load.generator.LoadResult;
import stage5.load.generator.Settings;
import stage5.load.generator.Slo;

/**
 * Visitors whose answers don't count, sent again and again until the shop is warm: functions start one environment for
 * each request that finds none idle, so one warm-up of a fixed length leaves a phase in the middle of their cold starts.
 */
final class WarmUp {

    /** What isn't warm by then can't take the rate. */
    static final int MOST = 10;

    private final ArmShop shop;
    private final LocalConsole console;
    private final Generator generator;
    private final Settings phase;

    /** @param phase what the shop is warmed up for */
    WarmUp(ArmShop shop, LocalConsole console, Generator generator, Settings phase) {
        this.shop = shop;
        this.console = console;
        this.generator = generator;
        this.phase = phase;
    }

    /** Returns how many runs it took; {@link #MOST} where the shop may not be warm even so, 0 where no warm-up is wanted. */
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

    /** Returns whether a shop is warm that answered so, and whose functions were invoked so meanwhile. */
    static boolean isWarm(LoadResult load, List<Invocation> invocations) {
        return load.errorShare() <= Slo.ERRORS && invocations.stream().noneMatch(Invocation::isCold);
    }
}

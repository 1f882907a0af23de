package stage5.load.gateway;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import stage5.load.http.HttpLoad;
import stage5.load.http.LoadPhase;
import stage5.load.http.LoadRun;

/**
 * Throughput, latency and CPU time of the gateway beside nginx: the same requests to the same stub on the same processors,
 * round by round, in alternating order. First the ceiling by a closed loop, then the latency at a rate that both hold.
 */
final class ThroughputBench {

    /** More than a proxy has in flight at the steady rate. */
    private static final int STEADY_CONNECTIONS = 256;

    private final Testbed testbed;
    private final BenchSettings settings;
    private final Consumer<String> lines;

    ThroughputBench(Testbed testbed, BenchSettings settings, Consumer<String> lines) {
        this.testbed = testbed;
        this.settings = settings;
        this.lines = lines;
    }

    /**
     * A proxy under test.
     *
     * @param process empty for the stub without a proxy
     */
    private record Proxy(String name, URI uri, Optional<ProcessFamily> process) {

        /** Returns the CPU time of the proxy until now; NaN without one. */
        double cpuSeconds() {
            return process.map(ProcessFamily::cpuSeconds).orElse(Double.NaN);
        }
    }

    ThroughputResult run() throws InterruptedException {
        testbed.startGateway(settings.warmUp(), settings.connections());
        List<Proxy> proxies = proxies();
        List<Proxy> targets = new ArrayList<>(proxies);
        targets.addFirst(new Proxy(ThroughputResult.DIRECT, testbed.upstream(), Optional.empty()));
        for (Proxy target : targets) {
            closedLoop(target.uri());
        }
        List<ProxyRun> ceilings = new ArrayList<>();
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Proxy target : order(targets, round)) {
                ceilings.add(measure(round, target, () -> closedLoop(target.uri())));
            }
        }
        double rate = new ThroughputResult(ceilings, List.of()).steadyRate();
        lines.accept("The fixed rate is %.0f requests/s".formatted(rate));
        List<ProxyRun> steady = new ArrayList<>();
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Proxy proxy : order(proxies, round)) {
                steady.add(measure(round, proxy, () -> steady(proxy.uri(), rate)));
            }
        }
        return new ThroughputResult(ceilings, steady);
    }

    /** Returns nginx, if there is one, and the gateway. */
    private List<Proxy> proxies() {
        List<Proxy> proxies = new ArrayList<>();
        testbed.nginx()
                .ifPresent(nginx -> proxies.add(new Proxy(
                        ThroughputResult.NGINX, nginx.uri(), Optional.of(new ProcessFamily(nginx.process())))));
        proxies.add(new Proxy(ThroughputResult.GATEWAY, testbed.gateway(), Optional.of(testbed.gatewayProcess())));
        return proxies;
    }

    private static List<Proxy> order(List<Proxy> proxies, int round) {
        return round % 2 == 1 ? proxies : proxies.reversed();
    }

    /** Sends load. */
    private interface Load {
        LoadRun send() throws InterruptedException;
    }

    private ProxyRun measure(int round, Proxy proxy, Load load) throws InterruptedException {
        double before = proxy.cpuSeconds();
        LoadRun sent = load.send();
        ProxyRun run = new ProxyRun(round, proxy.name(), sent, proxy.cpuSeconds() - before);
        lines.accept("Round %d, %s: %.0f requests/s"
                .formatted(round, proxy.name(), sent.successes().perSecond()));
        return run;
    }

    private LoadRun closedLoop(URI target) throws InterruptedException {
        try (HttpLoad load = new HttpLoad(target)) {
            return load.closedLoop(testbed.requests().products(), settings.connections(), settings.length());
        }
    }

    private LoadRun steady(URI target, double rate) throws InterruptedException {
        try (HttpLoad load = new HttpLoad(target)) {
            return load.openLoop(
                    testbed.requests().products(), STEADY_CONNECTIONS, List.of(new LoadPhase(rate, settings.length())));
        }
    }
}

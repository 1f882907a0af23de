package stage5.load.gateway;

import stage5.load.http.LoadRun;

/**
 * A run through one proxy.
 *
 * @param cpuSeconds of the proxy's processes during the run; NaN without a proxy
 */
record ProxyRun(int round, String proxy, LoadRun load, double cpuSeconds) {

    private static final double MILLIS = 1000;

    /** Returns the CPU milliseconds of the proxy for each request. */
    double cpuMillisPerRequest() {
        return cpuSeconds * MILLIS / load.count();
    }
}

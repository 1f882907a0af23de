package stage5.simulation;

/** One run of a service instance. A restart after a crash is a new process with empty memory. */
final class SimulatedProcess {

    /** Everything outside of the services: customers, SNS and SQS, external systems. It never crashes. */
    static final SimulatedProcess WORLD = new SimulatedProcess("world");

    private final String name;
    private boolean alive = true;
    private int lastDeliveries;

    SimulatedProcess(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    boolean isAlive() {
        return alive;
    }

    void crash() {
        alive = false;
    }

    /** Counts a received message that becomes a dead letter unless this delivery succeeds. */
    void takeLastDelivery() {
        lastDeliveries++;
    }

    void returnLastDeliveries(int number) {
        lastDeliveries -= number;
    }

    /** Returns whether no fault may occur, so that faults alone cannot produce dead letters. */
    boolean isProtected() {
        return lastDeliveries > 0 || this == WORLD;
    }

    @Override
    public String toString() {
        return name;
    }
}

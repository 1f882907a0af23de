package stage5.simulation;

/** One life of an instance of a service; after a crash another one begins, which remembers nothing. */
final class Process {

    /** Whatever is none of the services' doing, and never dies: customers, the network, other people's systems. */
    static final Process WORLD = new Process("world");

    private final String name;
    private boolean alive = true;
    private int lastChances;

    Process(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    boolean isAlive() {
        return alive;
    }

    void die() {
        alive = false;
    }

    /** Says that it has got a message which goes to the dead letters unless it is consumed this time. */
    void takeLastChance() {
        lastChances++;
    }

    void returnLastChances(int number) {
        lastChances -= number;
    }

    /** Returns whether nothing bad may happen to it: dead letters are for what no redelivery can mend. */
    boolean isSpared() {
        return lastChances > 0 || this == WORLD;
    }

    @Override
    public String toString() {
        return name;
    }
}

package stage5.local.fault;

/** The settings of one emulator's faults. Implementations are records; their components are the JSON of the console. */
public interface FaultSettings {

    /** Returns the seed of the random numbers that decide when a fault takes effect. */
    Long seed();
}

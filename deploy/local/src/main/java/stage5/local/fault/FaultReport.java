package stage5.local.fault;

import java.time.Instant;
import java.util.Map;

/**
 * The faults of all emulators.
 *
 * @param weather the name of the preset that is in force; {@code custom} if single faults were set
 * @param faults by emulator
 */
public record FaultReport(String weather, Map<String, EmulatorFaults> faults) {

    /**
     * The faults of one emulator.
     *
     * @param active whether any fault is set
     * @param effects how often each effect took place since a fault was last set
     * @param endsAt when the faults end by themselves; null if they last until they are changed
     */
    public record EmulatorFaults(boolean active, FaultSettings settings, Map<String, Long> effects, Instant endsAt) {}
}

package stage5.load.gateway;

import java.util.stream.Stream;
import stage5.load.compare.ProcessTimes;
import stage5.stack.ResidentMemory;

/** A process with its descendants: nginx works in child processes. */
record ProcessFamily(ProcessHandle process) {

    private static final double KIB_PER_MIB = 1024;

    /** Returns the CPU time since the start of the processes. */
    double cpuSeconds() {
        return Stream.concat(Stream.of(process), process.descendants())
                .flatMap(member -> ProcessTimes.of(member.pid()).stream())
                .mapToDouble(ProcessTimes::cpuSeconds)
                .sum();
    }

    /** Returns the resident memory now. */
    double residentMiB() {
        return ResidentMemory.ofFamily(process) / KIB_PER_MIB;
    }
}

package stage5.local.lambda;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Limits CPU and memory of execution environments by Linux control groups. CPU is proportional to memory, one virtual
 * CPU at 1,769 MB (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html">configuration-memory</a>). Without
 * control groups environments run unlimited, and {@link #description()} states the reason.
 */
final class ControlGroups {

    private static final System.Logger LOG = System.getLogger(ControlGroups.class.getName());

    private static final double MIB_PER_CPU = 1769;
    private static final long PERIOD_MICROS = 100_000;
    private static final String PREFIX = "stage5-";
    private static final String PROCS = "cgroup.procs";
    private static final AtomicLong CREATED = new AtomicLong();

    private final String description;
    private final List<Path> parents;
    private final boolean unified;

    private ControlGroups(String description, List<Path> parents, boolean unified) {
        this.description = description;
        this.parents = parents;
        this.unified = unified;
    }

    /** The group of one environment: a directory per hierarchy. */
    record Group(List<Path> directories) {

        /** Returns the files to which a process writes its id to join the group. */
        List<Path> procs() {
            return directories.stream().map(path -> path.resolve(PROCS)).toList();
        }

        /** Removes the group. The kernel removes only a group without processes. */
        void remove() {
            for (Path directory : directories) {
                try {
                    Files.deleteIfExists(directory);
                } catch (IOException e) {
                    LOG.log(WARNING, "The control group {0} can't be removed: {1}", directory, e.getMessage());
                }
            }
        }
    }

    /**
     * Detects where this process can create groups.
     *
     * @param root the mount point of the control groups: {@code /sys/fs/cgroup}
     * @param self the kernel's list of this process's groups: {@code /proc/self/cgroup}
     */
    static ControlGroups find(Path root, Path self) {
        if (!Files.isReadable(self)) {
            return none("there are no control groups here");
        }
        try {
            Map<String, String> own = ownGroups(Files.readAllLines(self));
            ControlGroups found = Files.isDirectory(root.resolve("cpu"))
                    ? hierarchies(root, own)
                    : unified(root, own.getOrDefault("", "/"));
            found.removeLeftovers();
            found.create((int) MIB_PER_CPU).remove();
            return found;
        } catch (IOException | IllegalStateException e) {
            return none(e.toString());
        }
    }

    private static ControlGroups none(String why) {
        return new ControlGroups("not limited: " + why, List.of(), false);
    }

    /**
     * Version 1: a hierarchy per controller (<a
     * href="https://www.kernel.org/doc/html/latest/admin-guide/cgroup-v1/index.html">cgroup-v1</a>).
     */
    private static ControlGroups hierarchies(Path root, Map<String, String> own) {
        return new ControlGroups(
                "limited by control groups, version 1",
                Stream.of("cpu", "memory")
                        .map(controller -> below(root.resolve(controller), own.getOrDefault(controller, "/")))
                        .toList(),
                false);
    }

    /**
     * Version 2: one hierarchy. A group with processes can't have children with limits, so new groups are siblings of
     * this process's group (<a href="https://docs.kernel.org/admin-guide/cgroup-v2.html">cgroup-v2</a>).
     */
    private static ControlGroups unified(Path root, String own) throws IOException {
        Path group = below(root, own);
        Path parent = group.equals(root) ? root : group.getParent();
        String controllers = Files.readString(parent.resolve("cgroup.subtree_control"));
        if (!controllers.contains("cpu") || !controllers.contains("memory")) {
            throw new IllegalStateException(parent + " does not pass on the controllers cpu and memory");
        }
        return new ControlGroups("limited by control groups, version 2", List.of(parent), true);
    }

    private static Path below(Path root, String own) {
        return root.resolve(own.substring(1));
    }

    /** Returns the path of this process's group by controller; the controller's name is empty in version 2. */
    private static Map<String, String> ownGroups(List<String> lines) {
        Map<String, String> own = new LinkedHashMap<>();
        for (String line : lines) {
            String[] fields = line.split(":", 3);
            for (String controller : fields[1].split(",")) {
                own.put(controller, fields[2]);
            }
        }
        return own;
    }

    /** Returns how environments are limited, or why they are not. */
    String description() {
        return description;
    }

    /**
     * Creates a group with the limits for this memory size. It has no directories if control groups are not available.
     */
    Group create(int memoryMiB) throws IOException {
        List<Path> created = new ArrayList<>();
        String name = PREFIX + ProcessHandle.current().pid() + "-" + CREATED.incrementAndGet();
        for (Path parent : parents) {
            Path directory = parent.resolve(name);
            Files.createDirectory(directory);
            created.add(directory);
            for (Map.Entry<String, String> limit : limits(memoryMiB).entrySet()) {
                Path file = directory.resolve(limit.getKey());
                if (Files.exists(file)) {
                    Files.writeString(file, limit.getValue(), StandardOpenOption.WRITE);
                }
            }
        }
        return new Group(created);
    }

    private Map<String, String> limits(int memoryMiB) {
        long quota = Math.round(memoryMiB / MIB_PER_CPU * PERIOD_MICROS);
        String bytes = Long.toString(memoryMiB * 1024L * 1024);
        return unified
                ? Map.of("cpu.max", quota + " " + PERIOD_MICROS, "memory.max", bytes)
                : Map.of("cpu.cfs_quota_us", Long.toString(quota), "memory.limit_in_bytes", bytes);
    }

    /** Removes the groups that a killed local cloud left behind. */
    private void removeLeftovers() throws IOException {
        for (Path parent : parents) {
            try (Stream<Path> children = Files.list(parent)) {
                children.filter(ControlGroups::isLeftover)
                        .map(List::of)
                        .map(Group::new)
                        .forEach(Group::remove);
            }
        }
    }

    private static boolean isLeftover(Path group) {
        String name = group.getFileName().toString();
        return name.startsWith(PREFIX)
                && Optional.of(name.substring(PREFIX.length()))
                        .map(rest -> rest.substring(0, rest.indexOf('-')))
                        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
                        .isEmpty();
    }
}

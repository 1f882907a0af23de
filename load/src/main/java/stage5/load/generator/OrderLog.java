package stage5.load.generator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import stage5.load.results.CsvFile;

/**
 * The orders of a run that were due from time zero, kept in memory until its end. A row has some 100 bytes, so that a
 * million orders need 100 MB. Thread-safe.
 */
public final class OrderLog {

    /** The file in the folder of a run. */
    public static final String FILE = "orders.csv";

    private final Queue<PlacedOrder> orders = new ConcurrentLinkedQueue<>();

    void add(PlacedOrder order) {
        orders.add(order);
    }

    /** Replaces the file in a folder. */
    void write(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        new CsvFile<>(file, PlacedOrder.class).addAll(List.copyOf(orders));
    }

    /**
     * Returns the orders that a run wrote to a folder.
     *
     * @throws LoadException if there is no such file
     */
    public static List<PlacedOrder> read(Path folder) {
        try {
            return CsvFile.read(folder.resolve(FILE), PlacedOrder.class);
        } catch (IOException e) {
            throw new LoadException("The generator wrote no orders to %s: %s".formatted(folder, e.getMessage()), e);
        }
    }
}

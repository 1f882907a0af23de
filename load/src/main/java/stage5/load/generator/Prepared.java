package stage5.load.generator;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What visitors need before the first of them arrives.
 *
 * @param products from the most wanted to the least
 * @param categories in the order of the products
 */
public record Prepared(List<Product> products, List<String> categories, List<Customer> customers) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public record Product(String sku, String category, String name) {}

    /** @param lifeSeconds how long the access token is good for after it was given out */
    public record Customer(String email, String password, String accessToken, long lifeSeconds) {}

    static Prepared read(Path file) {
        try {
            return JSON.readValue(file.toFile(), Prepared.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void write(Path file) {
        try {
            JSON.writeValue(file.toFile(), this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

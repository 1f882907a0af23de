package stage5.load.generator;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The data that a run needs before its first request.
 *
 * @param products in the order of popularity
 * @param categories in the order of the products
 */
public record PreparedShop(List<Product> products, List<String> categories, List<Customer> customers) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public record Product(String sku, String category, String name) {}

    /** @param lifeSeconds the validity of the access token from its issue */
    public record Customer(String email, String password, String accessToken, long lifeSeconds) {}

    static PreparedShop read(Path file) {
        try {
            return JSON.readValue(file.toFile(), PreparedShop.class);
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

package stage5.load.generator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import stage5.load.generator.PreparedShop.Customer;
import stage5.load.generator.PreparedShop.Product;
import stage5.stack.shop.ProductList;

/**
 * Prepares a run: signs up customers, logs them in, and reads the products and categories. It uses its own HTTP client,
 * so that its requests are not measured.
 */
public final class ShopPreparation implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Integer> RETRYABLE = Set.of(502, 503, 504);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration RETRY_LIMIT = Duration.ofMinutes(1);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI target;

    public ShopPreparation(URI target) {
        this.target = target;
    }

    /** Returns the products and categories, with new customers. */
    public PreparedShop prepare(int customers) {
        List<Product> products = products();
        return new PreparedShop(products, categories(products), signUp(customers));
    }

    /** Returns a copy with new access tokens. */
    public PreparedShop renew(PreparedShop prepared) {
        return new PreparedShop(
                prepared.products(),
                prepared.categories(),
                prepared.customers().stream().map(this::logIn).toList());
    }

    /** Returns a copy of the customer with a new access token. */
    Customer logIn(Customer customer) {
        return logIn(customer.email(), customer.password());
    }

    private List<Product> products() {
        List<Product> products = ProductList.items(path -> call("GET", path, null, 200)).stream()
                .map(item -> new Product(
                        item.path("sku").asText(),
                        item.path("category").asText(),
                        item.path("name").asText()))
                .toList();
        if (products.isEmpty()) {
            throw new LoadException("The shop at " + target + " has no products");
        }
        return products;
    }

    private static List<String> categories(List<Product> products) {
        return List.copyOf(
                products.stream().map(Product::category).collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private List<Customer> signUp(int count) {
        String run = UUID.randomUUID().toString();
        List<Customer> customers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String email = "load-%s-%d@example.com".formatted(run, i);
            String password = "load-" + run;
            call("POST", "/api/users", Map.of("email", email, "name", "Load " + i, "password", password), 201);
            customers.add(logIn(email, password));
        }
        return customers;
    }

    private Customer logIn(String email, String password) {
        JsonNode session = call("POST", "/api/sessions", Map.of("email", email, "password", password), 201);
        return new Customer(
                email,
                password,
                session.path("accessToken").asText(),
                session.path("expiresIn").asLong());
    }

    @Override
    public void close() {
        http.close();
    }

    /** Retries 502, 503 and 504 for a minute: the cold start of a function may exceed the gateway's time-out. */
    private JsonNode call(String method, String path, Object body, int expected) {
        HttpRequest request = request(method, path, body);
        long deadline = System.nanoTime() + RETRY_LIMIT.toNanos();
        try {
            while (true) {
                HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() == expected) {
                    return JSON.readTree(response.body());
                }
                if (!RETRYABLE.contains(response.statusCode()) || System.nanoTime() > deadline) {
                    throw new LoadException("%s %s answered %d: %s"
                            .formatted(
                                    method,
                                    path,
                                    response.statusCode(),
                                    new String(response.body(), StandardCharsets.UTF_8)));
                }
                Thread.sleep(PAUSE);
            }
        } catch (IOException e) {
            throw new LoadException("The shop at " + target + " cannot be reached: is it up?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("Interrupted while preparing", e);
        }
    }

    private HttpRequest request(String method, String path, Object body) {
        return HttpRequest.newBuilder(target.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(bytes(body)))
                .build();
    }

    private static byte[] bytes(Object body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot be written as JSON: " + body, e);
        }
    }
}

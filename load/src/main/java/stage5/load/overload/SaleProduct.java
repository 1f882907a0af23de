package stage5.load.overload;

import java.util.Map;
import stage5.stack.Admin;
import stage5.stack.Component;
import stage5.stack.Stack;
import stage5.stack.shop.Api;

/** The product of a sale: the first by name, which the generator orders too. */
public final class SaleProduct implements AutoCloseable {

    private static final int OK = 200;
    private static final int CREATED = 201;

    private final Api users;
    private final Api catalog;
    private final Admin admin;
    private final String path;

    /** @param stack a running shop on this machine, whose administrator's account is used */
    public SaleProduct(Stack stack) throws InterruptedException {
        this.users = stack.api(Component.USER);
        this.catalog = stack.api(Component.CATALOG);
        this.admin = stack.admin();
        this.path = "/api/products/"
                + catalog.get("/api/products?sort=name&limit=1")
                        .expect(OK)
                        .json()
                        .at("/items/0/sku")
                        .asText();
    }

    /** Sets the units on hand. */
    public void stock(long units) throws InterruptedException {
        String token = users.post("/api/sessions", Map.of("email", admin.email(), "password", admin.password()))
                .expect(CREATED)
                .text("accessToken");
        catalog.with("Authorization", "Bearer " + token)
                .with("If-Match", "*")
                .put(path + "/stock", Map.of("onHand", units))
                .expect(OK);
    }

    /** Returns the units on hand. */
    public long available() throws InterruptedException {
        return catalog.get(path).expect(OK).json().path("available").asLong();
    }

    @Override
    public void close() {
        users.close();
        catalog.close();
    }
}

package stage5.gateway.domain;

/** A service that the gateway passes calls on to. */
public enum Upstream {
    CATALOG("catalog", "catalog-service"),
    ORDER("order", "order-service"),
    USER("user", "user-service");

    private final String label;
    private final String service;

    Upstream(String label, String service) {
        this.label = label;
        this.service = service;
    }

    /** Returns the name of its circuit breaker and of its part of the configuration. */
    public String label() {
        return label;
    }

    /** Returns the name that the service goes by. */
    public String service() {
        return service;
    }
}

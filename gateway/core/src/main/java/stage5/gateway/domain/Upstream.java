package stage5.gateway.domain;

/** A service that the gateway forwards requests to. */
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

    /** Returns the name of its section of the configuration, and of its retry budget. */
    public String label() {
        return label;
    }

    /** Returns the name of the service. */
    public String service() {
        return service;
    }
}

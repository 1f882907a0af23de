package stage5.cdk.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Arrays;
import java.util.Locale;

/** How tasks find the tasks of another service. Functions always use a load balancer. */
public enum Discovery {
    /** Through an internal load balancer of the called service. */
    LOAD_BALANCER,
    /** Through the proxies of ECS Service Connect, without a load balancer. Only if every service runs as tasks. */
    SERVICE_CONNECT;

    /** Returns the value of that name, such as {@code service-connect}; throws {@link IllegalArgumentException} if there is none. */
    @JsonCreator
    public static Discovery of(String name) {
        return Arrays.stream(values())
                .filter(discovery -> discovery.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Unknown discovery %s; known are load-balancer and service-connect".formatted(name)));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

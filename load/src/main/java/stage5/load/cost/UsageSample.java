package stage5.load.cost;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The usage of all arms over the same rounds.
 *
 * @param ordersARequest the share of requests that became orders
 * @param arms the usage of each service, by arm
 */
public record UsageSample(BigDecimal ordersARequest, Map<String, List<ServiceUsage>> arms) {

    /** Returns a service's usage in an arm; throws {@link NoSuchElementException} if it was not measured. */
    public ServiceUsage use(String arm, String service) {
        return arms.getOrDefault(arm, List.of()).stream()
                .filter(use -> use.service().equals(service))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("%s was not measured as %s".formatted(service, arm)));
    }
}

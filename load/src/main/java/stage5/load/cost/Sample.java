package stage5.load.cost;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * What all arms used, reckoned over the same rounds.
 *
 * @param ordersARequest the share of requests that became orders
 * @param arms by name, what each service used
 */
public record Sample(BigDecimal ordersARequest, Map<String, List<Use>> arms) {

    /** Returns what that service used in that arm; throws {@link NoSuchElementException} if it wasn't measured. */
    public Use use(String arm, String service) {
        return arms.getOrDefault(arm, List.of()).stream()
                .filter(use -> use.service().equals(service))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("%s was not measured as %s".formatted(service, arm)));
    }
}

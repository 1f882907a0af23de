package stage5.catalog.listing;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * A page of a list as it is cached: which products, but not what they are like.
 *
 * @param next the cursor of the page after this one, or null on the last
 */
@RegisterForReflection
record SkuPage(List<String> skus, String next) {

    SkuPage {
        skus = List.copyOf(skus);
    }
}

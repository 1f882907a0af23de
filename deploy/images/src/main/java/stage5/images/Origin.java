package stage5.images;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where an image comes from.
 *
 * @param version which version of Stage Five it is
 * @param revision the commit that it was built from, null where that isn't known
 * @param source the address of the repository, null where that isn't known
 */
record Origin(String version, String revision, String source) {

    /**
     * Returns the labels that tell it, under the names of
     * <a href="https://github.com/opencontainers/image-spec/blob/main/annotations.md">OCI's annotations</a>.
     */
    Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        labels.put("org.opencontainers.image.version", version);
        labels.put("org.opencontainers.image.licenses", Defaults.licences());
        if (revision != null) {
            labels.put("org.opencontainers.image.revision", revision);
        }
        if (source != null) {
            labels.put("org.opencontainers.image.source", source);
        }
        return labels;
    }
}

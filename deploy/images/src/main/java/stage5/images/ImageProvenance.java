package stage5.images;

import java.util.Map;
import java.util.TreeMap;

/**
 * The version, revision and source repository of an image.
 *
 * @param version of Stage Five
 * @param revision the commit, null if unknown
 * @param source the URL of the repository, null if unknown
 */
record ImageProvenance(String version, String revision, String source) {

    /**
     * Returns its labels, named after
     * <a href="https://github.com/opencontainers/image-spec/blob/main/annotations.md">OCI's annotations</a>.
     */
    Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        labels.put("org.opencontainers.image.version", version);
        labels.put("org.opencontainers.image.licenses", ImageProperties.licences());
        if (revision != null) {
            labels.put("org.opencontainers.image.revision", revision);
        }
        if (source != null) {
            labels.put("org.opencontainers.image.source", source);
        }
        return labels;
    }
}

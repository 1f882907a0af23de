package stage5.stack.seed;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The words from which one category's products are generated.
 *
 * @param category the category's slug
 * @param code the prefix of its SKUs
 * @param endings possible ends of a product's description
 */
record Vocabulary(String category, String code, List<String> makers, List<String> endings, List<Kind> kinds) {

    private static final String FILE = "catalogue.yaml";
    private static final ObjectReader YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build()
            .readerFor(new TypeReference<List<Vocabulary>>() {});

    /**
     * A kind of product.
     *
     * @param from the lowest price, in euros
     * @param to the highest price, in euros
     * @param is the start of a product's description
     */
    record Kind(String name, int from, int to, String is, List<String> variants) {}

    /** Returns the vocabulary of each category. */
    static List<Vocabulary> load() {
        try (InputStream file = Vocabulary.class.getResourceAsStream(FILE)) {
            return YAML.readValue(file);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        }
    }
}

package stage5.kit.testing.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stage5.kit.contract.AsyncApiRules;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.testing.HttpContractTest;

/** Tests that every publishing service runs on its contract; a service extends this class. */
public abstract class EventContractTest extends HttpContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Class<?>> dataTypes;

    /** @param dataTypes the record of the data of each event type that the service publishes */
    protected EventContractTest(String rootPackage, Map<String, Class<?>> dataTypes) {
        super(rootPackage);
        this.dataTypes = dataTypes;
    }

    @Test
    void shouldHaveAValidAsyncApiDocument() {
        assertThat(AsyncApiRules.problems(contract)).isEmpty();
    }

    @Test
    void shouldHaveASchemaForEveryPublishedType() {
        assertThat(contract.types()).isNotEmpty().isEqualTo(dataTypes.keySet());
    }

    @Test
    void shouldWriteTheSameJson_whenAnExampleIsRead() {
        assertThat(contract.exampleTypes()).isNotEmpty().allSatisfy(type -> {
            String example = contract.example(type).toString();
            Event event = EventCodec.read(example);
            ObjectNode data = EventCodec.tree(EventCodec.data(event, dataTypes.get(type)));

            assertThat(JSON.readTree(EventCodec.write(event))).isEqualTo(JSON.readTree(example));
            assertThat(JSON.readTree(data.toString()))
                    .isEqualTo(JSON.readTree(example).path("data"));
        });
    }

    @Test
    void shouldFindViolations_whenAnEventLacksAFieldOrHasAnUnknownOne() throws JsonProcessingException {
        for (String type : contract.types()) {
            ObjectNode invalid =
                    (ObjectNode) JSON.readTree(contract.example(type).toString());
            ObjectNode data = (ObjectNode) invalid.path("data");
            String field = data.fieldNames().next();
            data.remove(field);
            data.put("unknown", 1);

            assertThat(contract.violations(invalid))
                    .anySatisfy(violation -> assertThat(violation).contains(field))
                    .anySatisfy(violation -> assertThat(violation).contains("unknown"));
        }
    }
}

package stage5.kit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static stage5.kit.contract.ParcelContract.EVENT;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AsyncApiRulesTests {

    private static final String EXAMPLE = "examples/stage5.parcel.sent.v1.json";

    @TempDir
    Path folder;

    private ParcelContract parcels;

    @BeforeEach
    void write() {
        parcels = ParcelContract.releasedIn(folder);
    }

    @Test
    void shouldFindNoProblem_whenTheDocumentIsValid() {
        assertThat(AsyncApiRules.problems(parcels.read())).isEmpty();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(Contract.ASYNCAPI, "asyncapi: 3.0.0", "asyncapi: 2.6.0", "3.0.0"),
                arguments(Contract.ASYNCAPI, "action: send", "action: publish", "action"),
                arguments(Contract.ASYNCAPI, "address:", "adress:", "adress"),
                arguments(Contract.ASYNCAPI, "$ref: schemas/", "$ref: schema/", "refers to schema/"),
                arguments(
                        Contract.ASYNCAPI, "name: stage5.parcel.sent", "name: stage5.parcel.lost", "messages sent are"),
                arguments(
                        Contract.ASYNCAPI,
                        "$ref: examples/stage5",
                        "$ref: schemas/stage5",
                        "doesn't refer to examples/"),
                arguments(EVENT, "schema:stage5.parcel.sent", "schema:stage5.parcel.lost", "dataschema"),
                arguments(EXAMPLE, "\"grams\": 500", "\"grams\": \"500\"", "grams"),
                arguments(EXAMPLE, "\"grams\": 500", "\"grams\": 500, \"tons\": 1", "tons"),
                arguments(EXAMPLE, "\"subject\"", "\"topic\"", "subject"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void shouldNameTheProblem_whenTheDocumentIsInvalid(String file, String before, String after, String named) {
        parcels.with(file, before, after);

        assertThat(AsyncApiRules.problems(parcels.read())).isNotEmpty().anySatisfy(problem -> assertThat(problem)
                .contains(named));
    }
}

package stage5.kit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static stage5.kit.contract.ParcelContract.EVENT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CompatibilityTests {

    @TempDir
    Path folder;

    private ParcelContract parcels;

    @BeforeEach
    void release() {
        parcels = ParcelContract.releasedIn(folder);
    }

    @Test
    void shouldFindNoBreakingChange_whenTheContractIsUnchanged() {
        assertThat(breaks()).isEmpty();
    }

    static Stream<Arguments> eventChanges() {
        String grams = "/properties/boxes/items/properties/grams";
        return Stream.of(
                arguments("\"note\": {\"type\": \"string\"},", "", "/properties/note", "field removed"),
                arguments(
                        "\"note\": {\"type\": \"string\"}",
                        "\"note\": {\"type\": \"integer\"}",
                        "/properties/note",
                        "type was string, is integer"),
                arguments("[\"integer\", \"null\"]", "\"integer\"", grams, "type was integer or null, is integer:"),
                arguments(
                        "[\"integer\", \"null\"]",
                        "[\"integer\", \"null\", \"string\"]",
                        grams,
                        "type was integer or null, is integer or null or string"),
                arguments("\"minimum\": 1", "\"minimum\": 2", grams, "minimum was 1, is 2"),
                arguments("\"minItems\": 1,", "", "/properties/boxes", "minItems was 1, is not stated"),
                arguments("[\"grams\"]", "[]", grams, "field is optional, was required"),
                arguments(
                        "\"speed\", \"boxes\"]",
                        "\"speed\", \"boxes\", \"note\"]",
                        "/properties/note",
                        "field is required, was optional"),
                arguments(
                        "\"speed\", \"boxes\"]",
                        "\"speed\", \"boxes\", \"colour\"]",
                        "/properties/colour",
                        "required field added"),
                arguments(
                        "There in a week.",
                        "There in a month.",
                        "/properties/speed",
                        "value \"slow\" meant \"There in a week.\", means \"There in a month.\""),
                arguments("\"fast\"", "\"express\"", "/properties/speed", "value \"fast\" removed"),
                arguments(
                        "{\"const\": \"fast\"",
                        "{\"const\": \"flying\"}, {\"const\": \"fast\"",
                        "/properties/speed",
                        "value \"flying\" added to a closed list"),
                arguments(
                        "\"note\": {",
                        "\"note\": {\"pattern\": \"^x$\", ",
                        "/properties/note",
                        "pattern was not stated, is \"^x$\""),
                arguments(
                        "\"note\": {",
                        "\"note\": {\"default\": \"none\", ",
                        "/properties/note/default",
                        "default was not stated, is \"none\""));
    }

    @ParameterizedTest
    @MethodSource("eventChanges")
    void shouldNameTheField_whenAnEventSchemaBreaksConsumers(
            String before, String after, String pointer, String change) {
        parcels.with(EVENT, before, after);

        assertThat(breaks()).anySatisfy(found -> {
            assertThat(found.file()).isEqualTo("parcel-service/contract/" + EVENT);
            assertThat(found.pointer()).isEqualTo(pointer);
            assertThat(found.change()).startsWith(change);
        });
    }

    static Stream<Arguments> documentChanges() {
        String parameter = "/paths/~1api~1parcels/get/parameters";
        String responses = "/paths/~1api~1parcels/get/responses";
        return Stream.of(
                arguments("/api/parcels:", "/api/boxes:", "/paths/~1api~1parcels", "path removed"),
                arguments("post:", "put:", "/paths/~1api~1parcels/post", "operation removed"),
                arguments("in: query,", "in: query, required: true,", parameter + "/0", "parameter query limit is"),
                arguments(
                        "- {name: limit",
                        "- {name: from, in: query, required: true}\n        - {name: limit",
                        parameter + "/0",
                        "required parameter query from added"),
                arguments("name: limit", "name: size", parameter, "parameter query limit removed"),
                arguments("type: integer, ", "", parameter + "/0/schema", null),
                arguments("maximum: 100", "maximum: 10", parameter + "/0/schema", "maximum was 100, is 10"),
                arguments("'200'", "'203'", responses + "/200", "response removed"),
                arguments(
                        "'202':",
                        "'201': {description: Made}\n        '202':",
                        "/paths/~1api~1parcels/post/responses/201",
                        "another success added"),
                arguments("ETag:", "Tag:", responses + "/200/headers/ETag", "header removed"),
                arguments(
                        "required: [items]",
                        "required: []",
                        "/components/schemas/Parcels/properties/items",
                        "field is optional, was required"),
                arguments("next: {", "following: {", "/components/schemas/Parcels/properties/next", "field removed"),
                arguments(
                        "items: {type: string}",
                        "items: {type: [string, 'null']}",
                        "/components/schemas/Parcels/properties/items/items",
                        "type was string, is null or string"),
                arguments(
                        "required: [address]",
                        "required: [address, speed]",
                        "/components/schemas/NewParcel/properties/speed",
                        "field is required, was optional"),
                arguments(
                        "maxLength: 100",
                        "maxLength: 50",
                        "/components/schemas/NewParcel/properties/address",
                        "maxLength was 100, is 50"),
                arguments(
                        "[fast, slow]",
                        "[fast]",
                        "/components/schemas/NewParcel/properties/speed",
                        "value \"slow\" removed"),
                arguments(
                        "    post:",
                        "    post:\n      security: [{bearer: []}]",
                        "/paths/~1api~1parcels/post/security",
                        "required no credentials, requires [bearer]"));
    }

    @ParameterizedTest
    @MethodSource("documentChanges")
    void shouldNameTheNode_whenTheHttpApiBreaksCallers(String before, String after, String pointer, String change) {
        parcels.with(Contract.OPENAPI, before, after);

        if (change == null) {
            assertThat(breaks()).as("a widened request").isEmpty();
        } else {
            assertThat(breaks()).anySatisfy(found -> {
                assertThat(found.file()).isEqualTo("parcel-service/contract/openapi.yaml");
                assertThat(found.pointer()).isEqualTo(pointer);
                assertThat(found.change()).startsWith(change);
            });
        }
    }

    @Test
    void shouldNameTheMessage_whenItIsNoLongerSent() {
        parcels.with(
                Contract.ASYNCAPI,
                "      parcelSent:\n        $ref: '#/components/messages/parcelSent'",
                "      parcelLost:\n        $ref: '#/components/messages/parcelSent'");

        assertThat(breaks())
                .extracting(BreakingChange::pointer)
                .containsExactly("/channels/parcelEvents/messages/parcelSent");
    }

    @Test
    void shouldNameTheChannel_whenItsAddressChanges() {
        parcels.with(Contract.ASYNCAPI, "address: parcel-events", "address: parcels");

        assertThat(breaks()).singleElement().satisfies(found -> {
            assertThat(found.file()).isEqualTo("parcel-service/contract/asyncapi.yaml");
            assertThat(found.pointer()).isEqualTo("/channels/parcelEvents/address");
        });
    }

    @Test
    void shouldNameTheEnvelopeField_whenItBecomesRequired() {
        parcels.with(Contract.ASYNCAPI, "[type, subject, dataschema, data]", "[type, subject, dataschema, data, time]");

        assertThat(breaks()).extracting(BreakingChange::pointer).contains("/components/schemas/event/properties/time");
    }

    @Test
    void shouldNameTheSchema_whenTheEventIsRemoved() throws IOException {
        Files.delete(parcels.folder().resolve(EVENT));

        assertThat(breaks()).singleElement().satisfies(found -> {
            assertThat(found.file()).isEqualTo("parcel-service/contract/" + EVENT);
            assertThat(found.change()).startsWith("event removed");
        });
    }

    @Test
    void shouldFindNoBreakingChange_whenOptionalPartsAreAdded() {
        parcels.with(
                        EVENT,
                        "\"note\": {",
                        "\"colour\": {\"type\": \"string\"}, \"note\": {\"description\": \"By hand.\", ")
                .with(EVENT, "\"grams\": {", "\"litres\": {\"type\": \"number\"}, \"grams\": {")
                .with(Contract.OPENAPI, "next: {", "total: {type: integer}\n        next: {")
                .with(Contract.OPENAPI, "required: [items]", "required: [items, total]")
                .with(Contract.OPENAPI, "[fast, slow]", "[fast, slow, flying]")
                .with(Contract.OPENAPI, "maxLength: 100}", "maxLength: 200}\n        colour: {type: string}")
                .with(Contract.OPENAPI, "- {name: limit", "- {name: from, in: query}\n        - {name: limit")
                .with(Contract.OPENAPI, "'400':", "'404': {description: None}\n        '400':")
                .with(
                        Contract.OPENAPI,
                        "paths:",
                        "paths:\n  /api/boxes: {get: {responses: {'200': {description: Boxes}}}}");

        assertThat(breaks()).isEmpty();
    }

    @Test
    void shouldSortReleasesByVersion_whenNumbersHaveTwoDigits() throws IOException {
        for (String version : List.of("1.9.0", "1.10.0")) {
            Files.createDirectories(parcels.folder().resolve("released").resolve(version));
        }

        assertThat(parcels.read().releases().keySet())
                .map(Object::toString)
                .containsExactly("1.0.0", "1.9.0", "1.10.0");
    }

    private List<BreakingChange> breaks() {
        Contract current = parcels.read();
        return Compatibility.breaks(current.lastRelease().orElseThrow(), current);
    }
}

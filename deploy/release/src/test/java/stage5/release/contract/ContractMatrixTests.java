package stage5.release.contract;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.stack.StackException;

class ContractMatrixTests {

    private static final String RESERVED = "schemas/stage5.stock.reserved.v1.json";
    private static final String RESERVED_EXAMPLE = "examples/stage5.stock.reserved.v1.json";
    private static final String LINES = "\"lines\": {";

    /** All services run their newest release. */
    private static final Map<String, String> RUNNING = CopiedContracts.SERVICES.stream()
            .collect(toMap(Function.identity(), service -> new Contracts(CopiedContracts.PROJECT)
                    .current(service)
                    .version()
                    .toString()));

    @TempDir
    Path root;

    private CopiedContracts shop;

    @BeforeEach
    void copy() {
        shop = CopiedContracts.in(root);
    }

    @Test
    void shouldFindNoConflict_whenNothingHasChanged() {
        assertThat(CopiedContracts.SERVICES)
                .allSatisfy(service -> assertThat(current(service)).isEmpty());
    }

    @Test
    void shouldBlockThePublisher_whenItRemovesAFieldThatARunningReaderExpects() {
        shop.change("catalog-service", RESERVED, "\"orderId\": {", "\"reference\": {");

        assertThat(current("catalog-service")).anySatisfy(conflict -> {
            assertThat(conflict.reader().service()).isEqualTo("order-service");
            assertThat(conflict.owner().service()).isEqualTo("catalog-service");
            assertThat(conflict.reason())
                    .contains("catalog-service/contract/" + RESERVED + "#/properties/orderId", "field removed");
        });
    }

    @Test
    void shouldAllowThePublisher_whenItAddsAnOptionalField() {
        shop.change("catalog-service", RESERVED, LINES, "\"warehouse\": {\"type\": \"string\"}, " + LINES);

        assertThat(current("catalog-service")).isEmpty();
    }

    @Test
    void shouldAllowThePublisher_whenNoRunningServiceReadsTheEvent() {
        shop.change(
                "notification-worker",
                "schemas/stage5.notification.sent.v1.json",
                "\"type\": \"object\"",
                "\"type\": \"array\"");

        assertThat(current("notification-worker")).isEmpty();
    }

    @Test
    void shouldAllowThePublisher_whenItsReadersDoNotRunThere() {
        shop.change("catalog-service", RESERVED, "\"orderId\": {", "\"reference\": {");

        assertThat(matrix(Map.of("gateway", "1.0.0")).conflicts(contracts().current("catalog-service")))
                .isEmpty();
    }

    @Test
    void shouldBlockTheReader_whenTheRunningPublisherLacksARequiredField() {
        shop.release("catalog-service", "1.1.0")
                .change(
                        "catalog-service",
                        "released/1.1.0/" + RESERVED,
                        "\"orderId\",\n",
                        "\"orderId\",\n    \"warehouse\",\n")
                .change(
                        "catalog-service",
                        "released/1.1.0/" + RESERVED,
                        LINES,
                        "\"warehouse\": {\"type\": \"string\"}, " + LINES);
        relyOnTheNextCatalogRelease();

        assertThat(current("order-service")).anySatisfy(conflict -> assertThat(conflict.toString())
                .startsWith("order-service 1.0.0 relies on what catalog-service 1.0.0 does not promise: ")
                .contains("/properties/warehouse", "required field added"));
    }

    @Test
    void shouldBlockTheReader_whenTheRunningPublisherDoesNotPublishTheEventYet() {
        shop.release("catalog-service", "1.1.0");
        relyOnTheNextCatalogRelease();
        shop.remove("catalog-service", "released/1.0.0/" + RESERVED)
                .remove("catalog-service", "released/1.0.0/" + RESERVED_EXAMPLE);

        assertThat(current("order-service")).anySatisfy(conflict -> assertThat(conflict.reason())
                .isEqualTo("stage5.stock.reserved.v1 is not published"));
    }

    @Test
    void shouldAllowTheReader_whenTheRunningPublisherLacksOnlyAnOptionalField() {
        shop.release("catalog-service", "1.1.0")
                .change(
                        "catalog-service",
                        "released/1.1.0/" + RESERVED,
                        LINES,
                        "\"warehouse\": {\"type\": \"string\"}, " + LINES);
        relyOnTheNextCatalogRelease();

        assertThat(current("order-service")).isEmpty();
    }

    @Test
    void shouldBlockTheService_whenItRemovesAnOperationThatTheRunningGatewayCalls() {
        shop.change("order-service", "openapi.yaml", "  /api/bestsellers:\n", "  /api/top-sellers:\n");

        assertThat(current("order-service")).singleElement().satisfies(conflict -> {
            assertThat(conflict.reader().service()).isEqualTo("gateway");
            assertThat(conflict.reason()).contains("order-service/contract/openapi.yaml#/paths/~1api~1bestsellers");
        });
    }

    @Test
    void shouldAllowTheService_whenNoNeighbourCallsTheRemovedOperation() {
        shop.change("order-service", "openapi.yaml", "  /api/sales:\n", "  /api/turnover:\n");

        assertThat(current("order-service")).isEmpty();
    }

    @Test
    void shouldBlockAService_whenItCannotReadEventsOfItsPreviousVersion() {
        shop.change(
                "order-service",
                "schemas/stage5.order.cancelled.v1.json",
                "\"required\": [\n    \"orderId\",",
                "\"required\": [\n    \"reason\",\n    \"orderId\",");

        assertThat(current("order-service"))
                .anySatisfy(conflict -> assertThat(conflict.reader().service())
                        .isEqualTo(conflict.owner().service()));
    }

    @Test
    void shouldListTheReleases_whenTheReleaseDoesNotExist() {
        assertThatThrownBy(() -> contracts().release("gateway", "9.9.9"))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("gateway/contract/released has no 9.9.9; it has [1.0.0]");
    }

    private void relyOnTheNextCatalogRelease() {
        shop.change(
                "order-service",
                "neighbours.yaml",
                "catalog-service:\n  contract: 1.0.0",
                "catalog-service:\n  contract: 1.1.0");
    }

    private List<Conflict> current(String service) {
        return matrix(RUNNING).conflicts(contracts().current(service));
    }

    private ContractMatrix matrix(Map<String, String> running) {
        return new ContractMatrix(
                contracts(),
                running.entrySet().stream()
                        .collect(toMap(Map.Entry::getKey, entry -> Version.parse(entry.getValue()))));
    }

    private Contracts contracts() {
        return new Contracts(shop.root());
    }
}

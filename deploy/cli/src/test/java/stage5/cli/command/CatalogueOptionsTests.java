package stage5.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import stage5.stack.seed.SeedProduct;

class CatalogueOptionsTests {

    @Test
    void shouldOfferAllCategories_whenNothingIsSaid() {
        assertThat(products()).hasSize(CatalogueOptions.USUAL);
        assertThat(products().stream().map(SeedProduct::category).distinct()).hasSize(12);
    }

    @Test
    void shouldOfferTheNumberOfProducts_thatIsAskedFor() {
        assertThat(products("--products", "1008")).hasSize(1008);
        assertThat(products("--products=7")).hasSize(7);
    }

    @Test
    void shouldOfferNothing_whenTheShopShallStayEmpty() {
        assertThat(products("--no-seed")).isEmpty();
        assertThat(products("--products=0")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1009", "many"})
    void shouldBeRefused_whenTheCatalogueHasNoSuchNumber(String number) {
        assertThatThrownBy(() -> products("--products", number))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--products");
    }

    private static List<SeedProduct> products(String... arguments) {
        Start start = new Start();
        new CommandLine(start).parseArgs(arguments);
        return start.catalogue.products();
    }

    @Command(name = "start")
    private static final class Start {
        @Mixin
        private CatalogueOptions catalogue;
    }
}

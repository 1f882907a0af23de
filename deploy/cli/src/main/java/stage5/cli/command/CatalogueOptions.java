package stage5.cli.command;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import stage5.stack.seed.Catalogue;
import stage5.stack.seed.SeedProduct;

/** Says which products a started shop will sell. */
public final class CatalogueOptions {

    /**
     * A quarter of the catalogue: all categories, with several pages each. Most of a start is adding products, because
     * each is 12 to 14 items in the local DynamoDB.
     */
    static final int USUAL = 252;

    @Option(
            names = "--products",
            paramLabel = "N",
            defaultValue = "" + USUAL,
            description = "How many products the shop sells, spread over all categories: 0 to 1008 (${DEFAULT-VALUE}).")
    private int products;

    @Option(names = "--no-seed", negatable = false, description = "Add no products to the shop.")
    private boolean empty;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Returns the products to add; none if the shop shall stay as it is. */
    List<SeedProduct> products() {
        try {
            return Catalogue.sample(empty ? 0 : products);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--products: " + e.getMessage());
        }
    }
}

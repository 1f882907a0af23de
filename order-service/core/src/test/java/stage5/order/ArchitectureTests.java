package stage5.order;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import stage5.kit.testing.ArchitectureRules;

@AnalyzeClasses(packages = "stage5.order", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule DOMAIN = ArchitectureRules.DOMAIN_KNOWS_NO_FRAMEWORK;

    @ArchTest
    static final ArchRule FORM = ArchitectureRules.CORE_KNOWS_NO_FORM;

    /** Read models can be deleted and rebuilt, so code that decides about an order must not depend on them. */
    @ArchTest
    static final ArchRule READ_MODELS = noClasses()
            .that()
            .resideInAnyPackage("..domain..", "..store..", "..placing..", "..saga..", "..cancelling..", "..payment..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..history..", "..sales..", "..readmodel..");
}
